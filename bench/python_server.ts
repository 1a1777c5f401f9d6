/** CPython's own `http.server`: the newest interpreter on the machine. */
import { join } from "node:path";
import { capture, findProgram, parseVersion } from "./programs.ts";
import type { Found, Server } from "./server.ts";

/** `--protocol` came with 3.11; without it there are no persistent connections. */
const OLDEST_MINOR = 11;

/** Interpreters newer than this will call themselves python3 as well. */
const NEWEST_MINOR = 19;

/** CPython's ThreadingHTTPServer at HTTP/1.1. */
export const python: Server = {
  name: "python",
  isSteady: true,
  title: "CPython's http.server -p HTTP/1.1, the newest python3 found",
  find: () => findPython(),
};

/** The same with scripts, which CPython 3.15 no longer runs. */
export const pythonWithCgi: Server = {
  name: "python",
  title: "CPython's http.server --cgi, the newest python3 found",
  find: () => findPython(["--cgi"]),
};

async function findPython(options: readonly string[] = []): Promise<Found | string> {
  let [program, version, newest] = ["", "", OLDEST_MINOR - 1];
  for (const candidate of listCandidates()) {
    const answer = parseVersion(await capture([candidate, "--version"]));
    const minor = Number(answer.split(".")[1]);
    if (minor > newest) [program, version, newest] = [candidate, answer, minor];
  }
  if (program === "") return `there is no python3 of 3.${OLDEST_MINOR} or newer`;
  return {
    version,
    launch: ({ port, directory }) => ({
      argv: [
        program,
        ...["-m", "http.server", `${port}`, "-p", "HTTP/1.1"],
        ...["--bind", "127.0.0.1", "--directory", directory, ...options],
      ],
    }),
  };
}

function listCandidates(): string[] {
  const names = ["python3"];
  for (let minor = OLDEST_MINOR; minor <= NEWEST_MINOR; minor++) names.push(`python3.${minor}`);
  return [...names.flatMap((name) => findProgram(name) ?? []), ...listPyenv()];
}

function listPyenv(): string[] {
  const root = Deno.env.get("PYENV_ROOT") ?? join(Deno.env.get("HOME") ?? "", ".pyenv");
  const versions = join(root, "versions");
  try {
    return [...Deno.readDirSync(versions)].map(({ name }) => join(versions, name, "bin/python3"));
  } catch {
    return [];
  }
}

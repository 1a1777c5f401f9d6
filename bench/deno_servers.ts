/** Servers that run on Deno: ours, and the file server of `@std/http`. */
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { buildPackage } from "../tools/registry.ts";
import { capture, parseVersion } from "./programs.ts";
import type { FindOptions, Found, Place, Server } from "./server.ts";

const JSR_STD = "jsr:@std/http/file-server";

/** When what users get has been made: once, whatever is added to its command. */
let built: Promise<void> | undefined;

/** This project's server. */
export const ours: Server = {
  name: "ours",
  title: "this server, as its users start it",
  find: findOurs,
};

/** The same with CPython's handler. */
export const oursSimple: Server = {
  name: "ours-simple",
  title: "this server with --simple",
  find: (options) => findOurs(options, { options: ["--simple"] }),
};

/** The same with scripts. */
export const oursWithCgi: Server = {
  name: "ours",
  title: "this server with --cgi",
  find: (options) => findOurs(options, { flags: ["--allow-run"], options: ["--cgi"] }),
};

/** What remains of it when all is left out but the start of the script. */
export const bareCgi: Server = {
  name: "bare",
  title: "Deno.Command for each connection, and nothing else",
  find: () =>
    Promise.resolve({
      version: `on Deno ${Deno.version.deno}`,
      launch: ({ port, directory }) => ({
        argv: [
          Deno.execPath(),
          ...["run", "--no-config", "-NR", "--allow-run", "--no-prompt"],
          ...[join(import.meta.dirname ?? ".", "bare_cgi.ts"), `${port}`, directory],
        ],
      }),
    }),
};

/** The same with uploads and archives; the directory is the one that it is started for. */
export const oursWithSharing: Server = {
  name: "ours",
  title: "this server with --upload --overwrite replace --archive",
  find: (options) =>
    findOurs(options, {
      flags: ["--allow-write"],
      options: ["--upload", "--overwrite", "replace", "--archive"],
    }),
};

/** The file server of Deno's standard library. */
export const std: Server = {
  name: "std",
  title: "@std/http's file server, from jsr.io or from --std-path",
  find: findStd,
};

/** What is added to our command: flags for Deno, and options. */
interface More {
  readonly flags?: readonly string[];
  readonly options?: readonly string[];
}

/** The command as users start it; the only place that knows it. */
function wordOurCommand({ port, directory }: Place, { flags = [], options = [] }: More): string[] {
  return [
    Deno.execPath(),
    ...["run", "-NR", ...flags, "--no-prompt", "js/mod.js", `${port}`],
    ...["--bind", "127.0.0.1", "--directory", directory, ...options],
  ];
}

async function findOurs({ scratch }: FindOptions, more: More = {}): Promise<Found | string> {
  const directory = join(scratch, "package");
  try {
    await (built ??= buildPackage(directory));
  } catch (error) {
    return error instanceof Error ? error.message : `${error}`;
  }
  const { version } = JSON.parse(Deno.readTextFileSync(join(directory, "deno.json")));
  return {
    version: `${version} on Deno ${Deno.version.deno}`,
    launch: (place) => ({ argv: wordOurCommand(place, more), cwd: directory }),
  };
}

async function findStd(options: FindOptions): Promise<Found | string> {
  const program = options.stdPath === undefined
    ? ["--no-config", JSR_STD]
    : wordCheckout(resolve(options.stdPath), options.scratch);
  const command = [Deno.execPath(), "run", "--no-prompt", "--no-lock", "-NRS", ...program];
  const answer = await capture([...command, "--version"], { signal: options.signal, seconds: 60 });
  if (answer === undefined) {
    return options.stdPath === undefined
      ? "jsr.io cannot be reached, and no --std-path is given"
      : "the checkout given by --std-path does not run";
  }
  return {
    version: `${parseVersion(answer)} on Deno ${Deno.version.deno}`,
    launch: ({ port, directory, scratch }) => ({
      argv: [...command, "--port", `${port}`, "--host", "127.0.0.1", "--verbose", directory],
      cwd: scratch,
    }),
  };
}

function wordCheckout(checkout: string, scratch: string): string[] {
  const importMap = join(scratch, "std_import_map.json");
  Deno.writeTextFileSync(importMap, JSON.stringify({ imports: mapCheckout(checkout) }));
  return ["--no-config", `--import-map=${importMap}`, join(checkout, "http", "file_server.ts")];
}

/** Maps `@std/NAME` and `@std/NAME/PART` to files, as each package's deno.json exports them. */
function mapCheckout(checkout: string): Record<string, string> {
  const imports: Record<string, string> = {};
  for (const { name: folder, isDirectory } of Deno.readDirSync(checkout)) {
    const config = isDirectory ? readConfig(join(checkout, folder, "deno.json")) : undefined;
    for (const [part, file] of Object.entries(config?.exports ?? {})) {
      const url = pathToFileURL(join(checkout, folder, file)).href;
      imports[join(config?.name ?? "", part)] = url;
    }
  }
  return imports;
}

function readConfig(path: string): { name: string; exports: Record<string, string> } | undefined {
  try {
    const { name, exports } = JSON.parse(Deno.readTextFileSync(path));
    return { name, exports: typeof exports === "string" ? { ".": exports } : exports };
  } catch {
    return undefined;
  }
}

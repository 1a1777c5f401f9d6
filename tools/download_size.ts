/**
 * Measures what `deno run jsr:@pyport/http-server` downloads before it serves, and what of that a plain
 * `GET` loads:
 *
 *     deno task size
 *
 * The package is served from here as a registry does it, to a Deno with an empty cache.
 *
 * @module
 */

import { join, toFileUrl } from "@std/path";
import { buildPackage, type FileSize, Registry } from "./registry.ts";

/** What is asked for. */
const FILE = "a.txt";

/** Files by their paths in the package. */
export type Sizes = ReadonlyMap<string, FileSize>;

/** What was downloaded. */
interface Download {
  /** The modules. */
  readonly modules: Sizes;
  /** The names of packages from npm. */
  readonly npm: readonly string[];
}

/**
 * Put a measurement into words.
 *
 * @param title What was measured
 * @param sizes The files
 * @returns A line
 */
export function formatSizes(title: string, sizes: Sizes): string {
  const sum = (field: "size" | "compressed"): string => {
    const bytes = [...sizes.values()].reduce((sum, file) => sum + file[field], 0);
    return `${Math.round(bytes / 1024).toLocaleString("en-US")} KiB`;
  };
  return `${title}: ${sizes.size} modules, ${sum("size")}, ${sum("compressed")} compressed`;
}

/** Download all of it, from here, with an empty cache. */
async function download(built: string, scratch: string): Promise<Download> {
  await using registry = new Registry(built);
  const cache = join(scratch, "cache");
  await getOnce(["jsr:@pyport/http-server"], scratch, {
    DENO_DIR: cache,
    JSR_URL: registry.url,
    // Whatever there is above the directory for temporary files.
    DENO_NO_PACKAGE_JSON: "1",
  });
  const npm = packagesIn(join(cache, "npm"));
  return { modules: registry.downloaded, npm };
}

/** Answer a `GET`, and tell what was loaded for it. Deno tells it of files only. */
async function load(built: string, scratch: string): Promise<ReadonlySet<string>> {
  const coverage = join(scratch, "coverage");
  const root = toFileUrl(`${built}/`).href;
  const { exports } = JSON.parse(Deno.readTextFileSync(join(built, "deno.json")));
  await getOnce(
    [`--coverage=${coverage}`, new URL(exports["."], root).href],
    scratch,
    { DENO_DIR: join(scratch, "second") },
  );
  return new Set(urlsIn(coverage).map((url) => url.replace(root, "")));
}

/** Start the command, ask for a file, and end it. */
async function getOnce(
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Promise<void> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-NR", ...args, "-b", "127.0.0.1", "0"],
    cwd,
    env: { NO_COLOR: "1", ...env },
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const answer = await fetch(`${await readUrl(child.stdout)}${FILE}`);
  await answer.body?.cancel();
  child.kill("SIGINT");
  await child.status;
}

/** The address that the server says it is reached at. */
async function readUrl(stdout: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let text = "";
  for await (const part of stdout.pipeThrough(new TextDecoderStream())) {
    text += part;
    const [url] = /http:\/\/127\.0\.0\.1:\d+\//.exec(text) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`The server did not start: ${text}`);
}

/** The modules that were run, of which Deno writes one file each. */
function urlsIn(coverage: string): string[] {
  return Array.from(Deno.readDirSync(coverage), ({ name }) => {
    return JSON.parse(Deno.readTextFileSync(join(coverage, name))).url as string;
  });
}

/** The packages from whichever registry Deno is told to ask, which has a directory of its own. */
function packagesIn(directory: string): string[] {
  const namesIn = (path: string): string[] =>
    Array.from(Deno.readDirSync(path), ({ name }) => name);
  try {
    return namesIn(directory).flatMap((registry) => namesIn(join(directory, registry))).sort();
  } catch {
    return [];
  }
}

if (import.meta.main) {
  const scratch = Deno.makeTempDirSync();
  Deno.writeTextFileSync(join(scratch, FILE), "");
  try {
    const built = join(scratch, "built");
    await buildPackage(built);
    const { modules, npm } = await download(built, scratch);
    const loaded = await load(built, scratch);
    const run = new Map([...modules].filter(([path]) => loaded.has(path)));
    console.log(formatSizes("Downloaded", modules));
    console.log(formatSizes("Loaded by a plain GET", run));
    console.log(`Packages from npm: ${npm.join(", ") || "none"}`);
  } finally {
    Deno.removeSync(scratch, { recursive: true });
  }
}

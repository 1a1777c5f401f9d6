/**
 * Makes the packages of `@std` that the project imports available where jsr.io can't be reached.
 *
 * Deno itself fills `vendor/` with the real packages where jsr.io answers. Elsewhere this program puts small stand-ins
 * there, made from `tools/std/`, in the form in which Deno keeps a package of the registry. It never touches a package
 * that it didn't write, and takes its own away again once jsr.io answers.
 *
 * It imports nothing, since it runs before anything can be imported.
 *
 * @module
 */

/** Where {@linkcode vendorStd} finds and puts things. */
export interface VendorOptions {
  /** The project's directory, as a URL that ends with a slash. */
  readonly root: URL;
  /** What to ask jsr.io for, to see whether it answers: what it says about `@std/path`. */
  readonly probe?: URL;
  /** The time, in milliseconds since the epoch. @default {Date.now()} */
  readonly now?: number;
}

/** `vendor/stand_ins.json`: which packages are stand-ins, so that nobody takes them for the real ones. */
interface Marker {
  readonly about: string;
  /** The packages' names, without `@std/`. */
  readonly packages: readonly string[];
  /** When the registry was last looked for, in milliseconds since the epoch. */
  readonly checkedAt: number;
}

/** A package as `deno.json` asks for it; `version` is the lowest that will do. */
interface Package {
  readonly name: string;
  readonly version: string;
}

/** Files by their paths in some directory. */
type Files = Map<string, Uint8Array<ArrayBuffer>>;

const MARKER_NAME = "stand_ins.json";
const ABOUT = "These packages are stand-ins for the real ones, made by tools/vendor_std.ts";
const MS_PER_DAY = 24 * 60 * 60 * 1000;
/** How long the registry may take to answer, in milliseconds. */
const PATIENCE = 1500;

/**
 * Write stand-ins for the packages that `vendor/` lacks, or remove those written before once the registry answers.
 * While they are up to date and less than a day old, the registry is not even asked.
 *
 * @param options Where to find and put things
 * @returns What was done
 */
export async function vendorStd(options: VendorOptions): Promise<"kept" | "removed" | "written"> {
  const { root, probe = new URL("https://jsr.io/@std/path/meta.json"), now = Date.now() } = options;
  const vendor = new URL("vendor/", root);
  const std = new URL("jsr.io/@std/", vendor);
  const marker = readMarker(vendor);
  const packages = findPackages(root, std, marker);
  if (packages.length === 0) return "kept";

  const files = await makeFiles(new URL("tools/std/", root), packages);
  const isCurrent = holds(std, files);
  if (isCurrent && marker && now - marker.checkedAt < MS_PER_DAY) return "kept";

  if (await answers(probe)) return removeStandIns(vendor, std, marker);
  // The marker comes first, so that stand-ins are never taken for the real packages, whatever happens next.
  const names = new Set([...marker?.packages ?? [], ...packages.map(({ name }) => name)]);
  writeFiles(vendor, markerFile({ about: ABOUT, packages: [...names], checkedAt: now }));
  if (isCurrent) return "kept";
  writeFiles(std, files);
  return "written";
}

/** The packages that the project imports and that are not in `vendor/`, or are there as stand-ins. */
function findPackages(root: URL, std: URL, marker?: Marker): Package[] {
  const { imports } = JSON.parse(Deno.readTextFileSync(new URL("deno.json", root)));
  const packages: Package[] = [];
  for (const specifier of Object.values<string>(imports)) {
    const [, name, version] = /^jsr:@std\/([^@]+)@\^(.+)$/.exec(specifier) ?? [];
    if (!name || !version) continue;
    const isStandIn = marker?.packages.includes(name);
    if (isStandIn || !isThere(new URL(name, std))) packages.push({ name, version });
  }
  return packages;
}

/** All that Deno looks for in `vendor/jsr.io/@std/` when it needs these packages. */
async function makeFiles(sources: URL, packages: readonly Package[]): Promise<Files> {
  const files: Files = new Map();
  for (const { name, version } of packages) {
    const modules = readModules(new URL(`${name.replaceAll("-", "_")}/`, sources));
    const meta = { scope: "std", name, latest: version, versions: { [version]: {} } };
    files.set(`${name}/meta.json`, encodeJson(meta));
    files.set(`${name}/${version}_meta.json`, encodeJson(await describe(modules)));
    for (const [path, content] of modules) files.set(`${name}/${version}/${path}`, content);
  }
  return files;
}

/** The modules in a directory and those below it. */
function readModules(directory: URL, prefix = ""): Files {
  const modules: Files = new Map();
  const entries = [...Deno.readDirSync(new URL(prefix, directory))];
  for (const { name, isDirectory } of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
    const path = `${prefix}${name}`;
    if (!isDirectory) modules.set(path, Deno.readFileSync(new URL(path, directory)));
    else for (const module of readModules(directory, `${path}/`)) modules.set(...module);
  }
  return modules;
}

/** What the registry says about one version of a package. Each `mod.ts` is an entry, named after its directory. */
async function describe(modules: Files): Promise<unknown> {
  const manifest: Record<string, { size: number; checksum: string }> = {};
  const exports: Record<string, string> = {};
  for (const [path, content] of modules) {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", content)).toHex();
    manifest[`/${path}`] = { size: content.length, checksum: `sha256-${hash}` };
    if (`/${path}`.endsWith("/mod.ts")) {
      exports[`./${path}`.slice(0, -"/mod.ts".length)] = `./${path}`;
    }
  }
  return { manifest, exports };
}

/** Tell whether it is the registry that answers: whatever a network puts in its place doesn't know the package. */
async function answers(probe: URL): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(probe, { signal });
    return (await response.json()).name === "path";
  } catch {
    return false;
  }
}

function readMarker(vendor: URL): Marker | undefined {
  const content = readIfThere(new URL(MARKER_NAME, vendor));
  return content && JSON.parse(new TextDecoder().decode(content));
}

function markerFile(marker: Marker): Files {
  return new Map([[MARKER_NAME, encodeJson(marker)]]);
}

function removeStandIns(vendor: URL, std: URL, marker?: Marker): "kept" | "removed" {
  if (marker === undefined) return "kept";
  for (const name of marker.packages) removeIfThere(new URL(name, std));
  removeIfThere(new URL(MARKER_NAME, vendor));
  return "removed";
}

/** Tell whether all the files are there, with these contents. */
function holds(directory: URL, files: Files): boolean {
  return [...files].every(([path, content]) => {
    const present = readIfThere(new URL(path, directory));
    return present?.length === content.length && present.every((byte, i) => byte === content[i]);
  });
}

/** Write the files so that a reader finds each of them whole, even when two programs write at once. */
function writeFiles(directory: URL, files: Files): void {
  for (const [path, content] of files) {
    const target = new URL(path, directory);
    const draft = new URL(`${target.href}.${Deno.pid}`);
    Deno.mkdirSync(new URL(".", target), { recursive: true });
    Deno.writeFileSync(draft, content);
    Deno.renameSync(draft, target);
  }
}

function isThere(path: URL): boolean {
  return ifThere(() => Deno.lstatSync(path)) !== undefined;
}

function readIfThere(path: URL): Uint8Array<ArrayBuffer> | undefined {
  return ifThere(() => Deno.readFileSync(path));
}

function removeIfThere(path: URL): void {
  ifThere(() => Deno.removeSync(path, { recursive: true }));
}

/** The result of doing something with a file, or `undefined` when there is no such file. */
function ifThere<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function encodeJson(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

if (import.meta.main) {
  const outcome = await vendorStd({ root: new URL("../", import.meta.url) });
  if (outcome === "written") {
    console.error("jsr.io can't be reached: wrote stand-ins for @std to vendor/");
  }
  if (outcome === "removed") console.error("jsr.io answers: removed the stand-ins for @std");
}

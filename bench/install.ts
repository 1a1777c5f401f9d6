/** Getting missing peers: Debian packages when root runs the program, npm packages into a cache. */
import { join } from "node:path";
import { capture, findProgram } from "./programs.ts";

/** What finding and installing depend on. */
export interface InstallOptions {
  /** Whether anything may be installed. */
  install: boolean;
  /** Ends an installation early. */
  signal: AbortSignal;
}

/** Longest time for one installation, in seconds. */
const INSTALL_LIMIT = 180;

/**
 * Find a program, and install its Debian package when there is none.
 *
 * @param program Its file name
 * @param debianPackage Name of the package
 * @param options What may be done
 * @returns Its path, or undefined when it is missing and could not be installed
 */
export async function needProgram(
  program: string,
  debianPackage: string,
  options: InstallOptions,
): Promise<string | undefined> {
  const found = findProgram(program);
  const mayInstall = options.install && findProgram("apt-get") && Deno.uid() === 0;
  if (found || !mayInstall) return found;
  const install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", debianPackage];
  const limits = { signal: options.signal, seconds: INSTALL_LIMIT };
  // On a fresh machine the lists of packages are often missing or old.
  if (await capture(install, limits) === undefined) {
    await capture(["apt-get", "update", "-qq"], limits);
    await capture(install, limits);
  }
  return findProgram(program);
}

/**
 * Find an npm package in the cache directory, and install it there when it is missing.
 *
 * @param name Name of the package
 * @param version The version to compare with, so that reports can be compared too
 * @param options What may be done
 * @returns Path of the program that the package is, or undefined
 */
export async function needNpmPackage(
  name: string,
  version: string,
  options: InstallOptions,
): Promise<string | undefined> {
  const prefix = join(findCacheDirectory(), `${name}-${version}`);
  const found = findNpmProgram(prefix, name);
  if (found || !options.install || !findProgram("npm")) return found;
  Deno.mkdirSync(prefix, { recursive: true });
  await capture(
    ["npm", "install", "--prefix", prefix, "--no-audit", "--no-fund", `${name}@${version}`],
    { signal: options.signal, seconds: INSTALL_LIMIT },
  );
  return findNpmProgram(prefix, name);
}

/**
 * Find the directory for what is kept from run to run.
 *
 * @returns Its path; it may not be there yet
 */
export function findCacheDirectory(): string {
  const cache = Deno.env.get("XDG_CACHE_HOME") ?? join(Deno.env.get("HOME") ?? "/tmp", ".cache");
  return join(cache, "pyport-http-server-bench");
}

function findNpmProgram(prefix: string, name: string): string | undefined {
  const directory = join(prefix, "node_modules", name);
  try {
    const { bin } = JSON.parse(Deno.readTextFileSync(join(directory, "package.json")));
    return join(directory, typeof bin === "string" ? bin : Object.values<string>(bin)[0] ?? "");
  } catch {
    return undefined;
  }
}

/**
 * Keeping the source of scripts from being served as files, whatever the request calls them.
 *
 * @module
 */

/** How many files CGI directories may hold: more are not looked at, and then no file is served. */
const MAX_FILES = 10_000;

/**
 * Whether a file or directory is in one of the CGI directories, under whatever name: in another case,
 * or through links into these directories or out of them.
 *
 * @param path The file or directory
 * @param directories The CGI directories
 * @returns Whether it is, or whether that cannot be told
 */
export function isScriptSource(path: string, directories: readonly string[]): boolean {
  const wanted = identityOf(path);
  if (wanted === undefined) return false;
  if (directories.some((directory) => isBelow(path, directory))) return true;
  const seen = new Set<string>();
  return directories.some((directory) => holds(directory, wanted.name, seen));
}

/** What a file is, whatever it is called. */
interface Identity {
  readonly name: string;
  readonly isDirectory: boolean;
}

function identityOf(path: string): Identity | undefined {
  try {
    const { dev, ino, isDirectory } = Deno.statSync(path);
    const name = ino === null || ino === 0 ? Deno.realPathSync(path) : `${dev}:${ino}`;
    return { name, isDirectory };
  } catch {
    return undefined;
  }
}

/** What needs no look into the directory, which may be forbidden. */
function isBelow(path: string, directory: string): boolean {
  try {
    return `${Deno.realPathSync(path)}/`.startsWith(`${Deno.realPathSync(directory)}/`);
  } catch {
    return false;
  }
}

/** Whether something is a path, or below it; links may lead in circles. */
function holds(path: string, wanted: string, seen: Set<string>): boolean {
  const identity = identityOf(path);
  if (identity === undefined || seen.has(identity.name)) return false;
  if (identity.name === wanted || seen.size >= MAX_FILES) return true;
  seen.add(identity.name);
  return identity.isDirectory &&
    namesIn(path).some((name) => holds(`${path}/${name}`, wanted, seen));
}

function namesIn(directory: string): string[] {
  try {
    return Array.from(Deno.readDirSync(directory), ({ name }) => name);
  } catch {
    return [];
  }
}

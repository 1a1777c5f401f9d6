/**
 * {@linkcode ScriptSources}: keeping the source of scripts from being served as files, whatever the
 * request calls them.
 *
 * @module
 */

/** How many files CGI directories may hold: more are not looked at, and then no file is served. */
const MAX_FILES = 10_000;

const LAST_NAME_REGEXP = /\/[^/]*\/*$/;

/** The scripts that there are while a request is answered. */
export class ScriptSources {
  readonly #directories: readonly string[];
  #identities: ReadonlySet<string> | undefined;

  /**
   * Make ready to look.
   *
   * @param directories The CGI directories
   */
  constructor(directories: readonly string[]) {
    this.#directories = directories;
  }

  /**
   * Whether a file or directory is in one of the CGI directories, under whatever name: in another case,
   * or through links into these directories or out of them.
   *
   * @param path The file or directory, which need not exist
   * @returns Whether it is, or whether that cannot be told
   */
  has(path: string): boolean {
    const wanted = identityOf(path);
    if (wanted === undefined) return this.#wouldBeIn(path.replace(LAST_NAME_REGEXP, "") || "/");
    if (this.#directories.some((directory) => isBelow(path, directory))) return true;
    const identities = this.#identities ??= identitiesIn(this.#directories);
    return identities.size >= MAX_FILES || identities.has(wanted.name);
  }

  /**
   * Whether one of the CGI directories is at a path or below it, or would be, if there was one.
   *
   * @param path The path, which need not exist
   * @returns Whether what is moved there could become scripts
   */
  wouldHold(path: string): boolean {
    const place = `${placeOf(path)}/`;
    return this.#directories.some((directory) => `${placeOf(directory)}/`.startsWith(place));
  }

  /** Whether what is made in a directory would be a script. */
  #wouldBeIn(parent: string): boolean {
    return identityOf(parent)?.isDirectory === true && this.has(parent);
  }
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

/** Where a path leads as far as it exists. File systems may not tell cases and forms of Unicode apart. */
function placeOf(path: string): string {
  let above = path.replace(/\/+$/, "");
  for (; above !== ""; above = above.slice(0, above.lastIndexOf("/"))) {
    try {
      return foldName(Deno.realPathSync(above) + path.slice(above.length).replace(/\/+$/, ""));
    } catch {
      // The one above may exist.
    }
  }
  return foldName(path);
}

function foldName(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

/** Directories and all that is in them; links may lead in circles. */
function identitiesIn(directories: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const pending = [...directories];
  for (let path; (path = pending.pop()) !== undefined && seen.size < MAX_FILES;) {
    const identity = identityOf(path);
    if (identity === undefined || seen.has(identity.name)) continue;
    seen.add(identity.name);
    if (identity.isDirectory) pending.push(...namesIn(path).map((name) => `${path}/${name}`));
  }
  return seen;
}

function namesIn(directory: string): string[] {
  try {
    return Array.from(Deno.readDirSync(directory), ({ name }) => name);
  } catch {
    return [];
  }
}

/**
 * The names that files get from strangers.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { isDeviceName } from "../paths/windows_name.ts";
import { isPartialName } from "./partial_name.ts";
import { RefusedError } from "./refusal.ts";

/** The longest name, in bytes: that of nearly all file systems. */
const MAX_NAME = 255;

/** The longest extension that a name keeps when it is cut, in bytes. */
const MAX_EXTENSION = 32;

/** How deep directories of an uploaded one may be. */
const MAX_DEPTH = 64;

/** How many names a target may have: as many as fit into a path of 4,096 bytes. */
const MAX_TARGET_DEPTH = 2048;

/** Separators of some system, controls, line ends, and what turns the direction of text round. */
const UNSAFE_REGEXP = /[/\\\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * What Windows does not keep at the end of a name. It is looked for where it begins only: a run of
 * dots in the middle would take quadratic time otherwise.
 */
const END_REGEXP = /(?<![. ])[. ]+$/;

/** What no name on Windows has. */
const WINDOWS_REGEXP = /["*:<>?|]/g;

/** A directory of Windows in front of a name, which old browsers send along. */
const DRIVE_REGEXP = /^(?:[a-z]:)?\\|^[a-z]:/i;

/**
 * Make a name that can do no harm: in Unicode's form NFC, without separators, controls and what turns
 * text round, not empty, neither `.` nor `..`, no device of Windows, without dots or blanks that
 * Windows would take off, and short enough.
 *
 * @param name The name that a client gives
 * @param windows Whether the name is for Windows, where more characters mean something
 * @returns A name that is safe; the same where it was
 * @throws {RefusedError} with status 400 when nothing is left
 *
 * @example Names are made safe
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(safeName("notes.txt"), "notes.txt");
 * assertEquals(safeName("../a\tb.txt. "), ".._a_b.txt");
 * assertEquals(safeName("con.txt"), "_con.txt");
 * ```
 */
export function safeName(name: string, windows: boolean = Deno.build.os === "windows"): string {
  let safe = name.toWellFormed().normalize("NFC").replace(UNSAFE_REGEXP, "_");
  if (windows) safe = safe.replace(WINDOWS_REGEXP, "_");
  safe = safe.replace(/^ +/, "").replace(END_REGEXP, "");
  if (safe === "") throw new RefusedError(HTTPStatus.BAD_REQUEST, "A file needs a name");
  if (isDeviceName(safe)) safe = `_${safe}`;
  return shortName(safe);
}

/**
 * Shorten a name, keeping its extension.
 *
 * @param name The name
 * @param added What is put between the two, e.g. ` (2)`
 * @returns A name of at most 255 bytes
 */
export function shortName(name: string, added = ""): string {
  const dot = name.lastIndexOf(".");
  const split = dot > 0 && byteLength(name.slice(dot)) <= MAX_EXTENSION ? dot : name.length;
  const end = added + name.slice(split);
  let stem = name.slice(0, split);
  const room = MAX_NAME - byteLength(end);
  if (byteLength(stem) > room) {
    // Half a character at the end is left out.
    const { read } = new TextEncoder().encodeInto(stem, new Uint8Array(room));
    stem = stem.slice(0, read).trimEnd();
  }
  return stem + end;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/**
 * Take apart the path that a client gives a file of an uploaded directory.
 *
 * @param path Names with `/` or `\` between them
 * @returns Safe names, the file's own one last
 * @throws {RefusedError} with status 400 when it has no name, leads upwards, or is too deep
 */
export function safeRelativePath(path: string): string[] {
  const isAlone = DRIVE_REGEXP.test(path);
  const names = path.split(/[/\\]/).filter((name) => name !== "" && name !== ".");
  if (names.includes("..")) {
    throw new RefusedError(HTTPStatus.BAD_REQUEST, "A path may not lead upwards");
  }
  if (names.length > MAX_DEPTH) {
    throw new RefusedError(HTTPStatus.BAD_REQUEST, "The directories are too deep");
  }
  if (names.length === 0) throw new RefusedError(HTTPStatus.BAD_REQUEST, "A file needs a name");
  return (isAlone ? names.slice(-1) : names).map((name) => safeName(name));
}

/**
 * The names of a path that is asked for by a request's target. They are taken as they are or not at
 * all: a client that names a file knows what it is called.
 *
 * @param names The names
 * @param isThere Whether there is something by the name at an index and all before it, as they are:
 * that keeps its name, which others than clients of this server may have given it
 * @returns The same, in form NFC but for what is there
 * @throws {RefusedError} with status 400 when one is not safe, and nothing is there
 */
export function requireSafeNames(
  names: readonly string[],
  isThere: (index: number) => boolean = () => false,
): string[] {
  // No system has as many, and each takes some microseconds.
  if (names.length > MAX_TARGET_DEPTH) {
    throw new RefusedError(HTTPStatus.BAD_REQUEST, "The directories are too deep");
  }
  return names.map((name, index) => {
    const normal = name.normalize("NFC");
    const isSafe = isSafeName(name, normal);
    if (isSafe && name === normal || mayBeKept(name, isSafe) && isThere(index)) return name;
    if (isSafe) return normal;
    throw new RefusedError(
      HTTPStatus.BAD_REQUEST,
      "The name is not one that all systems could keep",
    );
  });
}

function isSafeName(name: string, normal: string): boolean {
  try {
    return name.isWellFormed() && safeName(name) === normal;
  } catch {
    return false;
  }
}

/** Whether a name stands for itself: Windows takes some for others. */
function mayBeKept(name: string, isSafe: boolean): boolean {
  if (isSafe) return true;
  return Deno.build.os !== "windows" && name.isWellFormed() && !/^\.{0,2}$/.test(name);
}

/**
 * Check that names may be written to.
 *
 * @param names The names of a path
 * @param dotfiles Whether hidden ones may
 * @throws {RefusedError} with status 403 when one may not
 */
export function requireVisibleNames(names: readonly string[], dotfiles: boolean): void {
  if (names.some((name) => isPartialName(name) || !dotfiles && name.startsWith("."))) {
    throw new RefusedError(HTTPStatus.FORBIDDEN, "Hidden files are not written to");
  }
}

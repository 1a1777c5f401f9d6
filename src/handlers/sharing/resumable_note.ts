/**
 * What is known of a resumable upload, kept in a file beside its bytes, so that it can go on after the
 * server was started anew.
 *
 * @module
 */

import type { Digest } from "./digests.ts";
import { isId, makeId, resumableId, resumableNames } from "./partial_name.ts";
import { lookAt } from "./file_system.ts";

/** How long an upload that nobody goes on with is kept, in milliseconds: a day. */
export const EXPIRY = 24 * 60 * 60 * 1000;

/**
 * How long it is remembered that an upload became a file, in milliseconds: an hour. A client whose
 * connection was cut before it got the answer is told so.
 */
const DONE_EXPIRY = 60 * 60 * 1000;

/** What is known of a resumable upload. */
export interface ResumableNote {
  /** The name that its file gets. */
  readonly name: string;
  /** How many bytes the file has. */
  readonly length: number;
  /** What it must come down to. */
  readonly digests: readonly Digest[];
  /** How many directories go away with the upload if it is given up: see `madeLevels`. */
  readonly made?: number;
  /** The name that the file got, once it is complete. */
  readonly placed?: string;
}

/** An upload that can be resumed, as its files tell of it. */
export interface Resumable {
  /** Its name in URLs, which nobody can guess. */
  readonly id: string;
  /** The directory that it is in, and that its file gets to. */
  readonly directory: string;
  /** What is known of it. */
  readonly note: ResumableNote;
  /** The path of its bytes. */
  readonly data: string;
  /** How many bytes have come. */
  readonly offset: number;
  /** When it ends, unless more comes, in milliseconds since the epoch. */
  readonly expires: number;
}

/**
 * Keep what is known of an upload.
 *
 * @param directory The directory that it is in
 * @param id Its name
 * @param note What is known
 */
export function writeNote(directory: string, id: string, note: ResumableNote): void {
  const path = `${directory}/${resumableNames(id).note}`;
  // Whoever reads it sees the old or the new one.
  const other = `${path}.${makeId()}.new`;
  Deno.writeTextFileSync(other, JSON.stringify(note), { createNew: true });
  Deno.renameSync(other, path);
}

/**
 * Find an upload.
 *
 * @param directory The directory that it is in
 * @param id Its name, from a URL
 * @returns What there is; `undefined` when there is no such upload, or it has expired
 */
export function readResumable(directory: string, id: string): Resumable | undefined {
  if (!isId(id)) return undefined;
  const names = resumableNames(id);
  const note = readNote(`${directory}/${names.note}`);
  if (note === undefined) return undefined;
  const data = `${directory}/${names.data}`;
  const changed = lookAt(data) ?? lookAt(`${directory}/${names.note}`);
  const expires = (changed?.mtime?.getTime() ?? 0) + EXPIRY;
  if (expires < Date.now()) return undefined;
  // The bytes only ever go away by becoming the file.
  const offset = note.placed === undefined ? lookAt(data)?.size ?? note.length : note.length;
  return { id, directory, note, data, offset, expires };
}

/**
 * Whether all that is left of an upload is what is known of it, since it became a file.
 *
 * @param directory The directory that it is in
 * @param name The name of one of its files
 * @returns Whether it is the only one
 */
export function isDone(directory: string, name: string): boolean {
  const id = resumableId(name);
  if (id === undefined) return false;
  const { data, note } = resumableNames(id);
  return name === note && lookAt(`${directory}/${data}`) === undefined;
}

/**
 * Whether an upload is over, since nobody goes on with it, or asks after it.
 *
 * @param directory The directory that it is in
 * @param id Its name
 * @returns Whether its files may be removed
 */
export function isExpired(directory: string, id: string): boolean {
  const { data, note } = resumableNames(id);
  const ages = [data, note].map((name) => ageOf(`${directory}/${name}`));
  const youngest = Math.min(...ages);
  return youngest > (ages[0] === Infinity ? DONE_EXPIRY : EXPIRY);
}

/**
 * How long ago a file was written to.
 *
 * @param path The file
 * @returns Milliseconds; infinity for one that is not there
 */
export function ageOf(path: string): number {
  return Date.now() - (lookAt(path)?.mtime?.getTime() ?? -Infinity);
}

/**
 * Read what is known of an upload.
 *
 * @param path The file
 * @returns What is known; `undefined` where there is no such file, or it is none of ours
 */
export function readNote(path: string): ResumableNote | undefined {
  try {
    return JSON.parse(Deno.readTextFileSync(path)) as ResumableNote;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

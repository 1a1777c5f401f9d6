/**
 * The names of what is not a file yet. Nothing with such a name is listed, served, written to or
 * removed on request, whatever the options say.
 *
 * @module
 */

/** How all these names begin: as hidden files, and as nothing else. */
const PREFIX = ".http-server-upload.";

/** What the name of a resumable upload ends in: its data, and what is known of it. */
const DATA_SUFFIX = ".data";
const NOTE_SUFFIX = ".json";

const ID_REGEXP = /^[0-9a-f]{32}$/;

/**
 * Whether a name belongs to an upload under way.
 *
 * @param name A name without a directory
 * @returns Whether it does; on file systems without case, in any case
 */
export function isPartialName(name: string): boolean {
  return name.length > PREFIX.length && name.slice(0, PREFIX.length).toLowerCase() === PREFIX;
}

/**
 * Make a name that nobody can guess.
 *
 * @returns 128 random bits in hexadecimal
 */
export function makeId(): string {
  return crypto.getRandomValues(new Uint8Array(16)).toHex();
}

/**
 * Whether a text can be the name of an upload.
 *
 * @param id The text
 * @returns Whether {@linkcode makeId} could have made it
 */
export function isId(id: string): boolean {
  return ID_REGEXP.test(id);
}

/**
 * The name of a file that is uploaded in one request.
 *
 * @param id See {@linkcode makeId}
 * @returns The name
 */
export function partialName(id: string): string {
  return PREFIX + id;
}

/**
 * The names of the files of a resumable upload.
 *
 * @param id See {@linkcode makeId}
 * @returns Of the bytes that have come, and of what is known of the upload
 */
export function resumableNames(id: string): { readonly data: string; readonly note: string } {
  return { data: PREFIX + id + DATA_SUFFIX, note: PREFIX + id + NOTE_SUFFIX };
}

/**
 * The upload that the name of a file belongs to.
 *
 * @param name A name for which {@linkcode isPartialName} holds
 * @returns The upload, if it is one that can be resumed
 */
export function resumableId(name: string): string | undefined {
  const suffix = [DATA_SUFFIX, NOTE_SUFFIX].find((suffix) => name.endsWith(suffix));
  if (suffix === undefined) return undefined;
  const id = name.slice(PREFIX.length, -suffix.length);
  return isId(id) ? id : undefined;
}

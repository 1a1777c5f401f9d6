/**
 * Hashing files while others are served.
 *
 * @module
 */

/** How much is read and hashed in one turn, in bytes: about a millisecond. */
const BLOCK_SIZE = 1024 * 1024;

/** What takes bytes: a hash of `node:crypto`, for one. */
export interface ByteSink {
  /** Take the next bytes. */
  update(bytes: Uint8Array): unknown;
}

/**
 * Feed what is left of a file to a hash.
 *
 * @param file The file, open for reading
 * @param sink The hash
 * @param isWanted Whether to go on, asked before each turn
 * @returns How many bytes there were
 */
export async function hashInTurns(
  file: Deno.FsFile,
  sink: ByteSink,
  isWanted: () => boolean = () => true,
): Promise<number> {
  const block = new Uint8Array(BLOCK_SIZE);
  let length = 0;
  while (isWanted()) {
    const count = await file.read(block);
    if (count === null) break;
    sink.update(block.subarray(0, count));
    length += count;
  }
  return length;
}

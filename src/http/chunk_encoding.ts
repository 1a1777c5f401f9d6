/**
 * Writing the chunked transfer coding (RFC 9112, section 7.1).
 *
 * @module
 */

import { concat } from "./concat.ts";

const encoder = new TextEncoder();

/** `last-chunk`, and no trailer. */
export const LAST_CHUNK: Uint8Array = encoder.encode("0\r\n\r\n");

/** Where chunks are written to, such as the `wfile` of a handler. */
interface Output {
  write(bytes: Uint8Array): Promise<void>;
}

/** What follows the data of a chunk. */
export const CHUNK_END: Uint8Array = encoder.encode("\r\n");

/**
 * What goes before the data of a chunk, where that is not to be copied: see {@linkcode CHUNK_END}.
 *
 * @param data What is in the chunk: at least one byte, for none would be the end of the body
 * @returns The line with its size
 */
export function chunkStart(data: Uint8Array): Uint8Array {
  return encoder.encode(`${data.length.toString(16)}\r\n`);
}

/**
 * Write a chunk without a copy of its data.
 *
 * @param output Where to
 * @param data What is in it: at least one byte, for none would be the end of the body
 * @returns Resolves when there is room for more
 */
export async function writeChunk(output: Output, data: Uint8Array): Promise<void> {
  output.write(chunkStart(data));
  const written = output.write(data);
  output.write(CHUNK_END);
  await written;
}

/**
 * Make a chunk.
 *
 * @param data What is in it: at least one byte, for none would be the end of the body
 * @returns The chunk with its size and line ends
 *
 * @example A chunk of 26 bytes
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = encodeChunk(new Uint8Array(26));
 * assertEquals(new TextDecoder().decode(bytes.subarray(0, 4)), "1a\r\n");
 * ```
 */
export function encodeChunk(data: Uint8Array): Uint8Array {
  return concat([chunkStart(data), data, CHUNK_END]);
}

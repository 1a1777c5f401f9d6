/**
 * Writing the chunked transfer coding (RFC 9112, section 7.1).
 *
 * @module
 */

const encoder = new TextEncoder();

/** `last-chunk`, and no trailer. */
export const LAST_CHUNK: Uint8Array = encoder.encode("0\r\n\r\n");

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
  const size = encoder.encode(`${data.length.toString(16)}\r\n`);
  const chunk = new Uint8Array(size.length + data.length + 2);
  chunk.set(size);
  chunk.set(data, size.length);
  chunk.set([0x0d, 0x0a], size.length + data.length);
  return chunk;
}

/**
 * Bytes in memory.
 *
 * @module
 */

/**
 * Put pieces one behind the other.
 *
 * @param pieces The pieces
 * @returns All of them; where there is but one, that one and no copy
 *
 * @example Two pieces
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(concat([new Uint8Array([1, 2]), new Uint8Array([3])]), new Uint8Array([1, 2, 3]));
 * ```
 */
export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    all.set(piece, offset);
    offset += piece.length;
  }
  return all;
}

/**
 * Encoding long texts while others are served.
 *
 * @module
 */

import { Turns } from "./in_turns.ts";

/** How many pieces are encoded at once: lines of a listing, some ten kilobytes. */
const PIECES_AT_ONCE = 100;

const encoder = new TextEncoder();

/**
 * Encode a text as UTF-8, over several turns.
 *
 * @param texts The text, in short pieces
 * @returns All of it
 */
export async function encodeInTurns(texts: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const turns = new Turns();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (let start = 0; start < texts.length; start += PIECES_AT_ONCE) {
    const piece = encoder.encode(texts.slice(start, start + PIECES_AT_ONCE).join(""));
    pieces.push(piece);
    length += piece.length;
    await turns.nextIfOver();
  }
  const all = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    all.set(piece, offset);
    offset += piece.length;
    // The system provides the memory when it is first written to, which takes longer than the copying.
    await turns.nextIfOver();
  }
  return all;
}

/**
 * Running a {@linkcode ChunkedDecoder} to its end.
 *
 * @module
 */

import { ChunkedDecoder } from "../../src/http/chunked.ts";
import { join, latin1Of } from "./bytes.ts";

/** What a decoder makes of its input. */
export interface Decoded {
  /** The body, as ISO 8859-1 text. */
  readonly body: string;
  /** How many bytes of the input were used. */
  readonly used: number;
  /** Whether the body ended. */
  readonly done: boolean;
}

/**
 * Decode a chunked body.
 *
 * @param pieces The input as it arrives
 * @param limit The most body bytes to take at a time
 */
export function decodeChunked(pieces: readonly Uint8Array[], limit?: number): Decoded {
  const decoder = new ChunkedDecoder();
  const body: Uint8Array[] = [];
  let used = 0;
  for (const piece of pieces) {
    for (let rest = piece; rest.length > 0 && !decoder.done;) {
      const { consumed, data } = decoder.decode(rest, limit);
      body.push(data);
      used += consumed;
      rest = rest.subarray(consumed);
    }
  }
  return { body: latin1Of(join(body)), used, done: decoder.done };
}

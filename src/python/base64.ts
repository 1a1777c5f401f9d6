/**
 * Python's lenient way to decode base64.
 *
 * @module
 */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * Decode base64, passing over all that is not of its alphabet.
 *
 * CPython: `base64.decodebytes`, `binascii.a2b_base64`.
 *
 * @param text The base64
 * @returns One character for each byte; `undefined` when the padding is wrong
 */
export function decodeBase64(text: string): string | undefined {
  let decoded = "";
  let bits = 0;
  let position = 0;
  let padding = 0;
  for (const character of text) {
    if (character === "=") {
      padding++;
      if (position >= 2 && position + padding >= 4) return decoded;
      continue;
    }
    const value = ALPHABET.indexOf(character);
    if (value < 0) continue;
    padding = 0;
    bits = (bits << 6 | value) & 0xffff;
    if (position > 0) decoded += String.fromCharCode(bits >> 2 * (3 - position) & 0xff);
    position = (position + 1) % 4;
  }
  return position === 0 ? decoded : undefined;
}

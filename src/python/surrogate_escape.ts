/**
 * Python's `str.encode("utf-8", "surrogateescape")`.
 *
 * @module
 */

const encoder = new TextEncoder();

/**
 * Encode text as UTF-8, U+DC80 to U+DCFF as the bytes 0x80 to 0xFF that they stand for.
 *
 * @param text The text
 * @returns The bytes
 * @throws {RangeError} when there is another lone surrogate, where Python raises
 * `UnicodeEncodeError`
 */
export function encodeSurrogateEscape(text: string): Uint8Array<ArrayBuffer> {
  if (text.isWellFormed()) return encoder.encode(text);
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code - 0xdc00);
    else if (character.isWellFormed()) bytes.push(...encoder.encode(character));
    else {throw new RangeError(
        "'utf-8' codec can't encode a lone surrogate: surrogates not allowed",
      );}
  }
  return new Uint8Array(bytes);
}

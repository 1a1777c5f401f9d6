/**
 * ISO 8859-1, the encoding of everything in a message but its body. `TextDecoder("latin1")` is
 * Windows-1252 (it changes 0x80 to 0x9F), and slower than UTF-8, which is the same for ASCII.
 *
 * @module
 */

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
 * Decode ISO 8859-1: each byte is the code point of the same number.
 *
 * @param bytes Any bytes
 * @returns A string as long as the bytes
 */
export function decodeLatin1(bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  // As many characters as bytes, and none replaced: then all of it was ASCII.
  if (text.length === bytes.length && !text.includes("\ufffd")) return text;
  let exact = "";
  for (let start = 0; start < bytes.length; start += 4096) {
    exact += String.fromCharCode(...bytes.subarray(start, start + 4096));
  }
  return exact;
}

/**
 * Encode as ISO 8859-1.
 *
 * @param text Characters up to U+00FF
 * @returns As many bytes as characters
 * @throws {RangeError} when a character is outside ISO 8859-1
 */
export function encodeLatin1(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  encodeLatin1Into(text, bytes);
  return bytes;
}

/**
 * Encode as ISO 8859-1 into a buffer that has room for it.
 *
 * @param text Characters up to U+00FF
 * @param target At least `text.length` bytes
 * @throws {RangeError} when a character is outside ISO 8859-1
 */
export function encodeLatin1Into(text: string, target: Uint8Array): void {
  const { read, written } = encoder.encodeInto(text, target);
  if (read === text.length && written === read) return;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0xff) {
      throw new RangeError(`Cannot encode "${text}" as ISO 8859-1: position ${index}`);
    }
    target[index] = code;
  }
}

/**
 * Texts as tools/conformance/packing.py writes them: bytes as strings of the code points 0 to 255,
 * and what is long and repeated only once.
 *
 * @module
 */

/** A part of a text that is not written out. */
type Part =
  | string
  /** A text, and how often it stands here. */
  | { readonly repeat: readonly [text: string, times: number] }
  /** The name of a text in shared.json. */
  | { readonly shared: string };

/** A packed text. */
export type PackedText = string | readonly Part[];

/**
 * Write a packed text out.
 *
 * @param packed The text
 * @param shared The texts of shared.json
 * @returns The text; where it stands for bytes, a character for each
 */
export function unpack(
  packed: PackedText,
  shared: Readonly<Record<string, PackedText>> = {},
): string {
  if (typeof packed === "string") return packed;
  return packed.map((part) => {
    if (typeof part === "string") return part;
    if ("repeat" in part) return part.repeat[0].repeat(part.repeat[1]);
    const text = shared[part.shared];
    if (text === undefined) throw new ReferenceError(`Cannot find the shared text ${part.shared}`);
    return unpack(text, shared);
  }).join("");
}

/** The bytes that a string of the code points 0 to 255 stands for. */
export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** The string of the code points 0 to 255 that stands for bytes. */
export function fromBytes(bytes: Uint8Array): string {
  let text = "";
  // A call takes only so many arguments.
  for (let start = 0; start < bytes.length; start += 8192) {
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return text;
}

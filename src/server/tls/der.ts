/**
 * DER, as much of it as the parameters of encrypted keys need (ITU-T X.690, section 10).
 *
 * @module
 */

/** The tags that occur (X.680, section 8.6). */
export const Tag = {
  INTEGER: 0x02,
  OCTET_STRING: 0x04,
  OBJECT_IDENTIFIER: 0x06,
  SEQUENCE: 0x30,
} as const;

/** Reads values one after the other. */
export class DerReader {
  #offset = 0;
  readonly #bytes: Uint8Array;

  /**
   * Make a reader.
   *
   * @param bytes The values
   */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The tag of the next value; `undefined` at the end. */
  get tag(): number | undefined {
    return this.#bytes[this.#offset];
  }

  /**
   * Read a value.
   *
   * @param tag The tag that it must have
   * @returns What is in it
   * @throws {SyntaxError} when it has another one, or is cut off
   */
  read(tag: number): Uint8Array {
    if (this.tag !== tag) throw new SyntaxError(`Expected the tag ${tag}, not ${this.tag}`);
    this.#offset++;
    const length = this.#readLength();
    const content = this.#bytes.subarray(this.#offset, this.#offset + length);
    if (content.length < length) throw new SyntaxError("The value is cut off");
    this.#offset += length;
    return content;
  }

  /** Read a sequence. */
  readSequence(): DerReader {
    return new DerReader(this.read(Tag.SEQUENCE));
  }

  /** Read an integer that is not negative, and small. */
  readInteger(): number {
    return numberOf(this.read(Tag.INTEGER));
  }

  /** Read an object identifier, with dots. */
  readObjectIdentifier(): string {
    const [first = 0, ...rest] = this.read(Tag.OBJECT_IDENTIFIER);
    const arcs = [Math.floor(first / 40), first % 40];
    let arc = 0;
    for (const byte of rest) {
      arc = arc * 128 + (byte & 127);
      if (byte >= 128) continue;
      arcs.push(arc);
      arc = 0;
    }
    return arcs.join(".");
  }

  #readLength(): number {
    const first = this.#bytes[this.#offset++] ?? 0;
    if (first < 128) return first;
    const end = this.#offset + (first & 127);
    const length = numberOf(this.#bytes.subarray(this.#offset, end));
    this.#offset = end;
    return length;
  }
}

function numberOf(bytes: Uint8Array): number {
  return bytes.reduce((number, byte) => number * 256 + byte, 0);
}

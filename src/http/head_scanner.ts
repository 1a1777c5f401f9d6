/**
 * A quick look at the head of a request, byte by byte, without making anything of it: enough to
 * recognise a request that was answered before. Heads that are out of the ordinary are left to the
 * exact parser, which decides what they mean.
 *
 * @module
 */

/** Heads that are longer, in bytes, are left to the exact parser. */
const MAX_HEAD = 16384;

/** The most header fields: with more, the exact parser has to look at its limits. */
const MAX_FIELDS = 64;

const SP = 0x20;
const TAB = 0x09;
const CR = 0x0d;
const LF = 0x0a;
const COLON = 0x3a;
const SLASH = 0x2f;

/** The bit in which small letters differ from capitals. */
const CASE = 0x20;

/** `tchar` (RFC 9110, section 5.6.2): what a field name consists of. */
const TCHAR = flags(
  "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
);

const GET = codes("GET /");
const HTTP_1 = codes(" HTTP/1.");

/** What fields do to a request, by their names in lower case. */
export interface FieldRoles {
  /** The answer depends on them. */
  readonly keyed: readonly string[];
  /** With one of them, the exact parser is needed. */
  readonly refused: readonly string[];
  /** With one of them repeated, the exact parser is needed. */
  readonly single?: readonly string[];
}

/** What a field of a certain name does to a request. */
interface Field {
  readonly name: readonly number[];
  /** Whether it is part of the key, leaves the request to the exact parser, or does so when repeated. */
  readonly role: "keyed" | "refused" | "single";
  /** A bit of its own, for those that may be there once. */
  readonly bit: number;
}

/**
 * Recognises `GET` requests. What it calls the key of a request is the request line and those
 * header fields that the answer depends on.
 *
 * It is used for one head after the other: each {@linkcode HeadScanner.scan} forgets the last.
 */
export class HeadScanner {
  /** The length of the head in bytes, the empty line included. */
  length = 0;
  /** A hash of the key. */
  hash = 0;

  #bytes: Uint8Array = new Uint8Array(0);
  /** Start and end of each part of the key. */
  readonly #parts = new Uint32Array(2 * (MAX_FIELDS + 1));
  #partsEnd = 0;
  readonly #fieldsByLength: readonly (readonly Field[])[];
  /** The bits of the single fields that the head has. */
  #singles = 0;

  /**
   * @param roles The fields that matter; all others may be there or not
   */
  constructor({ keyed, refused, single = [] }: FieldRoles) {
    const fields: Field[] = [
      ...keyed.map((name) => ({ name: masked(name), role: "keyed" as const, bit: 0 })),
      ...refused.map((name) => ({ name: masked(name), role: "refused" as const, bit: 0 })),
      ...single.map((name, index) => (
        { name: masked(name), role: "single" as const, bit: 1 << index }
      )),
    ];
    const longest = Math.max(...fields.map((field) => field.name.length));
    this.#fieldsByLength = Array.from(
      { length: longest + 1 },
      (_, length) => fields.filter((field) => field.name.length === length),
    );
  }

  /**
   * Look at a head.
   *
   * @param bytes What has arrived; it must not change before {@linkcode HeadScanner.matches} and
   * {@linkcode HeadScanner.copyKey} were used
   * @returns Whether they begin with a whole, ordinary head of a `GET` request
   */
  scan(bytes: Uint8Array): boolean {
    this.#bytes = bytes;
    this.#partsEnd = 0;
    this.hash = 0;
    this.#singles = 0;
    let position = this.#scanRequestLine();
    for (let fields = 0; position > 0; fields++) {
      if (bytes[position] === CR) {
        this.length = position + 2;
        return bytes[position + 1] === LF;
      }
      if (fields === MAX_FIELDS || position > MAX_HEAD) return false;
      position = this.#scanField(position);
    }
    return false;
  }

  /** Return where the header block begins, or 0. */
  #scanRequestLine(): number {
    const bytes = this.#bytes;
    if (!startsWith(bytes, 0, GET) || bytes[GET.length] === SLASH) return 0;
    let position = GET.length;
    while (bytes[position]! > SP && bytes[position]! < 0x7f) position++;
    if (!startsWith(bytes, position, HTTP_1)) return 0;
    position += HTTP_1.length;
    const minor = bytes[position]! - 0x30;
    if (minor !== 1 && minor !== 0) return 0;
    if (bytes[position + 1] !== CR || bytes[position + 2] !== LF) return 0;
    this.#addPart(0, position + 3);
    return position + 3;
  }

  /** Return where the next line begins, or 0. */
  #scanField(start: number): number {
    const bytes = this.#bytes;
    let position = start;
    while (TCHAR[bytes[position]!] === 1) position++;
    if (position === start || bytes[position] !== COLON) return 0;
    const field = this.#fieldOf(start, position);
    if (field !== undefined && !this.#admits(field)) return 0;
    position++;
    while (bytes[position]! >= SP || bytes[position] === TAB) position++;
    if (bytes[position] !== CR || bytes[position + 1] !== LF) return 0;
    if (field?.role === "keyed") this.#addPart(start, position + 2);
    return position + 2;
  }

  #admits({ role, bit }: Field): boolean {
    if (role === "refused" || (this.#singles & bit) !== 0) return false;
    this.#singles |= bit;
    return true;
  }

  #fieldOf(start: number, end: number): Field | undefined {
    const candidates = this.#fieldsByLength[end - start];
    if (candidates === undefined) return undefined;
    for (const field of candidates) {
      if (startsWith(this.#bytes, start, field.name, CASE)) return field;
    }
    return undefined;
  }

  /** Add bytes to the key. */
  #addPart(start: number, end: number): void {
    this.#parts[this.#partsEnd++] = start;
    this.#parts[this.#partsEnd++] = end;
    let { hash } = this;
    // FNV-1a, 32 bits
    for (let index = start; index < end; index++) {
      hash = Math.imul(hash ^ this.#bytes[index]!, 0x01000193);
    }
    this.hash = hash;
  }

  /**
   * Compare the key of the head that was scanned last.
   *
   * @param key A key, from {@linkcode HeadScanner.copyKey}
   * @returns Whether they are the same
   */
  matches(key: Uint8Array): boolean {
    let compared = 0;
    for (let part = 0; part < this.#partsEnd; part += 2) {
      const end = this.#parts[part + 1]!;
      for (let index = this.#parts[part]!; index < end; index++) {
        if (this.#bytes[index] !== key[compared++]) return false;
      }
    }
    return compared === key.length;
  }

  /**
   * The key of the head that was scanned last.
   *
   * @returns Its bytes, in memory of their own
   */
  copyKey(): Uint8Array {
    let length = 0;
    for (let part = 0; part < this.#partsEnd; part += 2) {
      length += this.#parts[part + 1]! - this.#parts[part]!;
    }
    const key = new Uint8Array(length);
    let position = 0;
    for (let part = 0; part < this.#partsEnd; part += 2) {
      for (let index = this.#parts[part]!; index < this.#parts[part + 1]!; index++) {
        key[position++] = this.#bytes[index]!;
      }
    }
    return key;
  }
}

/** Whether bytes stand at a position, once the bits of a mask are set in what is there. */
function startsWith(
  bytes: Uint8Array,
  start: number,
  expected: readonly number[],
  mask = 0,
): boolean {
  for (let index = 0; index < expected.length; index++) {
    if ((bytes[start + index]! | mask) !== expected[index]) return false;
  }
  return true;
}

/** A name for a comparison whatever the case of its letters. */
function masked(name: string): number[] {
  return codes(name).map((code) => code | CASE);
}

function codes(text: string): number[] {
  const codes: number[] = [];
  for (let index = 0; index < text.length; index++) codes.push(text.charCodeAt(index));
  return codes;
}

function flags(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const code of codes(characters)) table[code] = 1;
  return table;
}

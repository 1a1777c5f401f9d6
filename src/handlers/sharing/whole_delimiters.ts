/**
 * {@linkcode WholeDelimiters}: pieces of a form that are never cut where it matters. The library loses
 * the end of a form when `--boundary` arrives apart from the two characters behind it.
 *
 * @module
 */

import { concat } from "../../http/concat.ts";

/** The parameter of `multipart/form-data` (RFC 2046, section 5.1.1). */
const BOUNDARY_REGEXP = /;\s*boundary=(?:"([^"]*)"|([^\s;"]+))/i;

/** How many bytes tell what a delimiter delimits: `--` at the end of the form, otherwise a line end. */
const BEHIND = 2;

const NOTHING = new Uint8Array(0);

/** Cuts what arrives in other places. */
export class WholeDelimiters {
  readonly #delimiter: Uint8Array;
  #held: Uint8Array = NOTHING;
  /** Whether what may be the first delimiter, which has no line end before it, has arrived whole. */
  #hasBegun = false;

  /**
   * @param contentType The value of `Content-Type`
   */
  constructor(contentType: string) {
    const [, quoted, plain = ""] = BOUNDARY_REGEXP.exec(contentType) ?? [];
    this.#delimiter = new TextEncoder().encode(`\r\n--${quoted ?? plain}`);
  }

  /**
   * Take the next bytes.
   *
   * @param bytes The bytes
   * @returns What was held back and they, up to what may be a delimiter that has not arrived whole
   */
  take(bytes: Uint8Array): Uint8Array {
    const all = this.#held.length === 0 ? bytes : concat([this.#held, bytes]);
    const end = this.#endOfWhole(all);
    this.#held = end === all.length ? NOTHING : all.slice(end);
    return all.subarray(0, end);
  }

  /**
   * Say that nothing more comes.
   *
   * @returns What was held back
   */
  end(): Uint8Array {
    return this.#held;
  }

  #endOfWhole(bytes: Uint8Array): number {
    this.#hasBegun ||= bytes.length >= this.#delimiter.length;
    if (!this.#hasBegun) return 0;
    const first = bytes.length - this.#delimiter.length - BEHIND + 1;
    for (let start = Math.max(first, 0); start < bytes.length; start++) {
      if (this.#mayBeginAt(bytes, start)) return start;
    }
    return bytes.length;
  }

  #mayBeginAt(bytes: Uint8Array, start: number): boolean {
    const length = Math.min(this.#delimiter.length, bytes.length - start);
    for (let index = 0; index < length; index++) {
      if (bytes[start + index] !== this.#delimiter[index]) return false;
    }
    return true;
  }
}

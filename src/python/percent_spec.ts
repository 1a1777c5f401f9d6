/**
 * The grammar of Python's `%` formats: from the text to a list of pieces.
 *
 * What the pieces do with arguments is the subject of `percent_format.ts`.
 *
 * @module
 */

/** A number in the format, `*` for the next argument, or undefined if it is not there. */
export type Size = number | "*" | undefined;

/** One conversion, such as `%(name)-8.3s`. */
export interface Spec {
  /** The name in parentheses. */
  readonly key: string | undefined;
  /** The flags in any order, perhaps repeated. */
  readonly flags: string;
  /** The least number of characters. */
  readonly width: Size;
  /** Characters to keep, least digits, or digits after the point. */
  readonly precision: Size;
  /** The letter that ends it; any character, known or not. */
  readonly conversion: string;
  /** Where the letter is in the format, from 0. */
  readonly index: number;
}

/** A format error, which Python only finds when the pieces before it are done. */
export interface Flaw {
  /** Whether a name in parentheses came before it. */
  readonly keyed: boolean;
  /** The message of Python's `ValueError`. */
  readonly message: string;
}

/** Literal text, a conversion, or the error that ends the format. */
export type Piece = string | Spec | Flaw;

// "%" [ "(" key ")" ] flags [ width ] [ "." [ precision ] ] [ length modifier ] conversion
const OPTIONS = /([-+ #0]*)(\*|[0-9]+)?(?:\.(\*|[0-9]*))?[hlL]?/y;

/** C's limits on a 64-bit machine: `PY_SSIZE_T_MAX` and `INT_MAX`. */
const MAX_WIDTH = 2n ** 63n - 1n;
const MAX_PRECISION = 2n ** 31n - 1n;

/**
 * Cut a format into its pieces.
 *
 * CPython: `unicode_format_arg_parse` in `Objects/unicodeobject.c`.
 *
 * @param format A format for Python's `%` operator
 * @returns The pieces in order; a {@linkcode Flaw} can only be the last one
 *
 * @example Find a conversion between literal text
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const pieces = parsePercentFormat("100%% of %5d");
 * assertEquals(pieces[0], "100% of ");
 * assertEquals((pieces[1] as Spec).width, 5);
 * ```
 */
export function parsePercentFormat(format: string): Piece[] {
  const pieces: Piece[] = [];
  let literal = "";
  let index = 0;
  while (index < format.length) {
    const percent = format.indexOf("%", index);
    literal += format.slice(index, percent < 0 ? format.length : percent);
    if (percent < 0) break;
    if (format[percent + 1] === "%") {
      literal += "%";
      index = percent + 2;
      continue;
    }
    const piece = parseSpec(format, percent + 1);
    if (literal !== "") pieces.push(literal);
    pieces.push(piece);
    if ("message" in piece) return pieces;
    literal = "";
    index = piece.index + piece.conversion.length;
  }
  if (literal !== "") pieces.push(literal);
  return pieces;
}

function parseSpec(format: string, start: number): Spec | Flaw {
  const keyed = format[start] === "(";
  const end = keyed ? endOfKey(format, start) : start;
  if (end < 0) return { keyed, message: "incomplete format key" };
  OPTIONS.lastIndex = end;
  // Every part is optional, so it matches anywhere.
  const [options, flags = "", width, precision] = OPTIONS.exec(format)!;
  if (exceeds(width, MAX_WIDTH)) return { keyed, message: "width too big" };
  if (exceeds(precision, MAX_PRECISION)) return { keyed, message: "precision too big" };
  const index = end + options.length;
  const codePoint = format.codePointAt(index);
  if (codePoint === undefined) return { keyed, message: "incomplete format" };
  return {
    key: keyed ? format.slice(start + 1, end - 1) : undefined,
    flags,
    width: toSize(width),
    precision: toSize(precision),
    conversion: String.fromCodePoint(codePoint),
    index,
  };
}

/** The index behind the parenthesis that closes the one at `start`, or -1. */
function endOfKey(format: string, start: number): number {
  let depth = 0;
  for (let index = start; index < format.length; index++) {
    if (format[index] === "(") depth++;
    else if (format[index] === ")" && --depth === 0) return index + 1;
  }
  return -1;
}

function exceeds(size: string | undefined, limit: bigint): boolean {
  return size !== undefined && size !== "*" && BigInt(size) > limit;
}

/** A point without digits means 0. */
function toSize(text: string | undefined): Size {
  return text === undefined || text === "*" ? text : Number(text);
}

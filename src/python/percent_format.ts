/**
 * Python's `%` operator on strings, which `log_message` and `error_message_format` use.
 *
 * @module
 */

import { type FloatFormat, formatFloat } from "./float_text.ts";
import { parsePercentFormat, type Piece, type Size, type Spec } from "./percent_spec.ts";
import { escapeNonAscii, repr } from "./repr.ts";
import { numberOf, reprOf, strOf, typeNameOf } from "./text_of.ts";

/** Values by name, for formats such as `%(code)d`. */
export type Mapping = Readonly<Record<string, unknown>>;

/** Formats are constants of a program, a handful of them; more than this means they are not. */
const CACHE_SIZE = 64;

const cache = new Map<string, readonly Piece[]>();

/**
 * Format values as Python's `format % args` does.
 *
 * Knows the conversions `s r a d i u o x X e E f F g G c %`, the flags `- + # 0` and space, width
 * and precision as numbers or `*`, and names in parentheses. See `text_of.ts` for what JavaScript
 * values are to Python: an integral number is an `int`, for example, and is printed as such.
 *
 * CPython: `PyUnicode_Format` in `Objects/unicodeobject.c`.
 *
 * @param format The format
 * @param args An array (Python's tuple) of values in order, or an object (Python's dict) of values
 * by name, of which only its own properties count
 * @returns The formatted text
 * @throws {TypeError} when a value is of the wrong type, or there are too many or too few of them;
 * with CPython's message
 * @throws {RangeError} when the format is malformed, a name unknown, or a value out of range, where
 * Python raises `ValueError`, `KeyError` or `OverflowError`; with CPython's message
 *
 * @example Format a log line
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(percentFormat('"%s" %s %s', ["GET /", 200, "-"]), '"GET /" 200 -');
 * assertEquals(percentFormat("Error code: %(code)d", { code: 404 }), "Error code: 404");
 * assertEquals(percentFormat("%-5s|%05.1f|%r", ["a", 2.25, "b"]), "a    |002.2|'b'");
 * ```
 */
export function percentFormat(format: string, args: readonly unknown[] | Mapping): string {
  const values = new Values(args);
  let text = "";
  for (const piece of compile(format)) {
    text += typeof piece === "string" ? piece : formatPiece(piece, values);
  }
  values.finish();
  return text;
}

function compile(format: string): readonly Piece[] {
  const known = cache.get(format);
  if (known !== undefined) return known;
  const pieces = parsePercentFormat(format);
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(format, pieces);
  return pieces;
}

/** The arguments and how many of them are used up. */
class Values {
  readonly #mapping: Mapping | undefined;
  #values: readonly unknown[];
  #next = 0;

  constructor(args: readonly unknown[] | Mapping) {
    this.#mapping = isArray(args) ? undefined : args;
    this.#values = isArray(args) ? args : [args];
  }

  /** The value of that name becomes the only one that the conversion can use. */
  select(key: string): void {
    const mapping = this.mapping();
    if (!Object.hasOwn(mapping, key)) throw new RangeError(repr(key));
    this.#values = [mapping[key]];
    this.#next = 0;
  }

  mapping(): Mapping {
    if (this.#mapping === undefined) throw new TypeError("format requires a mapping");
    return this.#mapping;
  }

  next(): unknown {
    if (this.#next >= this.#values.length) {
      throw new TypeError("not enough arguments for format string");
    }
    return this.#values[this.#next++];
  }

  /** The value of a `*`. */
  nextSize(): number {
    const size = numberOf(this.next());
    if (typeof size !== "bigint") throw new TypeError("* wants int");
    return Number(size);
  }

  /** A mapping may hold more than the format uses. */
  finish(): void {
    if (this.#mapping === undefined && this.#next < this.#values.length) {
      throw new TypeError("not all arguments converted during string formatting");
    }
  }
}

function isArray(args: readonly unknown[] | Mapping): args is readonly unknown[] {
  return Array.isArray(args);
}

function formatPiece(piece: Exclude<Piece, string>, values: Values): string {
  if ("message" in piece) {
    if (piece.keyed) values.mapping();
    throw new RangeError(piece.message);
  }
  if (piece.key !== undefined) values.select(piece.key);
  const width = resolve(piece.width, values);
  const precision = resolve(piece.precision, values);
  const value = values.next();
  if (piece.conversion === "s" && width === undefined && precision === undefined) {
    return strOf(value);
  }
  const left = piece.flags.includes("-") || (width !== undefined && width < 0);
  const body = convert(piece, value, precision === undefined ? undefined : Math.max(precision, 0));
  return pad(body, Math.abs(width ?? 0), left ? "left" : zeroFills(piece) ? "zeros" : "right");
}

function resolve(size: Size, values: Values): number | undefined {
  return size === "*" ? values.nextSize() : size;
}

/** A sign and base prefix, which zeros are filled in behind, and the rest. */
type Body = readonly [prefix: string, rest: string];

function convert(spec: Spec, value: unknown, precision: number | undefined): Body {
  switch (spec.conversion) {
    case "s":
      return ["", truncate(strOf(value), precision)];
    case "r":
      return ["", truncate(reprOf(value), precision)];
    case "a":
      return ["", truncate(escapeNonAscii(reprOf(value)), precision)];
    case "c":
      return ["", toCharacter(value)];
    case "d":
    case "i":
    case "u":
      return convertInteger(spec, toInteger(spec.conversion, value), 10, precision);
    case "o":
      return convertInteger(spec, toIndex(spec.conversion, value), 8, precision);
    case "x":
    case "X":
      return convertInteger(spec, toIndex(spec.conversion, value), 16, precision);
    case "e":
    case "E":
    case "f":
    case "F":
    case "g":
    case "G":
      return convertFloat(spec, spec.conversion, value, precision);
    default:
      throw new RangeError(unsupported(spec));
  }
}

function convertInteger(spec: Spec, value: bigint, base: number, precision = 0): Body {
  const size = value < 0n ? -value : value;
  const digits = size.toString(base).padStart(precision, "0");
  const marker = base !== 10 && spec.flags.includes("#") ? `0${spec.conversion}` : "";
  return [
    signFor(spec, value < 0n) + marker,
    spec.conversion === "X" ? digits.toUpperCase() : digits,
  ];
}

function convertFloat(
  spec: Spec,
  letter: "e" | "E" | "f" | "F" | "g" | "G",
  value: unknown,
  precision = 6,
): Body {
  const conversion = letter.toLowerCase() as FloatFormat["conversion"];
  const alternate = spec.flags.includes("#");
  const text = formatFloat(toFloat(value), { conversion, precision, alternate });
  const negative = text.startsWith("-");
  const digits = negative ? text.slice(1) : text;
  return [signFor(spec, negative), letter === conversion ? digits : digits.toUpperCase()];
}

function signFor(spec: Spec, negative: boolean): string {
  if (negative) return "-";
  if (spec.flags.includes("+")) return "+";
  return spec.flags.includes(" ") ? " " : "";
}

function zeroFills(spec: Spec): boolean {
  return spec.flags.includes("0") && !"srac".includes(spec.conversion);
}

function pad([prefix, rest]: Body, width: number, side: "left" | "right" | "zeros"): string {
  const text = prefix + rest;
  if (width <= prefix.length) return text;
  const missing = width - lengthOf(text);
  if (missing <= 0) return text;
  if (side === "left") return text + " ".repeat(missing);
  return side === "right" ? " ".repeat(missing) + text : prefix + "0".repeat(missing) + rest;
}

/** Python counts code points. */
function lengthOf(text: string): number {
  return [...text].length;
}

function truncate(text: string, precision: number | undefined): string {
  if (precision === undefined || text.length <= precision) return text;
  return [...text].slice(0, precision).join("");
}

function toInteger(conversion: string, value: unknown): bigint {
  const number = numberOf(value);
  if (typeof number === "bigint") return number;
  if (number === undefined) {
    throw new TypeError(
      `%${conversion} format: a real number is required, not ${typeNameOf(value)}`,
    );
  }
  if (Number.isNaN(number)) throw new RangeError("cannot convert float NaN to integer");
  if (!Number.isFinite(number)) {
    throw new RangeError("cannot convert float infinity to integer");
  }
  return BigInt(Math.trunc(number));
}

function toIndex(conversion: string, value: unknown): bigint {
  const number = numberOf(value);
  if (typeof number === "bigint") return number;
  throw new TypeError(`%${conversion} format: an integer is required, not ${typeNameOf(value)}`);
}

function toFloat(value: unknown): number {
  // Not by way of a bigint, which has no negative zero.
  if (typeof value === "number") return value;
  const number = numberOf(value);
  if (number !== undefined) return Number(number);
  throw new TypeError(`must be real number, not ${typeNameOf(value)}`);
}

function toCharacter(value: unknown): string {
  const wanted = "%c requires an int or a unicode character, not ";
  if (typeof value === "string") {
    const length = lengthOf(value);
    if (length === 1) return value;
    throw new TypeError(`${wanted}a string of length ${length}`);
  }
  const code = numberOf(value);
  if (typeof code !== "bigint") throw new TypeError(wanted + typeNameOf(value));
  if (code < 0n || code > 0x10ffffn) throw new RangeError("%c arg not in range(0x110000)");
  return String.fromCodePoint(Number(code));
}

function unsupported({ conversion, index }: Spec): string {
  const code = conversion.codePointAt(0)!;
  const shown = code >= 31 && code <= 126 ? conversion : "?";
  return `unsupported format character '${shown}' (0x${code.toString(16)}) at index ${index}`;
}

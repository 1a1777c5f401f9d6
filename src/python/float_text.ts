/**
 * Floating-point numbers as Python writes them: `repr()` and the conversions `e`, `f` and `g`.
 *
 * JavaScript's `toFixed()` and its siblings stop at 100 digits and round halves up, Python's have
 * no limit and round halves to even. So this works on the exact value, a fraction of two BigInts.
 *
 * @module
 */

/** What follows `%` and its flags. */
export interface FloatFormat {
  /** `e` for an exponent, `f` for none, `g` for whichever is shorter. */
  conversion: "e" | "f" | "g";
  /** Digits after the point; for `g` significant digits. */
  precision: number;
  /** The flag `#`: keep the point, and for `g` the zeros at the end. */
  alternate: boolean;
}

/**
 * Write a number with the fewest digits that read back as the same number, as Python's
 * `repr(float)` does.
 *
 * CPython: `float_repr` in `Objects/floatobject.c`.
 *
 * @param value A number that is not an integer; those are ints here
 * @returns `nan` and `inf` in lower case, an exponent of two digits or more below 0.0001
 *
 * @example Writes exponents in Python's way
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(floatRepr(0.1), "0.1");
 * assertEquals(floatRepr(1.5e-7), "1.5e-07");
 * ```
 */
export function floatRepr(value: number): string {
  if (!Number.isFinite(value)) return notFinite(value);
  return Math.abs(value) < 1e-4 ? padExponent(value.toExponential()) : String(value);
}

/**
 * Write a number as Python's `%e`, `%f` and `%g` do, correctly rounded, halves to even.
 *
 * CPython: `PyOS_double_to_string` in `Python/pystrtod.c`.
 *
 * @param value Any number
 * @param format The conversion with its precision
 * @returns The number, with a sign only if it is negative
 *
 * @example Rounds halves to even
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatFloat(2.5, { conversion: "f", precision: 0, alternate: false }), "2");
 * assertEquals(formatFloat(1e22, { conversion: "g", precision: 6, alternate: false }), "1e+22");
 * ```
 */
export function formatFloat(value: number, format: FloatFormat): string {
  if (!Number.isFinite(value)) return notFinite(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const size = Math.abs(value);
  const { precision, alternate } = format;
  if (format.conversion === "f") return sign + toFixed(size, precision, alternate);
  if (format.conversion === "g") return sign + toGeneral(size, precision, alternate);
  const [digits, exponent] = toDigits(size, precision);
  return sign + toScientific(digits, exponent, alternate);
}

function notFinite(value: number): string {
  if (Number.isNaN(value)) return "nan";
  return value < 0 ? "-inf" : "inf";
}

function padExponent(text: string): string {
  return text.replace(/([+-])(\d)$/, "$10$2");
}

function toFixed(size: number, precision: number, alternate: boolean): string {
  const digits = String(scale(size, precision)).padStart(precision + 1, "0");
  const point = digits.length - precision;
  return withPoint(digits.slice(0, point), digits.slice(point), alternate);
}

function toGeneral(size: number, precision: number, alternate: boolean): string {
  const significant = Math.max(precision, 1);
  const [digits, exponent] = toDigits(size, significant - 1);
  // C's rule (C11 7.21.6.1), after rounding.
  if (exponent < -4 || exponent >= significant) {
    return toScientific(alternate ? digits : stripZeros(digits), exponent, alternate);
  }
  const fixed = toFixed(size, significant - 1 - exponent, alternate);
  return alternate || !fixed.includes(".") ? fixed : stripZeros(fixed).replace(/\.$/, "");
}

function toScientific(digits: string, exponent: number, alternate: boolean): string {
  const sign = exponent < 0 ? "-" : "+";
  const mantissa = withPoint(digits.slice(0, 1), digits.slice(1), alternate);
  return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function withPoint(whole: string, fraction: string, alternate: boolean): string {
  return fraction !== "" || alternate ? `${whole}.${fraction}` : whole;
}

function stripZeros(digits: string): string {
  return digits.replace(/0+$/, "");
}

/** One digit before the point and `precision` after it, and the exponent of ten. */
function toDigits(size: number, precision: number): [digits: string, exponent: number] {
  if (size === 0) return ["0".repeat(precision + 1), 0];
  // With fewer digits the power of ten itself could be the nearest, as for 1e23, which is a little
  // less; no number is close enough to one to be rounded to it at 21.
  const exponent = Number(size.toExponential(20).split("e")[1]);
  const digits = String(scale(size, precision - exponent));
  if (digits.length > precision + 1) return [digits.slice(0, -1), exponent + 1];
  return [digits, exponent];
}

/** `size * 10 ** places` as an integer, halves to even. */
function scale(size: number, places: number): bigint {
  let [numerator, denominator] = toFraction(size);
  if (places >= 0) numerator *= 10n ** BigInt(places);
  else denominator *= 10n ** BigInt(-places);
  const quotient = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
}

/** The exact value of a finite number that is not negative. */
function toFraction(size: number): [numerator: bigint, denominator: bigint] {
  let denominator = 1n;
  let value = size;
  // A factor of two changes only the exponent. Subnormal numbers need it 1074 times.
  while (!Number.isInteger(value)) {
    value *= 2;
    denominator *= 2n;
  }
  return [BigInt(value), denominator];
}

/**
 * Python's `str()`, `repr()` and type names for JavaScript values, as messages show them.
 *
 * The counterparts: an integral number or a bigint is an `int`, other numbers are `float`, null and
 * undefined are `None`, an array is a `list`, a plain object a `dict`, and an `Error` an exception.
 * Other objects are what their `toString()` says, and in `repr()` what Deno would show of them, where they
 * say so themselves. One whose `valueOf()` gives a number counts as that
 * number where a number is wanted, as a member of an `IntEnum` does.
 *
 * @module
 */

import { floatRepr } from "./float_text.ts";
import { repr } from "./repr.ts";

/** What an object has in the place of Python's `__repr__`. */
const INSPECT = Symbol.for("Deno.customInspect");

/**
 * Write a value as Python's `str()` does.
 *
 * CPython: `PyObject_Str` in `Objects/object.c`.
 *
 * @param value Any value
 * @returns Strings as they are, exceptions by their message, other values as {@linkcode reprOf} has
 * them
 *
 * @example Writes what a log line needs
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(strOf(200), "200");
 * assertEquals(strOf(null), "None");
 * assertEquals(strOf(["a", true]), "['a', True]");
 * ```
 */
export function strOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return value.message;
  return hasRepr(value) ? String(value) : reprOf(value);
}

/**
 * Write a value as Python's `repr()` does.
 *
 * CPython: `PyObject_Repr` in `Objects/object.c`.
 *
 * @param value Any value
 * @returns Strings quoted, exceptions as `Name('message')`, plain objects as `{'key': value}`, others
 * by their `Symbol.for("Deno.customInspect")` or `toString()`
 *
 * @example Show an exception
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(reprOf(new TypeError("it's")), `TypeError("it's")`);
 * ```
 */
export function reprOf(value: unknown): string {
  switch (typeof value) {
    case "string":
      return repr(value);
    case "number":
      if (Number.isSafeInteger(value)) return String(value);
      return Number.isInteger(value) ? String(BigInt(value)) : floatRepr(value);
    case "boolean":
      return value ? "True" : "False";
    case "undefined":
      return "None";
  }
  if (value === null) return "None";
  if (Array.isArray(value)) return `[${value.map(reprOf).join(", ")}]`;
  if (value instanceof Error) return `${value.name}(${value.message && repr(value.message)})`;
  if (isPlainObject(value)) return dictRepr(value);
  // What an instance of a class holds is its own business, and may lead back to it.
  return hasRepr(value) ? value[INSPECT]() : String(value);
}

function hasRepr(value: unknown): value is { [INSPECT](): string } {
  return typeof (value as { [INSPECT]?: unknown } | null | undefined)?.[INSPECT] === "function";
}

function isPlainObject(value: unknown): value is object {
  return Object.getPrototypeOf(value) === Object.prototype;
}

function dictRepr(value: object): string {
  const items = Object.entries(value).map(([key, item]) => `${repr(key)}: ${reprOf(item)}`);
  return `{${items.join(", ")}}`;
}

/**
 * Give the number that a value is to Python, where booleans and members of an `IntEnum` are
 * numbers, too.
 *
 * @param value Any value
 * @returns A bigint for whatever Python has as an `int`, a number for a `float`, undefined for
 * everything else
 *
 * @example Counts a boolean as an integer
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(numberOf(true), 1n);
 * assertEquals(numberOf(0.5), 0.5);
 * assertEquals(numberOf("1"), undefined);
 * ```
 */
export function numberOf(value: unknown): bigint | number | undefined {
  const primitive = typeof value === "object" ? value?.valueOf() : value;
  if (typeof primitive === "boolean") return primitive ? 1n : 0n;
  if (typeof primitive === "bigint") return primitive;
  if (typeof primitive !== "number") return undefined;
  return Number.isInteger(primitive) ? BigInt(primitive) : primitive;
}

/**
 * Name the type that a value has in Python, for error messages.
 *
 * @param value Any value
 * @returns For example `str`, `int` or `NoneType`
 *
 * @example Tells integers from floats
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(typeNameOf(1), "int");
 * assertEquals(typeNameOf(1.5), "float");
 * ```
 */
export function typeNameOf(value: unknown): string {
  if (value === undefined || value === null) return "NoneType";
  if (typeof value === "string") return "str";
  if (typeof value === "boolean") return "bool";
  if (Array.isArray(value)) return "list";
  if (isPlainObject(value)) return "dict";
  const number = numberOf(value);
  if (number === undefined) return "object";
  return typeof number === "bigint" ? "int" : "float";
}

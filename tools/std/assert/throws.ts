import { stripVTControlCharacters } from "node:util";
import { suffix } from "./_message.ts";
import { AssertionError } from "./assertion_error.ts";

// deno-lint-ignore no-explicit-any
type ErrorClass<E extends Error> = abstract new (...args: any[]) => E;

/** What the trailing arguments of {@linkcode assertThrows} and {@linkcode assertRejects} ask for. */
interface Expected<E extends Error> {
  readonly ErrorClass?: ErrorClass<E> | undefined;
  readonly msgIncludes?: string | undefined;
  readonly msg?: string | undefined;
}

/**
 * Assert that a function throws.
 *
 * @param fn The function
 * @param msg Words for the message
 * @returns What it threw
 * @throws {AssertionError} when it doesn't
 */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/**
 * Assert that a function throws an error of a class.
 *
 * @param fn The function
 * @param ErrorClass The class
 * @param msgIncludes A text to be found in the error's message
 * @param msg Words for the message
 * @returns What it threw
 * @throws {AssertionError} when it doesn't
 */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  errorClassOrMsg?: ErrorClass<E> | string,
  msgIncludes?: string,
  msg?: string,
): unknown {
  const expected = readExpected(errorClassOrMsg, msgIncludes, msg);
  try {
    fn();
  } catch (error) {
    assertExpected(error, expected, "A non-Error object was thrown");
    return error;
  }
  throw new AssertionError(`Expected function to throw${suffix(expected.msg)}`);
}

/**
 * Assert that a function returns a promise that rejects.
 *
 * @param fn The function
 * @param msg Words for the message
 * @returns The reason of the rejection
 * @throws {AssertionError} when it throws at once, returns no promise, or the promise resolves
 */
export function assertRejects(fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
/**
 * Assert that a function returns a promise that rejects with an error of a class.
 *
 * @param fn The function
 * @param ErrorClass The class
 * @param msgIncludes A text to be found in the error's message
 * @param msg Words for the message
 * @returns The reason of the rejection
 * @throws {AssertionError} when it throws at once, returns no promise, or the promise resolves
 */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  errorClassOrMsg?: ErrorClass<E> | string,
  msgIncludes?: string,
  msg?: string,
): Promise<unknown> {
  const expected = readExpected(errorClassOrMsg, msgIncludes, msg);
  const promise = callForPromise(fn, expected.msg);
  try {
    await promise;
  } catch (error) {
    assertExpected(error, expected, "A non-Error object was rejected");
    return error;
  }
  throw new AssertionError(`Expected function to reject${suffix(expected.msg)}`);
}

function callForPromise(fn: () => PromiseLike<unknown>, msg?: string): PromiseLike<unknown> {
  let returned: unknown;
  try {
    returned = fn();
  } catch {
    // Throwing at once and returning no promise are the same fault: the caller could not `catch` it.
  }
  if (isPromiseLike(returned)) return returned;
  throw new AssertionError(`Function throws when expected to reject${suffix(msg)}`);
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value &&
    typeof value.then === "function";
}

function readExpected<E extends Error>(
  errorClassOrMsg: ErrorClass<E> | string | undefined,
  msgIncludes: string | undefined,
  msg: string | undefined,
): Expected<E> {
  if (typeof errorClassOrMsg === "string") return { msg: errorClassOrMsg };
  return { ErrorClass: errorClassOrMsg, msgIncludes, msg };
}

function assertExpected<E extends Error>(
  error: unknown,
  { ErrorClass, msgIncludes, msg }: Expected<E>,
  complaint: string,
): void {
  if (ErrorClass === undefined) return;
  if (!(error instanceof Error)) throw new AssertionError(`${complaint}${suffix(msg)}`);
  if (!(error instanceof ErrorClass)) {
    const found = error.constructor.name;
    throw new AssertionError(
      `Expected error to be instance of "${ErrorClass.name}", but was "${found}"${suffix(msg)}`,
    );
  }
  if (!msgIncludes || plain(error.message).includes(plain(msgIncludes))) return;
  throw new AssertionError(
    `Expected error message to include ${JSON.stringify(msgIncludes)}, ` +
      `but got ${JSON.stringify(error.message)}${suffix(msg)}`,
  );
}

/** The text without its colours. */
function plain(text: string): string {
  return stripVTControlCharacters(text);
}

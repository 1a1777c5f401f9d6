/**
 * What there is to fuzz of a parser.
 *
 * @module
 */

import { assert } from "@std/assert";

/** A parser of what comes from outside. */
export interface Parser {
  /** The function or class. */
  readonly name: string;
  /** Inputs that it reads, a character for each byte, and pieces of them. */
  readonly corpus: readonly string[];
  /** Throws unless all is as it should be. */
  readonly check: (text: string) => void | Promise<void>;
}

/**
 * Call a parser that may refuse its input.
 *
 * @param errorClass What it throws then
 * @param parse Calls it
 * @returns What it returns, `undefined` if it refuses
 */
export function refusing<Value>(
  errorClass: new (...args: never[]) => Error,
  parse: () => Value,
): Value | undefined {
  try {
    return parse();
  } catch (error) {
    assert(error instanceof errorClass, String(error));
    return undefined;
  }
}

/**
 * Replays what `tools/record_python.py` recorded from CPython.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";

/** What a case has in the place of a result where Python raised an exception. */
interface Raised {
  /** The name of the exception's class. */
  readonly error: string;
  /** Its message, if ours is to be the same. */
  readonly message?: string;
}

/** Which of our errors stands for which of Python's, by name. */
export type ErrorClasses = Readonly<Record<string, new (message?: string) => Error>>;

/**
 * Assert that a function answers each recorded case as Python's did.
 *
 * @param name The name of the file without its extension
 * @param evaluate Calls the function with the inputs of a case
 * @param errorClasses Our errors for Python's; an exception not listed fails the case
 */
export function replay<Inputs extends readonly unknown[]>(
  name: string,
  evaluate: (...inputs: Inputs) => unknown,
  errorClasses: ErrorClasses = {},
): void {
  for (const row of readCases(name)) {
    const inputs = row.slice(0, -1) as unknown as Inputs;
    const expected = row.at(-1);
    const shown = JSON.stringify(inputs).slice(0, 300);
    if (!isRaised(expected)) {
      assertEquals(evaluate(...inputs), expected, shown);
      continue;
    }
    const errorClass = errorClasses[expected.error];
    assert(errorClass !== undefined, `Unexpected ${expected.error}: ${shown}`);
    const error = assertThrows(() => evaluate(...inputs), errorClass, "", shown);
    if (expected.message !== undefined) assertEquals(error.message, expected.message, shown);
  }
}

function readCases(name: string): readonly (readonly unknown[])[] {
  const file = new URL(`recorded/${name}.json`, import.meta.url);
  return JSON.parse(Deno.readTextFileSync(file)).cases;
}

function isRaised(expected: unknown): expected is Raised {
  return typeof expected === "object" && expected !== null && "error" in expected;
}

import { AssertionError as NodeAssertionError } from "node:assert";

/** The value as a message shows it, whole and over several lines if need be. */
export function format(value: unknown): string {
  return Deno.inspect(value, {
    depth: Infinity,
    sorted: true,
    trailingComma: true,
    compact: false,
    iterableLimit: Infinity,
    strAbbreviateSize: Infinity,
  });
}

/** How a message goes on after its first sentence: with the caller's own words, or with a full stop. */
export function suffix(msg: string | undefined): string {
  return msg ? `: ${msg}` : ".";
}

/** The differences line by line, under a line that says which sign is whose. */
export function difference(actual: unknown, expected: unknown): string {
  const operator = "deepStrictEqual";
  const { message } = new NodeAssertionError({ actual, expected, operator });
  return message.slice(message.indexOf("\n") + 1);
}

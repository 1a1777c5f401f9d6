/**
 * Taking arguments apart, as `parseArgs` of `node:util` does without being strict. Loading that module
 * takes a Deno longer than all else that it does with the arguments.
 *
 * @module
 */

import { OPTIONS } from "./options.ts";

/** What an argument is made of. */
export interface Token {
  /** What it is; what an option-terminator is followed by are operands. */
  readonly kind: "option" | "operand" | "option-terminator";
  /** The place of the argument; the letters of one argument have the same. */
  readonly index: number;
  /** The option as it was written, with its dashes. */
  readonly rawName?: string;
  /** The value in the same argument: what follows `--name=`, or the letter. */
  readonly inlineValue?: string;
}

/** The letters of options that take a value. */
const VALUED = new Set(
  OPTIONS.flatMap(({ letter, values }) =>
    letter === undefined || values === undefined ? [] : letter
  ),
);

/**
 * Take arguments apart.
 *
 * @param args The arguments
 * @returns Their parts. The value that is an argument of its own is a part as well: it is up to the
 * option before how many of them there are
 *
 * @example A switch, an option with its value, and an operand
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(tokenize(["-hb::1", "9000"]), [
 *   { kind: "option", index: 0, rawName: "-h" },
 *   { kind: "option", index: 0, rawName: "-b", inlineValue: "::1" },
 *   { kind: "operand", index: 1 },
 * ]);
 * ```
 */
export function tokenize(args: readonly string[]): Token[] {
  const terminator = args.indexOf("--");
  return args.flatMap((arg, index): Token | Token[] => {
    if (index === terminator) return { kind: "option-terminator", index };
    if (terminator !== -1 && index > terminator) return { kind: "operand", index };
    if (arg.startsWith("--")) return longOption(arg, index);
    return arg.startsWith("-") && arg !== "-" ? letters(arg, index) : { kind: "operand", index };
  });
}

function longOption(arg: string, index: number): Token {
  const end = arg.indexOf("=", 3);
  if (end === -1) return { kind: "option", index, rawName: arg };
  const [rawName, inlineValue] = [arg.slice(0, end), arg.slice(end + 1)];
  return { kind: "option", index, rawName, inlineValue };
}

/** Switches, of which the last may be an option with a value. */
function letters(arg: string, index: number): Token[] {
  const tokens: Token[] = [];
  for (let at = 1; at < arg.length; at++) {
    const token = { kind: "option", index, rawName: `-${arg[at]}` } as const;
    if (VALUED.has(arg[at]!) && at + 1 < arg.length) {
      return [...tokens, { ...token, inlineValue: arg.slice(at + 1) }];
    }
    tokens.push(token);
  }
  return tokens;
}

import { assertEquals } from "@std/assert";
import { parseArgs } from "node:util";
import { OPTIONS } from "../../src/cli/options.ts";
import { type Token, tokenize } from "../../src/cli/tokens.ts";

const CASES: readonly string[][] = [
  [],
  ["9000", "public"],
  ["-", "-1", ""],
  ["--simple", "9000"],
  ["--bind", "::1", "--directory=a=b"],
  ["--bind=", "--=", "--=a", "---", "--unknown", "--unknown=1"],
  ["-b", "::1", "-b::1", "-b=::1", "-b=", "-b-"],
  ["-hb", "::1", "-hb::1", "-hxb=1", "-xyz"],
  ["-H", "A", "1"],
  ["public", "--", "--bind", "-x", "--", "9000"],
  ["-d"],
  ["-xh", "-😀", "--é=ü"],
];

/** The parts that `node:util` makes of arguments, as ours are. */
function tokensOfNode(args: string[]): Token[] {
  const options = Object.fromEntries(OPTIONS.map(({ name, letter, values }) => {
    const type = values === undefined ? "boolean" as const : "string" as const;
    return [name, letter === undefined ? { type } : { type, short: letter }];
  }));
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true });
  return tokens.flatMap((token): Token[] => {
    const { index, kind } = token;
    if (kind === "positional") return [{ kind: "operand", index }];
    if (kind === "option-terminator") return [{ kind, index }];
    const { rawName, value, inlineValue } = token;
    if (inlineValue) return [{ kind, index, rawName, inlineValue: value }];
    const option: Token = { kind, index, rawName };
    return value === undefined ? [option] : [option, { kind: "operand", index: index + 1 }];
  });
}

for (const args of CASES) {
  Deno.test(`tokenize() does with ${JSON.stringify(args)} what parseArgs() does`, () => {
    assertEquals(tokenize(args), tokensOfNode(args));
  });
}

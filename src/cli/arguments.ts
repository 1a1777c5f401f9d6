/**
 * Reading the command's arguments as Python's `argparse` does: abbreviations, `-p=VALUE`, options with
 * two values, and the messages.
 *
 * @module
 */

import { repr } from "../python/repr.ts";
import { flagsOf, OPERANDS, OPTIONS } from "./options.ts";
import type { Operand, Option } from "./options/option.ts";
import { defaultSettings, type Settings } from "./settings.ts";
import { type Token, tokenize } from "./tokens.ts";
import { UsageError } from "./usage_error.ts";

/** An argument that belongs to no option. */
interface Rest {
  readonly arg: string;
  readonly isOperand: boolean;
}

/** An option that is given. */
interface Use {
  readonly option: Option;
  readonly values: readonly string[];
  /** The argument to go on at. */
  readonly next: number;
}

/** A number below zero, which `argparse` takes for a value. CPython: `_negative_number_matcher`. */
const NEGATIVE_NUMBER_REGEXP = /^-(?:\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)$/;

/**
 * Read the arguments.
 *
 * CPython: `argparse.ArgumentParser.parse_args`.
 *
 * @param args The arguments, without the program's name
 * @returns The settings; what follows `--help` or `--version` is not looked at
 * @throws {UsageError} when they are not as they should be, with the message of `argparse`
 */
export function parseArguments(args: readonly string[]): Settings {
  const settings = defaultSettings();
  const rest: Rest[] = [];
  const expanded = expandAll(args);
  let next = 0;
  for (const [index, tokens] of Map.groupBy(tokenize(expanded), ({ index }) => index)) {
    if (index < next || tokens[0]!.kind === "option-terminator") continue;
    const uses = usesIn(tokens, expanded);
    for (const use of uses) {
      applyOption(settings, use);
      if (settings.help || settings.version) return settings;
    }
    next = uses.at(-1)?.next ?? index + 1;
    if (uses.length === tokens.length) continue;
    const arg = expanded[index]!;
    const isOperand = tokens[0]!.kind === "operand" || !looksLikeOption(arg);
    rest.push({ arg, isOperand });
  }
  const unrecognized = applyOperands(settings, rest);
  if (unrecognized.length === 0) return settings;
  throw new UsageError(`unrecognized arguments: ${unrecognized.join(" ")}`);
}

/** Write abbreviated options out: `argparse` takes what only one option's name begins with. */
function expandAll(args: readonly string[]): string[] {
  const terminator = args.indexOf("--");
  const end = terminator === -1 ? args.length : terminator;
  return [...args.slice(0, end).map(expand), ...args.slice(end)];
}

function expand(arg: string): string {
  const [, name = "", rest = ""] = /^--([^=]+)(.*)$/s.exec(arg) ?? [];
  if (name === "" || OPTIONS.some((option) => option.name === name)) return arg;
  const matches = OPTIONS.filter((option) => option.name.startsWith(name));
  if (matches.length > 1) {
    const names = matches.map((option) => `--${option.name}`).join(", ");
    throw new UsageError(`ambiguous option: ${arg} could match ${names}`);
  }
  return matches.length === 1 ? `--${matches[0]!.name}${rest}` : arg;
}

/** Whether `argparse` would not take an argument for a value. CPython: `_parse_optional`. */
function looksLikeOption(arg: string): boolean {
  return arg.startsWith("-") && arg !== "-" && !arg.includes(" ") &&
    !NEGATIVE_NUMBER_REGEXP.test(arg);
}

/**
 * The options that one argument names, up to a letter that names none. As in `argparse`, each has its
 * values before the first of them is applied: `-hb` is no call for help.
 */
function usesIn(tokens: readonly Token[], args: readonly string[]): Use[] {
  const uses: Use[] = [];
  for (const token of tokens) {
    const option = OPTIONS.find((option) => flagsOf(option).includes(token.rawName ?? ""));
    if (option === undefined) break;
    const inline = inlineValue(token);
    const values = inline === undefined ? followingValues(option, token, args) : [inline];
    const next = token.index + 1 + (inline === undefined ? values.length : 0);
    uses.push({ option, values, next });
  }
  for (const { option, values } of uses) {
    named(option, () => checkCount(option, values));
  }
  return uses;
}

function applyOption(settings: Settings, { option, values }: Use): void {
  named(option, () => option.apply(settings, ...values));
}

/** Let what is wrong with an option name it. */
function named(option: Option, action: () => void): void {
  try {
    action();
  } catch (error) {
    throw naming(flagsOf(option).join("/"), error);
  }
}

/** The value in the same argument: `--name=value`, `-nvalue` or `-n=value`. */
function inlineValue({ rawName, inlineValue }: Token): string | undefined {
  return rawName!.startsWith("--") || !inlineValue?.startsWith("=")
    ? inlineValue
    : inlineValue.slice(1);
}

function followingValues(option: Option, { index }: Token, args: readonly string[]): string[] {
  const values = args.slice(index + 1, index + 1 + (option.values?.length ?? 0));
  const end = values.findIndex(looksLikeOption);
  return end === -1 ? values : values.slice(0, end);
}

function checkCount(option: Option, values: readonly string[]): void {
  const { values: names = [], inlineValue } = option;
  if (values.length === names.length || inlineValue !== undefined) return;
  if (names.length === 0) throw new UsageError(`ignored explicit argument ${repr(values[0]!)}`);
  const count = names.length === 1 ? "one argument" : `${names.length} arguments`;
  throw new UsageError(`expected ${count}`);
}

/** Give each value to the first operand that it matches, and return the arguments that are left. */
function applyOperands(settings: Settings, rest: readonly Rest[]): string[] {
  const free = new Set(OPERANDS);
  const left: string[] = [];
  for (const { arg, isOperand } of rest) {
    const operand = isOperand ? free.values().find((operand) => operand.matches(arg)) : undefined;
    if (operand === undefined) {
      left.push(arg);
      continue;
    }
    free.delete(operand);
    applyOperand(settings, operand, arg);
  }
  return left;
}

function applyOperand(settings: Settings, operand: Operand, value: string): void {
  try {
    operand.apply(settings, value);
  } catch (error) {
    throw naming(operand.name, error);
  }
}

function naming(name: string, error: unknown): unknown {
  return error instanceof UsageError ? new UsageError(`argument ${name}: ${error.message}`) : error;
}

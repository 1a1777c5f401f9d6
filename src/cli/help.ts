/**
 * Usage and help, laid out as Python's `argparse` does it.
 *
 * @module
 */

import { optionGroups } from "./options/option_groups.ts";
import { flagsOf, OPERANDS, OPTIONS } from "./options.ts";
import type { Option } from "./options/option.ts";
import { PROGRAM } from "./output.ts";

/** The column that descriptions begin in. CPython: `HelpFormatter`'s `max_help_position`. */
const HELP_COLUMN = 24;

/** How much of the terminal's width is kept free. */
const MARGIN = 2;

/** Descriptions are not made narrower than this. */
const MIN_HELP_WIDTH = 11;

/** A usage of more lines than this says nothing: options are left to the help. */
const MAX_USAGE_LINES = 10;

/** The indentation of options and operands. */
const INDENT = "  ";

/**
 * The usage line, wrapped.
 *
 * CPython: `argparse.HelpFormatter._format_usage`.
 *
 * @param width The width of the terminal in characters
 * @param table The options
 * @returns Lines, with their ends
 */
export function formatUsage(width: number, table: readonly Option[] = OPTIONS): string {
  const start = `usage: ${PROGRAM}`;
  const options = optionGroups(table).flatMap(({ options }) =>
    options.map((option) => `[${signature(flagsOf(option)[0]!, option)}]`)
  );
  const operands = OPERANDS.map(({ name }) => `[${name}]`);
  const line = [start, ...options, ...operands].join(" ");
  if (line.length <= width - MARGIN) return `${line}\n`;
  const room = width - MARGIN - start.length - 1;
  const lines = [...wrap(options, room), ...wrap(operands, room)];
  // What `argparse` prints for a parser with this usage.
  if (lines.length > MAX_USAGE_LINES) return `${start} [options] ${operands.join(" ")}\n`;
  return `${start} ${lines.join(`\n${" ".repeat(start.length + 1)}`)}\n`;
}

/**
 * The help.
 *
 * CPython: `argparse.ArgumentParser.format_help`.
 *
 * @param width The width of the terminal in characters
 * @param table The options
 * @returns Lines, with their ends
 */
export function formatHelp(width: number, table: readonly Option[] = OPTIONS): string {
  const operands = OPERANDS.map(({ name, help }) => formatEntry(name, help, width));
  const groups = optionGroups(table).map(({ title, options }) => {
    const entries = options.map((option) =>
      formatEntry(signature(flagsOf(option).join(", "), option), option.help, width)
    );
    return `\n${title}:\n${entries.join("")}`;
  });
  return `${formatUsage(width, table)}\npositional arguments:\n${operands.join("")}` +
    groups.join("");
}

function signature(flags: string, { values = [], inlineValue }: Option): string {
  return inlineValue === undefined ? [flags, ...values].join(" ") : `${flags}[=${inlineValue}]`;
}

function formatEntry(title: string, help: string, width: number): string {
  const column = Math.min(HELP_COLUMN, Math.max(width - MARGIN - 20, 2 * INDENT.length));
  const lines = wrap(help.split(" "), Math.max(width - MARGIN - column, MIN_HELP_WIDTH));
  const first = INDENT + title;
  const text = lines.join(`\n${" ".repeat(column)}`);
  if (first.length <= column - 2) return `${first.padEnd(column)}${text}\n`;
  return `${first}\n${" ".repeat(column)}${text}\n`;
}

/** Fill lines of a width with words, at least one each. */
function wrap(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}

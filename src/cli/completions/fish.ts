/**
 * Completions for fish.
 *
 * @module
 */

import type { Option } from "../options/option.ts";

/**
 * Make the script for fish.
 *
 * @param program The name of the command
 * @param options Its options
 * @returns The script
 */
export function fishCompletions(program: string, options: readonly Option[]): string {
  return `# Completions of ${program} for fish. Load them with: ${program} --completions fish | source
complete -c ${program} -f -a '(__fish_complete_directories)'
${options.map((option) => `complete -c ${program} ${argumentsOf(option)}\n`).join("")}`;
}

function argumentsOf(option: Option): string {
  const { name, letter, values = [], choices, names, help } = option;
  return [
    `-l ${name}`,
    letter === undefined ? "" : `-s ${letter}`,
    values.length === 0 ? "" : "-r",
    // Where it is not the name of a file, none is suggested.
    names === "file" ? "-F" : "-f",
    choices !== undefined
      ? `-a ${quoted(choices.join(" "))}`
      : names === "directory"
      ? "-a '(__fish_complete_directories)'"
      : "",
    `-d ${quoted(help)}`,
  ].filter((argument) => argument !== "").join(" ");
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}

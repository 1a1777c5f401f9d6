/**
 * Completions of the command's options, as scripts for shells. They are made from the table of
 * options, so that they know all of them.
 *
 * @module
 */

import { bashCompletions } from "./completions/bash.ts";
import { fishCompletions } from "./completions/fish.ts";
import { powershellCompletions } from "./completions/powershell.ts";
import { zshCompletions } from "./completions/zsh.ts";
import { OPTIONS } from "./options.ts";
import { PROGRAM } from "./output.ts";
import type { Shell } from "./settings.ts";

const FORMATS = {
  bash: bashCompletions,
  zsh: zshCompletions,
  fish: fishCompletions,
  powershell: powershellCompletions,
};

/**
 * Make the script for a shell.
 *
 * @param shell The shell
 * @returns What it is to load
 */
export function formatCompletions(shell: Shell): string {
  return FORMATS[shell](PROGRAM, OPTIONS);
}

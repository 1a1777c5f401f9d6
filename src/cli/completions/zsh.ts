/**
 * Completions for zsh.
 *
 * @module
 */

import type { Option } from "../options/option.ts";

/** What zsh is to suggest for values, by what they name. */
const ACTIONS = { file: "_files", directory: "_files -/" };

/** What means something else in a specification, or ends its quotes. */
const SPECIAL_REGEXP = /[[\]:\\]/g;

/**
 * Make the script for zsh. It can be loaded, or be in a file `_NAME` of the directories that zsh looks
 * for functions in.
 *
 * @param program The name of the command
 * @param options Its options
 * @returns The script
 */
export function zshCompletions(program: string, options: readonly Option[]): string {
  const name = `_${program}`;
  const specs = options.map(specOf);
  return `#compdef ${program}
# Completions of ${program} for zsh. Load them with: source <(${program} --completions zsh)
${name}() {
  _arguments -s \\
${specs.map((spec) => `    ${spec} \\`).join("\n")}
    '*:port or directory:_files -/'
}
if [ "$funcstack[1]" = "${name}" ]; then
  ${name} "$@"
else
  compdef ${name} ${program}
fi
`;
}

/** The specification of an option, as `_arguments` takes it. */
function specOf({ name, letter, values = [], inlineValue, choices, names, help }: Option): string {
  const action = choices !== undefined
    ? `(${choices.join(" ")})`
    : names === undefined
    ? " "
    : ACTIONS[names];
  const description = `[${escaped(help)}]`;
  if (inlineValue !== undefined) return `'--${name}=-${description}::${inlineValue}:${action}'`;
  const messages = values.map((value) => `:${escaped(value)}:${action}`).join("");
  const [repeated, short, long] = values.length === 0 ? ["", "", ""] : ["*", "+", "="];
  return letter === undefined
    ? `'${repeated}--${name}${long}${description}${messages}'`
    : `'${repeated}'{-${letter}${short},--${name}${long}}'${description}${messages}'`;
}

function escaped(text: string): string {
  return text.replace(SPECIAL_REGEXP, "\\$&").replaceAll("'", "'\\''");
}

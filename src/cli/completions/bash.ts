/**
 * Completions for bash, from version 3.2 on.
 *
 * @module
 */

import { flagsOf } from "../options.ts";
import type { Option } from "../options/option.ts";

/** What bash is to suggest for values, by what they name. */
const COMPGEN = { file: "-f", directory: "-d" };

/**
 * Make the script for bash.
 *
 * @param program The name of the command
 * @param options Its options
 * @returns The script
 */
export function bashCompletions(program: string, options: readonly Option[]): string {
  const name = `_${program.replaceAll("-", "_")}`;
  const cases = options.filter(takesValue).map(caseOf);
  const pairs = options.filter(({ values = [] }) => values.length > 1).flatMap(flagsOf);
  return `# Completions of ${program} for bash. Load them with: source <(${program} --completions bash)
${name}() {
  local IFS=$'\\n'
  local current=\${COMP_WORDS[COMP_CWORD]} index=$((COMP_CWORD - 1))
  # Bash takes "--name=value" for three words.
  if [[ $current == = ]]; then current=
  elif [[ $index -gt 0 && \${COMP_WORDS[index]} == = ]]; then index=$((index - 1)); fi
  COMPREPLY=()
  if [[ $index -gt 1 ]]; then
    case \${COMP_WORDS[index - 1]} in
      ${pairs.join("|")}) return ;;
    esac
  fi
  case \${COMP_WORDS[index]} in
${cases.join("\n")}
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W $'${options.flatMap(flagsOf).join("\\n")}' -- "$current"))
  else
    COMPREPLY=($(compgen -d -- "$current"))
  fi
}
complete -o filenames -F ${name} ${program}
`;
}

function takesValue({ values = [], inlineValue }: Option): boolean {
  return values.length > 0 || inlineValue !== undefined;
}

function caseOf(option: Option): string {
  const { choices, names, inlineValue } = option;
  const suggestions = choices !== undefined
    ? `-W $'${choices.join("\\n")}'`
    : names === undefined
    ? undefined
    : COMPGEN[names];
  const reply = suggestions === undefined
    ? ""
    : `COMPREPLY=($(compgen ${suggestions} -- "$current")); `;
  // A value that may be left out is not the next word.
  const condition = inlineValue === undefined
    ? ""
    : `[[ \${COMP_WORDS[index + 1]} == = ]] && { ${reply}return; } ;;`;
  const flags = flagsOf(option).join("|");
  return condition === "" ? `    ${flags}) ${reply}return ;;` : `    ${flags}) ${condition}`;
}

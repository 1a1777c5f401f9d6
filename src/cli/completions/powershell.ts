/**
 * Completions for PowerShell.
 *
 * @module
 */

import { flagsOf } from "../options.ts";
import type { Option } from "../options/option.ts";

/**
 * Make the script for PowerShell.
 *
 * @param program The name of the command
 * @param options Its options
 * @returns The script
 */
export function powershellCompletions(program: string, options: readonly Option[]): string {
  const flags = options.flatMap((option) =>
    flagsOf(option).map((flag) => `    ${resultOf(flag, "ParameterName", option.help)}`)
  );
  const cases = options.filter(({ choices }) => choices !== undefined).flatMap((option) => {
    const results = option.choices!.map((value) => resultOf(value, "ParameterValue", value));
    return flagsOf(option).map((flag) => `    ${quoted(flag)} { ${results.join("; ")}; break }`);
  });
  return `# Completions of ${program} for PowerShell. Load them with:
# ${program} --completions powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName ${program} -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  $before = if ($wordToComplete -eq '') { $words[-1] } elseif ($words.Count -gt 1) { $words[-2] }
  $values = @(switch -CaseSensitive ($before) {
${cases.join("\n")}
  })
  $flags = @(
${flags.join("\n")}
  )
  $results = if ($values.Count -gt 0) { $values } elseif ($wordToComplete -like '-*') { $flags }
  $results | Where-Object { $_.CompletionText.StartsWith($wordToComplete) }
}
`;
}

function resultOf(text: string, type: "ParameterName" | "ParameterValue", help: string): string {
  const values = [text, text, type, help].map(quoted).join(", ");
  return `[System.Management.Automation.CompletionResult]::new(${values})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

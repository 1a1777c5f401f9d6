/**
 * Control characters in the log, which could make lines of their own, or change a terminal.
 *
 * @module
 */

/** What the log shows as `\xNN`: control characters, and the backslash that tells the two apart. */
// deno-lint-ignore no-control-regex
const CONTROL_REGEXP = /[\0-\x1f\x7f-\x9f\\]/;

/**
 * Escape control characters as the log does.
 *
 * @param message Any text
 * @returns The text on one line
 */
export function escapeControls(message: string): string {
  // Most messages have none, and a test is cheaper than a replacement.
  if (!CONTROL_REGEXP.test(message)) return message;
  return message.replace(new RegExp(CONTROL_REGEXP, "g"), (control) => {
    if (control === "\\") return "\\\\";
    return `\\x${control.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}

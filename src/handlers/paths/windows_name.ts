/**
 * What Windows makes of the names in a request path: some are drives, streams or devices, and some are
 * other names.
 *
 * @module
 */

/** A directory or drive in front of a name: `os.path.dirname` is not empty. */
const DIRECTORY_REGEXP = /^.:|\\/s;

/** Characters that no name has; a colon leads to a stream of a file, `*` and `?` stand for others. */
// deno-lint-ignore no-control-regex
const RESERVED_CHARACTER_REGEXP = /[\0-\x1f"*:<>?|]/;

/** Devices, which each directory has; also with an extension, and with blanks before that. */
const DEVICE_REGEXP =
  /^(?:con|prn|aux|nul|com[0-9\xb9\xb2\xb3]|lpt[0-9\xb9\xb2\xb3]|conin\$|conout\$|clock\$) *(?:\.|$)/i;

/** A name that there is nothing of: Windows refuses it as malformed. */
const NOBODY = "?";

/**
 * The name to look for on Windows in the place of a segment of a request path.
 *
 * CPython leaves segments with a drive or a backslash out, and opens what the others lead to. Here the
 * ones that are not names of files lead nowhere, so that the answer is 404: streams (`a.txt::$DATA`),
 * devices (`NUL`, `con.txt`), and names that end in a dot or blank, which Windows takes off.
 *
 * CPython: `SimpleHTTPRequestHandler.translate_path`, `ntpath.split`, `ntpath.isreserved`.
 *
 * @param segment The segment, without a slash in it
 * @returns The name; `undefined` to leave it out
 */
export function windowsNameOf(segment: string): string | undefined {
  if (DIRECTORY_REGEXP.test(segment)) return undefined;
  const reserved = /[. ]$/.test(segment) || RESERVED_CHARACTER_REGEXP.test(segment) ||
    DEVICE_REGEXP.test(segment);
  return reserved ? NOBODY : segment;
}

/**
 * Whether a name is that of a device on Windows, also with an extension.
 *
 * @param name The name
 * @returns Whether it is
 */
export function isDeviceName(name: string): boolean {
  return DEVICE_REGEXP.test(name);
}

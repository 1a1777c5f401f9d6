/**
 * `Content-Disposition`: in the parts of forms (RFC 7578, section 4.2), as browsers and curl write it, and
 * of downloads.
 *
 * @module
 */

const TYPE_REGEXP = /\s*form-data\s*/iy;

/** What may be left at the end. It is looked for where it begins only: runs would take quadratic time otherwise. */
const END_REGEXP = /(?<![\s;])[\s;]+$/;

/** The name of a parameter, and what is before it. */
const NAME_REGEXP = /;\s*([^\s=;"]+)\s*=\s*/y;

/** What is behind a value: another parameter, or nothing. */
const BEHIND_REGEXP = /\s*(?:;|$)/y;

/** What stands for a quote or a backslash. Browsers leave backslashes alone. */
const ESCAPED_REGEXP = /\\(["\\])/g;

/**
 * Take the parameters from a field.
 *
 * @param field Its value, as UTF-8
 * @returns The parameters by their names in lower case; `undefined` where it is malformed
 */
export function parseDisposition(field: string): ReadonlyMap<string, string> | undefined {
  let rest = field.replace(END_REGEXP, "");
  const parameters = new Map<string, string>();
  rest = rest.slice(lengthOf(TYPE_REGEXP, rest) ?? rest.length);
  if (rest === "") return undefined;
  while (rest !== "") {
    NAME_REGEXP.lastIndex = 0;
    const [{ length: start } = "", name] = NAME_REGEXP.exec(rest) ?? [];
    if (name === undefined) return undefined;
    const isQuoted = rest[start] === '"';
    const end = isQuoted ? endOfQuoted(rest, start + 1) : endOfToken(rest, start);
    if (end === undefined) return undefined;
    const value = isQuoted
      ? rest.slice(start + 1, end).replace(ESCAPED_REGEXP, "$1")
      : rest.slice(start, end).trim();
    parameters.set(name.toLowerCase(), value);
    rest = rest.slice(isQuoted ? end + 1 : end).trimStart();
  }
  return parameters;
}

function endOfToken(text: string, start: number): number {
  const end = text.indexOf(";", start);
  return end < 0 ? text.length : end;
}

/**
 * The closing quote: the first one that nothing else follows. One behind a backslash is only if there
 * is no other, since the backslash may be the end of a name.
 */
function endOfQuoted(text: string, start: number): number | undefined {
  let other: number | undefined;
  for (let end = text.indexOf('"', start); end >= 0; end = text.indexOf('"', end + 1)) {
    if (lengthOf(BEHIND_REGEXP, text, end + 1) === undefined) continue;
    if (backslashesBefore(text, end) % 2 === 0) return end;
    other ??= end;
  }
  return other;
}

function backslashesBefore(text: string, end: number): number {
  let start = end;
  while (text[start - 1] === "\\") start--;
  return end - start;
}

/** How much a sticky pattern takes from a text. */
function lengthOf(regexp: RegExp, text: string, start = 0): number | undefined {
  regexp.lastIndex = start;
  return regexp.test(text) ? regexp.lastIndex - start : undefined;
}

/**
 * `Content-Disposition` of a download (RFC 6266, RFC 8187).
 *
 * @param name The name of the file
 * @returns The field's value
 */
export function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const extended = plain === name ? "" : `; filename*=UTF-8''${encoded}`;
  return `attachment; filename="${plain}"${extended}`;
}

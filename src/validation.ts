/**
 * What values may be, where users give them: to `serve()` and to the command.
 *
 * @module
 */

/** The versions of HTTP that the handlers speak. */
export const PROTOCOL_VERSIONS: readonly string[] = ["HTTP/1.0", "HTTP/1.1"];

/** The highest port. */
const MAX_PORT = 65535;

/** `token` (RFC 9110, section 5.6.2) */
const TOKEN_REGEXP = /^[\w!#$%&'*+.^`|~-]+$/;

/** What `field-value` is made of (RFC 9110, section 5.5), in ISO 8859-1. */
const FIELD_VALUE_REGEXP = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The fields that say where an answer ends: another one of them makes two answers of it, or none. */
const FRAMING_FIELDS: readonly string[] = ["content-length", "transfer-encoding"];

/**
 * Whether a number is one of a port, 0 included.
 *
 * @param port The number
 * @returns Whether it is
 */
export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 0 && port <= MAX_PORT;
}

/**
 * Whether a text can be the name of a field.
 *
 * @param name The text
 * @returns Whether it can
 */
export function isFieldName(name: string): boolean {
  return TOKEN_REGEXP.test(name);
}

/**
 * Whether a text can be the value of a field.
 *
 * @param value The text
 * @returns Whether it can
 */
export function isFieldValue(value: string): boolean {
  return FIELD_VALUE_REGEXP.test(value);
}

/**
 * Whether a field says where an answer ends, which only the server knows (RFC 9112, section 6).
 *
 * @param name The field's name
 * @returns Whether it does
 */
export function isFramingField(name: string): boolean {
  return FRAMING_FIELDS.includes(name.toLowerCase());
}

/**
 * Whether a text can be the name of a file.
 *
 * @param name The text
 * @returns Whether it is a name and no path
 */
export function isFileName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\\\0]/.test(name) &&
    new TextEncoder().encode(name).length <= 255;
}

/**
 * The options of handlers, checked once for all connections of a server.
 *
 * @module
 */

import { checkFileOptions, type FileOptions } from "./options.ts";

/** Options that were found to be right. A server gives the same object to all of its handlers. */
const checked = new WeakSet<object>();

/**
 * The settings of a handler.
 *
 * @param options Its options
 * @returns The same
 * @throws {TypeError} when one is not of its type
 * @throws {RangeError} when one has a value that it cannot have
 */
export function settingsOf(options: Readonly<FileOptions>): Readonly<FileOptions> {
  if (checked.has(options)) return options;
  checkFileOptions(options);
  checked.add(options);
  return options;
}

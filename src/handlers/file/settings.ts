/**
 * The options of handlers, checked once for all connections of a server.
 *
 * @module
 */

import { statOrNull } from "../disk/files.ts";
import { checkFileOptions, type FileHTTPRequestHandlerOptions } from "./options.ts";

/** What handlers go by. */
export interface FileSettings {
  /** The options. */
  readonly options: Readonly<FileHTTPRequestHandlerOptions>;
  /** The name of the only file, if the path of a file was given in the place of a directory. */
  readonly onlyFile: string | undefined;
}

/** A server gives the same object to all of its handlers. */
const known = new WeakMap<object, FileSettings>();

/**
 * The settings of a handler.
 *
 * @param options Its options
 * @returns The settings
 * @throws {TypeError} when one is not of its type
 * @throws {RangeError} when one has a value that it cannot have
 */
export function settingsOf(options: Readonly<FileHTTPRequestHandlerOptions>): FileSettings {
  let settings = known.get(options);
  if (settings === undefined) {
    checkFileOptions(options);
    settings = { options, onlyFile: nameOfFile(options.directory) };
    known.set(options, settings);
  }
  return settings;
}

function nameOfFile(path: string | undefined): string | undefined {
  if (path === undefined || !statOrNull(path)?.isFile) return undefined;
  return path.slice(path.search(/[^/\\]*$/));
}

/**
 * The options of {@linkcode FileHTTPRequestHandler}, and what their values may be. Each is declared
 * once: a property of the interface, and its rule. `serve()`, the handlers and the command take them
 * from here, and the compiler misses those that one of them leaves out.
 *
 * @module
 */

import {
  isByteCount,
  isCharset,
  isOverwritePolicy,
  isSeconds,
  type OverwritePolicy,
} from "./values.ts";
import type { SimpleHTTPRequestHandlerOptions } from "../simple.ts";

/** Options of {@linkcode FileHTTPRequestHandler}, given to a server as `handlerOptions`. */
export interface FileHTTPRequestHandlerOptions extends SimpleHTTPRequestHandlerOptions {
  /**
   * How long clients may use a file without asking whether it has changed, in seconds, from 0 to
   * 2,147,483,648 (RFC 9111, section 1.2.2).
   *
   * @default they are to ask each time: `Cache-Control: no-cache`
   */
  cache?: number | undefined;
  /**
   * The character set that is said of text; `""` says none.
   *
   * @default {"utf-8"}
   */
  charset?: string | undefined;
  /**
   * Whether files may be uploaded: by `PUT`, by forms, and resumably by tus 1.0.0. Needs
   * `--allow-write` for the directory.
   *
   * @default {false}
   */
  upload?: boolean | undefined;
  /**
   * The most bytes of an upload.
   *
   * @default there is no limit but the disk
   */
  maxUpload?: number | undefined;
  /**
   * What to do with an upload whose name is taken: `"error"` answers with 409, `"rename"` stores it
   * under another name, `"replace"` puts it in the place of the other.
   *
   * @default {"error"}
   */
  overwrite?: OverwritePolicy | undefined;
  /**
   * Whether directories may be made: by `MKCOL`, and on the page. Needs `--allow-write` for the
   * directory.
   *
   * @default {false}
   */
  mkdir?: boolean | undefined;
  /**
   * Whether files and directories may be removed: by `DELETE`, and on the page. Needs
   * `--allow-write` for the directory.
   *
   * @default {false}
   */
  delete?: boolean | undefined;
  /**
   * Whether directories may be downloaded as archives: `?archive=zip`, `tar` or `tar.gz`.
   *
   * @default {false}
   */
  archive?: boolean | undefined;
  /**
   * Whether SHA-256 checksums may be asked for: `?sha256`, and `SHA256SUMS` of a directory.
   *
   * @default {false}
   */
  checksums?: boolean | undefined;
}

/** The name of an option that `SimpleHTTPRequestHandler` has not. */
export type FileOptionName = Exclude<
  keyof FileHTTPRequestHandlerOptions,
  keyof SimpleHTTPRequestHandlerOptions
>;

/** The options that `SimpleHTTPRequestHandler` has not. */
export type FileOptions = Pick<FileHTTPRequestHandlerOptions, FileOptionName>;

/** What the values of an option may be. */
export interface OptionRule {
  /** The types of its values. */
  readonly types: readonly ("boolean" | "number" | "object" | "string")[];
  /** Whether it can have a value of one of these types; any of them if left out. */
  readonly isValid?: (value: never) => boolean;
  /** What a value must be, to go on from "it must be": needed with {@linkcode OptionRule.isValid}. */
  readonly mustBe?: string;
}

/** The rules of all options. */
export const FILE_OPTION_RULES: Readonly<Record<FileOptionName, OptionRule>> = {
  cache: {
    types: ["number"],
    isValid: isSeconds,
    mustBe: "an integer from 0 to 2147483648",
  },
  charset: {
    types: ["string"],
    isValid: isCharset,
    mustBe: "the name of a character set",
  },
  upload: { types: ["boolean"] },
  maxUpload: {
    types: ["number"],
    isValid: isByteCount,
    mustBe: "a positive integer",
  },
  overwrite: {
    types: ["string"],
    isValid: isOverwritePolicy,
    mustBe: "error, rename or replace",
  },
  mkdir: { types: ["boolean"] },
  delete: { types: ["boolean"] },
  archive: { types: ["boolean"] },
  checksums: { types: ["boolean"] },
};

/** The names of all options. */
export const FILE_OPTION_NAMES = Object.keys(FILE_OPTION_RULES) as readonly FileOptionName[];

/**
 * Check options.
 *
 * @param options An object that has them among others
 * @throws {TypeError} when one is not of its type
 * @throws {RangeError} when one has a value that it cannot have
 */
export function checkFileOptions(options: Readonly<FileOptions>): void {
  for (const name of FILE_OPTION_NAMES) {
    const value: unknown = options[name];
    if (value === undefined) continue;
    const { types, mustBe } = FILE_OPTION_RULES[name];
    const type = value === null ? "null" : typeof value;
    if (!types.includes(type as OptionRule["types"][number])) {
      const wanted = types.join(" or ");
      throw new TypeError(`Cannot serve: option "${name}" must be of type ${wanted}, not ${type}`);
    }
    if (!isPossibleValue(name, value)) {
      throw new RangeError(`Cannot serve: option "${name}" must be ${mustBe}`);
    }
  }
}

/**
 * Whether an option can have a value.
 *
 * @param name The option
 * @param value A value of one of its types
 * @returns Whether it can
 */
export function isPossibleValue(name: FileOptionName, value: unknown): boolean {
  const { isValid = (): boolean => true } = FILE_OPTION_RULES[name];
  return (isValid as (value: unknown) => boolean)(value);
}

/**
 * The options of {@linkcode FileHTTPRequestHandler} among others.
 *
 * @param options An object that has them among others
 * @returns Those that are given
 */
export function pickFileOptions(options: Readonly<FileOptions>): FileOptions {
  const given = FILE_OPTION_NAMES.filter((name) => options[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, options[name]]));
}

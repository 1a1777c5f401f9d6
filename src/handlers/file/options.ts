/**
 * The options of {@linkcode FileHTTPRequestHandler}, and what their values may be. Each is declared
 * once: a property of the interface, and its rule. `serve()`, the handlers and the command take them
 * from here, and the compiler misses those that one of them leaves out.
 *
 * @module
 */

import {
  areHosts,
  areOrigins,
  isByteCount,
  isCharset,
  isOverwritePolicy,
  isPrefix,
  isRelativePath,
  isSeconds,
  type OverwritePolicy,
} from "./values.ts";
import type { SimpleHTTPRequestHandlerOptions } from "../simple.ts";

/**
 * Options of {@linkcode FileHTTPRequestHandler}, given to a server as `handlerOptions`.
 *
 * @example Let browsers keep files for an hour
 * ```ts
 * import { FileHTTPRequestHandler, type FileHTTPRequestHandlerOptions, serve } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const handlerOptions: FileHTTPRequestHandlerOptions = { directory: "src", cache: 3600 };
 * await using server = serve({
 *   hostname: "127.0.0.1",
 *   port: 0,
 *   handler: FileHTTPRequestHandler,
 *   handlerOptions,
 * });
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/serve.ts`, { method: "HEAD" });
 * assertEquals(answer.headers.get("Cache-Control"), "max-age=3600");
 * ```
 */
export interface FileHTTPRequestHandlerOptions extends SimpleHTTPRequestHandlerOptions {
  /**
   * How long clients may use a file without asking whether it has changed, in seconds, from 0 to
   * 2,147,483,648 (RFC 9111, section 1.2.2).
   *
   * @default they are to ask each time: `Cache-Control: no-cache`
   */
  cache?: number | undefined;
  /**
   * Whether clients may keep files with a hash of their content in the name, such as
   * `main.3f9a1c0e.js`, for a year without asking.
   *
   * @default {false}
   */
  immutable?: boolean | undefined;
  /**
   * Whether files are sent compressed to those who take them so: by a file beside them, such as
   * `main.js.br`, or on the way.
   *
   * @default {true}
   */
  compress?: boolean | undefined;
  /**
   * The character set that is said of text; `""` says none.
   *
   * @default {"utf-8"}
   */
  charset?: string | undefined;
  /**
   * The page of an application that finds its way by the address: the answer to what there is no file
   * for, but for names with an extension, unless a browser asks for a page. `true` is `index.html`.
   *
   * @default {false}
   */
  spa?: boolean | string | undefined;
  /**
   * Whether `/about` is answered with `about.html`, and `/about.html` leads to `/about`.
   *
   * @default {false}
   */
  cleanUrls?: boolean | undefined;
  /**
   * Whether pages of other origins may read the answers: all if `true`, or those that are named, such as
   * `https://example.com` (CORS).
   *
   * @default {false}
   */
  cors?: boolean | string | readonly string[] | undefined;
  /**
   * The only names that requests may come by, besides IP addresses, `localhost` and those below it:
   * `example.com`, `.example.com` with all names below it, or `*` for any. Others are answered with
   * 421, so that no site can make a name of its own lead here and read what others should not (DNS
   * rebinding).
   *
   * @default all names may read; pages may write by names that the public DNS does not have, over
   * TLS, and by any name if they have logged in
   */
  allowedHosts?: readonly string[] | undefined;
  /**
   * Whether pages are isolated from others, so that they may use `SharedArrayBuffer` and the threads of
   * WebAssembly (COOP and COEP).
   *
   * @default {false}
   */
  coop?: boolean | undefined;
  /**
   * The path that the directory appears under, such as `/files`.
   *
   * @default {"/"}
   */
  prefix?: string | undefined;
  /**
   * Whether files and directories whose names begin with a dot are listed and served. `.well-known` at
   * the top is served always (RFC 8615).
   *
   * @default {false}
   */
  dotfiles?: boolean | undefined;
  /**
   * Whether symbolic links are followed that lead out of the directory.
   *
   * @default {false}
   */
  symlinks?: boolean | undefined;
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
   * What to do with an upload or a move whose name is taken: `"error"` answers with 409, `"rename"`
   * stores it under another name, `"replace"` puts it in the place of the other.
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
   * Whether files and directories may be removed: by `DELETE`, and on the page; with `upload`, they may
   * be renamed and moved as well, by `MOVE` and on the page. Needs `--allow-write` for the directory.
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
  immutable: { types: ["boolean"] },
  compress: { types: ["boolean"] },
  charset: {
    types: ["string"],
    isValid: isCharset,
    mustBe: "the name of a character set",
  },
  spa: {
    types: ["boolean", "string"],
    isValid: isRelativePath,
    mustBe: "a path within the directory",
  },
  cleanUrls: { types: ["boolean"] },
  cors: {
    types: ["boolean", "object", "string"],
    isValid: areOrigins,
    mustBe: "one or more origins, such as https://example.com",
  },
  allowedHosts: {
    types: ["object"],
    isValid: areHosts,
    mustBe: "names such as example.com, .example.com or *",
  },
  coop: { types: ["boolean"] },
  prefix: {
    types: ["string"],
    isValid: isPrefix,
    mustBe: 'a path such as /files, without "..", "//" and escapes',
  },
  dotfiles: { types: ["boolean"] },
  symlinks: { types: ["boolean"] },
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

/**
 * Which requests are for the abilities that are off unless they are asked for: uploads, archives,
 * checksums. What answers them is loaded when one comes.
 *
 * @module
 */

import type { Sharing, SharingRequest } from "../sharing/sharing.ts";
import { staysOnSite } from "../paths/redirect.ts";
import type { SimpleHTTPRequestHandler } from "../simple.ts";
import { enclosedIdentity, type FileIdentity, isSameFile } from "./enclosure.ts";
import { isHidden } from "./hidden.ts";
import type { FileOptions } from "./options.ts";
import { originFormOf, rootOf } from "./request_target.ts";

/** The methods that may change something, or bring a form. */
const METHODS: readonly string[] = ["DELETE", "MKCOL", "MOVE", "PATCH", "POST", "PUT"];

/** Parts of targets that may be for one of the abilities. */
const TARGET_REGEXP = /[?&](?:archive|sha256|upload)\b|\/SHA256SUMS(?:[?#]|$)/;

/**
 * Whether clients may change something in the directory.
 *
 * @param options The options of the handler
 * @returns Whether it needs `--allow-write`
 */
export function needsWrite({ upload, mkdir, delete: remove }: Readonly<FileOptions>): boolean {
  return (upload || mkdir || remove) === true;
}

/**
 * Whether requests with a method may be for one of the abilities.
 *
 * @param command The method
 * @param options The options of the handler
 * @returns Whether {@linkcode answerSharedWrite} answers them
 */
export function mayWrite(command: string, options: Readonly<FileOptions>): boolean {
  if (!METHODS.includes(command)) return false;
  return needsWrite(options) || options.archive === true;
}

/**
 * Whether a request with `GET` or `HEAD` may be for one of the abilities.
 *
 * @param target The request's target
 * @param options The options of the handler
 * @returns Whether to ask {@linkcode answerSharedRead}
 */
export function mayBeShared(target: string, options: Readonly<FileOptions>): boolean {
  const { upload, archive, checksums } = options;
  return (upload || archive || checksums) === true && TARGET_REGEXP.test(target);
}

/**
 * Answer a request for which {@linkcode mayWrite} holds.
 *
 * @param handler The handler of the request
 * @param options Its options
 * @param isWithheld Whether what the target leads to is kept from those who read
 */
export async function answerSharedWrite(
  handler: SimpleHTTPRequestHandler,
  options: Readonly<FileOptions>,
  isWithheld: () => boolean,
): Promise<void> {
  const { answerWrite } = await import("../sharing/mod.ts");
  await answerWrite(requestOf(handler, options), isWithheld);
}

/**
 * Answer a request for which {@linkcode mayBeShared} holds.
 *
 * @param handler The handler of the request
 * @param options Its options
 * @returns Whether it was answered; otherwise it is for a file
 */
export async function answerSharedRead(
  handler: SimpleHTTPRequestHandler,
  options: Readonly<FileOptions>,
): Promise<boolean> {
  const { answerRead } = await import("../sharing/mod.ts");
  return await answerRead(requestOf(handler, options));
}

function requestOf(
  handler: SimpleHTTPRequestHandler,
  options: Readonly<FileOptions>,
): SharingRequest {
  const [beforeFragment = ""] = originFormOf(handler.path).split("#", 1);
  const [targetPath = "", query] = beforeFragment.split(/\?(.*)/s);
  return {
    handler,
    sharing: sharingOf(handler, options),
    path: handler.translatePath(handler.path),
    root: rootOf(options.prefix),
    targetPath: staysOnSite(targetPath),
    query: new URLSearchParams(query),
  };
}

function sharingOf(
  handler: SimpleHTTPRequestHandler,
  options: Readonly<FileOptions>,
): Sharing {
  const { dotfiles = false, symlinks = false } = options;
  const mayBeRead = (path: string, info: Deno.FileInfo): boolean =>
    !handler.keepsBack(path) && (symlinks || isWithin(handler.directory, path, info));
  return {
    upload: options.upload ?? false,
    overwrite: options.overwrite ?? "error",
    maxUpload: options.maxUpload ?? Infinity,
    mkdir: options.mkdir ?? false,
    delete: options.delete ?? false,
    archive: options.archive ?? false,
    checksums: options.checksums ?? false,
    // By others than those that are allowed, no request gets here.
    anyHost: options.allowedHosts !== undefined,
    dotfiles,
    isShown: (path, { name }, info) => (dotfiles || !isHidden(name)) && mayBeRead(path, info),
    // A file that is served alone is not looked for in a directory: whatever its name leads to is served.
    mayBeRead: (path, info) => path === handler.directory || mayBeRead(path, info),
  };
}

/** Whether what a path was found to lead to is in a directory, and no link was put there meanwhile. */
function isWithin(directory: string, path: string, found: FileIdentity): boolean {
  const identity = enclosedIdentity(directory, path);
  return identity !== undefined && isSameFile(identity, found);
}

/**
 * {@linkcode Sharing}: which of the abilities are on, and in what directory.
 *
 * @module
 */

import type { SimpleHTTPRequestHandler } from "../simple.ts";
import type { OverwritePolicy } from "../file/values.ts";

/** What a server lets its clients do besides reading files. */
export interface Sharing {
  /** Whether files may be uploaded. */
  readonly upload: boolean;
  /** What to do with an upload whose name is taken. */
  readonly overwrite: OverwritePolicy;
  /** The most bytes of an upload. */
  readonly maxUpload: number;
  /** Whether directories may be made. */
  readonly mkdir: boolean;
  /** Whether files and directories may be removed. */
  readonly delete: boolean;
  /** Whether directories may be downloaded as archives. */
  readonly archive: boolean;
  /** Whether checksums may be asked for. */
  readonly checksums: boolean;
  /** Whether pages may write by any name that got their request here. */
  readonly anyHost: boolean;
  /** Whether hidden files are served and written like others. */
  readonly dotfiles: boolean;
  /**
   * Whether listings show an entry: hidden files and links are treated as there.
   *
   * @param path Its path on the disk
   * @param entry What its directory says of it
   * @param info What the file system says of it, or of what it leads to
   */
  isShown(path: string, entry: Deno.DirEntry, info: Deno.FileInfo): boolean;
  /**
   * Whether a file may be read that was asked for by a name that is not hidden.
   *
   * @param path Its path on the disk
   * @param info What the file system says of it, or of what it leads to
   */
  mayBeRead(path: string, info: Deno.FileInfo): boolean;
}

/** A request for one of the abilities. */
export interface SharingRequest {
  /** The handler, with which the request is read and answered. */
  readonly handler: SimpleHTTPRequestHandler;
  /** What is on. */
  readonly sharing: Sharing;
  /** The path on the disk that the target stands for: see `translatePath`. */
  readonly path: string;
  /** The path that the served directory appears under, with a slash at both ends: see `prefix`. */
  readonly root: string;
  /** The path of the target, still encoded, without query: a `Location` that leads to no other host. */
  readonly targetPath: string;
  /** The query of the target. */
  readonly query: URLSearchParams;
}

/**
 * Entity tags and dates of files (RFC 9110, section 8.8).
 *
 * @module
 */

import type { Validators } from "../../http/conditions.ts";
import { RACY_TIME } from "../disk/regular_file.ts";

/**
 * Up to here a time of change says nothing, in milliseconds: there are file systems and packages in
 * which every file has the same, at the beginning of the epoch.
 */
const MEANINGLESS_TIME = 1000;

/**
 * What is between the quotes of a file's strong tag: its size and its time of change. Deno tells
 * milliseconds, and so does its `node:fs`, whose nanoseconds are the same with six zeros.
 *
 * @param info What the file system says of the file
 * @returns The same for as long as the file stays the same
 */
export function opaqueTagOf({ size, mtime, ctime }: Deno.FileInfo): string {
  const modified = mtime?.getTime() ?? 0;
  const time = modified > MEANINGLESS_TIME ? modified : ctime?.getTime() ?? 0;
  return `${size.toString(36)}-${time.toString(36)}`;
}

/**
 * The validators of a file. They are weak for as long as the file could change without a change of its
 * time; the tag is then another one than later, so that nobody keeps what was overwritten.
 *
 * @param info What the file system says of the file, from before it was read
 * @param form How it is sent: its content coding, if any, and whether it is compressed on the way. What
 * comes of that is the same each time, but maybe not with the next version of the server: the tag is
 * weak
 * @param now Milliseconds since the epoch
 * @returns The validators; the date never lies in the future (section 8.8.2.1)
 */
export function validatorsOf(
  info: Deno.FileInfo,
  { coding, isLive = false }: { readonly coding?: string | undefined; readonly isLive?: boolean } =
    {},
  now: number = Date.now(),
): Validators {
  const modified = info.mtime?.getTime() ?? 0;
  const isRacy = Math.abs(now - modified) < RACY_TIME;
  const parts = [opaqueTagOf(info), ...(isRacy ? ["new"] : []), ...(coding ? [coding] : [])];
  return {
    tag: { weak: isRacy || isLive, opaque: parts.join("-") },
    modified: Math.floor(Math.min(modified, now) / 1000),
    dateIsStrong: !isRacy && !isLive && modified <= now,
  };
}

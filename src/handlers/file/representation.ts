/**
 * The forms in which a file can be sent: as it is, compressed beforehand by a file beside it, or
 * compressed on the way. Loaded with the first request that has `Accept-Encoding`.
 *
 * @module
 */

import { chooseCoding, type CodingWeights, weightOf } from "../../http/accept_encoding.ts";
import type { WatchedFile } from "../memory/watched_file.ts";
import { statIfThere } from "../disk/files.ts";

/** A content coding that files are sent in (RFC 9110, section 8.4.1, RFC 7932, RFC 8878). */
export type Coding = "br" | "gzip" | "zstd";

/** Where the bytes of an answer come from. */
export interface Representation extends WatchedFile {
  /** What the file system says of the file. */
  readonly info: Deno.FileInfo;
  /** The content coding; `undefined` for the file as it is. */
  readonly coding?: Coding | undefined;
  /** Whether it is compressed on the way. */
  readonly isLive?: boolean;
  /** What else the choice depends on, and changes with at once. */
  readonly watched?: readonly WatchedFile[];
  /** Files whose appearance would change the choice: it needs not change at once. */
  readonly missed?: readonly WatchedFile[];
}

/** Codings of files beside a file, the best first, and what their names end in. */
const SIDECARS: readonly (readonly [coding: Coding, extension: string])[] = [
  ["br", ".br"],
  ["zstd", ".zst"],
  ["gzip", ".gz"],
];

/** Codings on the way, the fastest first. */
export const LIVE: readonly Coding[] = ["zstd", "br", "gzip"];

/** What there is to choose from. */
export interface Choices {
  /** The codings that the client takes. */
  readonly weights: CodingWeights;
  /** Whether the file is worth being compressed on the way. */
  readonly live: boolean;
  /** Whether a file beside the file may be sent in its place. */
  readonly beside: boolean;
}

/**
 * Choose a form.
 *
 * @param file The file, which exists
 * @param choices What there is to choose from
 * @returns The form; `undefined` if the client takes none
 */
export function chooseRepresentation(
  file: { readonly path: string; readonly info: Deno.FileInfo },
  { weights, live, beside }: Choices,
): Representation | undefined {
  const sidecars = new Map<Coding, Representation>();
  const missed: WatchedFile[] = [];
  for (const [coding, extension] of beside ? SIDECARS : []) {
    if (weightOf(weights, coding) === 0) continue;
    const path = file.path + extension;
    const info = statIfThere(path);
    if (info?.isFile && isUpToDate(info, file.info)) {
      sidecars.set(coding, { path, info, coding, watched: [file] });
    } else missed.push({ path, info });
  }
  // Nobody who refuses the file as it is shall go away empty-handed.
  const onTheWay = live || weightOf(weights, "identity") === 0 ? LIVE : [];
  const others = onTheWay.filter((coding) => !sidecars.has(coding));
  const chosen = chooseCoding(weights, [...sidecars.keys(), ...others]);
  if (chosen === undefined) return undefined;
  if (chosen === "identity") return { ...file, missed };
  return sidecars.get(chosen) ?? { ...file, coding: chosen, isLive: true, missed };
}

/** Made after the last change of the file. Tools that keep the time drop fractions of a second. */
function isUpToDate(sidecar: Deno.FileInfo, file: Deno.FileInfo): boolean {
  const secondOf = ({ mtime }: Deno.FileInfo): number => Math.floor((mtime?.getTime() ?? 0) / 1000);
  return secondOf(sidecar) >= secondOf(file);
}

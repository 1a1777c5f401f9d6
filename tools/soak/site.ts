/**
 * The directory that is served: files that stay as they are, and files that do not.
 *
 * @module
 */

import { areSame, noise } from "../../tests/helpers/bytes.ts";
import type { TempDir } from "../../tests/helpers/temp_dir.ts";

/** The files that stay, and their sizes. */
export const STABLE: Readonly<Record<string, Uint8Array>> = {
  "empty.txt": new Uint8Array(),
  "small.txt": noise(1000, 1),
  "medium.bin": noise(100_000, 2),
  "large.bin": noise(3_000_000, 3),
};

/** The files that change all the time. */
export const CHANGING: readonly string[] = Array.from(
  { length: 8 },
  (_, index) => `changing${index}`,
);

/** The sizes that they have: read in one piece, and in several. */
const SIZES = [1000, 600_000];

/** What changing files hold, so that a client sees whether it got parts of two. */
export const VERSIONS: readonly Uint8Array[] = Array.from(
  { length: 16 },
  (_, seed) => noise(SIZES[seed % SIZES.length]!, 1 + seed),
);

/**
 * Whether bytes are one of these contents.
 *
 * @param bytes What a client got
 */
export function isVersion(bytes: Uint8Array): boolean {
  return VERSIONS.some((version) => areSame(version, bytes));
}

/**
 * Write all of them.
 *
 * @param directory Where
 */
export function writeSite(directory: TempDir): void {
  for (const [name, content] of Object.entries(STABLE)) directory.writeOld(name, content);
  for (const name of CHANGING) directory.write(name, VERSIONS[0]!);
  directory.mkdir("many");
  for (let index = 0; index < 500; index++) directory.write(`many/${index}.txt`, "");
}

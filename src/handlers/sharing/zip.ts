/**
 * Sending a zip archive.
 *
 * @module
 */

import { crc32 } from "node:zlib";
import { Turns } from "../turns/in_turns.ts";
import type { ArchiveEntry } from "./archive_entries.ts";
import { readContent } from "./entry_content.ts";
import { centralHeader, dataDescriptor, endRecords, localHeader } from "./zip_records.ts";

/** Takes bytes, which are not touched until the promise is settled. */
export type Write = (bytes: Uint8Array) => void | Promise<void>;

/** How much is read and written in one turn, in bytes. */
const BLOCK_SIZE = 256 * 1024;

/** How much of the central directory is written at once, in bytes. */
const GATHERED_SIZE = 64 * 1024;

/**
 * Write a zip archive. It has the length that `zipLength` tells.
 *
 * @param entries Its entries
 * @param write Takes the bytes
 * @throws {FileChangedError} when a file is not any more what it was
 */
export async function writeZip(entries: readonly ArchiveEntry[], write: Write): Promise<void> {
  const block = new Uint8Array(BLOCK_SIZE);
  const central = new Gathered();
  const turns = new Turns();
  let offset = 0;
  for (const entry of entries) {
    const header = localHeader(entry);
    await write(header);
    const crc = entry.isDirectory ? 0 : await writeContent(entry, block, async (bytes) => {
      await write(bytes);
      // A client that takes all at once would leave no time for others.
      await turns.nextIfOver();
    });
    central.add(centralHeader(entry, crc, offset));
    offset += header.length + entry.size;
    if (!entry.isDirectory) {
      const descriptor = dataDescriptor(entry, crc);
      await write(descriptor);
      offset += descriptor.length;
    }
    // Many small files are as much work as a few large ones.
    await turns.nextIfOver();
  }
  for (const bytes of central.pieces()) await write(bytes);
  await write(endRecords(entries.length, central.length, offset));
}

async function writeContent(
  entry: ArchiveEntry,
  block: Uint8Array,
  write: Write,
): Promise<number> {
  let crc = 0;
  await readContent(entry, () => block, (bytes) => {
    crc = crc32(bytes, crc);
    return write(bytes);
  });
  return crc;
}

/** Small pieces in large ones: an array for each header would take several times its size. */
class Gathered {
  readonly #full: Uint8Array[] = [];
  #current = new Uint8Array(GATHERED_SIZE);
  #used = 0;
  /** How many bytes there are. */
  length = 0;

  add(bytes: Uint8Array): void {
    if (this.#used + bytes.length > this.#current.length) {
      this.#full.push(this.#current.subarray(0, this.#used));
      this.#current = new Uint8Array(Math.max(GATHERED_SIZE, bytes.length));
      this.#used = 0;
    }
    this.#current.set(bytes, this.#used);
    this.#used += bytes.length;
    this.length += bytes.length;
  }

  pieces(): Uint8Array[] {
    return [...this.#full, this.#current.subarray(0, this.#used)];
  }
}

/**
 * The records of a zip archive (PKWARE's APPNOTE 6.3.10), stored without compression.
 *
 * No library of those that there are does it: the ones that know the length in advance compute the CRC
 * in JavaScript, at a tenth of the speed that files are read with.
 *
 * Sizes are in the local headers too, although the CRC follows in a data descriptor: so that programs
 * that read from a pipe know where a file ends.
 *
 * @module
 */

import { countInTurns } from "../turns/in_turns.ts";
import type { ArchiveEntry } from "./archive_entries.ts";

/** From this size or offset on, a number is in a zip64 field (section 4.5.3). */
const ZIP64_FROM = 0xffff_ffff;

/** From so many entries on, their number is in the zip64 end record. */
const ZIP64_ENTRIES_FROM = 0xffff;

/** Versions needed to extract (section 4.4.3): for directories and plain files, and for zip64. */
const VERSION_PLAIN = 20;
const VERSION_ZIP64 = 45;

/** Made by Unix, so that permissions count (section 4.4.2). */
const MADE_BY_UNIX = 3 << 8;

/** General purpose flags (section 4.4.4): CRC in a data descriptor, name in UTF-8. */
const FLAGS = 1 << 3 | 1 << 11;

/** A directory's names and sizes are known from the beginning. */
const DIRECTORY_FLAGS = 1 << 11;

/** The extra field of Info-ZIP with the time in UTC, in seconds: 9 bytes. */
const TIMESTAMP_ID = 0x5455;
const TIMESTAMP_SIZE = 9;

const ZIP64_ID = 0x0001;

/** The sizes of the fixed parts, in bytes. */
const LOCAL_SIZE = 30;
const CENTRAL_SIZE = 46;
const DESCRIPTOR_SIZE = 16;
const DESCRIPTOR64_SIZE = 24;
const END_SIZE = 22;
const END64_SIZE = 56;
const LOCATOR_SIZE = 20;

const encoder = new TextEncoder();

/** Writes little-endian numbers one after the other. */
class Record {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.#view = new DataView(this.bytes.buffer);
  }

  u16(...values: number[]): this {
    for (const value of values) {
      this.#view.setUint16(this.#offset, value, true);
      this.#offset += 2;
    }
    return this;
  }

  u32(...values: number[]): this {
    for (const value of values) {
      this.#view.setUint32(this.#offset, value, true);
      this.#offset += 4;
    }
    return this;
  }

  u64(...values: number[]): this {
    for (const value of values) {
      this.#view.setBigUint64(this.#offset, BigInt(value), true);
      this.#offset += 8;
    }
    return this;
  }

  put(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.#offset);
    this.#offset += bytes.length;
    return this;
  }
}

/**
 * The local header of an entry (section 4.3.7), with its data descriptor to follow if it is a file.
 *
 * @param entry The entry
 * @returns The header
 */
export function localHeader(entry: ArchiveEntry): Uint8Array {
  const name = encoder.encode(entry.name);
  const large = entry.size >= ZIP64_FROM;
  const extra = TIMESTAMP_SIZE + (large ? 20 : 0);
  const size = large ? ZIP64_FROM : entry.size;
  const record = new Record(LOCAL_SIZE + name.length + extra).u32(0x04034b50)
    .u16(large ? VERSION_ZIP64 : VERSION_PLAIN, flagsOf(entry), 0)
    .u16(...dosTime(entry.mtime))
    .u32(0, size, size)
    .u16(name.length, extra)
    .put(name);
  if (large) record.u16(ZIP64_ID, 16).u64(entry.size, entry.size);
  return record.put(timestamp(entry)).bytes;
}

/**
 * What follows a file's data (section 4.3.9).
 *
 * @param entry The file
 * @param crc The CRC-32 of its data
 * @returns The data descriptor
 */
export function dataDescriptor({ size }: ArchiveEntry, crc: number): Uint8Array {
  return size >= ZIP64_FROM
    ? new Record(DESCRIPTOR64_SIZE).u32(0x08074b50, crc).u64(size, size).bytes
    : new Record(DESCRIPTOR_SIZE).u32(0x08074b50, crc, size, size).bytes;
}

/**
 * The header of an entry in the central directory (section 4.3.12).
 *
 * @param entry The entry
 * @param crc The CRC-32 of its data
 * @param offset Where its local header is
 * @returns The header
 */
export function centralHeader(entry: ArchiveEntry, crc: number, offset: number): Uint8Array {
  const name = encoder.encode(entry.name);
  const zip64 = zip64Fields(entry, offset);
  const extra = TIMESTAMP_SIZE + (zip64.length > 0 ? 4 + 8 * zip64.length : 0);
  const version = zip64.length > 0 ? VERSION_ZIP64 : VERSION_PLAIN;
  const size = Math.min(entry.size, ZIP64_FROM);
  const record = new Record(CENTRAL_SIZE + name.length + extra).u32(0x02014b50)
    .u16(MADE_BY_UNIX | VERSION_ZIP64, version, flagsOf(entry), 0)
    .u16(...dosTime(entry.mtime))
    .u32(crc, size, size)
    .u16(name.length, extra, 0, 0, 0)
    .u32(attributesOf(entry), Math.min(offset, ZIP64_FROM))
    .put(name);
  if (zip64.length > 0) record.u16(ZIP64_ID, 8 * zip64.length).u64(...zip64);
  return record.put(timestamp(entry)).bytes;
}

/** The numbers that have no room in a header, in the order of section 4.5.3. */
function zip64Fields({ size }: ArchiveEntry, offset: number): number[] {
  return [...(size >= ZIP64_FROM ? [size, size] : []), ...(offset >= ZIP64_FROM ? [offset] : [])];
}

/**
 * The end of the archive (sections 4.3.14 to 4.3.16).
 *
 * @param count How many entries there are
 * @param size The size of the central directory in bytes
 * @param offset Where the central directory is
 * @returns The end records
 */
export function endRecords(count: number, size: number, offset: number): Uint8Array {
  const isLarge = count >= ZIP64_ENTRIES_FROM || size >= ZIP64_FROM || offset >= ZIP64_FROM;
  const record = new Record(isLarge ? END64_SIZE + LOCATOR_SIZE + END_SIZE : END_SIZE);
  if (isLarge) {
    record.u32(0x06064b50).u64(END64_SIZE - 12)
      .u16(MADE_BY_UNIX | VERSION_ZIP64, VERSION_ZIP64).u32(0, 0)
      .u64(count, count, size, offset);
    record.u32(0x07064b50, 0).u64(offset + size).u32(1);
  }
  const short = Math.min(count, ZIP64_ENTRIES_FROM);
  record.u32(0x06054b50).u16(0, 0, short, short);
  return record.u32(Math.min(size, ZIP64_FROM), Math.min(offset, ZIP64_FROM)).u16(0).bytes;
}

/**
 * How long an archive is going to be, reckoned while others are served.
 *
 * @param entries Its entries, in order
 * @returns Its length in bytes
 */
export async function zipLength(entries: readonly ArchiveEntry[]): Promise<number> {
  let offset = 0;
  let central = 0;
  await countInTurns(entries.length, (index) => {
    const entry = entries[index]!;
    const name = byteLength(entry.name);
    const zip64 = zip64Fields(entry, offset).length;
    central += CENTRAL_SIZE + name + TIMESTAMP_SIZE + (zip64 > 0 ? 4 + 8 * zip64 : 0);
    const large = entry.size >= ZIP64_FROM;
    offset += LOCAL_SIZE + name + TIMESTAMP_SIZE + (large ? 20 : 0) + entry.size;
    if (!entry.isDirectory) offset += large ? DESCRIPTOR64_SIZE : DESCRIPTOR_SIZE;
  });
  return offset + central + endRecords(entries.length, central, offset).length;
}

function byteLength(text: string): number {
  return encoder.encode(text).length;
}

function flagsOf({ isDirectory }: ArchiveEntry): number {
  return isDirectory ? DIRECTORY_FLAGS : FLAGS;
}

/** The mode of Unix in the upper half (`st_mode`), the one of DOS in the lower (section 4.4.15). */
function attributesOf({ isDirectory, mode }: ArchiveEntry): number {
  const type = isDirectory ? 0o040000 : 0o100000;
  return ((type | mode) << 16 | (isDirectory ? 0x10 : 0)) >>> 0;
}

function timestamp({ mtime }: ArchiveEntry): Uint8Array {
  const seconds = Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.floor(mtime / 1000)));
  return new Record(TIMESTAMP_SIZE).u16(TIMESTAMP_ID, 5).put(Uint8Array.of(1)).u32(seconds >>> 0)
    .bytes;
}

/** Time and date of MS-DOS (section 4.4.6), in UTC: for those who pass over the extra field. */
function dosTime(mtime: number): [time: number, date: number] {
  const date = new Date(mtime);
  const year = date.getUTCFullYear();
  if (year < 1980) return [0, 1 << 5 | 1];
  if (year > 2107) return [23 << 11 | 59 << 5 | 29, 127 << 9 | 12 << 5 | 31];
  return [
    date.getUTCHours() << 11 | date.getUTCMinutes() << 5 | date.getUTCSeconds() >> 1,
    (year - 1980) << 9 | (date.getUTCMonth() + 1) << 5 | date.getUTCDate(),
  ];
}

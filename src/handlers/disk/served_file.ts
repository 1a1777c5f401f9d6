/**
 * What a handler sends as a body: an open file, or bytes in memory.
 *
 * @module
 */

import type { ReadableFile } from "./regular_file.ts";

/**
 * A source of bytes that is read in order and closed in the end. `Deno.FsFile` is one.
 *
 * @example A file is one, and so are bytes in memory
 * ```ts
 * import { type FileLike, MemoryFile } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * function read(file: FileLike): number | null {
 *   const count = file.readSync(new Uint8Array(16));
 *   file.close();
 *   return count;
 * }
 *
 * assertEquals(read(Deno.openSync("README.md")), 16);
 * assertEquals(read(new MemoryFile(new Uint8Array(3))), 3);
 * ```
 */
export interface FileLike {
  /**
   * Read up to `buffer.length` bytes.
   *
   * @param buffer Where to put them
   * @returns The number of bytes, or `null` at the end
   */
  readSync(buffer: Uint8Array): number | null;
  /** Give it up. */
  close(): void;
}

/**
 * Bytes in memory. CPython: `io.BytesIO`.
 *
 * @example Answer with a page of one's own instead of a listing
 * ```ts
 * import { MemoryFile, serve, SimpleHTTPRequestHandler } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * class Quiet extends SimpleHTTPRequestHandler {
 *   override listDirectory(): MemoryFile {
 *     const page = new TextEncoder().encode("Nothing to see here");
 *     this.sendResponse(200);
 *     this.sendHeader("Content-Type", "text/plain");
 *     this.sendHeader("Content-Length", page.length);
 *     this.endHeaders();
 *     return new MemoryFile(page);
 *   }
 * }
 *
 * await using server = serve({ hostname: "127.0.0.1", port: 0, handler: Quiet });
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/`);
 * assertEquals(await answer.text(), "Nothing to see here");
 * ```
 */
export class MemoryFile implements FileLike {
  #position = 0;

  /**
   * Make a file of bytes.
   *
   * @param bytes What is read; it must not change
   */
  constructor(readonly bytes: Uint8Array) {}

  /**
   * Read up to `buffer.length` bytes.
   *
   * @param buffer Where to put them
   * @returns The number of bytes, or `null` at the end
   */
  readSync(buffer: Uint8Array): number | null {
    const part = this.bytes.subarray(this.#position, this.#position + buffer.length);
    if (part.length === 0) return null;
    buffer.set(part);
    this.#position += part.length;
    return part.length;
  }

  /** Nothing to give up. */
  close(): void {}
}

/** The file turned out shorter than announced, or was rewritten, while it was sent. */
export class FileChangedError extends Error {
  override readonly name = "FileChangedError";
}

/** How many samples of a file are compared when it has grown while it was sent. */
const MAX_SAMPLES = 256;

/** The size of a sample in bytes. */
const SAMPLE_SIZE = 64;

/** Some bytes that were read, and where. */
interface Sample {
  readonly position: number;
  readonly bytes: Uint8Array;
}

/**
 * A file on disk of which as many bytes are read as it had when it was opened: no more when it
 * grows, and an error rather than a wrong end when it shrinks or is rewritten.
 */
export class DiskFile implements FileLike {
  readonly #file: ReadableFile;
  readonly #path: string;
  readonly #info: Deno.FileInfo;
  #position = 0;
  #end: number;
  readonly #samples: Sample[] = [];

  /**
   * @param file The file
   * @param path Where it was
   * @param info What `Deno.statSync(path)` said of it then
   */
  constructor(file: ReadableFile, path: string, info: Deno.FileInfo) {
    this.#file = file;
    this.#path = path;
    this.#info = info;
    this.#end = info.size;
  }

  /**
   * Read a part of the file from now on, and no more.
   *
   * @param start The offset of its first byte
   * @param end The offset behind its last byte, at most the size of the file
   */
  select(start: number, end: number): void {
    this.#position = start;
    this.#end = end;
  }

  /**
   * Read up to `buffer.length` bytes.
   *
   * @param buffer Where to put them
   * @returns The number of bytes, or `null` at the end
   * @throws {FileChangedError} instead of the last bytes, when they no longer belong to the file that
   * the first ones came from
   */
  readSync(buffer: Uint8Array): number | null {
    const { size } = this.#info;
    const left = this.#end - this.#position;
    if (left === 0) return null;
    const part = buffer.length > left ? buffer.subarray(0, left) : buffer;
    const count = this.#file.readAtSync(part, this.#position);
    if (count === 0) throw new FileChangedError("The file became shorter while it was sent");
    // A file that is sent in one piece was read in one piece.
    if (count === left && count < size) this.#checkUnchanged();
    else this.#sample(part.subarray(0, count));
    this.#position += count;
    return count;
  }

  /** Keep the beginning of a part, if the last sample is long ago. */
  #sample(part: Uint8Array): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && this.#position - last.position < this.#info.size / MAX_SAMPLES) {
      return;
    }
    this.#samples.push({ position: this.#position, bytes: part.slice(0, SAMPLE_SIZE) });
  }

  #checkUnchanged(): void {
    if (isStillAt(this.#path, this.#info)) return;
    // It may have been moved or removed, which does not matter here.
    const { size, mtime } = this.#file.status();
    if (size === this.#info.size && mtime === this.#info.mtime?.getTime()) return;
    if (size > this.#info.size && this.#samples.every((sample) => this.#isStillThere(sample))) {
      return;
    }
    throw new FileChangedError("The file was changed while it was sent");
  }

  /** A log that grows keeps what it had, which a file that is rewritten with another content does not. */
  #isStillThere({ position, bytes }: Sample): boolean {
    const now = new Uint8Array(bytes.length);
    return this.#file.readAtSync(now, position) === now.length &&
      now.every((byte, index) => byte === bytes[index]);
  }

  /** Close the file. */
  close(): void {
    this.#file.close();
  }
}

/** Whether a path leads to the same file, with the same content. */
function isStillAt(path: string, info: Deno.FileInfo): boolean {
  try {
    const { ino, dev, size, mtime } = Deno.statSync(path);
    return ino === info.ino && dev === info.dev && size === info.size &&
      mtime?.getTime() === info.mtime?.getTime();
  } catch {
    return false;
  }
}

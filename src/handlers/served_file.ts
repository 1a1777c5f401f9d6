/**
 * What a handler sends as a body: an open file, or bytes in memory.
 *
 * @module
 */

/** A source of bytes that is read in order and closed in the end. `Deno.FsFile` is one. */
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
 * import { MemoryFile, SimpleHTTPRequestHandler } from "@pyport/http-server";
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

/**
 * A file on disk of which as many bytes are read as it had when it was opened: no more when it
 * grows, and an error rather than a wrong end when it shrinks or is rewritten.
 */
export class DiskFile implements FileLike {
  readonly #file: Deno.FsFile;
  readonly #info: Deno.FileInfo;
  #left: number;

  /**
   * @param file The file, open for reading
   * @param info What `file.statSync()` said of it
   */
  constructor(file: Deno.FsFile, info: Deno.FileInfo) {
    this.#file = file;
    this.#info = info;
    this.#left = info.size;
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
    if (this.#left === 0) return null;
    const count = this.#file.readSync(buffer.subarray(0, Math.min(buffer.length, this.#left)));
    if (count === null) throw new FileChangedError("The file became shorter while it was sent");
    // A file that is sent in one piece was read in one piece.
    if (count === this.#left && count < this.#info.size) this.#checkUnchanged();
    this.#left -= count;
    return count;
  }

  /** Rewritten in place with another content: growing, as a log does, is no such thing. */
  #checkUnchanged(): void {
    const { size, mtime } = this.#file.statSync();
    if (size > this.#info.size) return;
    if (size < this.#info.size || mtime?.getTime() !== this.#info.mtime?.getTime()) {
      throw new FileChangedError("The file was changed while it was sent");
    }
  }

  /** Close the file. */
  close(): void {
    this.#file.close();
  }
}

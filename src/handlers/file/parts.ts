/**
 * Answering with parts of a file (RFC 9110, sections 14.6 and 15.3.7). Loaded with the first request
 * that has `Range`.
 *
 * @module
 */

import {
  type ByteRange,
  formatContentRange,
  formatUnsatisfiedRange,
  parseRange,
} from "../../http/byte_ranges.ts";
import type { Fields } from "../../http/fields.ts";
import type { OpenFile } from "../disk/files.ts";
import { type DiskFile, type FileLike, MemoryFile } from "../disk/served_file.ts";

/** What is sent of a file. */
export interface ChosenPart {
  /** The body; `undefined` if nothing of the file is wanted, which is status 416. */
  readonly file: FileLike | undefined;
  /** The fields that say what it is. */
  readonly fields: Fields;
}

/**
 * Choose what is asked for.
 *
 * @param open The file
 * @param range The value of `Range`
 * @param contentType The media type of the file
 * @returns The part, or several in one body; `undefined` for the whole file
 */
export function choosePart(
  { file, size }: OpenFile,
  range: string,
  contentType: string,
): ChosenPart | undefined {
  const ranges = parseRange(range, size);
  if (ranges === undefined) return undefined;
  if (ranges === "unsatisfiable") {
    return { file: undefined, fields: [["Content-Range", formatUnsatisfiedRange(size)]] };
  }
  const [first, ...others] = ranges;
  if (others.length > 0) {
    const body = frameParts(ranges, size, contentType);
    return {
      file: new MultipartFile(file, body),
      fields: [["Content-Type", body.contentType], ["Content-Length", String(body.length)]],
    };
  }
  return {
    file: selectPart(file, first!),
    fields: [
      ["Content-Type", contentType],
      ["Content-Length", String(first!.end - first!.start)],
      ["Content-Range", formatContentRange(first!, size)],
    ],
  };
}

/** What is between the parts of a body: nothing, or a line and the fields of the next part. */
interface Part extends ByteRange {
  /** What goes before it. */
  readonly head: Uint8Array;
}

/** A body of several parts. */
interface MultipartBody {
  /** The value of `Content-Type`. */
  readonly contentType: string;
  /** The length of the body in bytes. */
  readonly length: number;
  /** The parts. */
  readonly parts: readonly Part[];
  /** What goes behind the last part. */
  readonly tail: Uint8Array;
}

/**
 * Frame several parts as `multipart/byteranges` (RFC 9110, section 14.6; RFC 2046, section 5.1.1). The
 * boundary is random, since it must not be in the parts.
 */
function frameParts(
  ranges: readonly ByteRange[],
  size: number,
  contentType: string,
): MultipartBody {
  const boundary = crypto.randomUUID();
  const encoder = new TextEncoder();
  const parts = ranges.map((range, index) => ({
    ...range,
    head: encoder.encode(
      `${index === 0 ? "" : "\r\n"}--${boundary}\r\n` +
        `Content-Type: ${contentType}\r\n` +
        `Content-Range: ${formatContentRange(range, size)}\r\n\r\n`,
    ),
  }));
  const tail = encoder.encode(`\r\n--${boundary}--\r\n`);
  return {
    contentType: `multipart/byteranges; boundary=${boundary}`,
    length: parts.reduce((sum, { head, start, end }) => sum + head.length + end - start, 0) +
      tail.length,
    parts,
    tail,
  };
}

/** A file that has no more than one part of another. */
function selectPart(file: MemoryFile | DiskFile, range: ByteRange): FileLike {
  if (file instanceof MemoryFile) {
    return new MemoryFile(file.bytes.subarray(range.start, range.end));
  }
  file.select(range.start, range.end);
  return file;
}

/** Several parts of a file, and what is between them. */
class MultipartFile implements FileLike {
  readonly #file: MemoryFile | DiskFile;
  readonly #pieces: readonly (Uint8Array | ByteRange)[];
  #current: FileLike = new MemoryFile(new Uint8Array(0));
  #next = 0;

  /**
   * @param file The file
   * @param body What is sent of it
   */
  constructor(file: MemoryFile | DiskFile, { parts, tail }: MultipartBody) {
    this.#file = file;
    this.#pieces = [...parts.flatMap((part) => [part.head, part]), tail];
  }

  /**
   * Read up to `buffer.length` bytes.
   *
   * @param buffer Where to put them
   * @returns The number of bytes, or `null` at the end
   * @throws {FileChangedError} as reading the file does
   */
  readSync(buffer: Uint8Array): number | null {
    let length = 0;
    while (length < buffer.length) {
      const count = this.#current.readSync(buffer.subarray(length));
      if (count !== null) length += count;
      else if (!this.#advance()) break;
    }
    return length === 0 ? null : length;
  }

  /** Go on to the next piece. Returns whether there is one. */
  #advance(): boolean {
    const piece = this.#pieces[this.#next++];
    if (piece === undefined) return false;
    this.#current = piece instanceof Uint8Array
      ? new MemoryFile(piece)
      : selectPart(this.#file, piece);
    return true;
  }

  /** Close the file. */
  close(): void {
    this.#file.close();
  }
}

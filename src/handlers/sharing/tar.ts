/**
 * Sending a tar archive, also compressed.
 *
 * @module
 */

import type { TarHeader } from "npm:modern-tar@0.8.6";
import { HTTPStatus } from "../../http/status.ts";
import { loadPackage } from "../../server/node/load_package.ts";
import { Turns } from "../turns/in_turns.ts";
import type { ArchiveEntry } from "./archive_entries.ts";
import { readContent } from "./entry_content.ts";
import { RefusedError } from "./refusal.ts";
import type { Write } from "./zip.ts";

/** The library. */
const LIBRARY = "npm:modern-tar@0.8.6";

/** How much is read in one turn, in bytes: less where it takes longer, since it is compressed. */
const BLOCK_SIZE = 256 * 1024;
const COMPRESSED_BLOCK_SIZE = 64 * 1024;

/** The names that the plain format is sure to hold (POSIX, `ustar`). */
const PLAIN_NAME_REGEXP = /^[\x20-\x7e]{1,100}$/;

/**
 * Load the library, before anything is answered.
 *
 * @returns The library
 * @throws {RefusedError} with status 501 when it can't be loaded
 */
export async function loadTar(): Promise<typeof import("npm:modern-tar@0.8.6")> {
  try {
    return await loadPackage(LIBRARY);
  } catch (error) {
    throw new RefusedError(
      HTTPStatus.NOT_IMPLEMENTED,
      `There is no tar here, take ?archive=zip: ${(error as Error).message}`,
    );
  }
}

/**
 * Write a tar archive (POSIX `pax`).
 *
 * @param library See {@linkcode loadTar}
 * @param entries Its entries
 * @param compressed Whether it is compressed with gzip
 * @param write Takes the bytes
 * @throws {FileChangedError} when a file is not any more what it was
 */
export async function writeTar(
  library: typeof import("npm:modern-tar@0.8.6"),
  entries: readonly ArchiveEntry[],
  compressed: boolean,
  write: Write,
): Promise<void> {
  const { readable, controller } = library.createTarPacker();
  const blocks = new Blocks(compressed ? COMPRESSED_BLOCK_SIZE : BLOCK_SIZE);
  const packed = pack(controller, entries, blocks);
  // Looked at when the stream has ended with the same error.
  packed.catch((error) => controller.error(error));
  if (compressed) {
    await compress(readable, write);
  } else {
    const turns = new Turns();
    for await (const piece of readable) {
      await write(piece);
      blocks.giveBack(piece);
      await turns.nextIfOver();
    }
  }
  await packed;
}

/** Compress piece by piece, with time for others between them: a stream leaves none. */
async function compress(source: ReadableStream<Uint8Array>, write: Write): Promise<void> {
  const { readable, writable } = new CompressionStream("gzip");
  const fed = feed(source, writable.getWriter());
  // Looked at when the stream has ended with the same error.
  fed.catch(() => {});
  for await (const piece of readable) await write(piece);
  await fed;
}

async function feed(
  source: ReadableStream<Uint8Array>,
  writer: WritableStreamDefaultWriter<BufferSource>,
): Promise<void> {
  const turns = new Turns();
  try {
    for await (const piece of source) {
      await writer.write(piece as Uint8Array<ArrayBuffer>);
      await turns.nextIfOver();
    }
    await writer.close();
  } catch (error) {
    await writer.abort(error);
    throw error;
  }
}

/**
 * Memory for what is on its way through the stream, used again once it has been written: as garbage, a
 * large archive would leave some hundred megabytes of it.
 */
class Blocks {
  readonly #size: number;
  readonly #free: Uint8Array[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  /** Memory to read to. */
  next(): Uint8Array {
    return this.#free.pop() ?? new Uint8Array(this.#size);
  }

  /** What was read, as the stream may keep it: a little is not worth a block. */
  own(bytes: Uint8Array): Uint8Array {
    if (bytes.length === this.#size) return bytes;
    const copy = bytes.slice();
    this.giveBack(new Uint8Array(bytes.buffer));
    return copy;
  }

  /** Take back what has been written, if it is a block. */
  giveBack(bytes: Uint8Array): void {
    if (bytes.length === this.#size) this.#free.push(bytes);
  }
}

/** What takes the entries. */
type Packer = ReturnType<typeof import("npm:modern-tar@0.8.6").createTarPacker>["controller"];

async function pack(
  controller: Packer,
  entries: readonly ArchiveEntry[],
  blocks: Blocks,
): Promise<void> {
  const turns = new Turns();
  for (const entry of entries) {
    const writer = controller.add(headerOf(entry)).getWriter();
    if (!entry.isDirectory) {
      await readContent(entry, () => blocks.next(), (bytes) => writer.write(blocks.own(bytes)));
    }
    await writer.close();
    await turns.nextIfOver();
  }
  controller.finalize();
}

function headerOf({ name, isDirectory, size, mtime, mode }: ArchiveEntry): TarHeader {
  return {
    name,
    size,
    mode,
    type: isDirectory ? "directory" : "file",
    // Times before 1970 have no place in the header.
    mtime: new Date(Math.max(0, mtime)),
    ...(PLAIN_NAME_REGEXP.test(name) ? {} : { pax: { path: name } }),
  };
}

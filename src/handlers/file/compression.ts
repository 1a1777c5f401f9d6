/**
 * Compressing on the way. Loaded with the first file that is.
 *
 * Deno compresses on the event loop, whichever of its interfaces is used; so it is done in steps, and
 * others are served in between.
 *
 * @module
 */

import {
  type BrotliOptions,
  constants,
  createBrotliCompress,
  createGzip,
  createZstdCompress,
  type ZlibOptions,
} from "node:zlib";
import { encodeChunk, LAST_CHUNK } from "../../http/chunk_encoding.ts";
import { concat } from "../../http/concat.ts";
import type { BufferedWriter } from "../../server/writer.ts";
import { Turns } from "../turns/in_turns.ts";
import { type FileLike, MemoryFile } from "../disk/served_file.ts";
import { LruMap } from "../memory/lru_map.ts";
import type { Coding } from "./representation.ts";

/** How much is compressed in one step, in bytes: a millisecond's worth. */
const STEP_SIZE = 32 * 1024;

/**
 * After how many steps what Brotli has gathered is to be written, which is a quarter of a MiB. Left to
 * itself it gathers up to 8 MiB, and then takes a turn of 40 ms to write them, and twice as long in all.
 */
const FLUSH_STEPS = 8;

/** What compresses. Node's are streams; that they are duplex does not matter here. */
interface Compressor {
  write(bytes: Uint8Array, written: (error?: Error | null) => void): unknown;
  flush(kind: number, flushed: () => void): unknown;
  end(written: () => void): unknown;
  on(event: "data", listener: (bytes: Uint8Array) => void): unknown;
  once(event: "end" | "error", listener: (error?: Error) => void): unknown;
  destroy(): unknown;
}

const GZIP_OPTIONS: ZlibOptions = { level: 6 };

/**
 * The best quality costs a hundred times as much: that is for files beside the file. The window has
 * 512 KiB, as that of nginx's module: with the library's own, a file of 10 MB takes 30 MB of memory
 * rather than 3, and three times as long.
 */
const BROTLI_OPTIONS: BrotliOptions = {
  params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 19 },
};

function makeCompressor(coding: Coding): Compressor {
  switch (coding) {
    case "br":
      return createBrotliCompress(BROTLI_OPTIONS);
    case "gzip":
      return createGzip(GZIP_OPTIONS);
    case "zstd":
      return createZstdCompress();
  }
}

/**
 * Compress a file.
 *
 * @param source The file
 * @param coding The content coding
 * @returns The compressed bytes, piece by piece; the next is made when it is asked for
 * @throws {FileChangedError} as reading the file does
 */
export async function* compress(
  source: FileLike,
  coding: Coding,
): AsyncGenerator<Uint8Array, void, void> {
  const compressor = makeCompressor(coding);
  let made: Uint8Array[] = [];
  compressor.on("data", (bytes) => made.push(bytes));
  const failed = new Promise<never>((_, reject) => compressor.once("error", reject));
  failed.catch(() => {});
  const turns = new Turns();
  const block = new Uint8Array(STEP_SIZE);
  try {
    let steps = 0;
    for (let count; (count = source.readSync(block)) !== null; steps++) {
      const step = block.slice(0, count);
      const isFull = coding === "br" && steps > 0 && steps % FLUSH_STEPS === 0;
      if (isFull) await Promise.race([flushed(compressor), failed]);
      await Promise.race([written(compressor, step), failed]);
      yield* made;
      made = [];
      if (turns.over) await turns.next();
    }
    await Promise.race([ended(compressor), failed]);
    yield* made;
  } finally {
    compressor.destroy();
  }
}

function written(compressor: Compressor, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) =>
    compressor.write(bytes, (error) => error ? reject(error) : resolve())
  );
}

function flushed(compressor: Compressor): Promise<void> {
  return new Promise((resolve) =>
    compressor.flush(constants.BROTLI_OPERATION_FLUSH, () => resolve())
  );
}

function ended(compressor: Compressor): Promise<void> {
  return new Promise((resolve) => {
    compressor.once("end", () => resolve());
    compressor.end(() => {});
  });
}

/** How many small files that were compressed are kept: 256 KiB each at most, before they are compressed. */
const MAX_KEPT = 128;

/** What is being compressed to the end, and what was, by what it is made of. */
const kept = new LruMap<string, Promise<Uint8Array>>(MAX_KEPT);

/**
 * Compress a small file to the end. Who asks for the same again gets the same: nobody can make the
 * server do it over and over by asking in ever new words.
 *
 * @param bytes The file
 * @param coding The content coding
 * @param key Stands for the file in this state, and for no other; `undefined` if nothing does
 * @returns The compressed bytes
 */
export function compressWhole(
  bytes: Uint8Array,
  coding: Coding,
  key: string | undefined,
): Promise<Uint8Array> {
  if (key === undefined) return collect(compress(new MemoryFile(bytes), coding));
  const name = `${coding} ${key}`;
  let compressed = kept.get(name);
  if (compressed === undefined) {
    compressed = collect(compress(new MemoryFile(bytes), coding));
    kept.set(name, compressed);
    compressed.catch(() => kept.delete(name));
  }
  return compressed;
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts = await Array.fromAsync(pieces);
  // One alone is a view of the compressor's memory, and would keep all of that.
  return parts.length === 1 ? parts[0]!.slice() : concat(parts);
}

/** How many files may be compressed while they are sent: each takes 1 to 4 MB for as long as its client likes. */
const MAX_UNDER_WAY = 64;

let underWay = 0;

/** A file that is compressed while it is sent. */
export class CompressedFile implements FileLike {
  #open = true;
  readonly #source: FileLike;
  readonly #coding: Coding;
  readonly #chunked: boolean;

  /**
   * @param source The file
   * @param coding The content coding
   * @param chunked Whether the chunked transfer coding is applied; otherwise the body ends with the
   * connection
   */
  constructor(source: FileLike, coding: Coding, chunked: boolean) {
    this.#source = source;
    this.#coding = coding;
    this.#chunked = chunked;
    underWay++;
  }

  /** Whether there may be one more, in this event loop. */
  static get hasRoom(): boolean {
    return underWay < MAX_UNDER_WAY;
  }

  /** It has to be waited for: see {@linkcode CompressedFile.copyTo}. */
  readSync(): never {
    throw new TypeError("Cannot read a file synchronously that is compressed on the way");
  }

  /**
   * Send it, no faster than the client takes it.
   *
   * @param output Where to
   * @throws {FileChangedError} when the file was changed meanwhile; the last chunk is then missing
   */
  async copyTo(output: BufferedWriter): Promise<void> {
    for await (const piece of compress(this.#source, this.#coding)) {
      await output.write(this.#chunked ? encodeChunk(piece) : piece);
    }
    if (this.#chunked) await output.write(LAST_CHUNK);
  }

  /** Close the file. */
  close(): void {
    if (this.#open) underWay--;
    this.#open = false;
    this.#source.close();
  }
}

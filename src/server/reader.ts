/**
 * {@linkcode BufferedReader}: lines and blocks of bytes from a connection.
 *
 * @module
 */

import { BufferPool } from "./buffer_pool.ts";
import { TimeoutError } from "./connection.ts";

/**
 * Where a {@linkcode BufferedReader} reads from.
 *
 * @example Read from memory
 * ```ts
 * import { BufferedReader, type Source } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const parts = ["GET /", " HTTP/1.1\r\n"];
 * const source: Source = {
 *   read(buffer) {
 *     const part = parts.shift();
 *     if (part === undefined) return Promise.resolve(null);
 *     return Promise.resolve(new TextEncoder().encodeInto(part, buffer).written);
 *   },
 * };
 * const line = await new BufferedReader(source).readline();
 * assertEquals(new TextDecoder().decode(line), "GET / HTTP/1.1\r\n");
 * ```
 */
export interface Source {
  /** Read up to `buffer.length` bytes; `null` at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Whether it was closed on this side, so that a read that fails was interrupted on purpose. */
  readonly closed?: boolean;
  /**
   * Whether it is one of so many that each should wait with little memory.
   *
   * @ignore
   */
  readonly crowded?: boolean;
  /**
   * Whether it takes in what the peer sends before it is read. Reading it later would only fill the memory.
   *
   * @ignore
   */
  readonly hoards?: boolean;
}

/** The buffers that connections wait with: most request heads fit. */
const pool = new BufferPool(1024, 512);

/** Those that they wait with in a crowd. What is in a full one moves to a larger one. */
const small = new BufferPool(128, 4096);

/** A buffer that has grown beyond this, in bytes, is given up once it is empty. */
const RETAINED_SIZE = 16384;

const LF = 10;

const EMPTY = new Uint8Array(0);

/**
 * A reader with a buffer that grows with the line that is being read, and shrinks again.
 *
 * CPython: `io.BufferedReader` over a socket.
 *
 * @example Read a line that comes in pieces
 * ```ts
 * import { BufferedReader } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const pieces = ["first li", "ne\nsecond\n"].map((text) => new TextEncoder().encode(text));
 * const source = {
 *   read(buffer: Uint8Array): Promise<number | null> {
 *     const piece = pieces.shift();
 *     if (piece !== undefined) buffer.set(piece);
 *     return Promise.resolve(piece?.length ?? null);
 *   },
 * };
 * const reader = new BufferedReader(source);
 * const line = await reader.readline(1024);
 * assertEquals(new TextDecoder().decode(line), "first line\n");
 * ```
 */
export class BufferedReader {
  #buffer: Uint8Array = EMPTY;
  #start = 0;
  #end = 0;
  #eof = false;
  /** Whether what was read last filled the buffer, and was all used. */
  #wasFull = false;
  #filling: Promise<number | null> | undefined;
  readonly #source: Source;

  /**
   * Make a reader.
   *
   * @param source Where the bytes come from
   */
  constructor(source: Source) {
    this.#source = source;
  }

  /** What has arrived and was not read yet: a view that is valid until the next call. */
  get buffered(): Uint8Array {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** The number of bytes that have arrived and were not read yet. */
  get bufferedLength(): number {
    return this.#end - this.#start;
  }

  /**
   * Whether a read that is put off keeps the peer from sending more.
   *
   * @ignore
   */
  protected get holdsBack(): boolean {
    return this.#source.hoards !== true;
  }

  /**
   * Whether a small buffer is full, and there is more to come of the line at its end.
   *
   * @ignore
   */
  get cramped(): boolean {
    return this.#start === 0 && this.#end === small.size && this.#buffer.length === small.size &&
      this.#buffer[this.#end - 1] !== LF;
  }

  /**
   * Whether what is there has come early: with what was used before it, or right behind what filled the
   * buffer.
   *
   * @ignore
   */
  protected get early(): boolean {
    return this.#start > 0 || this.#wasFull;
  }

  /**
   * Drop bytes that have arrived.
   *
   * @param count How many, at most {@linkcode BufferedReader.bufferedLength}
   */
  consume(count: number): void {
    this.#start += count;
    if (this.#start < this.#end) return;
    this.#wasFull = this.#end === this.#buffer.length;
    this.#start = 0;
    this.#end = 0;
    if (this.#buffer.length > RETAINED_SIZE) this.#buffer = EMPTY;
  }

  /** Give up the memory, and what is in it: nothing is read any more. */
  release(): void {
    // Somebody may be left who waits for the peer to go.
    if (this.#filling !== undefined) return;
    this.#giveBack();
    this.#buffer = EMPTY;
    this.#start = 0;
    this.#end = 0;
  }

  /**
   * Wait for more bytes. Whoever else waits, waits for the same ones; until then nothing may be
   * taken out of the buffer.
   *
   * @returns Whether some arrived; `false` at the end
   */
  fill(): Promise<boolean> {
    if (this.#filling !== undefined) {
      // Whoever has begun to wait is told first.
      return this.#filling.then(() => !this.#eof, (error) => this.noteUnfilled(error));
    }
    const filling = this.startFilling();
    if (filling === undefined) return Promise.resolve(false);
    return filling.then((count) => this.noteFilled(count), (error) => this.noteUnfilled(error));
  }

  /**
   * Begin to wait for more bytes, as {@linkcode BufferedReader.fill} does with one promise more.
   *
   * @returns What {@linkcode BufferedReader.noteFilled} is to be called with, or {@linkcode
   * BufferedReader.noteUnfilled} where it is rejected; `undefined` if somebody waits already, or at the end
   *
   * @ignore
   */
  startFilling(): Promise<number | null> | undefined {
    if (this.#filling !== undefined || this.#eof) return undefined;
    this.#makeRoom();
    const room = this.#end === 0 ? this.#buffer : this.#buffer.subarray(this.#end);
    return this.#filling = this.#source.read(room);
  }

  /**
   * Take note of the bytes that were waited for.
   *
   * @param count How many have arrived; `null` at the end
   * @returns Whether some have arrived
   *
   * @ignore
   */
  noteFilled(count: number | null): boolean {
    this.#filling = undefined;
    this.#end += this.#noteEnd(count);
    return !this.#eof;
  }

  /**
   * Take note that waiting for bytes has failed.
   *
   * @param error What was thrown
   * @returns `false` if that is since the connection was closed on this side; `error` is thrown otherwise
   *
   * @ignore
   */
  noteUnfilled(error: unknown): boolean {
    this.#filling = undefined;
    this.#noteInterruption(error);
    return !this.#eof;
  }

  /** Wait for bytes of the source; 0 at the end. */
  async #receive(buffer: Uint8Array): Promise<number> {
    try {
      return this.#noteEnd(await this.#source.read(buffer));
    } catch (error) {
      return this.#noteInterruption(error);
    }
  }

  #noteEnd(count: number | null): number {
    this.#eof ||= count === null;
    return count ?? 0;
  }

  /** A read that was interrupted on purpose has come to the end. */
  #noteInterruption(error: unknown): number {
    if (!this.#source.closed || error instanceof TimeoutError) throw error;
    return this.#noteEnd(null);
  }

  /** Make room behind the last byte: by moving what there is to the front, or by growing. */
  #makeRoom(): void {
    const length = this.bufferedLength;
    if (length === 0) {
      this.#fit();
    } else if (length === this.#buffer.length) {
      const larger = length < pool.size ? pool.take() : new Uint8Array(length * 2);
      larger.set(this.#buffer);
      this.#giveBack();
      this.#buffer = larger;
    } else if (this.#end < this.#buffer.length) {
      return;
    } else {
      this.#buffer.copyWithin(0, this.#start, this.#end);
    }
    this.#start = 0;
    this.#end = length;
  }

  /** Have a buffer to wait with. */
  #fit(): void {
    if (this.#buffer.length > pool.size) return;
    const fitting = this.#source.crowded ? small : pool;
    if (this.#buffer.length === fitting.size) return;
    this.#giveBack();
    this.#buffer = fitting.take();
  }

  #giveBack(): void {
    if (this.#buffer.length === pool.size) pool.give(this.#buffer);
    else if (this.#buffer.length === small.size) small.give(this.#buffer);
  }

  /**
   * Take a line that has arrived already.
   *
   * @param limit The most bytes to take
   * @returns The line with its line end, or the first `limit` bytes of a longer one; `undefined`
   * when neither has arrived
   */
  bufferedLine(limit: number): Uint8Array | undefined {
    const lf = this.#buffer.indexOf(LF, this.#start);
    const found = lf >= 0 && lf < this.#end;
    const available = (found ? lf + 1 : this.#end) - this.#start;
    if (!found && available < limit) return undefined;
    return this.#take(Math.min(available, limit));
  }

  /** Bytes of the buffer as memory of their own, so that they outlive the next read. */
  #take(count: number): Uint8Array {
    const bytes = this.#buffer.slice(this.#start, this.#start + count);
    this.consume(count);
    return bytes;
  }

  /**
   * Read a line.
   *
   * @param limit The most bytes to read, 0 or more; negative for no limit
   * @returns The bytes up to and including `\n`; fewer at the limit or at the end of the stream
   */
  async readline(limit = -1): Promise<Uint8Array> {
    const most = limit < 0 ? Infinity : limit;
    for (;;) {
      const line = this.bufferedLine(most);
      if (line !== undefined) return line;
      if (!await this.fill()) return this.#take(Math.min(this.bufferedLength, most));
    }
  }

  /**
   * Read what has arrived into memory of the caller's, which much is read into without detours.
   *
   * @param buffer Where to put it
   * @returns The number of bytes, at least 1; 0 at the end of the stream
   */
  async readInto(buffer: Uint8Array): Promise<number> {
    if (this.bufferedLength === 0 && this.#filling === undefined) {
      return this.#eof ? 0 : await this.#receive(buffer);
    }
    if (this.bufferedLength === 0) await this.fill();
    const bytes = this.buffered.subarray(0, buffer.length);
    buffer.set(bytes);
    this.consume(bytes.length);
    return bytes.length;
  }

  /**
   * Give back what was read and is not wanted, so that it is read again. Nobody may be waiting for more.
   *
   * @param bytes The bytes, which are copied
   *
   * @ignore
   */
  protected unread(bytes: Uint8Array): void {
    const length = bytes.length + this.bufferedLength;
    const buffer = new Uint8Array(Math.max(length, pool.size));
    buffer.set(bytes);
    buffer.set(this.buffered, bytes.length);
    this.#buffer = buffer;
    this.#start = 0;
    this.#end = length;
  }

  /**
   * Read what has arrived, waiting only when that is nothing.
   *
   * @param size The most bytes to read
   * @returns At least one byte, or none at the end of the stream
   */
  async readSome(size: number): Promise<Uint8Array> {
    if (size === 0) return EMPTY;
    if (this.bufferedLength === 0) await this.fill();
    return this.#take(Math.min(this.bufferedLength, size));
  }
}

/**
 * {@linkcode BufferedWriter}: the `wfile` of a handler. It gathers a head and a small body into
 * one write, and holds a handler back when the client is slow.
 *
 * @module
 */

import { encodeLatin1, encodeLatin1Into } from "../http/latin1.ts";
import { BufferPool } from "./buffer_pool.ts";

/**
 * Where a {@linkcode BufferedWriter} writes to.
 *
 * @example Keep what is written
 * ```ts
 * import { BufferedWriter, type Sink } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * let size = 0;
 * const sink: Sink = {
 *   write(bytes) {
 *     size += bytes.length;
 *     return Promise.resolve();
 *   },
 * };
 * const writer = new BufferedWriter(sink);
 * writer.write(new Uint8Array(3));
 * await writer.flush();
 * assertEquals(size, 3);
 * ```
 */
export interface Sink {
  /** Write all of the bytes, which stay as they are until the promise is settled. */
  write(bytes: Uint8Array): Promise<void>;
}

/** The most that is buffered, in bytes: a head and a small body, or a block of a listing. */
const BUFFER_SIZE = 32 * 1024;

/** Buffers of many connections that are answered in one turn: most answers fit. */
const small = new BufferPool(8 * 1024, 1024);

const large = new BufferPool(BUFFER_SIZE, 32);

const nothing: Promise<void> = Promise.resolve();

/**
 * A writer with a bounded buffer.
 *
 * Small pieces are copied, so that their memory may be used again at once. Nothing is sent before
 * {@linkcode BufferedWriter.flush}, unless the buffer is full or {@linkcode
 * BufferedWriter.autoFlush} is set: then at the end of the current turn.
 *
 * CPython: `socketserver._SocketWriter`, with the buffer that it lacks.
 *
 * @example Write through a buffer
 * ```ts
 * import { BufferedWriter } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const sent: string[] = [];
 * const sink = {
 *   write(bytes: Uint8Array): Promise<void> {
 *     sent.push(new TextDecoder().decode(bytes));
 *     return Promise.resolve();
 *   },
 * };
 * const writer = new BufferedWriter(sink);
 * writer.write(new TextEncoder().encode("Hello, "));
 * writer.write(new TextEncoder().encode("world"));
 * await writer.flush();
 * assertEquals(sent, ["Hello, world"]);
 * ```
 */
export class BufferedWriter {
  #buffer: Uint8Array | undefined;
  #length = 0;
  #sending: Promise<void> | undefined;
  /** How many sends there were: the last one leaves nothing that is being sent. */
  #sends = 0;
  #scheduled = false;
  #autoFlush = false;
  #failure: { readonly error: unknown } | undefined;
  #written = 0;
  readonly #sink: Sink;

  /**
   * Make a writer.
   *
   * @param sink Where the bytes go
   */
  constructor(sink: Sink) {
    this.#sink = sink;
  }

  /** The number of bytes written so far, those in the buffer included. */
  get written(): number {
    return this.#written;
  }

  /** Whether there are bytes that {@linkcode BufferedWriter.flush} would wait for. */
  get pending(): boolean {
    return this.#length > 0 || this.#sending !== undefined;
  }

  /** Whether bytes are sent at the end of the turn in which they were written, without a flush. */
  get autoFlush(): boolean {
    return this.#autoFlush;
  }

  set autoFlush(value: boolean) {
    this.#autoFlush = value;
    if (value && this.#length > 0) this.#schedule();
  }

  /**
   * Write bytes.
   *
   * @param bytes The bytes; more than a few KiB are not copied, and must not change before the
   * promise is settled
   * @returns Resolves when there is room for more: await it when you write much
   * @throws The error of the connection when it is broken, also that of an earlier write
   */
  write(bytes: Uint8Array): Promise<void> {
    if (this.#failure !== undefined) return handled(Promise.reject(this.#failure.error));
    this.#written += bytes.length;
    if (this.#length + bytes.length > BUFFER_SIZE) return handled(this.#writeThrough(bytes));
    this.#roomFor(bytes.length).set(bytes);
    this.#length += bytes.length;
    if (this.#autoFlush) this.#schedule();
    return nothing;
  }

  /**
   * Write text as ISO 8859-1.
   *
   * @param text The text
   * @returns As {@linkcode BufferedWriter.write}
   * @throws {RangeError} when a character is outside ISO 8859-1; nothing is written then
   */
  writeText(text: string): Promise<void> {
    if (this.#failure !== undefined || this.#length + text.length > BUFFER_SIZE) {
      return this.write(encodeLatin1(text));
    }
    encodeLatin1Into(text, this.#roomFor(text.length));
    this.#length += text.length;
    this.#written += text.length;
    if (this.#autoFlush) this.#schedule();
    return nothing;
  }

  /**
   * Write bytes that are not copied whatever their number, and sent at once.
   *
   * @param bytes They must never change
   */
  writeShared(bytes: Uint8Array): void {
    if (this.#length > 0) this.flush();
    this.#written += bytes.length;
    this.#send(bytes);
  }

  /**
   * Send what is buffered.
   *
   * @returns Resolves when all of it has been handed to the operating system
   * @throws The error of the connection when it is broken
   */
  flush(): Promise<void> {
    if (this.#failure !== undefined) return handled(Promise.reject(this.#failure.error));
    if (this.#length === 0) return this.#sending ?? nothing;
    const buffer = this.#buffer!;
    const bytes = buffer.subarray(0, this.#length);
    this.#buffer = undefined;
    this.#length = 0;
    return this.#send(bytes, buffer);
  }

  /**
   * While work waits for something, what it has written is on its way.
   *
   * @param work What is done
   *
   * @ignore
   */
  async flushDuring(work: Promise<void>): Promise<void> {
    this.autoFlush = true;
    try {
      await work;
    } finally {
      this.autoFlush = false;
    }
  }

  /** Room for so many bytes behind those in the buffer, which is made larger if it has to be. */
  #roomFor(length: number): Uint8Array {
    const start = this.#length;
    const end = start + length;
    let buffer = this.#buffer;
    if (buffer === undefined || end > buffer.length) {
      buffer = (end > small.size ? large : small).take();
      if (this.#buffer !== undefined) {
        buffer.set(this.#buffer.subarray(0, start));
        giveBack(this.#buffer);
      }
      this.#buffer = buffer;
    }
    return buffer.subarray(start, end);
  }

  /** Send what is buffered and then the bytes: together if they fit into what is left of a buffer. */
  async #writeThrough(bytes: Uint8Array): Promise<void> {
    if (this.#length > 0) {
      const first = bytes.subarray(0, BUFFER_SIZE - this.#length);
      this.#roomFor(first.length).set(first);
      this.#length += first.length;
      const flushed = this.flush();
      const rest = bytes.subarray(first.length);
      await Promise.all([flushed, this.#send(rest)]);
      return;
    }
    await this.#send(bytes);
  }

  /** Send after what is being sent; give the buffer back when done. */
  #send(bytes: Uint8Array, buffer?: Uint8Array): Promise<void> {
    const number = ++this.#sends;
    const sent = this.#sending === undefined
      ? this.#transmit(bytes)
      : this.#sending.then(() => this.#sink.write(bytes));
    // An async function would cost more than the rest of this.
    const sending = sent.then(() => {
      if (buffer !== undefined) giveBack(buffer);
      this.#noteSent(number);
    }, (error) => {
      this.#failure ??= { error };
      this.#noteSent(number);
      throw error;
    });
    this.#sending = sending;
    return handled(sending);
  }

  #transmit(bytes: Uint8Array): Promise<void> {
    try {
      return this.#sink.write(bytes);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #noteSent(number: number): void {
    if (number === this.#sends) this.#sending = undefined;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    // Not before the last bytes have left: a full buffer is what holds the handler back.
    (this.#sending ?? nothing).then(() => {
      this.#scheduled = false;
      return this.flush();
    }).catch(() => {
      // A failure is kept, and thrown by the next write or flush.
    });
  }
}

function giveBack(buffer: Uint8Array): void {
  (buffer.length === small.size ? small : large).give(buffer);
}

/** A handler that does not await its writes must not end the process when the peer goes. */
function handled(promise: Promise<void>): Promise<void> {
  promise.catch(ignore);
  return promise;
}

function ignore(): void {}

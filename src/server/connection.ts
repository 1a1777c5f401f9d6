/**
 * {@linkcode Connection}: what a server hands to its handlers as the request, in the place of
 * Python's socket. It adds to `Deno.Conn` a timeout for each read and write, and the two facts that
 * a graceful shutdown turns on: is it idle, and should it end.
 *
 * @module
 */

import type { Watched } from "./connection_guard.ts";
import { PYTHON_LIMITS, type ServerLimits } from "./limits.ts";

/** How long {@linkcode Connection.discard} goes on, in milliseconds. */
const LINGER_TIME = 10_000;

/** How long it waits for more, in milliseconds. */
const LINGER_SILENCE = 2000;

/** With more connections than this, each waits with little memory. */
const CROWD = 2000;

/** A connection that is its server's only one. */
const ALONE = { size: 1 };

/**
 * What a {@linkcode Connection} needs of the stream below it; `Deno.Conn` has all of it.
 *
 * @example Give a handler a request, and read its answer, without a network
 * ```ts
 * import {
 *   BaseHTTPRequestHandler,
 *   Connection,
 *   type ConnectionStream,
 *   HTTPServer,
 * } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * class Teapot extends BaseHTTPRequestHandler {
 *   do_GET(): void {
 *     this.sendResponseOnly(418);
 *     this.endHeaders();
 *   }
 *   override logMessage(): void {}
 * }
 *
 * const addr: Deno.NetAddr = { transport: "tcp", hostname: "127.0.0.1", port: 1 };
 * const request = new Blob(["GET / HTTP/1.1\r\n\r\n"]).stream().getReader();
 * let answer = "";
 * const stream: ConnectionStream = {
 *   async read(buffer) {
 *     const { value } = await request.read();
 *     if (value) buffer.set(value);
 *     return value?.length ?? null;
 *   },
 *   write(bytes) {
 *     answer += new TextDecoder().decode(bytes);
 *     return Promise.resolve(bytes.length);
 *   },
 *   closeWrite: () => Promise.resolve(),
 *   close: () => {},
 *   remoteAddr: addr,
 *   localAddr: addr,
 * };
 * const server = new HTTPServer(["", 0], Teapot, { bindAndActivate: false });
 * await new Teapot(new Connection(stream), ["127.0.0.1", 1], server).run();
 * assertEquals(answer, "HTTP/1.0 418 I'm a Teapot\r\n\r\n");
 * ```
 */
export interface ConnectionStream {
  /** Read up to `buffer.length` bytes; `null` at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Write some of the bytes and say how many. */
  write(bytes: Uint8Array): Promise<number>;
  /** Say that nothing more will be written. */
  closeWrite(): Promise<void>;
  /** Send small pieces at once; where the stream can. */
  setNoDelay?(noDelay: boolean): void;
  /** Give the stream up; what is pending is rejected. */
  close(): void;
  /** Whether it is TLS. */
  readonly encrypted?: boolean;
  /** The number of bytes that have left so far, where `write` does not tell before it has written all. */
  readonly sent?: number;
  /** The address of the peer. */
  readonly remoteAddr: Deno.Addr;
  /** The address on this side. */
  readonly localAddr: Deno.Addr;
}

/**
 * What a connection waits for: a request of which nothing has arrived (`"idle"`), or the rest of its
 * head; or the handler, of a request that has a `"body"` it may read, or of one that has none.
 *
 * @example Tell what a handler's connection waits for
 * ```ts
 * import { BaseHTTPRequestHandler, type ConnectionPhase, serve } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const phases: ConnectionPhase[] = [];
 *
 * class Watched extends BaseHTTPRequestHandler {
 *   do_GET(): void {
 *     phases.push(this.request.phase);
 *     this.sendError(404);
 *   }
 *   do_POST(): void {
 *     this.do_GET();
 *   }
 * }
 *
 * await using server = serve({ hostname: "127.0.0.1", port: 0, handler: Watched, log: "off" });
 * const url = `http://127.0.0.1:${server.addr.port}/`;
 * await (await fetch(url)).body?.cancel();
 * await (await fetch(url, { method: "POST", body: "tea" })).body?.cancel();
 * assertEquals(phases, ["answer", "body"]);
 * ```
 */
export type ConnectionPhase = "idle" | "head" | "body" | "answer";

/**
 * A read or write took longer than {@linkcode Connection.timeout}. The connection is closed.
 *
 * CPython: the built-in `TimeoutError` that a socket with a timeout raises.
 *
 * @example Tell it from other errors
 * ```ts
 * import { TimeoutError } from "@pyport/http-server";
 * import { assert } from "@std/assert";
 *
 * const error = new TimeoutError("timed out");
 * assert(error instanceof Error && error instanceof TimeoutError);
 * ```
 */
export class TimeoutError extends Error {
  /** The name of the class. */
  override readonly name = "TimeoutError";

  /**
   * Make an error.
   *
   * @param message What happened
   */
  constructor(message = "timed out") {
    super(message);
  }
}

/**
 * One accepted connection.
 *
 * @example Let a handler run over streams in memory
 * ```ts
 * import { Connection } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const addr: Deno.NetAddr = { transport: "tcp", hostname: "127.0.0.1", port: 1 };
 * const connection = new Connection({
 *   read: () => Promise.resolve(null),
 *   write: (bytes) => Promise.resolve(bytes.length),
 *   closeWrite: () => Promise.resolve(),
 *   close: () => {},
 *   remoteAddr: addr,
 *   localAddr: addr,
 * });
 * assertEquals(await connection.read(new Uint8Array(1)), null);
 * ```
 */
export class Connection {
  /**
   * The longest that one read or write may take, in seconds; `null` for no limit.
   *
   * CPython: `socket.settimeout`.
   */
  timeout: number | null = null;

  /** What it waits for. Limits of time depend on it. */
  phase: ConnectionPhase = "answer";

  /** How much of the header block of the request has arrived, in bytes: it is kept until the next. */
  headSize = 0;

  /** The limits of its server. */
  readonly limits: ServerLimits;

  /**
   * Whether the peer may still be sending what nobody is going to read: then closing at once could
   * take from it what was written last.
   */
  unread = false;

  /**
   * Its neighbours in the list of its server.
   *
   * @ignore
   */
  previous: Connection | undefined;

  /** @ignore */
  next: Connection | undefined;

  /**
   * What the guard of its server knows of it.
   *
   * @ignore
   */
  watched: Watched | undefined;

  #draining = false;
  #closed = false;
  #timedOut = false;
  /** When the read and the write that are under way time out. */
  #deadlines: Record<"read" | "write", number> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Ends the wait for the rest of a head or a body. */
  #interrupt: ((error: Error) => void) | undefined;
  /** Ends the wait for a handler. */
  #abandon: ((error: Error) => void) | undefined;
  #requests = 0;
  #received = 0;
  #sent = 0;
  #writing = false;
  readonly #stream: ConnectionStream;
  readonly #peers: { readonly size: number };

  /**
   * Make a connection of a stream.
   *
   * @param stream The stream below, e.g. a `Deno.TcpConn`
   * @param limits The limits of its server
   * @param peers The connections of its server
   */
  constructor(
    stream: ConnectionStream,
    limits: ServerLimits = PYTHON_LIMITS,
    peers: { readonly size: number } = ALONE,
  ) {
    this.#stream = stream;
    this.limits = limits;
    this.#peers = peers;
  }

  /**
   * Whether there are so many connections that each should wait with little memory.
   *
   * @ignore
   */
  get crowded(): boolean {
    return this.#peers.size > CROWD;
  }

  /** Whether it waits for a request that has not arrived whole, so that closing it interrupts nobody. */
  get idle(): boolean {
    return this.phase === "idle" || this.phase === "head";
  }

  set idle(idle: boolean) {
    this.phase = idle ? "idle" : "answer";
  }

  /** How many requests it has brought so far, the one included that is waited for. */
  get requests(): number {
    return this.#requests;
  }

  /** Whether it may bring no more requests: it has brought all that it may, or is to end. */
  get retired(): boolean {
    return this.#draining || this.#requests >= this.limits.maxRequestsPerConnection;
  }

  /**
   * Count a request.
   *
   * @returns Whether it is to be the last
   */
  countRequest(): boolean {
    this.#requests++;
    this.headSize = 0;
    return this.retired;
  }

  /** Whether something waits for the rest of a head or a body. */
  get reading(): boolean {
    return this.#interrupt !== undefined;
  }

  /** The number of bytes of heads and bodies that something waited for. */
  get received(): number {
    return this.#received;
  }

  /** Whether a write waits for the peer. */
  get writing(): boolean {
    return this.#writing;
  }

  /** The number of bytes that have left. */
  get sent(): number {
    return this.#stream.sent ?? this.#sent;
  }

  /** The address of the peer. */
  get remoteAddr(): Deno.Addr {
    return this.#stream.remoteAddr;
  }

  /** The address on this side. */
  get localAddr(): Deno.Addr {
    return this.#stream.localAddr;
  }

  /** Whether it is TLS. */
  get encrypted(): boolean {
    return this.#stream.encrypted ?? false;
  }

  /** Whether it was closed on this side. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Whether it is to end after the request that is being answered. */
  get draining(): boolean {
    return this.#draining;
  }

  /** Close it once it is idle: now, or after the request that is being answered. */
  drain(): void {
    this.#draining = true;
    if (this.idle) this.close();
  }

  /**
   * Read what has arrived.
   *
   * @param buffer Where to put it
   * @returns The number of bytes, at least 1; `null` at the end
   * @throws {TimeoutError} when nothing arrives in time
   */
  read(buffer: Uint8Array): Promise<number | null> {
    const { timeout, phase } = this;
    if (timeout === null && (phase === "idle" || phase === "answer")) {
      return this.#stream.read(buffer);
    }
    if (timeout === null) return this.#readInterruptibly(buffer);
    return this.#within("read", timeout, () => this.#readInterruptibly(buffer));
  }

  #readInterruptibly(buffer: Uint8Array): Promise<number | null> {
    const { promise, resolve, reject } = Promise.withResolvers<number | null>();
    this.#interrupt = reject;
    this.#stream.read(buffer).then((count) => {
      this.#interrupt = undefined;
      this.#received += count ?? 0;
      resolve(count);
    }, (error) => {
      this.#interrupt = undefined;
      reject(error);
    });
    return promise;
  }

  /**
   * End the wait for the rest of a head or a body, if something waits for it. The connection stays open, for
   * an answer, and nothing more can be read from it.
   *
   * @param error What the reading throws
   */
  interrupt(error: Error): void {
    this.#interrupt?.(error);
    this.#interrupt = undefined;
  }

  /**
   * Wait for a handler, as long as the limit `handlerTimeout` lets it.
   *
   * @param answered What it does
   * @throws What the handler throws, or {@linkcode Connection.abandon} was told
   */
  untilAnswered(answered: Promise<void>): Promise<void> {
    return this.limits.handlerTimeout === Infinity ? answered : this.#untilAbandoned(answered);
  }

  async #untilAbandoned(answered: Promise<void>): Promise<void> {
    const { promise, reject } = Promise.withResolvers<void>();
    this.#abandon = reject;
    try {
      await Promise.race([answered, promise]);
    } finally {
      this.#abandon = undefined;
    }
  }

  /** Whether a handler is waited for. */
  get answering(): boolean {
    return this.#abandon !== undefined;
  }

  /**
   * Wait no longer for the handler. The connection stays open, for an answer.
   *
   * @param error What the waiting throws
   */
  abandon(error: Error): void {
    this.#abandon?.(error);
  }

  /**
   * Write all of the bytes.
   *
   * @param bytes Must not change until the promise is settled
   * @throws {TimeoutError} when the peer takes nothing for so long
   */
  write(bytes: Uint8Array): Promise<void> {
    this.#writing = true;
    // Mostly all is taken at once, and an async function would cost more than the rest of this.
    return this.#writeSome(bytes).then((written): void | Promise<void> => {
      this.#sent += written;
      if (written < bytes.length) return this.#writeRest(bytes.subarray(written));
      this.#writing = false;
    }, (error) => this.#noteBrokenWrite(error));
  }

  async #writeRest(bytes: Uint8Array): Promise<void> {
    try {
      for (let rest = bytes; rest.length > 0;) {
        const written = await this.#writeSome(rest);
        this.#sent += written;
        rest = rest.subarray(written);
      }
      this.#writing = false;
    } catch (error) {
      this.#noteBrokenWrite(error);
    }
  }

  #writeSome(bytes: Uint8Array): Promise<number> {
    const { timeout } = this;
    if (timeout !== null) {
      return this.#within("write", timeout, () => this.#stream.write(bytes));
    }
    try {
      return this.#stream.write(bytes);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #noteBrokenWrite(error: unknown): never {
    this.#writing = false;
    throw this.#timedOut ? new TimeoutError() : error;
  }

  /**
   * Send small pieces at once, or only when those before them were acknowledged (Nagle's algorithm).
   *
   * @param noDelay Whether to send them at once
   */
  setNoDelay(noDelay: boolean): void {
    try {
      this.#stream.setNoDelay?.(noDelay);
    } catch {
      // The peer has gone already: reading will tell.
    }
  }

  /** Say that nothing more will be written. Never throws: the peer may be gone. */
  async closeWrite(): Promise<void> {
    try {
      await this.#stream.closeWrite();
    } catch {
      // Python's shutdown_request ignores the OSError as well.
    }
  }

  /**
   * Read and drop what the peer still sends, until it stops or ten seconds have passed: a reset, which
   * closing at once would cause, could overtake the answer (RFC 9112, section 9.6).
   */
  async discard(): Promise<void> {
    this.idle = true;
    if (this.#draining) return;
    const buffer = new Uint8Array(16384);
    let silence = performance.now() + LINGER_SILENCE;
    const end = performance.now() + LINGER_TIME;
    const timer = setInterval(() => {
      if (performance.now() > Math.min(silence, end)) this.close();
    }, LINGER_SILENCE / 4);
    try {
      while (await this.read(buffer) !== null) {
        const now = performance.now();
        if (now > end) break;
        silence = now + LINGER_SILENCE;
      }
    } catch {
      // The peer has reset the connection: it wants nothing more.
    } finally {
      clearInterval(timer);
    }
  }

  /** Close it while it waits for a request: over TLS with the goodbye that tells it from an attack. */
  async leave(): Promise<void> {
    if (this.encrypted) await this.closeWrite();
    this.close();
  }

  /** Close it since the peer has had its time: what is written then throws a {@linkcode TimeoutError}. */
  expire(): void {
    this.#timedOut = true;
    this.close();
  }

  /** Close it, interrupting what is pending. Closing twice is nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    try {
      this.#stream.close();
    } catch {
      // The resource is gone already.
    }
  }

  /** Do something within so many seconds. A timer runs at most once a period, not once for each. */
  async #within<T>(
    what: "read" | "write",
    timeout: number,
    operation: () => Promise<T>,
  ): Promise<T> {
    const deadlines = this.#deadlines ??= { read: Infinity, write: Infinity };
    deadlines[what] = performance.now() + timeout * 1000;
    if (!this.#closed) this.#timer ??= setTimeout(() => this.#check(), timeout * 1000);
    try {
      return await operation();
    } catch (error) {
      throw this.#timedOut ? new TimeoutError() : error;
    } finally {
      deadlines[what] = Infinity;
    }
  }

  #check(): void {
    this.#timer = undefined;
    const { read = Infinity, write = Infinity } = this.#deadlines ?? {};
    const deadline = Math.min(read, write);
    if (deadline === Infinity) return;
    const left = deadline - performance.now();
    if (left > 0) {
      this.#timer = setTimeout(() => this.#check(), left);
      return;
    }
    this.expire();
  }
}

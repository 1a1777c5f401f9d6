/**
 * {@linkcode RequestReader}: the `rfile` of a handler. Between requests it is the connection's
 * bytes; while a request is answered it is that request's body, and ends where the body ends.
 *
 * @module
 */

import { concat } from "../http/concat.ts";
import type { BodyFraming } from "../http/body_framing.ts";
import { ChunkedDecoder, ChunkedError } from "../http/chunked.ts";
import { RequestError } from "../http/request_error.ts";
import { BufferedReader } from "./reader.ts";

/** How much is read in one step, in bytes, where nothing smaller was asked for. */
const BLOCK_SIZE = 65536;

/** The first one of a body: most bodies are small. */
const MIN_BLOCK_SIZE = 1024;

/**
 * How many chunks are decoded in one step: each may bring a single byte, and then they take longer than
 * all else.
 */
const MAX_CHUNKS = 4096;

const EMPTY = new Uint8Array(0);

/** Loaded with the first body that does not come at once, or requests that do. */
let turns: typeof import("./shared_turns.ts") | undefined;

/** Begin with what may take long, or go on with it: see `shared_turns.ts`. */
function takeSharedTurn(begun: boolean): Promise<void> | undefined {
  if (turns !== undefined) return begun ? turns.nextTurnIfOver() : turns.joinTurns();
  return begun ? loadTurns() : undefined;
}

async function loadTurns(): Promise<void> {
  turns = await import("./shared_turns.ts");
}

/**
 * A {@linkcode BufferedReader} that knows where a request's body ends.
 *
 * @example Read the body of a request
 * ```ts
 * import { BaseHTTPRequestHandler, serve } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * class Echo extends BaseHTTPRequestHandler {
 *   async do_POST(): Promise<void> {
 *     const body = await this.rfile.read(Number(this.headers.get("Content-Length")));
 *     this.sendResponse(200);
 *     this.endHeaders();
 *     this.wfile.write(body);
 *   }
 * }
 *
 * await using server = serve({ hostname: "127.0.0.1", port: 0, handler: Echo });
 * const url = `http://127.0.0.1:${server.addr.port}/`;
 * assertEquals(await (await fetch(url, { method: "POST", body: "tea" })).text(), "tea");
 * ```
 */
export class RequestReader extends BufferedReader {
  /** What is left of the body in bytes; `Infinity` where it ends with the connection. */
  #remaining = Infinity;
  #chunked: ChunkedDecoder | undefined;
  /** How much of a body whose length is not known may still come, in bytes. */
  #allowance = Infinity;
  /** Whether some of the body has been asked for. */
  #begun = false;
  /** Whether the last request had come before the one before it was answered. */
  #wasEarly = false;
  /** How much is read at once. */
  #blockSize = MIN_BLOCK_SIZE;
  /** What was wrong with the body: it stays wrong. */
  #failure: unknown;
  /** Decoded bytes that {@linkcode RequestReader.readline} looked at and did not return. */
  #ahead: Uint8Array = EMPTY;

  /**
   * Let others be served before the request that has begun to arrive, where its client sends requests
   * without waiting for answers.
   *
   * @returns What to wait for; mostly there is nothing
   *
   * @ignore
   */
  takeTurn(): Promise<void> | undefined {
    const wasEarly = this.#wasEarly;
    this.#wasEarly = this.early;
    return this.#wasEarly ? takeSharedTurn(wasEarly) : undefined;
  }

  /**
   * From here on, read a body.
   *
   * @param framing Its framing; with `"unknown"` all that the connection still brings
   * @param limit The most bytes that it may have
   * @throws {RequestError} when it is said to have more
   */
  beginBody(framing: BodyFraming, limit = Infinity): void {
    if (typeof framing === "number" && framing > limit) throw RequestError.tooLarge();
    this.#chunked = framing === "chunked" ? new ChunkedDecoder() : undefined;
    this.#remaining = typeof framing === "number" ? framing : Infinity;
    this.#allowance = limit;
    this.#failure = undefined;
    this.#begun = false;
  }

  /**
   * Read and drop what is left of the body, so that the next request can be read.
   *
   * @param limit The most bytes to drop
   * @returns Whether the body has ended; otherwise the connection is of no further use
   */
  async endBody(limit: number): Promise<boolean> {
    try {
      return await this.#drop(limit);
    } catch (error) {
      if (error instanceof RequestError) return false;
      throw error;
    }
  }

  async #drop(limit: number): Promise<boolean> {
    for (let left = limit; left >= 0;) {
      if (this.bodyEnded) {
        this.beginBody("unknown");
        return true;
      }
      if (this.#chunked === undefined && this.#remaining > left) return false;
      const bytes = await this.readSome(BLOCK_SIZE);
      if (bytes.length === 0 && !this.bodyEnded) return false;
      left -= bytes.length;
    }
    return false;
  }

  /** Whether all of the body was read. A body that ends with the connection never is. */
  get bodyEnded(): boolean {
    if (this.#ahead.length > 0) return false;
    return this.#chunked !== undefined ? this.#chunked.done : this.#remaining === 0;
  }

  /**
   * Read a line of the body.
   *
   * @param limit The most bytes to read, 0 or more; negative for no limit
   * @returns The bytes up to and including `\n`; fewer at the limit or at the end of the body
   * @throws {RequestError} when a chunked body is malformed or ends early, or a body is too large or
   * too slow
   */
  override async readline(limit = -1): Promise<Uint8Array> {
    if (this.#remaining === Infinity && this.#chunked === undefined) return super.readline(limit);
    const pieces: Uint8Array[] = [];
    for (let left = limit < 0 ? Infinity : limit; left > 0;) {
      const bytes = await this.readSome(Math.min(left, BLOCK_SIZE));
      if (bytes.length === 0) break;
      const lf = bytes.indexOf(10);
      const line = lf < 0 ? bytes : bytes.subarray(0, lf + 1);
      pieces.push(line);
      left -= line.length;
      if (lf < 0) continue;
      this.#unread(bytes.subarray(lf + 1));
      break;
    }
    return concat(pieces);
  }

  #unread(bytes: Uint8Array): void {
    if (bytes.length > 0) {
      this.#ahead = this.#ahead.length > 0 ? concat([bytes, this.#ahead]) : bytes;
    }
  }

  /**
   * Read bytes, waiting until there are as many as asked for.
   *
   * @param size How many; negative for all up to the end
   * @returns The bytes; fewer at the end of the body, or of a connection that ends within a body of
   * a known length, as in Python: {@linkcode RequestReader.bodyEnded} tells
   * @throws {RequestError} when a chunked body is malformed or ends early, or a body is too large or
   * too slow
   */
  async read(size = -1): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for (let left = size < 0 ? Infinity : size; left > 0;) {
      const bytes = await this.readSome(Math.min(left, BLOCK_SIZE));
      if (bytes.length === 0) break;
      if (bytes.length === size) return bytes;
      pieces.push(bytes);
      left -= bytes.length;
    }
    return concat(pieces);
  }

  /**
   * Read what has arrived of the body, waiting only when that is nothing.
   *
   * @param size The most bytes to read
   * @returns At least one byte, or none at the end of the body
   * @throws {RequestError} when a chunked body is malformed or ends early, or a body is too large or
   * too slow
   */
  override async readSome(size: number): Promise<Uint8Array> {
    if (size === 0) return EMPTY;
    if (this.#ahead.length > 0) {
      const bytes = this.#ahead.subarray(0, size);
      this.#ahead = this.#ahead.subarray(bytes.length);
      return bytes;
    }
    if (this.#failure !== undefined) throw this.#failure;
    try {
      return await this.#readBody(size);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  /** Read a block: the more comes at once, the larger the next one. */
  async #readBody(size: number): Promise<Uint8Array> {
    const most = Math.max(this.bufferedLength, this.#blockSize);
    const block = new Uint8Array(Math.min(size, this.#remaining, most));
    const count = await this.readInto(block);
    if (count < block.length) this.#blockSize = MIN_BLOCK_SIZE;
    else if (count === most) this.#blockSize = Math.min(most * 4, BLOCK_SIZE);
    // Little is not to keep much in memory.
    return count < block.length / 2 ? block.slice(0, count) : block.subarray(0, count);
  }

  /**
   * Read what has arrived of the body into memory of the caller's.
   *
   * @param buffer Where to put it
   * @returns The number of bytes, at least 1; 0 at the end of the body
   * @throws {RequestError} when a chunked body is malformed or ends early, or a body is too large or
   * too slow
   */
  override async readInto(buffer: Uint8Array): Promise<number> {
    const turn = this.#takeTurnForBody();
    if (turn !== undefined) await turn;
    if (this.#chunked !== undefined && this.#ahead.length === 0 && buffer.length > 0) {
      return await this.#readChunkedInto(this.#chunked, buffer);
    }
    if (this.#chunked === undefined && this.#ahead.length === 0) {
      if (this.#remaining === 0) return 0;
      const count = await super.readInto(
        buffer.subarray(0, Math.min(buffer.length, this.#remaining)),
      );
      this.#remaining -= count;
      this.#allowance -= count;
      if (this.#allowance < 0) throw RequestError.tooLarge();
      return count;
    }
    const bytes = await this.readSome(buffer.length);
    buffer.set(bytes);
    return bytes.length;
  }

  /** A client that sends faster than its bytes are read would never let the event loop turn. */
  #takeTurnForBody(): Promise<void> | undefined {
    if (!this.holdsBack) return undefined;
    const begun = this.#begun;
    this.#begun = true;
    return takeSharedTurn(begun);
  }

  /** Read chunks as they come, and decode them where they are. */
  async #readChunkedInto(decoder: ChunkedDecoder, buffer: Uint8Array): Promise<number> {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      let length = 0;
      while (length === 0 && !decoder.done) {
        const count = await super.readInto(buffer);
        if (count === 0) throw new ChunkedError("Chunked body ends early");
        length = this.#decodeInPlace(decoder, buffer.subarray(0, count));
      }
      this.#allowance -= length;
      if (this.#allowance < 0) throw RequestError.tooLarge();
      return length;
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  /** Move the data of chunks to the front, and give back what does not belong to them. */
  #decodeInPlace(decoder: ChunkedDecoder, bytes: Uint8Array): number {
    let length = 0;
    let position = 0;
    try {
      for (let left = MAX_CHUNKS; left > 0 && position < bytes.length && !decoder.done; left--) {
        const { consumed, data } = decoder.decode(bytes.subarray(position));
        position += consumed;
        bytes.copyWithin(length, position - data.length, position);
        length += data.length;
      }
    } catch (error) {
      // What came before is good.
      if (length === 0) throw error;
      this.#failure = error;
    } finally {
      if (position < bytes.length) this.unread(bytes.subarray(position));
    }
    return length;
  }

  /**
   * The body as a stream, which reads no faster than it is read. It fails with a
   * {@linkcode RequestError} where the other methods throw one, and also when the connection ends
   * within a body of a known length.
   *
   * It shares its position with the other methods: use one or the other.
   */
  get readable(): ReadableStream<Uint8Array> {
    return new ReadableStream({
      pull: async (controller): Promise<void> => {
        const bytes = await this.readSome(BLOCK_SIZE);
        if (bytes.length > 0) controller.enqueue(bytes);
        else if (this.bodyEnded || this.#remaining === Infinity) controller.close();
        else throw new RequestError(400, "Request body ends early");
      },
    }, { highWaterMark: 0 });
  }
}

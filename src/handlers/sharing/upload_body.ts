/**
 * {@linkcode UploadBody}: the body of a request, in blocks and up to a limit.
 *
 * @module
 */

import { type BodyFraming, bodyFraming } from "../../http/body_framing.ts";
import { ChunkedError } from "../../http/chunked.ts";
import { HTTPStatus } from "../../http/status.ts";
import { isDisconnection } from "../../server/disconnection.ts";
import type { BaseHTTPRequestHandler } from "../base.ts";
import { CutOffError, RefusedError } from "./refusal.ts";

/** How much is read at once at most, in bytes. */
const BLOCK_SIZE = 256 * 1024;

/** The smallest block, in bytes. */
const MIN_BLOCK_SIZE = 4096;

/** Options of {@linkcode UploadBody.open}. */
export interface UploadBodyOptions {
  /** The most bytes that the body may have. */
  readonly limit: number;
  /**
   * Whether the client has to say how long it is, or that it will say where it ends.
   *
   * @default {false}
   */
  readonly needsFraming?: boolean;
  /**
   * What to say of a body that is too long.
   *
   * @default says what the limit is
   */
  readonly excess?: string;
}

/** The body of a request that has not been read. */
export class UploadBody {
  readonly #handler: BaseHTTPRequestHandler;
  readonly #limit: number;
  readonly #excess: string;
  /** Two blocks, so that one can be written while the other is read. */
  readonly #blocks: (Uint8Array | undefined)[] = [];
  readonly #blockSize: number;
  #next = 0;
  #received = 0;

  private constructor(
    handler: BaseHTTPRequestHandler,
    { limit, excess = excessOf(limit) }: UploadBodyOptions,
    /** Its length in bytes, where that is known. */
    readonly length: number | undefined,
  ) {
    this.#handler = handler;
    this.#limit = limit;
    this.#excess = excess;
    this.#blockSize = Math.max(MIN_BLOCK_SIZE, Math.min(BLOCK_SIZE, length ?? BLOCK_SIZE));
  }

  /**
   * Look at the head. The client is not yet told to send the body.
   *
   * @param handler The handler of the request
   * @param options See {@linkcode UploadBodyOptions}
   * @returns The body
   * @throws {RefusedError} with status 400 when its end can't be told, 411 when it should have been
   * told, and 413 when it is too long
   */
  static open(handler: BaseHTTPRequestHandler, options: UploadBodyOptions): UploadBody {
    const { headers, requestVersion } = handler;
    const { limit, needsFraming = false } = options;
    const framing: BodyFraming = bodyFraming(headers, requestVersion);
    if (framing === "unknown") {
      throw new RefusedError(HTTPStatus.BAD_REQUEST, "The length of the content is ambiguous");
    }
    if (needsFraming && !headers.has("content-length") && framing !== "chunked") {
      throw new RefusedError(HTTPStatus.LENGTH_REQUIRED, "The length of the content is missing");
    }
    const length = framing === "chunked" ? undefined : framing;
    const body = new UploadBody(handler, options, length);
    if (length !== undefined && length > limit) throw body.#tooLong();
    return body;
  }

  /** The number of bytes that were read so far. */
  get received(): number {
    return this.#received;
  }

  /** Tell a client that asks for it to send the body (RFC 9110, section 10.1.1). */
  invite(): void {
    const handler = this.#handler;
    if (handler.requestVersion < "HTTP/1.1" || handler.protocolVersion < "HTTP/1.1") return;
    if (handler.headers.get("expect", "").toLowerCase() !== "100-continue") return;
    if (handler.rfile.bodyEnded || handler.rfile.bufferedLength > 0) return;
    handler.sendResponseOnly(HTTPStatus.CONTINUE);
    handler.endHeaders();
  }

  /**
   * Read a block.
   *
   * @returns At least one byte, valid until the second read after this one; `undefined` at the end
   * @throws {CutOffError} when the connection ends before the body
   * @throws {RefusedError} with status 400 when the body is malformed, and 413 when it is too long
   */
  async read(): Promise<Uint8Array | undefined> {
    const { rfile } = this.#handler;
    const block = this.#blocks[this.#next] ??= new Uint8Array(this.#blockSize);
    this.#next = 1 - this.#next;
    const count = await this.#receive(block);
    if (count === 0) {
      if (rfile.bodyEnded) return undefined;
      throw new CutOffError("The connection ended before the upload did");
    }
    this.#received += count;
    if (this.#received > this.#limit) throw this.#tooLong();
    return block.subarray(0, count);
  }

  #tooLong(): RefusedError {
    return new RefusedError(HTTPStatus.CONTENT_TOO_LARGE, this.#excess);
  }

  async #receive(block: Uint8Array): Promise<number> {
    try {
      return await this.#handler.rfile.readInto(block);
    } catch (error) {
      if (error instanceof ChunkedError) {
        // What is malformed stays in the buffer.
        if (this.#handler.rfile.bufferedLength === 0) throw new CutOffError(error.message);
        throw new RefusedError(HTTPStatus.BAD_REQUEST, error.message);
      }
      if (isDisconnection(error)) throw new CutOffError("The client broke the connection off");
      throw error;
    }
  }

  /**
   * Hand all of it on. The next block is read while one is being written.
   *
   * @param write Takes a block, which is not touched until the promise is settled
   */
  async copyTo(write: (bytes: Uint8Array) => void | Promise<void>): Promise<void> {
    let written: void | Promise<void> = undefined;
    try {
      for (let bytes; (bytes = await this.read()) !== undefined;) {
        await written;
        const writing = write(bytes);
        written = writing;
        // Looked at when the next block is there.
        if (writing instanceof Promise) writing.catch(() => {});
      }
    } finally {
      await written;
    }
  }
}

/**
 * What to say of an upload that is too long.
 *
 * @param limit The most bytes
 * @returns A sentence
 */
export function excessOf(limit: number): string {
  return `Uploads may have ${limit} bytes at most`;
}

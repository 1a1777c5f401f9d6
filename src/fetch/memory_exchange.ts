/**
 * {@linkcode MemoryExchange}: the connection of a handler without a socket. It reads a `Request`, and
 * what it writes becomes a `Response`, each as fast as the other side goes.
 *
 * @module
 */

import type { ConnectionStream } from "../server/connection.ts";
import { AnswerError, type AnswerHead, AnswerParser } from "./answer_parser.ts";
import { RequestStream } from "./request_stream.ts";

/** One request and its answer. */
export class MemoryExchange implements ConnectionStream {
  /** Whether the host was asked over TLS. */
  readonly encrypted: boolean;
  /** The address of the client, as far as the host tells. */
  readonly remoteAddr: Deno.NetAddr;
  /** What the request was for. */
  readonly localAddr: Deno.NetAddr;

  readonly #request: RequestStream;
  readonly #parser: AnswerParser;
  readonly #response = Promise.withResolvers<Response>();
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  /** Resolved when somebody wants to have more of the body. */
  #wanted = Promise.withResolvers<void>();
  #closed = false;

  /**
   * @param request The request
   * @param remoteAddr The address of the client
   */
  constructor(request: Request, remoteAddr: Deno.NetAddr) {
    const url = new URL(request.url);
    this.encrypted = url.protocol === "https:";
    this.remoteAddr = remoteAddr;
    const port = Number(url.port) || (this.encrypted ? 443 : 80);
    this.localAddr = { transport: "tcp", hostname: url.hostname, port };
    this.#request = new RequestStream(request, url);
    this.#parser = new AnswerParser(request.method);
  }

  /** The answer, once there is a head. Rejects if there never is one. */
  get response(): Promise<Response> {
    return this.#response.promise;
  }

  /** Whether there is a head. */
  get begun(): boolean {
    return this.#parser.head !== undefined;
  }

  /** Read the request. */
  read(buffer: Uint8Array): Promise<number | null> {
    return this.#closed ? Promise.resolve(null) : this.#request.read(buffer);
  }

  /** Write the answer. Waits until the host has taken it. */
  async write(bytes: Uint8Array): Promise<number> {
    if (this.#closed) throw new Deno.errors.BrokenPipe("The client has gone");
    const hadHead = this.#parser.head !== undefined;
    const pieces = this.#parser.push(bytes);
    const { head } = this.#parser;
    if (head !== undefined && !hadHead) this.#response.resolve(this.#begin(head));
    for (const piece of pieces) {
      await this.#wanted.promise;
      if (this.#closed) throw new Deno.errors.BrokenPipe("The client has gone");
      this.#wanted = Promise.withResolvers();
      // The memory is used again as soon as this has returned.
      this.#controller?.enqueue(piece.slice());
    }
    if (this.#parser.ended) this.#endBody();
    return bytes.length;
  }

  #begin({ status, statusText, headers, bodiless }: AnswerHead): Response {
    return new Response(bodiless ? null : this.#body(), { status, statusText, headers });
  }

  #body(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller): void => {
        this.#controller = controller as ReadableStreamDefaultController<Uint8Array>;
      },
      pull: (): void => this.#wanted.resolve(),
      cancel: (): void => {
        // It cannot be closed any more.
        this.#controller = undefined;
        this.close();
      },
    }, {
      highWaterMark: 0,
    });
  }

  #endBody(): void {
    this.#controller?.close();
    this.#controller = undefined;
  }

  /**
   * End the exchange: the handler has returned, or thrown.
   *
   * @param error What it threw
   */
  end(error?: unknown): void {
    const reason = error ?? new AnswerError("The handler has not answered, or not all of it");
    if (error === undefined && this.#parser.complete) this.#endBody();
    else this.#controller?.error(reason);
    this.#controller = undefined;
    // Nothing happens if it was resolved.
    this.#response.promise.catch(() => {});
    this.#response.reject(reason);
    this.close();
  }

  /** Nothing more is written. */
  closeWrite(): Promise<void> {
    return Promise.resolve();
  }

  /** Give the exchange up: whoever reads or writes is told that the client has gone. */
  close(): void {
    this.#closed = true;
    this.#request.cancel();
    this.#wanted.resolve();
  }
}

/**
 * The base of all handlers: one object for each connection, with a reader and a writer.
 *
 * @module
 */

import type { Connection } from "./connection.ts";
import type { Source } from "./reader.ts";
import { RequestReader } from "./request_reader.ts";
import type { TCPServer } from "./tcp_server.ts";
import { BufferedWriter } from "./writer.ts";

/**
 * The address of a peer, as Python has it: host and port.
 *
 * @example Where a server listens
 * ```ts
 * import { type Address, BaseHTTPRequestHandler, HTTPServer } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const anyPort: Address = ["127.0.0.1", 0];
 * await using server = new HTTPServer(anyPort, BaseHTTPRequestHandler);
 * const [host] = server.serverAddress;
 * assertEquals(host, "127.0.0.1");
 * ```
 */
export type Address = [host: string, port: number];

/**
 * Told of the end of a connection: a promise that is settled as that of {@linkcode StreamRequestHandler.run}
 * is. One function serves all connections, however many wait.
 *
 * @ignore
 */
export type NoteEnd = (
  request: Connection,
  clientAddress: Address,
  finished: Promise<void>,
) => void;

/**
 * Handles one connection: {@linkcode StreamRequestHandler.run} is `setup`, `handle`, `finish`.
 *
 * CPython: `socketserver.StreamRequestHandler`.
 *
 * @example A server that is no HTTP server
 * ```ts
 * import { StreamRequestHandler, TCPServer } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * class Upper extends StreamRequestHandler {
 *   override async handle(): Promise<void> {
 *     const line = new TextDecoder().decode(await this.rfile.readline());
 *     await this.wfile.write(new TextEncoder().encode(line.toUpperCase()));
 *   }
 * }
 *
 * await using server = new TCPServer(["127.0.0.1", 0], Upper);
 * server.serveForever();
 * const [hostname, port] = server.serverAddress;
 * using connection = await Deno.connect({ hostname, port });
 * await connection.write(new TextEncoder().encode("hello\n"));
 * const answer = new Uint8Array(6);
 * await connection.read(answer);
 * assertEquals(new TextDecoder().decode(answer), "HELLO\n");
 * ```
 */
export class StreamRequestHandler {
  /** The connection, in the place of Python's socket. */
  readonly request: Connection;
  /** Host and port of the peer; behind a trusted proxy those of the client, from request to request. */
  clientAddress: Address;
  /** The server that accepted the connection. */
  readonly server: TCPServer;

  /**
   * The longest that one read or write may take, in seconds; `null` for no limit.
   *
   * @default {null}
   */
  timeout: number | null = null;

  /**
   * Whether small writes are sent at once. Python's default is `false`, where a write that waits for a
   * delayed acknowledgement takes 40 ms.
   *
   * @default {true}
   */
  disableNagleAlgorithm = true;

  /** What the peer sends. Set by {@linkcode StreamRequestHandler.setup}. */
  rfile!: RequestReader;
  /** What the peer gets. Set by {@linkcode StreamRequestHandler.setup}. */
  wfile!: BufferedWriter;

  /**
   * Make a handler for a connection.
   *
   * @param request The connection
   * @param clientAddress Host and port of the peer
   * @param server The server that accepted the connection
   * @param _options What the server was given as `handlerOptions`, for subclasses
   */
  constructor(
    request: Connection,
    clientAddress: Address,
    server: TCPServer,
    _options?: unknown,
  ) {
    this.request = request;
    this.clientAddress = clientAddress;
    this.server = server;
  }

  /** The same as {@linkcode StreamRequestHandler.request}, by its other name in Python. */
  get connection(): Connection {
    return this.request;
  }

  /**
   * Handle the connection: `setup`, `handle`, and `finish` whatever happens.
   *
   * @throws What `handle` throws
   */
  async run(): Promise<void> {
    await this.setup();
    try {
      await this.handle();
    } finally {
      await this.finish();
    }
  }

  /**
   * Begin to handle the connection as {@linkcode StreamRequestHandler.run} does.
   *
   * @param noteEnd Called once
   *
   * @ignore
   */
  runThen(noteEnd: NoteEnd): void {
    const { request, clientAddress } = this;
    noteEnd(request, clientAddress, this.run());
  }

  /** Make ready: the timeout, {@linkcode StreamRequestHandler.rfile} and {@linkcode StreamRequestHandler.wfile}. */
  setup(): void | Promise<void> {
    const { request } = this;
    // As in Python, where a subclass may have set one before it calls this.
    if (this.timeout !== null) request.timeout = this.timeout;
    if (this.disableNagleAlgorithm) request.setNoDelay(true);
    const wfile = new BufferedWriter(request);
    this.wfile = wfile;
    this.rfile = new RequestReader(new FlushingSource(request, wfile));
  }

  /** Do the work. Does nothing unless overridden. */
  handle(): void | Promise<void> {}

  /** Send what is still buffered. */
  finish(): Promise<void> {
    const release = (): void => this.rfile.release();
    // Where it fails the peer has gone; `handle` has said so if it mattered.
    return this.wfile.flush().then(release, release);
  }
}

/** A connection that is not read while there is something to be sent. */
class FlushingSource implements Source {
  readonly #request: Connection;
  readonly #wfile: BufferedWriter;

  constructor(request: Connection, wfile: BufferedWriter) {
    this.#request = request;
    this.#wfile = wfile;
  }

  read(buffer: Uint8Array): Promise<number | null> {
    // Whoever waits for the peer must not keep from it what it may be waiting for.
    return this.#wfile.pending
      ? this.#wfile.flush().then(() => this.#request.read(buffer))
      : this.#request.read(buffer);
  }

  get closed(): boolean {
    return this.#request.closed;
  }

  get crowded(): boolean {
    return this.#request.crowded;
  }

  get hoards(): boolean {
    return this.#request.encrypted;
  }
}

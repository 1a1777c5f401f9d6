/**
 * Connections without a network.
 *
 * @module
 */

import { Connection, type ConnectionStream, StreamRequestHandler, TCPServer } from "../../mod.ts";
import { join, latin1 } from "./bytes.ts";

/** A stream of which one side is a list of bytes. */
export class MemoryStream implements ConnectionStream {
  readonly remoteAddr: Deno.Addr = { transport: "tcp", hostname: "127.0.0.1", port: 1337 };
  readonly localAddr: Deno.Addr = { transport: "tcp", hostname: "127.0.0.1", port: 8000 };
  /** What was written, one item for each write. */
  readonly writes: Uint8Array[] = [];
  /** Whether it was closed. */
  closed = false;

  readonly #input: Uint8Array[];

  /**
   * @param input What is read, one piece for each read; text is ISO 8859-1
   */
  constructor(...input: readonly (string | Uint8Array)[]) {
    this.#input = input.map((piece) => typeof piece === "string" ? latin1(piece) : piece);
  }

  /** All that was written. */
  get written(): Uint8Array<ArrayBuffer> {
    return join(this.writes);
  }

  read(buffer: Uint8Array): Promise<number | null> {
    const piece = this.#input.shift();
    if (piece === undefined) return Promise.resolve(null);
    const part = piece.subarray(0, buffer.length);
    buffer.set(part);
    if (part.length < piece.length) this.#input.unshift(piece.subarray(part.length));
    return Promise.resolve(part.length);
  }

  write(bytes: Uint8Array): Promise<number> {
    this.writes.push(bytes.slice());
    return Promise.resolve(bytes.length);
  }

  closeWrite(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.closed = true;
  }
}

/** A class of handlers whose instances tests look into. */
type HandlerClass<Handler, Options> = new (
  request: Connection,
  clientAddress: [host: string, port: number],
  server: TCPServer,
  options?: Options,
) => Handler;

/**
 * Make a handler for a connection in memory, set up and not run.
 *
 * @param Handler Its class
 * @param stream The connection
 * @param options Its fourth argument
 */
export async function handlerOver<Handler extends StreamRequestHandler, Options>(
  Handler: HandlerClass<Handler, Options>,
  stream: MemoryStream,
  options?: Options,
): Promise<Handler> {
  const server = new TCPServer(["127.0.0.1", 0], StreamRequestHandler, { bindAndActivate: false });
  const handler = new Handler(new Connection(stream), ["127.0.0.1", 1337], server, options);
  await handler.setup();
  return handler;
}

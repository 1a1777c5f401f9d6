/**
 * {@linkcode NodeStream}: a socket of Node's as the stream below a connection.
 *
 * @module
 */

import type { Socket } from "node:net";
import type { ConnectionStream } from "../connection.ts";
import { asDisconnection } from "../disconnection.ts";
import { SocketReader } from "./socket_reader.ts";

/** The most that is written at a time, in bytes: how far a write has come is not told. */
const WRITE_SIZE = 65536;

/** A connection over TCP or a Unix socket. */
export class NodeStream implements ConnectionStream {
  /** The address of the peer; on a Unix socket it has none. */
  readonly remoteAddr: Deno.Addr;
  /** The address on this side. */
  readonly localAddr: Deno.Addr;
  readonly #socket: Socket;
  readonly #reader: SocketReader;

  /**
   * @param socket The socket, which is closed with the stream
   */
  constructor(socket: Socket) {
    this.#socket = socket;
    this.remoteAddr = addrOf(socket.remoteAddress, socket.remotePort);
    this.localAddr = addrOf(socket.localAddress, socket.localPort);
    this.#reader = new SocketReader(socket);
  }

  /** Send small pieces at once. */
  setNoDelay(noDelay: boolean): void {
    this.#socket.setNoDelay(noDelay);
  }

  /** Read up to `buffer.length` bytes; `null` at the end. */
  read(buffer: Uint8Array): Promise<number | null> {
    return this.#reader.read(buffer);
  }

  /** Write some of the bytes and say how many. */
  write(bytes: Uint8Array): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const some = bytes.subarray(0, WRITE_SIZE);
    this.#socket.write(some, (error) => {
      if (error) reject(asDisconnection(error));
      else resolve(some.length);
    });
    return promise;
  }

  /** Say that nothing more will be written. */
  async closeWrite(): Promise<void> {
    if (this.#socket.destroyed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#socket.once("close", () => resolve());
    this.#socket.end(resolve);
    await promise;
  }

  /** Give the connection up; what is pending is rejected. */
  close(): void {
    this.#socket.destroy();
    this.#reader.interrupt(new Deno.errors.Interrupted("The connection is closed"));
  }
}

function addrOf(hostname: string | undefined, port: number | undefined): Deno.Addr {
  if (hostname === undefined || port === undefined) return { transport: "unix", path: "" };
  return { transport: "tcp", hostname, port };
}

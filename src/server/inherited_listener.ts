/**
 * {@linkcode InheritedListener}: a socket that listens already when the process is started, as
 * systemd hands them over. Deno takes it by its Node.js side only.
 *
 * @module
 */

import type { Server, Socket } from "node:net";
import { nodeNet } from "./node/node_builtins.ts";
import type { NodeStream } from "./node/node_stream.ts";
import type { ServerSocket } from "./server_socket.ts";

/** A listener for a file descriptor. */
export class InheritedListener implements ServerSocket {
  /** The address as bound; a Unix socket does not tell its path. */
  readonly addr: Deno.Addr;
  readonly #server: Server;
  readonly #accepted: Socket[] = [];
  #accepting: PromiseWithResolvers<Socket> | undefined;
  #closed = false;

  /**
   * Listen.
   *
   * @param fd The file descriptor
   * @throws {Deno.errors.InvalidData} when it is no socket that listens
   */
  constructor(fd: number) {
    this.#server = nodeNet().createServer({ allowHalfOpen: true }, (socket) => this.#take(socket));
    this.#server.on("error", () => {
      // That it does not listen is all there is to know.
    });
    this.#server.listen({ fd });
    if (!this.#server.listening) {
      throw new Deno.errors.InvalidData(
        `Cannot listen on file descriptor ${fd}: no socket that listens was handed over with it`,
      );
    }
    const address = this.#server.address();
    this.addr = address === null || typeof address === "string"
      ? { transport: "unix", path: "" }
      : { transport: "tcp", hostname: address.address, port: address.port };
  }

  /** Wait for a connection. */
  async accept(): Promise<NodeStream> {
    // Loaded with the first listener that waits, since most servers have none.
    const { NodeStream } = await import("./node/node_stream.ts");
    if (this.#closed) throw new Deno.errors.BadResource("Listener is closed");
    return new NodeStream(this.#accepted.shift() ?? await this.#next());
  }

  #next(): Promise<Socket> {
    this.#accepting = Promise.withResolvers();
    return this.#accepting.promise;
  }

  /** Stop listening; an `accept` under way is rejected. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#server.close();
    for (const socket of this.#accepted) socket.destroy();
    this.#accepting?.reject(new Deno.errors.Interrupted("Listener is closed"));
  }

  /** Keep the process running. */
  ref(): void {
    this.#server.ref();
  }

  /** Do not keep the process running. */
  unref(): void {
    this.#server.unref();
  }

  #take(socket: Socket): void {
    const accepting = this.#accepting;
    this.#accepting = undefined;
    if (accepting !== undefined) accepting.resolve(socket);
    else this.#accepted.push(socket);
  }
}

/**
 * {@linkcode ThreadingMixIn}: connections side by side.
 *
 * @module
 */

import type { Connection } from "./connection.ts";
import { drainLog } from "./log.ts";
import { type Address, type NoteEnd, StreamRequestHandler } from "./stream_request_handler.ts";
import { TCPServer } from "./tcp_server.ts";
import { nextTurn } from "./waiting.ts";

/**
 * A class that makes servers.
 *
 * @example Write a mix-in for any of them
 * ```ts
 * import { HTTPServer, StreamRequestHandler, type TCPServerClass } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * function Named<Base extends TCPServerClass>(Base: Base) {
 *   return class extends Base {
 *     readonly name = `the server on port ${this.serverAddress[1]}`;
 *   };
 * }
 *
 * await using server = new (Named(HTTPServer))(["127.0.0.1", 0], StreamRequestHandler);
 * assertEquals(server.name, `the server on port ${server.serverPort}`);
 * ```
 */
// deno-lint-ignore no-explicit-any -- what TypeScript asks of the base of a mix-in
export type TCPServerClass = new (...args: any[]) => TCPServer<any>;

/**
 * What {@linkcode ThreadingMixIn} adds to a server.
 *
 * @example Tell how a server ends
 * ```ts
 * import {
 *   SimpleHTTPRequestHandler,
 *   ThreadingHTTPServer,
 *   type ThreadingMembers,
 * } from "@pyport/http-server";
 * import { assert } from "@std/assert";
 *
 * function waitsForConnections({ blockOnClose, daemonThreads }: ThreadingMembers): boolean {
 *   return blockOnClose && !daemonThreads;
 * }
 *
 * await using server = new ThreadingHTTPServer(["127.0.0.1", 0], SimpleHTTPRequestHandler);
 * assert(!waitsForConnections(server));
 * server.daemonThreads = false;
 * assert(waitsForConnections(server));
 * ```
 */
export interface ThreadingMembers {
  /**
   * Whether `serverClose` leaves running connections alone.
   *
   * @default {false}; true for `ThreadingHTTPServer`
   */
  daemonThreads: boolean;
  /**
   * Whether `serverClose` waits for running connections, unless these are daemons.
   *
   * @default {true}
   */
  blockOnClose: boolean;
  /** Handle a connection to its end, errors included. */
  processRequestThread(request: Connection, clientAddress: Address): Promise<void>;
}

/**
 * Make a class of servers whose connections are handled concurrently on the event loop, in the
 * place of Python's threads.
 *
 * CPython: `socketserver.ThreadingMixIn`.
 *
 * @param Base The class of servers to extend
 * @returns The extended class
 *
 * @example Greet two clients, though the first does not leave
 * ```ts
 * import { StreamRequestHandler, TCPServer, ThreadingMixIn } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * class Greeter extends StreamRequestHandler {
 *   override async handle(): Promise<void> {
 *     this.wfile.write(new TextEncoder().encode("Hello\n"));
 *     await this.wfile.flush();
 *     await this.rfile.readline();
 *   }
 * }
 *
 * const ThreadingTCPServer = ThreadingMixIn(TCPServer);
 * await using server = new ThreadingTCPServer(["127.0.0.1", 0], Greeter);
 * server.serveForever();
 * const [hostname, port] = server.serverAddress;
 * using first = await Deno.connect({ hostname, port });
 * using second = await Deno.connect({ hostname, port });
 * for (const client of [first, second]) {
 *   const greeting = new Uint8Array(6);
 *   await client.read(greeting);
 *   assertEquals(new TextDecoder().decode(greeting), "Hello\n");
 * }
 * ```
 */
export function ThreadingMixIn<Base extends TCPServerClass>(
  Base: Base,
  // deno-lint-ignore no-explicit-any -- only then TypeScript adds the members to those of the base
): Base & (new (...args: any[]) => ThreadingMembers) {
  class Threading extends Base implements ThreadingMembers {
    daemonThreads = false;
    blockOnClose = true;
    /** How many connections are being handled. */
    #running = 0;
    /** Settled when none is left, where somebody waits for that. */
    #joining: PromiseWithResolvers<void> | undefined;

    processRequestThread(request: Connection, clientAddress: Address): Promise<void> {
      const finished = Promise.try(() => this.finishRequest(request, clientAddress));
      return this.#conclude(request, clientAddress, finished);
    }

    override processRequest(request: Connection, clientAddress: Address): Promise<void> {
      this.#running++;
      const isPlain = this.processRequestThread === Threading.prototype.processRequestThread &&
        this.finishRequest === TCPServer.prototype.finishRequest;
      if (isPlain) this.#start(request, clientAddress);
      else this.#follow(request, this.processRequestThread(request, clientAddress));
      return Promise.resolve();
    }

    /** Do as `processRequestThread` does, with nothing that waits beside the handler. */
    #start(request: Connection, clientAddress: Address): void {
      try {
        const handler = this.makeHandler(request, clientAddress);
        if (handler instanceof StreamRequestHandler) handler.runThen(this.#end);
        else this.#end(request, clientAddress, handler.run());
      } catch (error) {
        this.#end(request, clientAddress, Promise.reject(error));
      }
    }

    readonly #end: NoteEnd = (request, clientAddress, finished) =>
      this.#follow(request, this.#conclude(request, clientAddress, finished));

    #conclude(
      request: Connection,
      clientAddress: Address,
      finished: Promise<void>,
    ): Promise<void> {
      return finished.then(() => this.shutdownRequest(request), async (error) => {
        try {
          this.handleError(request, clientAddress, error);
        } finally {
          await this.shutdownRequest(request);
        }
      });
    }

    #follow(request: Connection, thread: Promise<void>): void {
      thread.then(this.#noteEnd, () => {
        // Only a handleError that throws itself comes here, and there is nobody else to tell.
        this.closeRequest(request);
        this.#noteEnd();
      });
    }

    readonly #noteEnd = (): void => {
      this.#running--;
      if (this.#running > 0) return;
      this.#joining?.resolve();
      this.#joining = undefined;
    };

    override async serverClose(): Promise<void> {
      await super.serverClose();
      if (this.blockOnClose && !this.daemonThreads) await this.#join();
    }

    override async [Symbol.asyncDispose](): Promise<void> {
      await super[Symbol.asyncDispose]();
      await this.#join();
    }

    async #join(): Promise<void> {
      if (this.#running === 0) return;
      this.#joining ??= Promise.withResolvers();
      await this.withinGrace(this.#joining.promise);
      await drainLog();
      await nextTurn();
    }
  }
  return Threading;
}

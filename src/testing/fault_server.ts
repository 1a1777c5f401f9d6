/**
 * {@linkcode serveFaults}: a server that answers with faults.
 *
 * @module
 */

import { type AddressInfo, createServer, type Socket } from "node:net";
import { decodeLatin1 } from "../http/latin1.ts";
import { writeLog } from "../server/log.ts";
import { raw } from "./answers.ts";
import { Exchange, type Fault } from "./exchange.ts";
import { Link } from "./link.ts";

/**
 * The answer to all requests, or answers by path.
 *
 * @example Fail for one path only
 * ```ts
 * import { type Faults, ok, reset, serveFaults } from "@pyport/http-server/testing";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * const faults: Faults = { "/good": ok("tea"), "/bad": reset() };
 * await using server = await serveFaults(faults);
 * assertEquals(await (await fetch(server.url("/good"))).text(), "tea");
 * await assertRejects(() => fetch(server.url("/bad")));
 * ```
 */
export type Faults = Fault | Readonly<Record<string, Fault>>;

/**
 * A request that came.
 *
 * @example Look what a client has asked for
 * ```ts
 * import { ok, type SeenRequest, serveFaults } from "@pyport/http-server/testing";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await serveFaults(ok(""));
 * const answer = await fetch(server.url("/tea"), { method: "DELETE" });
 * await answer.body?.cancel();
 * const [seen]: readonly SeenRequest[] = server.requests;
 * assertEquals([seen?.method, seen?.path], ["DELETE", "/tea"]);
 * ```
 */
export interface SeenRequest {
  /** The method. */
  readonly method: string;
  /** The request target. */
  readonly path: string;
}

/**
 * A running server.
 *
 * @example See what a client asks for
 * ```ts
 * import { type FaultServer, ok, serveFaults } from "@pyport/http-server/testing";
 * import { assertEquals } from "@std/assert";
 *
 * await using server: FaultServer = await serveFaults(ok("hello"));
 * await (await fetch(server.url("/a"))).text();
 * assertEquals(server.requests, [{ method: "GET", path: "/a" }]);
 * ```
 */
export interface FaultServer extends AsyncDisposable {
  /** The port on 127.0.0.1. */
  readonly port: number;
  /** The requests so far, in the order of their arrival. */
  readonly requests: readonly SeenRequest[];
  /**
   * The URL of a path.
   *
   * @param path The path
   * @returns The URL
   */
  url(path?: string): string;
}

/** What there is on paths that nobody has thought of. */
const NOT_FOUND = raw("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

/** The longest request line that is read, in bytes. */
const MAX_LINE = 65536;

/** `request-line` (RFC 9112, section 3). */
const REQUEST_LINE_REGEXP = /^(\S+) (\S+) HTTP\/\d\.\d\r?\n$/;

/**
 * Serve faults on a free port of 127.0.0.1, until it is disposed of. Each connection has one request.
 *
 * Needs `--allow-net=127.0.0.1`.
 *
 * @param faults The answer to all requests, or answers by path; a query is not looked at
 * @returns The server, which listens already. Disposing of it ends all connections
 *
 * @example A fault of one's own
 * ```ts
 * import { serveFaults } from "@pyport/http-server/testing";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await serveFaults(async (exchange) => {
 *   await exchange.readHead();
 *   await exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
 *   await exchange.pause(10);
 *   await exchange.send("ok");
 * });
 * assertEquals(await (await fetch(server.url())).text(), "ok");
 * ```
 */
export async function serveFaults(faults: Faults): Promise<FaultServer> {
  const ending = new AbortController();
  const requests: SeenRequest[] = [];
  const links = new Set<Link>();

  async function answer(link: Link): Promise<void> {
    const line = decodeLatin1(await link.readLine(MAX_LINE));
    const [, method, path] = REQUEST_LINE_REGEXP.exec(line) ?? [];
    if (method === undefined || path === undefined) return;
    requests.push({ method, path });
    const attempt = requests.filter((other) => nameOf(other.path) === nameOf(path)).length;
    const exchange = new Exchange(link, { method, path, attempt }, ending.signal);
    await faultFor(faults, path)(exchange);
    // What is left unread would reset the connection.
    if (!link.destroyed) await exchange.readHead();
  }

  async function accept(socket: Socket): Promise<void> {
    const link = new Link(socket);
    links.add(link);
    socket.on("close", () => links.delete(link));
    try {
      await answer(link);
    } catch (error) {
      // A client that has gone is none of its faults.
      if (!link.destroyed) writeLog(`${error instanceof Error ? error.stack : error}\n`);
    } finally {
      link.end();
    }
  }

  const listening = Promise.withResolvers<void>();
  const server = createServer({ allowHalfOpen: true }, accept);
  server.once("error", listening.reject);
  server.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  const { port } = server.address() as AddressInfo;
  return {
    port,
    requests,
    url: (path = "/") => `http://127.0.0.1:${port}${path}`,
    async [Symbol.asyncDispose](): Promise<void> {
      ending.abort();
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      for (const link of links) link.destroy();
      await promise;
    },
  };
}

function faultFor(faults: Faults, path: string): Fault {
  if (typeof faults === "function") return faults;
  const name = nameOf(path);
  return Object.hasOwn(faults, name) ? faults[name]! : NOT_FOUND;
}

function nameOf(path: string): string {
  return path.split("?", 1)[0]!;
}

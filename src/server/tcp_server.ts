/**
 * {@linkcode TCPServer}: listening, accepting, and the steps of a request's life, each of which a
 * subclass may override.
 *
 * @module
 */

import { Connection, type ConnectionStream } from "./connection.ts";
import { ConnectionGuard } from "./connection_guard.ts";
import { ConnectionTally } from "./connection_tally.ts";
import { isDisconnection } from "./disconnection.ts";
import { completeLimits, type ServerLimits } from "./limits.ts";
import { LinkedList } from "./linked_list.ts";
import { drainLog, writeLog } from "./log.ts";
import { isSocketName, listenByName } from "./named_socket.ts";
import type { RequestHandler, RequestHandlerClass } from "./request_handler.ts";
import type { ServerSocket } from "./server_socket.ts";
import type { Address } from "./stream_request_handler.ts";
import type { ServeForeverOptions, TCPServerOptions } from "./tcp_server_options.ts";
import { nextTurn, settlesWithin } from "./waiting.ts";

/** How long accepting rests after it failed, in milliseconds: there may be no file descriptor left. */
const ACCEPT_PAUSE = 50;

/** For how many room is made then, if some connections are idle. */
const ROOM = 16;

/** How long after a report of connections that cannot be accepted there is no other one, in milliseconds. */
const REPORT_INTERVAL = 60_000;

/** How long a handler whose connection was closed at a shutdown may take to end, in milliseconds. */
const LAST_CHANCE = 100;

/** How many connections that there is no room for may be told so at a time. */
const MAX_TURNING_AWAY = 100;

const done: Promise<void> = Promise.resolve();

/**
 * A server for one address, which handles one connection at a time.
 *
 * CPython: `socketserver.TCPServer` and `BaseServer`.
 *
 * @example Serve until told to stop
 * ```ts
 * import { HTTPServer, SimpleHTTPRequestHandler } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = new HTTPServer(["127.0.0.1", 0], SimpleHTTPRequestHandler);
 * const served = server.serveForever();
 * assertEquals(server.serverAddress[0], "127.0.0.1");
 * await server.shutdown();
 * await served;
 * ```
 */
export class TCPServer<Options = unknown> implements AsyncDisposable {
  /** The address as bound: once the constructor has returned, port 0 is the real port. */
  serverAddress: Address;
  /** The class of the handlers. */
  readonly RequestHandlerClass: RequestHandlerClass<Options>;
  /** The listener; absent before `serverBind` and after `serverClose`. */
  socket: ServerSocket | undefined;
  /**
   * How long {@linkcode TCPServer.handleRequest} waits for a connection, in seconds; `null` for
   * as long as it takes.
   *
   * @default {null}
   */
  timeout: number | null = null;
  /**
   * How many connections may wait to be accepted. {@linkcode TCPServer.serverBind} uses it, mostly
   * within the constructor, before a subclass can set it: that takes the option.
   */
  requestQueueSize: number;
  /** Whether the port may be bound again at once; the operating system's choice, kept for Python's name. */
  allowReuseAddress = true;
  /** Whether the port is shared with other servers; to be set as {@linkcode TCPServer.requestQueueSize} is. */
  allowReusePort: boolean;
  /** How much clients may take. */
  readonly limits: ServerLimits;

  /** What the handlers get as their fourth argument. */
  protected readonly handlerOptions: Options | undefined;

  readonly #connections = new LinkedList<Connection>();
  /** The ends of connections whose peers may still be sending, or that are turned away. */
  readonly #ending = new Set<Promise<void>>();
  /** How many are being turned away. */
  #turningAway = 0;
  /** A connection that was accepted and not got yet. */
  #accepted: Connection | undefined;
  /** The connection that {@linkcode TCPServer.getRequest} has got, until it returns. */
  #got: Connection | undefined;
  /** The accept under way, which outlives a wait that was given up. */
  #accepting: Promise<void> | undefined;
  /** Ends the wait for a connection. */
  #wake: () => void = () => {};
  #shutdownRequest = false;
  /** When requests that are being answered have had their time, once there is a shutdown. */
  #graceEnd: number | undefined;
  readonly #guard: ConnectionGuard | undefined;
  /** When it may be reported again that connections cannot be accepted, by the reason. */
  readonly #nextReports = { failed: -Infinity, full: -Infinity };
  #serving: PromiseWithResolvers<void> | undefined;

  /**
   * Make a server, which listens unless told otherwise.
   *
   * @param serverAddress Host and port; port 0 for any that is free. The host may be the name of a
   * socket, `unix:` and a path, or `fd:` and the number of a file descriptor that was inherited
   * @param RequestHandlerClass The class of the handlers
   * @param options See {@linkcode TCPServerOptions}
   * @throws {TypeError} when there is no limit of a name
   * @throws {RangeError} when a limit is out of range
   * @throws {Deno.errors.AddrInUse} when the port is taken
   * @throws {Deno.errors.NotCapable} when Deno was started without `--allow-net` for the address
   */
  constructor(
    serverAddress: Address,
    RequestHandlerClass: RequestHandlerClass<Options>,
    options: TCPServerOptions<Options> = {},
  ) {
    this.limits = completeLimits(options.limits);
    if (ConnectionGuard.isNeededFor(this.limits)) {
      const tally = options.tally ?? new ConnectionTally();
      this.#guard = new ConnectionGuard(this.limits, tally, this.#connections);
    }
    this.serverAddress = [serverAddress[0], serverAddress[1]];
    this.RequestHandlerClass = RequestHandlerClass;
    this.handlerOptions = options.handlerOptions;
    this.requestQueueSize = options.requestQueueSize ?? 5;
    this.allowReusePort = options.allowReusePort ?? false;
    if (options.bindAndActivate ?? true) {
      this.serverBind();
      this.serverActivate();
    }
  }

  /** Bind the address. Sets `socket` and `serverAddress`. */
  serverBind(): void {
    const [hostname, port] = this.serverAddress;
    if (isSocketName(hostname)) {
      this.socket = this.listenByName(hostname);
      this.serverAddress = [hostname, 0];
      return;
    }
    this.socket = this.listen({
      // Python's "" is every interface.
      hostname: hostname === "" ? "0.0.0.0" : hostname,
      port,
      tcpBacklog: this.requestQueueSize,
      ...(this.allowReusePort ? { reusePort: true } : {}),
    });
    this.serverAddress = addressOf(this.socket.addr);
  }

  /**
   * Bind an address and listen.
   *
   * @param address The address, and how to listen
   * @returns The listener
   */
  protected listen(address: Deno.TcpListenOptions): ServerSocket {
    return Deno.listen(address);
  }

  /**
   * Listen on a socket that has a name.
   *
   * @param name `unix:` and the path of a file, or `fd:` and the number of a file descriptor
   * @returns The listener
   */
  protected listenByName(name: string): ServerSocket {
    return listenByName(name);
  }

  /** Listen. `Deno.listen` has done so already: a step for subclasses. */
  serverActivate(): void {}

  /**
   * Stop listening, and close what is idle. Does not stop {@linkcode TCPServer.serveForever}: see
   * {@linkcode TCPServer.shutdown}.
   *
   * @returns Resolves when nothing of the server is left, and what it has logged is written; nobody has
   * to wait for it
   */
  async serverClose(): Promise<void> {
    this.socket?.close();
    this.socket = undefined;
    this.#wake();
    this.#connections.forEach((connection) => connection.drain());
    await this.#accepting;
    this.#accepted?.close();
    this.#accepted = undefined;
    this.#guard?.close();
    await Promise.all(this.#ending);
    await drainLog();
  }

  /** Shut down, close, and wait for what is running: for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.shutdown();
    await this.serverClose();
    await nextTurn();
  }

  /**
   * Handle connections until {@linkcode TCPServer.shutdown}.
   *
   * @param options `signal` ends it as well
   */
  async serveForever(options: ServeForeverOptions = {}): Promise<void> {
    const { signal, pollInterval = 0.5 } = options;
    const requestShutdown = (): void => this.#requestShutdown();
    const serving = Promise.withResolvers<void>();
    this.#serving = serving;
    this.#graceEnd = undefined;
    this.#shutdownRequest = signal?.aborted ?? false;
    signal?.addEventListener("abort", requestShutdown);
    const poll = this.serviceActions === TCPServer.prototype.serviceActions
      ? undefined
      : setInterval(() => this.#wake(), pollInterval * 1000);
    try {
      while (!this.#shutdownRequest && this.socket !== undefined) {
        await this.#wait();
        if (this.#shutdownRequest) break;
        if (this.#accepted !== undefined) await this.#handleRequestNoBlock();
        this.serviceActions();
      }
    } finally {
      clearInterval(poll);
      signal?.removeEventListener("abort", requestShutdown);
      this.#serving = undefined;
      serving.resolve();
    }
  }

  /**
   * Stop {@linkcode TCPServer.serveForever}: no connection is accepted any more, idle ones are
   * closed, and requests that are being answered are finished. After the limit `gracePeriod` their
   * connections are closed.
   *
   * @returns Resolves when the loop has ended, or is left to itself
   */
  async shutdown(): Promise<void> {
    this.#requestShutdown();
    if (this.#serving !== undefined) await this.withinGrace(this.#serving.promise);
  }

  /**
   * Wait for what a shutdown waits for, for as long as the limit `gracePeriod` says. Then close all
   * connections.
   *
   * @param work What to wait for
   *
   * @ignore
   */
  protected async withinGrace(work: Promise<unknown>): Promise<void> {
    const { gracePeriod } = this.limits;
    if (gracePeriod === Infinity) {
      await work;
      return;
    }
    this.#graceEnd ??= performance.now() + gracePeriod * 1000;
    if (await settlesWithin(work, this.#graceEnd - performance.now())) return;
    const count = this.#connections.size;
    this.#connections.forEach((connection) => connection.close());
    const what = count === 1 ? "1 connection" : `${count} connections`;
    writeLog(`Closed ${what} with requests that were not answered within ${gracePeriod} s\n`);
    // Those that wait for their clients end now, the others perhaps never.
    await settlesWithin(work, LAST_CHANCE);
  }

  #requestShutdown(): void {
    this.#shutdownRequest = true;
    this.#wake();
    this.#connections.forEach((connection) => connection.drain());
  }

  /**
   * Called after each turn of the loop of {@linkcode TCPServer.serveForever}: after a connection, and
   * every half second, or as often as `pollInterval` says. Does nothing unless overridden.
   */
  serviceActions(): void {}

  /**
   * Handle one connection, waiting for it as long as {@linkcode TCPServer.timeout} says; after
   * that `handleTimeout` is called.
   */
  async handleRequest(): Promise<void> {
    const { timeout } = this;
    let timer: ReturnType<typeof setTimeout> | undefined;
    if (timeout !== null) timer = setTimeout(() => this.#wake(), timeout * 1000);
    await this.#wait();
    clearTimeout(timer);
    if (this.#accepted !== undefined) await this.#handleRequestNoBlock();
    else this.handleTimeout();
  }

  /** Called when {@linkcode TCPServer.handleRequest} waited in vain. Does nothing unless overridden. */
  handleTimeout(): void {}

  /** Wait until there is a connection to get, or until woken. */
  #wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      if (this.#accepted !== undefined) resolve();
      else this.#accepting ??= this.#accept();
    });
  }

  #accept(): Promise<void> {
    return this.#acceptStream().then(this.#noteAccepted, this.#noteUnaccepted);
  }

  #acceptStream(): Promise<ConnectionStream> {
    try {
      return this.socket!.accept();
    } catch (error) {
      return Promise.reject(error);
    }
  }

  readonly #noteAccepted = (stream: ConnectionStream): void => {
    this.#accepted = new Connection(stream, this.limits, this.#connections);
    this.#accepting = undefined;
    this.#wake();
  };

  readonly #noteUnaccepted = async (error: unknown): Promise<void> => {
    await this.#pauseAccepting(error);
    this.#accepting = undefined;
    this.#wake();
  };

  /** None was accepted: closed, or out of descriptors, of which the connections that end give some back. */
  async #pauseAccepting(error: unknown): Promise<void> {
    // One that was gone before it was accepted says nothing of the next.
    if (this.socket === undefined || isDisconnection(error)) return;
    const reason = error instanceof Error ? error.message : String(error);
    this.#report("failed", `Cannot accept connections, trying again: ${reason}`);
    for (let count = 0; count < ROOM && this.#guard?.makeRoom(); count++);
    await new Promise((resolve) => setTimeout(resolve, ACCEPT_PAUSE));
  }

  /** Once in a while: it may be the same many times a minute. */
  #report(reason: "failed" | "full", message: string): void {
    const now = performance.now();
    if (now < this.#nextReports[reason]) return;
    this.#nextReports[reason] = now + REPORT_INTERVAL;
    writeLog(`${message}\n`);
  }

  /** Take the connection that is ready through the steps. CPython: `_handle_request_noblock`. */
  async #handleRequestNoBlock(): Promise<void> {
    const isOverridden = this.getRequest !== TCPServer.prototype.getRequest;
    const got = isOverridden ? await this.#getRequest() : this.#takeAccepted();
    if (got === undefined) return;
    const [request, clientAddress] = got;
    this.#connections.append(request);
    if (this.#guard !== undefined && !this.#guard.admit(request, clientAddress[0])) {
      this.#report("full", `Too many connections, turning away that of ${clientAddress[0]}`);
      this.#turnAway(request);
      return;
    }
    try {
      const verified = this.verifyRequest(request, clientAddress);
      if (verified === true || await verified) {
        await this.processRequest(request, clientAddress);
        return;
      }
    } catch (error) {
      this.handleError(request, clientAddress, error);
    }
    await this.shutdownRequest(request);
  }

  /** Get the next connection, unless it fails in a way that concerns one client only, as a handshake does. */
  async #getRequest(): Promise<[Connection, Address] | undefined> {
    try {
      return await this.getRequest();
    } catch (error) {
      this.#got?.close();
      if (isSystemError(error)) return undefined;
      throw error;
    } finally {
      this.#got = undefined;
    }
  }

  /** Others must not wait for one that there is no room for. */
  #turnAway(request: Connection): void {
    if (this.#turningAway === MAX_TURNING_AWAY) return this.closeRequest(request);
    this.#turningAway++;
    const refused = this.refuseRequest(request).catch(() => {});
    this.#endLater(
      refused.then(async () => {
        await this.shutdownRequest(request);
        this.#turningAway--;
      }),
    );
  }

  /** Let a connection end while others are accepted. Only the end of the server waits for it. */
  #endLater(ending: Promise<void>): void {
    this.#ending.add(ending);
    ending.then(() => this.#ending.delete(ending));
  }

  /**
   * Called with a connection for which there is no room, before it is ended. Says nothing unless
   * overridden.
   *
   * @param _request The connection
   */
  refuseRequest(_request: Connection): Promise<void> {
    return Promise.resolve();
  }

  /**
   * Get the next connection. Where a subclass throws one of `Deno.errors`, that connection is closed, and
   * the server goes on.
   *
   * @returns The connection and the address of the peer
   */
  async getRequest(): Promise<[request: Connection, clientAddress: Address]> {
    while (this.#accepted === undefined) {
      if (this.socket === undefined) throw new Deno.errors.BadResource("The server is closed");
      await this.#wait();
    }
    const [request, clientAddress] = this.#takeAccepted()!;
    this.#got = request;
    return [request, clientAddress];
  }

  #takeAccepted(): [request: Connection, clientAddress: Address] | undefined {
    const request = this.#accepted;
    this.#accepted = undefined;
    return request && [request, addressOf(request.remoteAddr)];
  }

  /**
   * Whether to go on with a connection.
   *
   * @param _request The connection
   * @param _clientAddress The address of the peer
   * @returns `true` unless overridden
   */
  verifyRequest(_request: Connection, _clientAddress: Address): boolean | Promise<boolean> {
    return true;
  }

  /**
   * Handle a connection to its end.
   *
   * @param request The connection
   * @param clientAddress The address of the peer
   */
  async processRequest(request: Connection, clientAddress: Address): Promise<void> {
    await this.finishRequest(request, clientAddress);
    await this.shutdownRequest(request);
  }

  /**
   * Make a handler for a connection and run it.
   *
   * @param request The connection
   * @param clientAddress The address of the peer
   */
  finishRequest(request: Connection, clientAddress: Address): Promise<void> {
    return this.makeHandler(request, clientAddress).run();
  }

  /**
   * Make a handler for a connection.
   *
   * @param request The connection
   * @param clientAddress The address of the peer
   * @returns The handler, which is still to be run
   *
   * @ignore
   */
  protected makeHandler(request: Connection, clientAddress: Address): RequestHandler {
    return new this.RequestHandlerClass(request, clientAddress, this, this.handlerOptions);
  }

  /**
   * End a connection: the peer is told that nothing more comes, then it is closed.
   *
   * @param request The connection
   */
  shutdownRequest(request: Connection): Promise<void> {
    // Where nothing is left to be read, closing says it as well, and TLS says more than TCP.
    if (request.unread || request.encrypted) return this.#sayGoodbye(request);
    this.closeRequest(request);
    return done;
  }

  async #sayGoodbye(request: Connection): Promise<void> {
    await request.closeWrite();
    // Nobody has to wait for a peer that goes on sending.
    if (request.unread) this.#endLater(request.discard().then(() => this.closeRequest(request)));
    else this.closeRequest(request);
  }

  /**
   * Close a connection.
   *
   * @param request The connection
   */
  closeRequest(request: Connection): void {
    request.close();
    if (this.#connections.has(request)) this.#connections.remove(request);
    this.#guard?.release(request);
  }

  /**
   * Called when a handler throws. Logs the error to standard error unless overridden; the
   * connection is closed and the server goes on.
   *
   * @param _request The connection
   * @param clientAddress The address of the peer
   * @param error What was thrown
   */
  handleError(_request: Connection, clientAddress: Address, error: unknown): void {
    const line = "-".repeat(40);
    const client = addressRepr(clientAddress);
    const trace = error instanceof Error ? error.stack ?? String(error) : String(error);
    writeLog(
      `${line}\nException occurred during processing of request from ${client}\n` +
        `${trace}\n${line}\n`,
    );
  }
}

/** What Python shows of an address; one of IPv6 has a flow and a scope there, which Deno does not tell. */
function addressRepr([host, port]: Address): string {
  return host.includes(":") ? `('${host}', ${port}, 0, 0)` : `('${host}', ${port})`;
}

/** Whether an error is what `OSError` is in Python. */
function isSystemError(error: unknown): boolean {
  return Object.values(Deno.errors).some((SystemError) => error instanceof SystemError);
}

/** Host and port of a peer. One on a Unix socket has neither, and is called what nginx calls it. */
function addressOf(addr: Deno.Addr): Address {
  return "hostname" in addr ? [addr.hostname, addr.port] : ["unix:", 0];
}

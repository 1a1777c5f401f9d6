/**
 * {@linkcode HTTPSServer} and {@linkcode ThreadingHTTPSServer}.
 *
 * @module
 */

import { CertificateFiles, checkPair, type KeyPair, type Password } from "./tls/certificate.ts";
import { HTTPServer } from "./http_server.ts";
import { writeLog } from "./log.ts";
import type { Address } from "./stream_request_handler.ts";
import type { RequestHandlerClass } from "./request_handler.ts";
import type { ServerSocket } from "./server_socket.ts";
import type { TCPServerOptions } from "./tcp_server_options.ts";
import { type TCPServerClass, type ThreadingMembers, ThreadingMixIn } from "./threading.ts";
import { Certificate, type CertificateSource } from "./tls/certificate_in_use.ts";
import { TlsListener } from "./tls/tls_listener.ts";

/** The protocols that are offered unless told otherwise. CPython: `HTTPSServer.__init__`. */
const ALPN_PROTOCOLS: readonly string[] = ["http/1.1"];

/** How often the files are looked at, in seconds. */
const RELOAD_INTERVAL = 5;

/**
 * What {@linkcode HTTPSServer} needs for TLS: either `certfile`, or `cert` and `key`.
 *
 * @example A certificate in files
 * ```ts
 * import { BaseHTTPRequestHandler, HTTPSServer, type TLSOptions } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const tls: TLSOptions = { certfile: "fullchain.pem", keyfile: "privkey.pem" };
 * const options = { ...tls, bindAndActivate: false };
 * const server = new HTTPSServer(["127.0.0.1", 8443], BaseHTTPRequestHandler, options);
 * assertEquals(server.certfile, "fullchain.pem");
 * ```
 */
export interface TLSOptions {
  /** The file with the chain of certificates, the server's own first, as PEM. */
  certfile?: string | undefined;
  /**
   * The file with the private key, as PEM.
   *
   * @default {certfile}
   */
  keyfile?: string | undefined;
  /** The password of the private key, or a function that returns it, called only if there is need. */
  password?: Password | undefined;
  /** The chain of certificates itself, as PEM. */
  cert?: string | undefined;
  /** The private key itself, as PEM, not encrypted. */
  key?: string | undefined;
  /**
   * The application protocols to agree on (RFC 7301), the best first. A client that names others
   * only is turned away; CPython goes on without one.
   *
   * @default {["http/1.1"]}
   */
  alpnProtocols?: readonly string[] | undefined;
  /**
   * How long a TLS handshake may take, in seconds.
   *
   * @default {10} or what `limits` say
   */
  handshakeTimeout?: number | undefined;
  /**
   * How often to look whether the files have changed, in seconds, 0 for never. A new certificate is
   * used for connections from then on, once its files have stayed the same for as long.
   *
   * @default {5}
   */
  reloadInterval?: number | undefined;
}

/**
 * Options of {@linkcode HTTPSServer}.
 *
 * @typeParam Options What the handlers take as their fourth argument
 *
 * @example Wait a little longer for handshakes, and look rarely for a new certificate
 * ```ts
 * import { BaseHTTPRequestHandler, HTTPSServer, type HTTPSServerOptions } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const options: HTTPSServerOptions = {
 *   certfile: "cert.pem",
 *   keyfile: "key.pem",
 *   handshakeTimeout: 20,
 *   reloadInterval: 3600,
 *   bindAndActivate: false,
 * };
 * await using server = new HTTPSServer(["", 8443], BaseHTTPRequestHandler, options);
 * assertEquals(server.keyfile, "key.pem");
 * ```
 */
export interface HTTPSServerOptions<Options = unknown>
  extends TCPServerOptions<Options>, TLSOptions {}

/**
 * {@linkcode HTTPServer} over TLS, 1.2 or 1.3.
 *
 * Needs `--allow-read` for the files, besides `--allow-net` for the address.
 *
 * A handshake that fails is a connection that ends before the first request: handlers see no more of
 * it. Renewed files are used without a restart.
 *
 * CPython: `http.server.HTTPSServer`.
 *
 * @example Answer one request, or say what is wrong with the certificate
 * ```ts
 * import { CertificateError, HTTPSServer, SimpleHTTPRequestHandler } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * try {
 *   await using server = new HTTPSServer(["localhost", 8443], SimpleHTTPRequestHandler, {
 *     certfile: "cert.pem",
 *     keyfile: "key.pem",
 *     password: () => Deno.readTextFileSync("password.txt").trim(),
 *   });
 *   await server.handleRequest();
 * } catch (error) {
 *   if (!(error instanceof CertificateError)) throw error;
 *   const message = "Cannot use the certificate 'cert.pem': there is no such file";
 *   assertEquals(error.message, message);
 * }
 * ```
 */
export class HTTPSServer<Options = unknown> extends HTTPServer<Options> {
  /** The file with the chain of certificates. */
  readonly certfile: string | undefined;
  /** The file with the private key; if absent, it is in the other one. */
  readonly keyfile: string | undefined;
  /** The password of the private key. */
  readonly password: Password | undefined;
  /** The application protocols to agree on. */
  readonly alpnProtocols: readonly string[];

  readonly #source: CertificateSource;
  readonly #handshakeTimeout: number;
  readonly #reloadInterval: number;

  /**
   * Make a server, which listens unless told otherwise.
   *
   * @param serverAddress Host and port; port 0 for any that is free
   * @param RequestHandlerClass The class of the handlers
   * @param options See {@linkcode HTTPSServerOptions}
   * @throws {TypeError} when there is no certificate, or one both in a file and not
   * @throws {RangeError} when an application protocol has no name of 1 to 255 ASCII characters
   * @throws {CertificateError} when the certificate or the key cannot be read or used, or the
   * password is wrong or absent; CPython asks for it in the terminal
   * @throws {Deno.errors.AddrInUse} when the port is taken
   * @throws {Deno.errors.NotCapable} when Deno was started without `--allow-net` for the address, or
   * without `--allow-read` for the files
   */
  constructor(
    serverAddress: Address,
    RequestHandlerClass: RequestHandlerClass<Options>,
    options: HTTPSServerOptions<Options>,
  ) {
    super(serverAddress, RequestHandlerClass, { ...options, bindAndActivate: false });
    this.#source = sourceOf(options);
    this.certfile = options.certfile;
    this.keyfile = options.keyfile;
    this.password = options.password;
    this.alpnProtocols = checkProtocols(options.alpnProtocols ?? ALPN_PROTOCOLS);
    this.#handshakeTimeout = options.handshakeTimeout ?? this.limits.handshakeTimeout;
    this.#reloadInterval = options.reloadInterval ?? RELOAD_INTERVAL;
    if (options.bindAndActivate ?? true) {
      this.serverBind();
      this.serverActivate();
    }
  }

  /** Listen, and speak TLS with whoever connects. CPython does it in `server_activate`. */
  protected override listen(address: Deno.TcpListenOptions): ServerSocket {
    const certificate = new Certificate(this.#source);
    const listener = super.listen(address);
    return new TlsListener(listener as Deno.TcpListener, certificate, {
      alpnProtocols: this.alpnProtocols,
      handshakeTimeout: this.#handshakeTimeout,
      reloadInterval: this.#reloadInterval,
      onHandshakeError: ({ hostname, port }, error) =>
        this.handleHandshakeError([hostname, port], error),
      onReloadError: (error) => this.handleReloadError(error),
    });
  }

  /** There is no TLS on sockets that have a name: who is at the other end is a proxy. */
  protected override listenByName(name: string): never {
    throw new TypeError(`Cannot speak TLS on ${name}: it takes a host and a port`);
  }

  /**
   * Called when a TLS handshake fails, unless the peer has just gone. Logs a line to standard error
   * unless overridden; CPython says nothing.
   *
   * @param clientAddress The address of the peer
   * @param error Why
   */
  handleHandshakeError(clientAddress: Address, error: Error): void {
    writeLog(`TLS handshake with ${clientAddress[0]} failed: ${error.message}\n`);
  }

  /**
   * Called when files have changed and cannot be used. The old certificate stays in use. Logs a line
   * to standard error unless overridden.
   *
   * @param error Why
   */
  handleReloadError(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    writeLog(`${reason}; the certificate from before stays in use\n`);
  }
}

/** What TLS cannot say (RFC 7301, section 3.1) is an error in Python, too: all handshakes would fail. */
function checkProtocols(protocols: readonly string[]): readonly string[] {
  const wrong = protocols.find((protocol) => !/^[\0-\x7f]{1,255}$/.test(protocol));
  if (wrong === undefined) return protocols;
  throw new RangeError(
    `Cannot agree on the protocol ${JSON.stringify(wrong)}: it must be 1 to 255 ASCII characters`,
  );
}

function sourceOf(options: TLSOptions): CertificateSource {
  const { certfile, keyfile, password, cert, key } = options;
  if (certfile !== undefined && cert === undefined && key === undefined) {
    return new CertificateFiles(certfile, keyfile, password);
  }
  if (certfile === undefined && cert !== undefined && key !== undefined) {
    return new CertificateText({ cert, key });
  }
  throw new TypeError('A server needs either "certfile", or "cert" and "key"');
}

/** A certificate that is there already. */
class CertificateText implements CertificateSource {
  readonly names: KeyPair = { cert: 'the certificate of "cert"', key: 'the private key of "key"' };
  readonly #pair: KeyPair;

  constructor(pair: KeyPair) {
    this.#pair = pair;
  }

  load(): KeyPair {
    checkPair(this.#pair, this.names);
    return this.#pair;
  }

  version(): undefined {}
}

/**
 * The type of {@linkcode HTTPSServer} with {@linkcode ThreadingMixIn}: what {@linkcode
 * ThreadingHTTPSServer} extends.
 *
 * @example A server whose end waits for running connections, as `socketserver` has it
 * ```ts
 * import { BaseHTTPRequestHandler, ThreadingHTTPSServerBase } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = new ThreadingHTTPSServerBase(["", 8443], BaseHTTPRequestHandler, {
 *   certfile: "cert.pem",
 *   bindAndActivate: false,
 * });
 * assertEquals([server.daemonThreads, server.blockOnClose], [false, true]);
 * ```
 */
export interface ThreadingHTTPSServerBase {
  /** Make a server, as {@linkcode HTTPSServer} does. */
  new <Options = unknown>(
    serverAddress: Address,
    RequestHandlerClass: RequestHandlerClass<Options>,
    options: HTTPSServerOptions<Options>,
  ): HTTPSServer<Options> & ThreadingMembers;
}

/** {@linkcode HTTPSServer} with {@linkcode ThreadingMixIn}. */
export const ThreadingHTTPSServerBase: ThreadingHTTPSServerBase = ThreadingMixIn(
  HTTPSServer as TCPServerClass,
) as never;

/**
 * A server over TLS that handles connections side by side, handshakes included.
 *
 * CPython: `http.server.ThreadingHTTPSServer`.
 *
 * @example Make a server, and listen later
 * ```ts
 * import { SimpleHTTPRequestHandler, ThreadingHTTPSServer } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = new ThreadingHTTPSServer(["", 8443], SimpleHTTPRequestHandler, {
 *   certfile: "cert.pem",
 *   alpnProtocols: ["http/1.1"],
 *   bindAndActivate: false,
 * });
 * assertEquals(server.certfile, "cert.pem");
 * ```
 */
export class ThreadingHTTPSServer<Options = unknown> extends ThreadingHTTPSServerBase<Options> {
  /** `serverClose` does not wait for running connections. */
  override daemonThreads = true;
}

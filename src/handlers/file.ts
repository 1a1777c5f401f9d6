/**
 * {@linkcode FileHTTPRequestHandler}: serves the files of a directory as people expect it today.
 *
 * The handler only puts together what the modules in `file/` decide. What a plain `GET` does not use
 * is loaded when it is used.
 *
 * @module
 */

import type { Method } from "./base.ts";
import type { Connection } from "../server/connection.ts";
import type { Address } from "../server/stream_request_handler.ts";
import type { TCPServer } from "../server/tcp_server.ts";
import type { FileHTTPRequestHandlerOptions, FileOptions } from "./file/options.ts";
import { settingsOf } from "./file/settings.ts";
import { answerSharedRead, answerSharedWrite, mayBeShared, mayWrite } from "./file/sharing.ts";
import type { FileLike } from "./served_file.ts";
import { SimpleHTTPRequestHandler } from "./simple.ts";

/**
 * Answers `GET` and `HEAD` with the files of a directory, and lists directories with a page for
 * people, or as JSON or plain text.
 *
 * Needs `--allow-read` for the directory.
 *
 * @example Serve a directory whose files browsers may keep for an hour
 * ```ts
 * import { FileHTTPRequestHandler, ThreadingHTTPServer } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = new ThreadingHTTPServer(["127.0.0.1", 0], FileHTTPRequestHandler, {
 *   handlerOptions: { directory: ".", cache: 3600 },
 * });
 * server.serveForever();
 * const url = `http://127.0.0.1:${server.serverPort}/README.md`;
 * const answer = await fetch(url, { method: "HEAD" });
 * assertEquals(answer.headers.get("Cache-Control"), "max-age=3600");
 * ```
 */
export class FileHTTPRequestHandler extends SimpleHTTPRequestHandler {
  /** The software of the server, as `name/version` words. */
  override serverVersion = "FileHTTP/0.1";
  /** The options, checked. */
  readonly #settings: Readonly<FileOptions>;

  /**
   * Make a handler for a connection.
   *
   * @param request The connection
   * @param clientAddress Host and port of the client
   * @param server The server that accepted the connection
   * @param options See {@linkcode FileHTTPRequestHandlerOptions}
   * @throws {TypeError} when an option is not of its type
   * @throws {RangeError} when an option has a value that it cannot have
   */
  constructor(
    request: Connection,
    clientAddress: Address,
    server: TCPServer,
    options: FileHTTPRequestHandlerOptions = {},
  ) {
    super(request, clientAddress, server, options);
    this.#settings = settingsOf(options);
  }

  /** @ignore */
  protected override methodFor(command: string): Method | undefined {
    const method = super.methodFor(command);
    if (method !== undefined || !mayWrite(command, this.#settings)) return method;
    return () => answerSharedWrite(this, this.#settings);
  }

  /**
   * Answer `Expect: 100-continue`. Uploads do so themselves, once they know whether they are taken.
   *
   * @returns Whether to go on with the request
   */
  override handleExpect100(): boolean | Promise<boolean> {
    const command = this.command ?? "";
    const isUpload = super.methodFor(command) === undefined && mayWrite(command, this.#settings);
    return isUpload || super.handleExpect100();
  }

  /** Answer with a file or a listing, or with what is made of them. */
  override do_GET(): void | Promise<void> {
    if (!mayBeShared(this.path, this.#settings)) return super.do_GET();
    return this.#answerShared(() => super.do_GET());
  }

  /** Answer as to `GET`, without the body. */
  override do_HEAD(): void | Promise<void> {
    if (!mayBeShared(this.path, this.#settings)) return super.do_HEAD();
    return this.#answerShared(() => super.do_HEAD());
  }

  async #answerShared(otherwise: () => void | Promise<void>): Promise<void> {
    if (!await answerSharedRead(this, this.#settings)) await otherwise();
  }

  /**
   * Guess the media type of a file from its name.
   *
   * @param path The path
   * @returns The type, as `type/subtype`, and with text the character set
   */
  override guessType(path: string): string {
    const type = super.guessType(path);
    const { charset = "utf-8" } = this.#settings;
    const isBare = type.startsWith("text/") && !/;\s*charset=/i.test(type);
    return charset !== "" && isBare ? `${type}; charset=${charset}` : type;
  }

  /** @ignore */
  protected override sendExtraResponseHeaders(): void {
    const isOwn = this.extraResponseHeaders.some(([name]) => /^cache-control$/i.test(name));
    if (!isOwn) this.sendHeader("Cache-Control", cacheControl(this.#settings));
    super.sendExtraResponseHeaders();
  }

  /**
   * Send the head of a listing, in the form that the client accepts: a page, JSON or plain text.
   *
   * @param path The directory
   * @returns The listing; `null` when the directory cannot be read, which was then answered
   */
  override async listDirectory(path: string): Promise<FileLike | null> {
    const { sendListing } = await import("./file/listing.ts");
    return await sendListing(this, path, this.#settings);
  }
}

function cacheControl({ cache }: FileOptions): string {
  return cache === undefined ? "no-cache" : `max-age=${cache}`;
}

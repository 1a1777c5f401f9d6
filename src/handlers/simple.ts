/**
 * {@linkcode SimpleHTTPRequestHandler}: serves the files of a directory, as `python -m http.server`
 * does.
 *
 * @module
 */

import { isNotModified } from "../http/conditions.ts";
import type { Fields } from "../http/fields.ts";
import { HTTPStatus } from "../http/status.ts";
import { guessFileType } from "../python/mimetypes.ts";
import { join, splitext } from "../python/posixpath.ts";
import type { Connection } from "../server/connection.ts";
import type { Address } from "../server/stream_request_handler.ts";
import type { TCPServer } from "../server/tcp_server.ts";
import type { BufferedWriter } from "../server/writer.ts";
import {
  type Answer,
  type AnswerMemory,
  isShared,
  type RequestKey,
} from "./memory/answer_memory.ts";
import { SIMPLE_DEPENDENCE } from "./memory/answer_dependence.ts";
import { declareDependence, type Reuse, reuseFor } from "./memory/answer_reuse.ts";
import { BaseHTTPRequestHandler } from "./base.ts";
import { escapeControls } from "./base/controls.ts";
import { ERROR_FORMAT, errorPage } from "./base/error_page.ts";
import { openFile, statIfThere, statRequested } from "./disk/files.ts";
import {
  loadMoreTypes,
  mappedType,
  mayHaveMoreTypes,
  typeOfExtension,
} from "./simple/media_types.ts";
import { redirectOf } from "./paths/redirect.ts";
import { prepareToOpen } from "./disk/regular_file.ts";
import { FileChangedError, type FileLike, MemoryFile } from "./disk/served_file.ts";
import { translateTarget } from "./paths/translate_path.ts";
import type { WatchedFile } from "./memory/watched_file.ts";

/**
 * Options of {@linkcode SimpleHTTPRequestHandler}, given to a server as `handlerOptions`.
 *
 * @example Say of all files that they may be framed by nobody
 * ```ts
 * import { serve, SimpleHTTPRequestHandler, type SimpleHTTPRequestHandlerOptions } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const handlerOptions: SimpleHTTPRequestHandlerOptions = {
 *   directory: "src",
 *   extraResponseHeaders: [["X-Frame-Options", "DENY"]],
 * };
 * const options = { hostname: "127.0.0.1", port: 0, handler: SimpleHTTPRequestHandler, handlerOptions };
 * await using server = serve(options);
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/serve.ts`);
 * assertEquals(answer.headers.get("X-Frame-Options"), "DENY");
 * await answer.body?.cancel();
 * ```
 */
export interface SimpleHTTPRequestHandlerOptions {
  /**
   * The directory to serve. An empty path is the current one.
   *
   * @default {Deno.cwd()}
   */
  directory?: string | undefined;
  /**
   * Fields that are added to each answer with status 200, as name and value. Those that the handler
   * sends by itself stay beside them.
   *
   * @default {[]}
   */
  extraResponseHeaders?: readonly (readonly [name: string, value: string])[] | undefined;
}

/**
 * The default of {@linkcode SimpleHTTPRequestHandler.extensionsMap}: compressed files, whose types
 * the table of media types has as encodings.
 *
 * @example Add a media type
 * ```ts
 * import { DEFAULT_EXTENSIONS_MAP, SimpleHTTPRequestHandler } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * class Handler extends SimpleHTTPRequestHandler {
 *   override extensionsMap = { ...DEFAULT_EXTENSIONS_MAP, ".gmi": "text/gemini" };
 * }
 *
 * assertEquals(DEFAULT_EXTENSIONS_MAP[".gz"], "application/gzip");
 * assertEquals(Handler.name, "Handler");
 * ```
 */
export const DEFAULT_EXTENSIONS_MAP: Readonly<Record<string, string>> = {
  ".gz": "application/gzip",
  ".Z": "application/octet-stream",
  ".bz2": "application/x-bzip2",
  ".xz": "application/x-xz",
};

/** What the reason phrase of a 404 is. */
export const NOT_FOUND = "File not found";

const INDEX_PAGES: readonly string[] = ["index.html", "index.htm"];

const NO_FIELDS: Fields = [];

const NO_FILES: readonly WatchedFile[] = [];

const NO_BODY = new Uint8Array(0);

/**
 * Answers `GET` and `HEAD` with the files of a directory: index pages, listings, `Last-Modified`
 * and `If-Modified-Since`.
 *
 * Needs `--allow-read` for the directory.
 *
 * CPython: `http.server.SimpleHTTPRequestHandler`.
 *
 * @example Serve a directory, with a field of one's own
 * ```ts
 * import { SimpleHTTPRequestHandler, ThreadingHTTPServer } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * class Handler extends SimpleHTTPRequestHandler {
 *   override endHeaders(): void {
 *     this.sendHeader("Access-Control-Allow-Origin", "*");
 *     super.endHeaders();
 *   }
 * }
 *
 * await using server = new ThreadingHTTPServer(["127.0.0.1", 0], Handler, {
 *   handlerOptions: { directory: "." },
 * });
 * server.serveForever();
 * const answer = await fetch(`http://127.0.0.1:${server.serverPort}/`, { method: "HEAD" });
 * assertEquals(answer.headers.get("Access-Control-Allow-Origin"), "*");
 * ```
 */
export class SimpleHTTPRequestHandler extends BaseHTTPRequestHandler {
  /** The software of the server, as `name/version` words. */
  override serverVersion = "SimpleHTTP/0.6";
  /**
   * The version of HTTP in status lines. CPython's is `"HTTP/1.0"`, which costs a connection for
   * each file.
   *
   * @default {"HTTP/1.1"}
   */
  override protocolVersion = "HTTP/1.1";
  /** The names of the files that answer for a directory, the first that exists. */
  indexPages: readonly string[] = INDEX_PAGES;
  /** Media types by extension (with its dot), which count before all others. */
  extensionsMap: Readonly<Record<string, string>> = DEFAULT_EXTENSIONS_MAP;
  /**
   * The media type of files that nothing else is known of.
   *
   * @default {"application/octet-stream"}
   */
  defaultContentType = "application/octet-stream";
  /**
   * Whether CPython's table is the only one. Otherwise a type that it does not know comes from
   * `@std/media-types`.
   *
   * @default {false}
   */
  strictMediaTypes = false;
  /** Remembered answers; `null` for a handler that may not use them, absent before the first request. */
  #reuse: Reuse | null | undefined;
  /** The request that is being answered, if its answer may be remembered. */
  #requestKey: RequestKey | undefined;
  /** The index pages that the directory which is being listed has not. */
  #absent: readonly WatchedFile[] = NO_FILES;
  /** The directory that is served. */
  readonly directory: string;
  /** Fields that are added to each answer with status 200. */
  readonly extraResponseHeaders: readonly (readonly [name: string, value: string])[];

  /**
   * Make a handler for a connection.
   *
   * @param request The connection
   * @param clientAddress Host and port of the client
   * @param server The server that accepted the connection
   * @param options See {@linkcode SimpleHTTPRequestHandlerOptions}
   */
  constructor(
    request: Connection,
    clientAddress: Address,
    server: TCPServer,
    options: SimpleHTTPRequestHandlerOptions = {},
  ) {
    super(request, clientAddress, server, options);
    // Nothing before a path would make it one of the whole file system.
    this.directory = options.directory || Deno.cwd();
    this.extraResponseHeaders = options.extraResponseHeaders ?? NO_FIELDS;
  }

  /** @ignore */
  protected override answerFromMemory(): boolean {
    this.#requestKey = undefined;
    if (this.#reuse === undefined) this.#reuse = reuseFor(this) ?? null;
    if (this.#reuse === null) return false;
    const { memory, missing, scanner } = this.#reuse;
    if (!scanner.scan(this.rfile.buffered)) return false;
    const answer = memory.recall(scanner) ?? missing.recall(scanner);
    if (answer === undefined || !this.mayAnswerFromMemory()) {
      this.#requestKey = { hash: scanner.hash, key: scanner.copyKey() };
      return false;
    }
    this.rfile.consume(scanner.length);
    this.#giveAnswer(answer);
    return true;
  }

  #giveAnswer(answer: Answer): void {
    this.request.idle = false;
    this.closeConnection = answer.closes;
    this.rememberedHeadSize = answer.headSize;
    this.noteStatus(answer.status);
    if (answer.error !== undefined) this.logError(ERROR_FORMAT, answer.status, answer.error);
    this.writeLogLine(answer.logged);
    if (isShared(answer.bytes)) this.wfile.writeShared(answer.bytes);
    else this.wfile.write(answer.bytes);
  }

  /**
   * Keep the answer whose head was sent just now, if its request is one that can be recognised.
   *
   * @param status The status code
   * @param body All of the body; it must not change
   * @param files All that the answer depends on besides the request and the handler's settings, as it
   * was before it was read
   *
   * @ignore
   */
  protected rememberAnswer(
    status: number,
    body: Uint8Array,
    files: readonly WatchedFile[],
  ): void {
    this.#remember(this.#reuse?.memory, { status, body }, files);
  }

  /**
   * Keep the answer that was given just now: that there is nothing.
   *
   * @param message Its reason phrase
   * @param files Where nothing is
   *
   * @ignore
   */
  protected rememberMissing(message: string, files: readonly WatchedFile[]): void {
    if (this.#requestKey === undefined) return;
    const status = HTTPStatus.NOT_FOUND;
    const explain = this.responses.get(status.value)?.[1] ?? "???";
    const body = errorPage(this.errorMessageFormat, status, message, explain);
    const answer = { status: status.value, body, error: message };
    this.#remember(this.#reuse?.missing, answer, files);
  }

  #remember(
    memory: AnswerMemory | undefined,
    answer: { readonly status: number; readonly body: Uint8Array; readonly error?: string },
    files: readonly WatchedFile[],
  ): void {
    const request = this.#requestKey;
    if (request === undefined || this.isLast || this.request.retired) return;
    const logged = escapeControls(`"${this.requestline}" ${answer.status} -`);
    const closes = this.closeConnection || this.isLast;
    memory?.remember(request, files, { ...answer, head: this.sentHead, logged, closes });
  }

  /** Answer with a file or a listing. */
  do_GET(): void | Promise<void> {
    const source = this.sendHead();
    if (source instanceof Promise) return source.then((source) => this.#sendBody(source));
    return this.#sendBody(source);
  }

  /** Answer as to `GET`, without the body. */
  do_HEAD(): void | Promise<void> {
    const source = this.sendHead();
    if (source instanceof Promise) return source.then((source) => source?.close());
    source?.close();
  }

  #sendBody(source: FileLike | null): void | Promise<void> {
    if (source === null) return;
    try {
      const copied = this.copyFile(source, this.wfile);
      if (copied !== undefined) return this.#awaitBody(source, copied);
    } catch (error) {
      source.close();
      throw error;
    }
    source.close();
  }

  async #awaitBody(source: FileLike, copied: Promise<void>): Promise<void> {
    try {
      await copied;
    } catch (error) {
      if (!(error instanceof FileChangedError)) throw error;
      // What is missing tells the client that the body is not complete.
      this.logError("%s", error.message);
      this.closeConnection = true;
    } finally {
      source.close();
    }
  }

  /**
   * Send the head of the answer to `GET` or `HEAD`.
   *
   * @returns The body, to be closed; `null` when there is none or it was sent, as with a redirect or
   * an error
   */
  sendHead(): FileLike | null | Promise<FileLike | null> {
    let path = this.translatePath(this.path);
    let info = statRequested(path);
    const absent: WatchedFile[] = [];
    if (info?.isDirectory) {
      const location = redirectOf(this.path);
      if (location !== undefined) return this.#redirect(location);
      const index = this.#findIndex(path, absent);
      if (index === undefined) {
        this.#absent = absent;
        return this.listDirectory(path);
      }
      ({ path, info } = index);
    }
    const contentType = this.guessType(path);
    const isDefault = contentType === this.defaultContentType;
    if (isDefault && !this.strictMediaTypes && mayHaveMoreTypes(path)) {
      return loadMoreTypes().then(() =>
        this.#sendFileHead({ path, info }, absent, this.guessType(path))
      );
    }
    return this.#sendFileHead({ path, info }, absent, contentType);
  }

  #redirect(location: string): null {
    this.sendResponse(HTTPStatus.MOVED_PERMANENTLY);
    this.sendHeader("Location", location);
    this.sendHeader("Content-Length", "0");
    this.endHeaders();
    return null;
  }

  /** Find the page of a directory, noting in `absent` those that would go before it. */
  #findIndex(directory: string, absent: WatchedFile[]): WatchedFile | undefined {
    for (const page of this.indexPages) {
      const path = join(directory, page);
      const info = statIfThere(path);
      if (info?.isFile) return { path, info };
      absent.push({ path, info });
    }
    return undefined;
  }

  #sendFileHead(
    { path, info }: WatchedFile,
    absent: readonly WatchedFile[],
    contentType: string,
  ): FileLike | null | Promise<FileLike | null> {
    const prepared = info?.isFile ? prepareToOpen(path) : undefined;
    if (prepared !== undefined) {
      return prepared.then(() => this.#sendFileHead({ path, info }, absent, contentType));
    }
    // A file is not a directory, though some systems open "file/" (CPython bpo-17324).
    const open = path.endsWith("/") ? null : openFile(path, info);
    if (open === null) {
      this.sendError(HTTPStatus.NOT_FOUND, NOT_FOUND);
      if (info === null) this.rememberMissing(NOT_FOUND, [{ path, info }]);
      return null;
    }
    const { file } = open;
    try {
      const modified = (open.info.mtime?.getTime() ?? 0) / 1000;
      if (isNotModified(this.headers, modified)) {
        this.sendResponse(HTTPStatus.NOT_MODIFIED);
        this.endHeaders();
        this.rememberAnswer(304, NO_BODY, [...absent, { path, info: open.info }]);
        file.close();
        return null;
      }
      this.sendResponse(HTTPStatus.OK);
      this.sendHeader("Content-type", contentType);
      this.sendHeader("Content-Length", String(open.size));
      this.sendHeader("Last-Modified", this.dateTimeString(modified));
      this.sendExtraResponseHeaders();
      this.endHeaders();
      if (file instanceof MemoryFile) {
        this.rememberAnswer(200, file.bytes, [...absent, { path, info: open.info, isBody: true }]);
      }
      return file;
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /**
   * Add {@linkcode SimpleHTTPRequestHandler.extraResponseHeaders} to the head. CPython 3.15:
   * `_send_extra_response_headers`.
   */
  protected sendExtraResponseHeaders(): void {
    for (const [name, value] of this.extraResponseHeaders) this.sendHeader(name, value);
  }

  /**
   * Send the head of a listing.
   *
   * @param path The directory
   * @returns The page; `null` when the directory cannot be read, which was then answered
   */
  listDirectory(path: string): FileLike | null | Promise<FileLike | null> {
    return this.#listDirectory(path);
  }

  async #listDirectory(path: string): Promise<FileLike | null> {
    const { listWithinBudget } = await import("./simple/listing.ts");
    return await listWithinBudget(this, path, () => this.#sendListing(path));
  }

  async #sendListing(path: string): Promise<FileLike | null> {
    const { bodyOfPage, makeListingPage } = await import("./simple/listing.ts");
    const page = await makeListingPage(path, this.path);
    if (page === null) {
      this.sendError(HTTPStatus.NOT_FOUND, "No permission to list directory");
      return null;
    }
    this.sendResponse(HTTPStatus.OK);
    this.sendHeader("Content-type", "text/html; charset=utf-8");
    this.sendHeader("Content-Length", String(page.length));
    this.sendExtraResponseHeaders();
    this.endHeaders();
    const [whole, ...rest] = page.pieces;
    if (rest.length === 0) this.rememberAnswer(200, whole!, [...this.#absent, ...page.watched]);
    return bodyOfPage(page.pieces);
  }

  /**
   * Map a request target to a path below {@linkcode SimpleHTTPRequestHandler.directory}.
   *
   * @param path The request target
   * @returns The path, with a slash at the end where the target has one
   */
  translatePath(path: string): string {
    return translateTarget(path, this.directory);
  }

  /**
   * Whether a file or directory is no part of what is served, though it is in the directory.
   *
   * @param _path The path
   * @returns Whether it is kept back from archives and the like; what is asked for by name is another
   * matter
   *
   * @ignore
   */
  keepsBack(_path: string): boolean {
    return false;
  }

  /**
   * Whether a path is that of something that {@linkcode SimpleHTTPRequestHandler.keepsBack} is about, or
   * leads to it, whether or not there is anything yet.
   *
   * @param _path The path
   * @returns Whether what is moved there could become part of it
   *
   * @ignore
   */
  keepsBackBelow(_path: string): boolean {
    return false;
  }

  /**
   * Copy a body to the client.
   *
   * @param source The body
   * @param outputfile Where to: {@linkcode StreamRequestHandler.wfile}
   * @returns A promise where the copying takes more than one step
   * @throws {FileChangedError} when the file was changed meanwhile; the connection is then closed
   */
  copyFile(source: FileLike, outputfile: BufferedWriter): void | Promise<void> {
    // Not awaited: it is bounded, and sent at the end of the request.
    if (source instanceof MemoryFile) outputfile.write(source.bytes);
    else return copyLarge(source, outputfile);
  }

  /**
   * Guess the media type of a file from its name.
   *
   * @param path The path
   * @returns The type, as `type/subtype`
   */
  guessType(path: string): string {
    const extension = splitext(path)[1];
    return mappedType(this.extensionsMap, extension) ?? guessFileType(path)[0] ??
      (this.strictMediaTypes ? undefined : typeOfExtension(extension)) ??
      this.defaultContentType;
  }
}

declareDependence(SimpleHTTPRequestHandler, SIMPLE_DEPENDENCE);

async function copyLarge(source: FileLike, outputfile: BufferedWriter): Promise<void> {
  const { copyInTurns } = await import("./turns/copying.ts");
  await copyInTurns(source, outputfile);
}

/**
 * {@linkcode BaseHTTPRequestHandler}: reads requests, finds the method that answers each, and has
 * the means to answer. What is answered is up to subclasses.
 *
 * @module
 */

import { isAmbiguous } from "../http/ambiguity.ts";
import { type BodyFraming, bodyFraming, switchesProtocol } from "../http/body_framing.ts";
import { HeaderBlockError } from "../http/header_block.ts";
import { receiveHeaderBlock } from "../server/header_block_reader.ts";
import { decodeLatin1 } from "../http/latin1.ts";
import { HTTPMessage } from "../http/message.ts";
import { RequestError } from "../http/request_error.ts";
import { parseRequestLine, stripLineEnd } from "../http/request_line.ts";
import { HTTPStatus, responses } from "../http/status.ts";
import { percentFormat } from "../python/percent_format.ts";
import { repr } from "../python/repr.ts";
import { TimeoutError } from "../server/connection.ts";
import { recognizableSize } from "../server/limits.ts";
import { writeLog } from "../server/log.ts";
import { type NoteEnd, StreamRequestHandler } from "../server/stream_request_handler.ts";
import {
  currentHttpDate,
  currentLogDate,
  formatHttpDate,
  formatLogDate,
  MONTHS,
  WEEKDAYS,
} from "./base/clock.ts";
import { escapeControls } from "./base/controls.ts";
import { DEFAULT_ERROR_CONTENT_TYPE, DEFAULT_ERROR_MESSAGE, errorPage } from "./base/error_page.ts";
import { announceEnd, checkSendable } from "./base/answer_head.ts";
import { awaitRequestline } from "./base/arrival.ts";
import {
  handleRequest,
  handleRequests,
  RequestLoop,
  type RequestSteps,
} from "./base/request_loop.ts";

/**
 * How much of a body that the handler left unread is read and dropped, in bytes, so that the
 * connection can go on. Behind more than this, closing is cheaper.
 */
const MAX_DROPPED_BODY = 65536;

/** What handlers have before their first request: one for all, since many wait for it. */
const NO_REQUEST = { line: new Uint8Array(0), headers: new HTTPMessage() };

/** A method that answers a request. */
export type Method = () => void | Promise<void>;

/**
 * Handles the requests of one connection: a request `SPAM` is answered by the method `do_SPAM`,
 * or with 501 if there is none.
 *
 * A `do_*` method calls {@linkcode BaseHTTPRequestHandler.sendResponse}, {@linkcode
 * BaseHTTPRequestHandler.sendHeader} for each field, {@linkcode BaseHTTPRequestHandler.endHeaders},
 * and writes the body to `wfile`. It may be `async`.
 *
 * CPython: `http.server.BaseHTTPRequestHandler`.
 *
 * @example Answer a `GET` and a `POST`
 * ```ts
 * import { BaseHTTPRequestHandler, ThreadingHTTPServer } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * class Echo extends BaseHTTPRequestHandler {
 *   override protocolVersion = "HTTP/1.1";
 *
 *   do_GET(): void {
 *     this.#answer(new TextEncoder().encode(this.path));
 *   }
 *
 *   async do_POST(): Promise<void> {
 *     this.#answer(await this.rfile.read());
 *   }
 *
 *   #answer(body: Uint8Array): void {
 *     this.sendResponse(200);
 *     this.sendHeader("Content-Type", "text/plain");
 *     this.sendHeader("Content-Length", body.length);
 *     this.endHeaders();
 *     this.wfile.write(body);
 *   }
 * }
 *
 * await using server = new ThreadingHTTPServer(["127.0.0.1", 0], Echo);
 * server.serveForever();
 * const url = `http://127.0.0.1:${server.serverPort}/hello`;
 * assertEquals(await (await fetch(url)).text(), "/hello");
 * assertEquals(await (await fetch(url, { method: "POST", body: "hi" })).text(), "hi");
 * ```
 */
export class BaseHTTPRequestHandler extends StreamRequestHandler {
  /** The software of the server, as `name/version` words. */
  serverVersion = "BaseHTTP/0.6";
  /** The system below, as a `name/version` word. */
  sysVersion = `Deno/${Deno.version.deno}`;
  /**
   * The version of HTTP in status lines; from `"HTTP/1.1"` on connections persist, and then each
   * answer needs a `Content-Length`.
   *
   * @default {"HTTP/1.0"}
   */
  protocolVersion = "HTTP/1.0";
  /**
   * The version assumed until the request line is understood: it decides the form of the answer to
   * one that is not. For `"HTTP/0.9"` that is a body without a head.
   *
   * @default {"HTTP/0.9"}
   */
  defaultRequestVersion = "HTTP/0.9";
  /** The body of errors: a %-format with `code`, `message` and `explain`. */
  errorMessageFormat: string = DEFAULT_ERROR_MESSAGE;
  /** The `Content-Type` of errors. */
  errorContentType: string = DEFAULT_ERROR_CONTENT_TYPE;
  /** The names of the days, from Monday. */
  weekdayname: readonly string[] = WEEKDAYS;
  /** The names of the months, from index 1. */
  monthname: readonly (string | null)[] = MONTHS;
  /** Reason phrase and explanation of each status code. */
  responses: ReadonlyMap<number, readonly [phrase: string, description: string]> = responses;
  /** What header blocks are parsed with. */
  MessageClass: { parse(text: string): HTTPMessage } = HTTPMessage;

  /** The request line as bytes, with its line end. */
  rawRequestline: Uint8Array = NO_REQUEST.line;
  /** The request line as text, without its line end. */
  requestline = "";
  /** The method token of the request; `null` until the request line is understood. */
  command: string | null = null;
  /** The request target. */
  path = "";
  /** The version of the request, e.g. `"HTTP/1.1"`. */
  requestVersion = "";
  /** The header fields of the request. */
  headers: HTTPMessage = NO_REQUEST.headers;
  /** Whether the connection ends after this request. */
  closeConnection = true;

  /** What the next head has so far; kept from request to request, and absent before the first, as in Python. */
  #headersBuffer: string | undefined;
  /**
   * The head that was sent last.
   *
   * @ignore
   */
  protected sentHead = "";
  /**
   * The size of the head in the answer that {@linkcode BaseHTTPRequestHandler.answerFromMemory} gave
   * last, in bytes.
   *
   * @ignore
   */
  protected rememberedHeadSize = 0;
  /** Who the client has proved to be, which the log tells in some of its formats. */
  remoteUser: string | undefined;
  /** How the body of the request is framed. */
  #framing: BodyFraming = 0;
  /** Whether a request was begun and not ended. */
  #begun = false;
  /** How much had been written when the last answer ended. */
  #written = 0;
  /** The longest head that may be recognised without being parsed, in bytes. */
  readonly #recognizableSize = recognizableSize(this.request.limits);
  /**
   * Whether no other request may follow on the connection, whatever the handler decides.
   *
   * @ignore
   */
  protected isLast = false;

  /** What is done with requests, for what does it in turn. */
  static readonly #steps: RequestSteps<BaseHTTPRequestHandler> = {
    open: (handler) => handler.#open(),
    begin: (handler) => handler.#beginRequest(),
    answer: (handler) => handler.#answerNext(),
    end: (handler) => handler.#endRequest(),
    isBegun: (handler) => handler.#begun,
    fail: (handler, error) => handler.#fail(error),
    refuse: (handler, error) => handler.#refuse(error),
    close: (handler) => handler.#close(),
  };

  /** @ignore */
  override runThen(noteEnd: NoteEnd): void {
    const { run, handle, handleOneRequest } = BaseHTTPRequestHandler.prototype;
    const isPlain = this.run === run && this.handle === handle &&
      this.handleOneRequest === handleOneRequest;
    if (isPlain) new RequestLoop(this, BaseHTTPRequestHandler.#steps, noteEnd).start();
    else super.runThen(noteEnd);
  }

  /** Handle requests until the connection is to be closed. */
  override handle(): Promise<void> {
    return handleRequests(this, BaseHTTPRequestHandler.#steps);
  }

  /** Read a request and answer it: you need not override this to handle a method. */
  handleOneRequest(): Promise<void> {
    return handleRequest(this, BaseHTTPRequestHandler.#steps);
  }

  #open(): void {
    this.closeConnection = true;
    this.#written = this.wfile.written;
    this.request.idle = true;
  }

  #beginRequest(): void {
    this.#begun = true;
    this.#framing = 0;
    this.isLast = this.request.countRequest();
    this.rfile.beginBody("unknown");
  }

  /** Make ready for the next request, if there may be one. Returns a promise only where it has to wait. */
  #endRequest(): void | Promise<void> {
    this.#begun = false;
    this.#written = this.wfile.written;
    if (this.request.draining || this.isLast) this.closeConnection = true;
    if (!this.closeConnection && this.#framing !== 0) return this.#endBody();
  }

  /** A client that is silent is none to answer. */
  #fail(error: unknown): void {
    this.#begun = false;
    if (!isTimeout(error)) return this.#refuse(error);
    this.logError("Request timed out: %r", error);
    this.closeConnection = true;
  }

  #close(): void {
    // A reset would take the answer away from a client that is still sending.
    this.request.unread ||= this.rfile.bufferedLength > 0 || this.#framing !== 0 || this.isLast;
  }

  /** Answer a request that its client does not send as it should, unless an answer has begun. */
  #refuse(error: unknown): void {
    if (!(error instanceof RequestError)) throw error;
    this.closeConnection = true;
    this.#framing = "unknown";
    if (this.#headersBuffer !== undefined) this.#headersBuffer = "";
    if (this.wfile.written !== this.#written) this.logError("Answer broken off: %s", error.message);
    else this.sendError(error.status, error.message);
  }

  /** Answer the request whose first bytes have arrived. */
  #answerNext(): void | Promise<void> {
    if (this.wfile.written !== this.#written) {
      // It must not become the beginning of an answer.
      this.request.close();
      throw new Error("A handler wrote something after the end of its answer");
    }
    if (this.answerFromMemory()) return;
    const line = this.rfile.bufferedLine(this.request.limits.maxRequestLine + 1);
    if (line !== undefined) return this.#answerRequest(line);
    return awaitRequestline(this).then((line) => this.#answerRequest(line));
  }

  /**
   * Answer the request that begins what is buffered without parsing it, where a subclass knows how.
   *
   * @returns Whether it was answered: it was consumed then, and the answer is in `wfile`
   *
   * @ignore
   */
  protected answerFromMemory(): boolean {
    return false;
  }

  /**
   * Whether the request that begins what is buffered may be answered without being parsed: only a
   * class whose answers depend on more than what is remembered has to ask.
   *
   * @returns Whether it may
   *
   * @ignore
   */
  protected mayAnswerFromMemory(): boolean {
    return this.rfile.bufferedLength <= this.#recognizableSize && !this.isLast;
  }

  /** Answer the request whose first line was read. Returns a promise only where it has to wait. */
  #answerRequest(line: Uint8Array): void | Promise<void> {
    this.rawRequestline = line;
    this.request.idle = false;
    if (this.rawRequestline.length > this.request.limits.maxRequestLine) {
      this.requestline = this.requestVersion = this.command = "";
      this.#framing = "unknown";
      this.sendError(HTTPStatus.REQUEST_URI_TOO_LONG);
      return;
    }
    if (this.rawRequestline.length === 0) {
      this.closeConnection = true;
      return;
    }
    const parsed = this.parseRequest();
    if (parsed === true) return this.#callMethod();
    if (parsed === false) return;
    return parsed.then((success) => success ? this.#callMethod() : undefined);
  }

  #callMethod(): void | Promise<void> {
    const method = this.methodFor(this.command ?? "");
    if (method === undefined) {
      const reason = `Unsupported method (${repr(this.command ?? "")})`;
      return this.sendError(HTTPStatus.NOT_IMPLEMENTED, reason);
    }
    const answered = method.call(this);
    return answered && this.wfile.flushDuring(this.request.untilAnswered(answered));
  }

  /**
   * Find what answers requests with a method.
   *
   * @param command The method token
   * @returns Called with the handler as `this`; `undefined` where there is none
   *
   * @ignore
   */
  protected methodFor(command: string): Method | undefined {
    const method = (this as unknown as Record<string, Method | undefined>)[`do_${command}`];
    return typeof method === "function" ? method : undefined;
  }

  /** Drop what the handler left of the body, so that it is never taken for a request; or close. */
  async #endBody(): Promise<void> {
    // A client that asked whether to send the body may take the answer for a no.
    const limit = this.headers.has("expect") ? 0 : MAX_DROPPED_BODY;
    this.closeConnection = !await this.rfile.endBody(limit);
  }

  /**
   * Parse the request whose first line is {@linkcode BaseHTTPRequestHandler.rawRequestline}; the rest is read from `rfile`. Sets
   * `command`, `path`, `requestVersion`, `headers` and `closeConnection`.
   *
   * @returns Whether the request is to be answered; if not, it was answered with an error where
   * there was anything to answer
   */
  parseRequest(): boolean | Promise<boolean> {
    if (!this.#begun) {
      this.#beginRequest();
      this.request.idle = false;
      this.wfile.autoFlush = true;
    }
    this.command = null;
    this.requestVersion = this.defaultRequestVersion;
    this.closeConnection = true;
    this.requestline = stripLineEnd(decodeLatin1(this.rawRequestline));
    const line = parseRequestLine(this.requestline);
    if (line === undefined) return false;
    if (line.version !== undefined) this.requestVersion = line.version;
    if (!line.ok) {
      this.#framing = "unknown";
      this.sendError(line.status, line.message);
      return false;
    }
    this.command = line.command;
    this.path = line.path;
    if (line.persistent && this.protocolVersion >= "HTTP/1.1") this.closeConnection = false;
    if (line.version === undefined) {
      // An answer without a head ends where the connection ends.
      this.isLast = true;
      this.headers = NO_REQUEST.headers;
      this.rfile.beginBody("unknown");
      return true;
    }
    return this.#parseHeaders();
  }

  #parseHeaders(): boolean | Promise<boolean> {
    try {
      const text = receiveHeaderBlock(this.rfile, this.request);
      if (typeof text === "string") return this.#takeHeaders(text);
      return text.then((text) => this.#takeHeaders(text)).catch((error) =>
        this.#refuseHeaders(error)
      );
    } catch (error) {
      return this.#refuseHeaders(error);
    }
  }

  #refuseHeaders(error: unknown): boolean {
    if (!(error instanceof HeaderBlockError)) throw error;
    this.#framing = "unknown";
    this.sendError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, error.message, error.detail);
    return false;
  }

  #takeHeaders(text: string): boolean | Promise<boolean> {
    if (this.request.closed) {
      this.closeConnection = true;
      return false;
    }
    const headers = this.MessageClass.parse(text);
    this.headers = headers;
    this.noteHeaders();
    const persists = this.protocolVersion >= "HTTP/1.1";
    const connection = headers.get("connection", "").toLowerCase();
    if (connection === "close") this.closeConnection = true;
    else if (connection === "keep-alive" && persists) this.closeConnection = false;
    const line = decodeLatin1(this.rawRequestline);
    const { requestVersion: version, path: target } = this;
    this.isLast ||= isAmbiguous({ line, block: text, version, target, headers });
    this.#framing = bodyFraming(headers, this.requestVersion);
    // Where nothing is said of a body, what follows belongs to this request only if it is the
    // connection's last one.
    const open = this.#framing === 0 && this.closeConnection && !headers.has("content-length");
    this.rfile.beginBody(open ? "unknown" : this.#framing, this.request.limits.maxBodySize);
    if (this.#framing !== 0) this.request.phase = "body";
    if (!this.acceptRequest()) return false;
    if (!persists || this.requestVersion < "HTTP/1.1") return true;
    return headers.get("expect", "").toLowerCase() !== "100-continue" || this.handleExpect100();
  }

  /**
   * Called when {@linkcode BaseHTTPRequestHandler.headers} are known, before anything is answered.
   *
   * @ignore
   */
  protected noteHeaders(): void {}

  /**
   * Called when all is known of a request but its body, before anything else is decided.
   *
   * @returns Whether to go on with it; if not, it was answered
   *
   * @ignore
   */
  protected acceptRequest(): boolean {
    return true;
  }

  /**
   * Called with the status of each answer, the preliminary ones included.
   *
   * @param status The status code
   *
   * @ignore
   */
  protected noteStatus(status: number): void {
    if (this.#framing === 0 && switchesProtocol(this.command, status)) {
      this.rfile.beginBody("unknown");
    }
  }

  /**
   * Answer `Expect: 100-continue` (RFC 9110, section 10.1.1) before the body is read.
   *
   * @returns Whether to go on with the request: `true` after `100 Continue`; a subclass that
   * refuses sends an error and returns `false`
   */
  handleExpect100(): boolean | Promise<boolean> {
    this.sendResponseOnly(HTTPStatus.CONTINUE);
    this.endHeaders();
    // This is not the answer.
    this.#written = this.wfile.written;
    return true;
  }

  /**
   * Answer with an error and a page that explains it, log it, and close the connection.
   *
   * There is no page with 1xx, 204, 205 and 304, nor in answer to `HEAD`.
   *
   * @param code The status code
   * @param message The reason phrase; the code's own when omitted
   * @param explain The explanation on the page; the code's own when omitted
   * @throws {TypeError} when the message has a line break or NUL in it
   * @throws {RangeError} when the message has a character outside ISO 8859-1
   */
  sendError(code: number | HTTPStatus, message?: string | null, explain?: string | null): void {
    const status = Number(code);
    const [phrase, description] = this.responses.get(status) ?? ["???", "???"];
    message ??= phrase;
    explain ??= description;
    this.logError("code %d, message %s", status, message);
    this.sendResponse(status, message);
    if (this.endsWith(status)) this.sendHeader("Connection", "close");
    let body: Uint8Array | undefined;
    // RFC 9110, sections 15.2, 15.3.5, 15.3.6 and 15.4.5
    if (status >= 200 && status !== 204 && status !== 205 && status !== 304) {
      body = errorPage(this.errorMessageFormat, code, message, explain);
      this.sendHeader("Content-Type", this.errorContentType);
      this.sendHeader("Content-Length", String(body.length));
    }
    this.endHeaders();
    if (body !== undefined && this.command !== "HEAD") this.wfile.write(body);
  }

  /**
   * Whether the connection ends after an error.
   *
   * @param _status The status code
   * @returns `true`, unless a subclass knows where the next request begins
   *
   * @ignore
   */
  protected endsWith(_status: number): boolean {
    return true;
  }

  /**
   * Begin an answer: log it, and add the status line and the fields `Server` and `Date`.
   *
   * @param code The status code
   * @param message The reason phrase; the code's own when omitted
   * @throws {TypeError} when the status line would have a line break or NUL in it
   * @throws {RangeError} when the status line would have a character outside ISO 8859-1
   */
  sendResponse(code: number | HTTPStatus, message?: string | null): void {
    this.logRequest(code);
    this.sendResponseOnly(code, message);
    this.sendHeader("Server", this.versionString());
    this.sendHeader("Date", this.dateTimeString());
  }

  /**
   * Add the status line, and nothing else. There is none in answer to an HTTP/0.9 request.
   *
   * @param code The status code
   * @param message The reason phrase; the code's own when omitted
   * @throws {TypeError} when the status line would have a line break or NUL in it
   * @throws {RangeError} when the status line would have a character outside ISO 8859-1
   */
  sendResponseOnly(code: number | HTTPStatus, message?: string | null): void {
    const status = Number(code);
    this.noteStatus(status);
    if (this.requestVersion === "HTTP/0.9") return;
    const phrase = message ?? this.responses.get(status)?.[0] ?? "";
    const line = `${this.protocolVersion} ${status} ${phrase}`;
    checkSendable(line, "status line");
    this.#headersBuffer = `${this.#headersBuffer ?? ""}${line}\r\n`;
  }

  /**
   * Add a field. `Connection: close` and `Connection: keep-alive` also set {@linkcode
   * BaseHTTPRequestHandler.closeConnection}.
   *
   * @param keyword The name
   * @param value The value
   * @throws {TypeError} when either has a line break or NUL in it
   * @throws {RangeError} when either has a character outside ISO 8859-1
   */
  sendHeader(keyword: string, value: string | number): void {
    const text = String(value);
    if (this.requestVersion !== "HTTP/0.9") {
      checkSendable(keyword, "field name");
      checkSendable(text, "field value");
      this.#headersBuffer = `${this.#headersBuffer ?? ""}${keyword}: ${text}\r\n`;
    }
    if (keyword.length !== "connection".length || keyword.toLowerCase() !== "connection") return;
    const option = text.toLowerCase();
    if (option === "close") this.closeConnection = true;
    else if (option === "keep-alive") this.closeConnection = false;
  }

  /**
   * End the head with the empty line, and hand it on to `wfile`.
   *
   * @throws {TypeError} when nothing was ever added to a head of this connection
   */
  endHeaders(): void {
    if (this.requestVersion === "HTTP/0.9") return;
    const head = this.#headersBuffer;
    if (head === undefined) throw new TypeError("Cannot end a head without lines");
    const announces = this.request.retired && !this.closeConnection;
    this.#headersBuffer = `${announces ? announceEnd(head) : head}\r\n`;
    this.flushHeaders();
  }

  /** Hand on to `wfile` what there is of a head. */
  flushHeaders(): void {
    const head = this.#headersBuffer;
    if (head === undefined || head === "") return;
    this.#headersBuffer = "";
    this.sentHead = head;
    this.wfile.writeText(head);
  }

  /**
   * Log a request that is being answered. Called by {@linkcode
   * BaseHTTPRequestHandler.sendResponse}.
   *
   * @param code The status code
   * @param size The size of the answer in bytes, where known
   */
  logRequest(code: number | string | HTTPStatus = "-", size: number | string = "-"): void {
    this.logMessage('"%s" %s %s', this.requestline, String(code), String(size));
  }

  /**
   * Log an error. Calls {@linkcode BaseHTTPRequestHandler.logMessage} unless overridden.
   *
   * @param format A %-format
   * @param args Its values
   */
  logError(format: string, ...args: unknown[]): void {
    this.logMessage(format, ...args);
  }

  /**
   * Write a line to the log, which is standard error, with the client's address and the time before
   * it. Control characters are escaped.
   *
   * @param format A %-format
   * @param args Its values
   * @throws {TypeError} when there are too few values or too many
   */
  logMessage(format: string, ...args: unknown[]): void {
    this.writeLogLine(escapeControls(percentFormat(format, args)));
  }

  /**
   * Write a line to the log, as it is.
   *
   * @param line The line without the client's address and the time, which go before it
   *
   * @ignore
   */
  protected writeLogLine(line: string): void {
    writeLog(`${this.addressString()} - - [${this.logDateTimeString()}] ${line}\n`);
  }

  /**
   * The software of the server.
   *
   * @returns {@linkcode BaseHTTPRequestHandler.serverVersion} and {@linkcode BaseHTTPRequestHandler.sysVersion}
   */
  versionString(): string {
    return `${this.serverVersion} ${this.sysVersion}`;
  }

  /**
   * A time as HTTP writes it (RFC 9110, section 5.6.7).
   *
   * @param timestamp Seconds since the epoch; now when omitted
   * @returns e.g. `Sun, 06 Nov 1994 08:49:37 GMT`
   */
  dateTimeString(timestamp?: number | null): string {
    return typeof timestamp === "number" ? formatHttpDate(timestamp) : currentHttpDate();
  }

  /**
   * The current local time as the log writes it.
   *
   * @returns e.g. `06/Nov/1994 08:49:37`
   */
  logDateTimeString(): string {
    return this.monthname === MONTHS ? currentLogDate() : formatLogDate(new Date(), this.monthname);
  }

  /** How the client asks: `"https"` over TLS, also where that ends at a trusted proxy. */
  get scheme(): "http" | "https" {
    return this.request.encrypted ? "https" : "http";
  }

  /**
   * The address of the client as the log writes it.
   *
   * @returns The host of {@linkcode StreamRequestHandler.clientAddress}
   */
  addressString(): string {
    return this.clientAddress[0];
  }
}

/** Whether the peer was silent for too long, in the view of the handler or of the operating system. */
function isTimeout(error: unknown): boolean {
  return error instanceof TimeoutError || error instanceof Deno.errors.TimedOut;
}

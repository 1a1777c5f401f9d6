/**
 * {@linkcode FileHTTPRequestHandler}: serves the files of a directory as people expect it today.
 *
 * The handler only puts together what the modules in `file/` decide. What a plain `GET` does not use
 * is loaded when it is used.
 *
 * @module
 */

import { bodyFraming } from "../http/body_framing.ts";
import type { Fields } from "../http/fields.ts";
import { HTTPStatus } from "../http/status.ts";
import { quote } from "../python/quote.ts";
import type { Connection } from "../server/connection.ts";
import type { Address } from "../server/stream_request_handler.ts";
import type { TCPServer } from "../server/tcp_server.ts";
import type { BufferedWriter } from "../server/writer.ts";
import { FILE_DEPENDENCE } from "./memory/answer_dependence.ts";
import { declareDependence } from "./memory/answer_reuse.ts";
import type { Method } from "./base.ts";
import { asksToClose } from "./base/answer_head.ts";
import { FILE_ERROR_MESSAGE } from "./base/error_page.ts";
import { refusalOfHost } from "./file/allowed_hosts.ts";
import { FILE_EXTENSIONS_MAP } from "./file/compressible.ts";
import { corsFields, preflightFields, variesByOrigin } from "./file/cors.ts";
import { enclosedIdentity, isEnclosed } from "./file/enclosure.ts";
import { leadsToHidden } from "./file/hidden.ts";
import { type Found, locate } from "./file/locate.ts";
import type { FileHTTPRequestHandlerOptions } from "./file/options.ts";
import {
  originFormOf,
  problemOf,
  rootOf,
  tidyTargetOf,
  withoutPrefix,
} from "./file/request_target.ts";
import { type Responder, sendAnswer, type Sent } from "./file/send_answer.ts";
import { settingsOf } from "./file/settings.ts";
import { answerSharedRead, answerSharedWrite, mayBeShared, mayWrite } from "./file/sharing.ts";
import { hasExtension, spaFileOf, wantsPage } from "./file/spa.ts";
import { statIfThere, statOrNull } from "./disk/files.ts";
import { loadMoreTypes, mayHaveMoreTypes } from "./simple/media_types.ts";
import { staysOnSite } from "./paths/redirect.ts";
import type { FileLike } from "./disk/served_file.ts";
import { tusAbilities, writingMethods } from "./sharing/abilities.ts";
import { NOT_FOUND, SimpleHTTPRequestHandler } from "./simple.ts";
import { decodeTargetPath } from "./paths/translate_path.ts";
import type { WatchedFile } from "./memory/watched_file.ts";

/** Known methods (RFC 9110, section 9, and RFC 5789): one that is not answered is refused with 405. */
const METHODS: readonly string[] = "GET HEAD OPTIONS POST PUT PATCH DELETE CONNECT TRACE"
  .split(" ");

/** Errors after which it is known where the next request begins. */
const PERSISTENT_ERRORS: ReadonlySet<number> = new Set([403, 404, 405, 406, 409, 410, 412, 416]);

/** The page for what there is no file for, at the top of the directory. */
const NOT_FOUND_PAGE = "404.html";

const UNCLEAR_BODY = [HTTPStatus.BAD_REQUEST, "The end of the body is not clear"] as const;

const NO_FIELDS: Fields = [];

/** A file, and those that would have gone before it. */
type FoundFile = Omit<Extract<Found, { kind: "file" }>, "kind">;

/** Loaded when there is nothing of a target for the first time. */
let wayBack: typeof import("./file/way_back.ts") | undefined;

/** A body that sends itself. */
interface StreamedFile extends FileLike {
  copyTo(output: BufferedWriter): Promise<void>;
}

/**
 * Answers `GET` and `HEAD` with the files of a directory: parts of files, compressed files, conditional
 * requests. Directories are listed with a page for people, or as JSON or plain text.
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
 * const answer = await fetch(url, { headers: { Range: "bytes=0-9" } });
 * assertEquals(answer.status, 206);
 * assertEquals(answer.headers.get("Cache-Control"), "max-age=3600");
 * assertEquals((await answer.text()).length, 10);
 * ```
 */
export class FileHTTPRequestHandler extends SimpleHTTPRequestHandler {
  /** The software of the server, as `name/version` words. */
  override serverVersion = "FileHTTP/0.1";
  /**
   * The version assumed until the request line is understood. With CPython's, which is `"HTTP/0.9"`,
   * whoever sends a line that is not understood gets a page without a status.
   *
   * @default {"HTTP/1.1"}
   */
  override defaultRequestVersion = "HTTP/1.1";
  /** The page that errors are answered with, a %-format: see {@linkcode BaseHTTPRequestHandler.errorMessageFormat}. */
  override errorMessageFormat: string = FILE_ERROR_MESSAGE;
  /** Media types by extension, which count before all others: those of compressed files. */
  override extensionsMap: Readonly<Record<string, string>> = FILE_EXTENSIONS_MAP;
  /** The options, as given. */
  readonly options: Readonly<FileHTTPRequestHandlerOptions>;
  readonly #onlyFile: string | undefined;
  /** Fields of the next answer besides those that it always has. */
  #fields: Fields = NO_FIELDS;

  /**
   * Make a handler for a connection.
   *
   * @param request The connection
   * @param clientAddress Host and port of the client
   * @param server The server that accepted the connection
   * @param options See {@linkcode FileHTTPRequestHandlerOptions}; a file in the place of the directory is
   * served alone
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
    const settings = settingsOf(options);
    this.options = settings.options;
    this.#onlyFile = settings.onlyFile;
  }

  /** Say which methods there are, also to browsers that ask for another origin. */
  do_OPTIONS(): void {
    const methods = this.allowedMethods();
    const { cors } = this.options;
    this.sendResponse(HTTPStatus.NO_CONTENT);
    this.sendHeader("Allow", methods.join(", "));
    this.#sendFields(preflightFields(this.headers, cors, methods));
    this.#sendFields(tusAbilities(this.options));
    this.endHeaders();
  }

  /**
   * The methods that are answered.
   *
   * @returns The method tokens
   *
   * @ignore
   */
  protected allowedMethods(): string[] {
    const methods = METHODS.filter((method) => super.methodFor(method) !== undefined);
    return [...new Set([...methods, ...writingMethods(this.options)])];
  }

  /** @ignore */
  protected override acceptRequest(): boolean {
    if (asksToClose(this.headers)) this.closeConnection = true;
    // CPython answers, and ends the connection. RFC 9112, section 6.3, has the request refused.
    const isUnclear = bodyFraming(this.headers, this.requestVersion) === "unknown";
    const refusal = isUnclear ? UNCLEAR_BODY : refusalOfHost(this, this.options.allowedHosts);
    if (refusal === undefined) return super.acceptRequest();
    this.#refuse(...refusal);
    return false;
  }

  /** @ignore */
  protected override methodFor(command: string): Method | undefined {
    const method = super.methodFor(command);
    if (method !== undefined) return method;
    if (mayWrite(command, this.options)) return () => this.#answerWrite();
    if (!METHODS.includes(command)) return undefined;
    return (): void => {
      this.#refuse(HTTPStatus.METHOD_NOT_ALLOWED, undefined, [
        ["Allow", this.allowedMethods().join(", ")],
      ]);
    };
  }

  /** @ignore */
  protected override endsWith(status: number): boolean {
    return !PERSISTENT_ERRORS.has(status);
  }

  /**
   * Begin an answer, as {@linkcode BaseHTTPRequestHandler.sendResponse} does, with the fields that all
   * answers have.
   *
   * @param code The status code
   * @param message The reason phrase; the code's own when omitted
   */
  override sendResponse(code: number | HTTPStatus, message?: string | null): void {
    super.sendResponse(code, message);
    const { cors, coop } = this.options;
    if (cors !== undefined) {
      this.#sendFields(corsFields(this.headers, cors));
      if (variesByOrigin(cors)) this.sendHeader("Vary", "Origin");
    }
    if (coop === true) {
      this.sendHeader("Cross-Origin-Opener-Policy", "same-origin");
      this.sendHeader("Cross-Origin-Embedder-Policy", "require-corp");
    }
    this.#sendFields(this.#fields);
    this.#fields = NO_FIELDS;
  }

  /** End the head. Who asked in HTTP/1.0 to go on waits for the end unless told that it was understood. */
  override endHeaders(): void {
    const goesOn = !this.closeConnection && !this.isLast && !this.request.retired;
    if (goesOn && this.requestVersion === "HTTP/1.0") this.sendHeader("Connection", "keep-alive");
    super.endHeaders();
  }

  /**
   * Answer `Expect: 100-continue`. Uploads do so themselves, once they know whether they are taken.
   *
   * @returns Whether to go on with the request
   */
  override handleExpect100(): boolean | Promise<boolean> {
    const command = this.command ?? "";
    const isUpload = super.methodFor(command) === undefined && mayWrite(command, this.options);
    return isUpload || super.handleExpect100();
  }

  /** Answer with a file or a listing, or with what is made of them. */
  override do_GET(): void | Promise<void> {
    if (!mayBeShared(this.path, this.options)) return super.do_GET();
    return this.#answerShared(() => super.do_GET());
  }

  /** Answer as to `GET`, without the body. */
  override do_HEAD(): void | Promise<void> {
    if (!mayBeShared(this.path, this.options)) return super.do_HEAD();
    return this.#answerShared(() => super.do_HEAD());
  }

  async #answerShared(otherwise: () => void | Promise<void>): Promise<void> {
    const isRefused = this.#refusalOf(originFormOf(this.path)) !== undefined || this.#isWithheld();
    if (isRefused || !await answerSharedRead(this, this.options)) await otherwise();
  }

  /** Whether the target is hidden, or leads out of the directory: nothing made of it is sent either. */
  #isWithheld(): boolean {
    const target = originFormOf(this.path);
    const inner = withoutPrefix(target, this.#prefix) ?? target;
    const { dotfiles = false } = this.options;
    if (this.#onlyFile === undefined && leadsToHidden(inner, dotfiles)) return true;
    const path = this.translatePath(this.path);
    // What is made of a directory may be asked for as if it were in it.
    return this.#leadsOut(statOrNull(path) === null ? path.slice(0, path.lastIndexOf("/")) : path);
  }

  #answerWrite(): void | Promise<void> {
    const refusal = this.#refusalOf(originFormOf(this.path));
    if (refusal === undefined) {
      return answerSharedWrite(this, this.options, () => this.#isWithheld());
    }
    this.#refuse(...refusal);
  }

  /**
   * Guess the media type of a file from its name.
   *
   * @param path The path
   * @returns The type, as `type/subtype`, and with text the character set
   */
  override guessType(path: string): string {
    const type = super.guessType(path);
    const { charset = "utf-8" } = this.options;
    const isBare = type.startsWith("text/") && !/;\s*charset=/i.test(type);
    return charset !== "" && isBare ? `${type}; charset=${charset}` : type;
  }

  /**
   * Map a request target to a path below {@linkcode SimpleHTTPRequestHandler.directory}.
   *
   * @param path The request target
   * @returns The path, with a slash at the end where the target has one
   */
  override translatePath(path: string): string {
    const target = originFormOf(path);
    const inner = withoutPrefix(target, this.#prefix) ?? target;
    if (this.#onlyFile !== undefined && decodeTargetPath(inner) === `/${this.#onlyFile}`) {
      return this.directory;
    }
    return super.translatePath(inner);
  }

  get #prefix(): string {
    return this.options.prefix ?? "/";
  }

  /** The target of what is below the prefix at a path, which begins with a slash. */
  #targetOf(path: string): string {
    return rootOf(this.#prefix).slice(0, -1) + path;
  }

  /**
   * Send the head of the answer to `GET` or `HEAD`.
   *
   * @returns The body, to be closed; `null` when there is none or it was sent, as with a redirect or
   * an error
   */
  override sendHead(): FileLike | null | Promise<FileLike | null> {
    this.#fields = NO_FIELDS;
    const target = originFormOf(this.path);
    const refusal = this.#refusalOf(target);
    if (refusal !== undefined) return this.#refuse(...refusal);
    const inner = withoutPrefix(target, this.#prefix);
    if (!inner) return this.#redirect(target.replace(/[?#]|$/, "/$&"));
    const { dotfiles = false, cleanUrls = false } = this.options;
    if (this.#onlyFile !== undefined) {
      const isTop = decodeTargetPath(inner) === "/";
      if (isTop) return this.#redirect(this.#targetOf(`/${quote(this.#onlyFile)}`), 302);
    } else if (leadsToHidden(inner, dotfiles)) return this.#sendMissing(inner);
    const path = this.translatePath(this.path);
    const found = locate(target, path, { indexPages: this.indexPages, cleanUrls });
    switch (found.kind) {
      case "file":
        return this.#sendFile(found);
      case "redirect":
        return this.#redirect(found.location);
      case "directory": {
        const page = this.#spaPageFor(inner);
        if (page !== undefined) return this.#sendSpa(page);
        if (this.#leadsOut(found.path)) return this.#sendNotFound(inner);
        const tidy = tidyTargetOf(inner);
        if (tidy !== undefined) return this.#redirect(this.#targetOf(tidy));
        return this.listDirectory(found.path);
      }
      case "nothing":
        return this.#sendMissing(inner, found.absent);
    }
  }

  /** What is wrong with a target, whatever is wanted of it. */
  #refusalOf(target: string): readonly [status: HTTPStatus, message: string] | undefined {
    const problem = problemOf(target);
    if (problem !== undefined) return [HTTPStatus.BAD_REQUEST, problem];
    const isElsewhere = withoutPrefix(target, this.#prefix) === undefined;
    return isElsewhere ? [HTTPStatus.NOT_FOUND, NOT_FOUND] : undefined;
  }

  #leadsOut(path: string): boolean {
    const mayLeadOut = this.options.symlinks === true || this.#onlyFile !== undefined;
    return !mayLeadOut && !isEnclosed(this.directory, path);
  }

  #redirect(location: string, status: number | HTTPStatus = HTTPStatus.MOVED_PERMANENTLY): null {
    this.sendResponse(status);
    this.sendHeader("Location", staysOnSite(location));
    this.sendHeader("Cache-Control", "no-cache");
    this.sendHeader("Content-Length", "0");
    this.endHeaders();
    return null;
  }

  /** Answer with an error and fields that go with it. */
  #refuse(status: number | HTTPStatus, message?: string, fields: Fields = []): null {
    this.#fields = [...this.#fields, ...fields];
    this.sendError(status, message);
    return null;
  }

  /** Answer what there is no file for: `absent` has those that there could be, if nothing is there. */
  #sendMissing(target: string, absent?: readonly WatchedFile[]): Sent {
    const page = this.#spaPageFor(target);
    if (page !== undefined) return this.#sendSpa(page);
    const isRemembered = spaFileOf(this.options.spa) === undefined;
    return this.#sendNotFound(target, isRemembered ? absent : undefined);
  }

  #sendNotFound(target: string, absent?: readonly WatchedFile[]): Sent {
    const path = `${this.directory}/${NOT_FOUND_PAGE}`;
    const info = statIfThere(path);
    if (info?.isFile) return this.#sendFile({ path, info, absent: [] }, HTTPStatus.NOT_FOUND);
    if (wayBack === undefined) return loadWayBack().then(() => this.#sendNotFound(target, absent));
    const { errorMessageFormat } = this;
    const { page, up } = wayBack.missingPage(errorMessageFormat, target, {
      isHidden: (directory) => leadsToHidden(directory, this.options.dotfiles),
      pathOf: (directory) => this.translatePath(this.#targetOf(directory)),
      leadsOut: (path) => this.#leadsOut(path),
    });
    try {
      this.errorMessageFormat = page;
      this.#refuse(HTTPStatus.NOT_FOUND, NOT_FOUND);
      if (absent !== undefined) this.rememberMissing(NOT_FOUND, [...absent, { path, info }, ...up]);
    } finally {
      this.errorMessageFormat = errorMessageFormat;
    }
    return null;
  }

  /** The page of an application, if there is one and the target may be for it. */
  #spaPageFor(target: string): FoundFile | undefined {
    const page = spaFileOf(this.options.spa);
    if (page === undefined) return undefined;
    if (hasExtension(target)) {
      this.#fields = [...this.#fields, ["Vary", "Accept"]];
      if (!wantsPage(this.headers.getAll("accept"))) return undefined;
    }
    const path = `${this.directory}/${page}`;
    const info = statOrNull(path);
    return info?.isFile ? { path, info, absent: [] } : undefined;
  }

  #sendSpa(page: FoundFile): FileLike | null | Promise<FileLike | null> {
    return this.#sendFile(page, HTTPStatus.OK, false);
  }

  #sendFile(
    file: FoundFile,
    status: HTTPStatus = HTTPStatus.OK,
    isReusable = status === HTTPStatus.OK,
  ): Sent {
    const contentType = this.guessType(file.path);
    const isDefault = contentType.startsWith(this.defaultContentType);
    if (isDefault && !this.strictMediaTypes && mayHaveMoreTypes(file.path)) {
      return loadMoreTypes().then(() => this.#sendFile(file, status, isReusable));
    }
    return sendAnswer(this.#responder, {
      ...file,
      contentType,
      status: Number(status),
      isReusable,
    });
  }

  /** What files are sent with. */
  get #responder(): Responder {
    const { symlinks = false } = this.options;
    return {
      handler: this,
      refuse: (status, fields) => this.#refuse(status, undefined, fields),
      missing: () => this.#refuse(HTTPStatus.NOT_FOUND, NOT_FOUND),
      remember: (status, body, files) => this.rememberAnswer(status, body, files),
      identify: symlinks || this.#onlyFile !== undefined
        ? undefined
        : (path) => enclosedIdentity(this.directory, path),
    };
  }

  /**
   * Copy a body to the client.
   *
   * @param source The body
   * @param outputfile Where to: {@linkcode StreamRequestHandler.wfile}
   * @returns A promise where the copying takes more than one step
   * @throws {FileChangedError} when the file was changed meanwhile; the connection is then closed
   */
  override copyFile(source: FileLike, outputfile: BufferedWriter): void | Promise<void> {
    return isStreamed(source) ? source.copyTo(outputfile) : super.copyFile(source, outputfile);
  }

  /**
   * Send the head of a listing, in the form that the client accepts: a page, JSON or plain text.
   *
   * @param path The directory
   * @returns The listing; `null` when the directory cannot be read, which was then answered
   */
  override async listDirectory(path: string): Promise<FileLike | null> {
    const { sendListing } = await import("./file/listing.ts");
    return await sendListing(this, path, (status, body, files) => {
      this.rememberAnswer(status, body, files);
    });
  }

  #sendFields(fields: Fields): void {
    for (const [name, value] of fields) this.sendHeader(name, value);
  }
}

declareDependence(FileHTTPRequestHandler, FILE_DEPENDENCE);

function isStreamed(file: FileLike): file is StreamedFile {
  return "copyTo" in file;
}

async function loadWayBack(): Promise<void> {
  wayBack = await import("./file/way_back.ts");
}

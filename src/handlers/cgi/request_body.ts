/**
 * {@linkcode RequestBody}: the body of a request on its way to a script.
 *
 * @module
 */

import { bodyFraming } from "../../http/body_framing.ts";
import type { BaseHTTPRequestHandler } from "../base.ts";
import type { ScriptProcess } from "./script_process.ts";

/** How much is handed on in one step, in bytes. */
const BLOCK_SIZE = 65536;

/**
 * How much of a chunked body is read before the script is started, in bytes: if it ends by then, the
 * script is told its length, without which some programs read nothing.
 */
const MAX_READ_AHEAD = 65536;

/** The body of a request. */
export class RequestBody {
  /** Its length in bytes; `undefined` if there is none, or if it is not known. */
  readonly length: number | undefined;
  /** Whether there is none, or nothing in it. */
  readonly isEmpty: boolean;
  readonly #handler: BaseHTTPRequestHandler;
  readonly #ahead: readonly Uint8Array[];

  private constructor(
    handler: BaseHTTPRequestHandler,
    length: number | undefined,
    ahead: readonly Uint8Array[],
  ) {
    this.#handler = handler;
    this.length = length;
    const { headers } = handler;
    const isFramed = headers.has("content-length") || headers.has("transfer-encoding");
    this.isEmpty = length === 0 || !isFramed;
    this.#ahead = ahead;
  }

  /**
   * Make ready to hand on the body of a request.
   *
   * @param handler The handler of the request
   * @returns The body; `undefined` if the head does not tell where it ends
   * @throws {RequestError} when a chunked body is malformed
   */
  static async begin(handler: BaseHTTPRequestHandler): Promise<RequestBody | undefined> {
    const { headers, requestVersion, rfile } = handler;
    const framing = bodyFraming(headers, requestVersion);
    if (framing === "unknown") return undefined;
    if (framing !== "chunked") {
      return new RequestBody(handler, headers.has("content-length") ? framing : undefined, []);
    }
    const ahead: Uint8Array[] = [];
    let length = 0;
    while (!rfile.bodyEnded && length < MAX_READ_AHEAD) {
      const bytes = await rfile.readSome(MAX_READ_AHEAD - length);
      if (bytes.length === 0) break;
      ahead.push(bytes);
      length += bytes.length;
    }
    return new RequestBody(handler, rfile.bodyEnded ? length : undefined, ahead);
  }

  /** Whether all of it has been read. */
  get ended(): boolean {
    return this.isEmpty || this.#handler.rfile.bodyEnded;
  }

  /**
   * Hand it on to a script, as fast as it takes it. Then wait for the client to leave, which ends the
   * script.
   *
   * @param script The script
   * @returns Resolves when there is nothing more to do; never throws
   */
  async feed(script: ScriptProcess): Promise<void> {
    try {
      if (!this.isEmpty && !await this.#handOn(script)) return;
      // A read that is pending when the connection closes costs more than one that is never begun.
      await script.lasting;
      if (await this.#clientLeaves()) script.end("client");
    } catch {
      script.end("client");
    }
  }

  /** Hand it on. Returns whether all of it came; the script does not outlive a client that leaves before. */
  async #handOn(script: ScriptProcess): Promise<boolean> {
    const taken = await this.#write(script);
    await script.closeStdin();
    if (taken && !this.ended) script.end("client");
    return this.ended;
  }

  /** Write to the script what comes. Returns whether it has taken all that came. */
  async #write(script: ScriptProcess): Promise<boolean> {
    for (const bytes of this.#ahead) {
      if (!await script.write(bytes)) return false;
    }
    while (!this.ended) {
      const bytes = await this.#handler.rfile.readSome(BLOCK_SIZE);
      if (bytes.length === 0) break;
      if (!await script.write(bytes)) return false;
    }
    return true;
  }

  /**
   * Wait until the client has left. Once another request has come it cannot be seen; nor can it with
   * a timeout, which would end the connection while the client waits for the script.
   */
  async #clientLeaves(): Promise<boolean> {
    const { rfile, request } = this.#handler;
    if (rfile.bufferedLength > 0 || request.timeout !== null) return false;
    // It takes as long as the script does.
    request.phase = "answer";
    return !await rfile.fill();
  }
}

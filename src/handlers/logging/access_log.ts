/**
 * {@linkcode withAccessLog}: handlers that log a request when it has been answered.
 *
 * @module
 */

import { decodeLatin1 } from "../../http/latin1.ts";
import type { HTTPStatus } from "../../http/status.ts";
import { writeLog } from "../../server/log.ts";
import { declareOnlooker } from "../memory/answer_reuse.ts";
import type { HTTPHandlerClass } from "../base/handler_class.ts";
import { ERROR_FORMAT } from "../base/error_page.ts";
import {
  combinedLine,
  commonLine,
  jsonLine,
  type LoggedRequest,
  messageLine,
} from "./access_line.ts";

const LINES = { common: commonLine, combined: combinedLine, json: jsonLine };

/** The fields of requests that are logged, and how they look in a head that is like most. */
const FIELDS = {
  host: /^host:[ \t]*([^\r\n]*)/im,
  referer: /^referer:[ \t]*([^\r\n]*)/im,
  userAgent: /^user-agent:[ \t]*([^\r\n]*)/im,
} as const;

type Fields = Pick<LoggedRequest, keyof typeof FIELDS>;

/**
 * Extend a class of handlers by a line for each request, once the answer is out: with its size and how
 * long it took.
 *
 * @param Handler The class
 * @param format How the lines look
 * @returns The extended class
 */
export function withAccessLog<Class extends HTTPHandlerClass>(
  Handler: Class,
  format: keyof typeof LINES,
): Class {
  class WithAccessLog extends Handler {
    /** When the request was there: by the clock, and by the one that is never set. */
    #time = 0;
    #start = 0;
    #status = 0;
    /** Whether there is to be a line. */
    #logged = false;
    #error: string | undefined;
    /** What had been written before the answer, and what of it was heads. */
    #written = 0;
    #heads = 0;
    /** The request, if it is answered without being parsed. */
    #unparsed: string | undefined;
    #remembering = false;
    #hasHeaders = false;

    override async handleOneRequest(): Promise<void> {
      this.#status = 0;
      this.#logged = this.#hasHeaders = false;
      this.#error = this.#unparsed = undefined;
      this.#heads = 0;
      this.#written = this.wfile.written;
      try {
        await super.handleOneRequest();
      } finally {
        if (this.#logged) writeLog(`${LINES[format](this.#describe())}\n`);
      }
    }

    protected override answerFromMemory(): boolean {
      this.#begin();
      const head = this.rfile.buffered;
      this.#remembering = true;
      const answered = super.answerFromMemory();
      this.#remembering = false;
      if (!answered) return false;
      this.#unparsed = decodeLatin1(head.subarray(0, head.length - this.rfile.bufferedLength));
      this.#heads = this.rememberedHeadSize;
      return true;
    }

    override parseRequest(): boolean | Promise<boolean> {
      this.#begin();
      return super.parseRequest();
    }

    protected override noteHeaders(): void {
      this.#hasHeaders = true;
      super.noteHeaders();
    }

    protected override noteStatus(status: number): void {
      if (status >= 200) this.#status = status;
      super.noteStatus(status);
    }

    override flushHeaders(): void {
      const before = this.wfile.written;
      super.flushHeaders();
      this.#heads += this.wfile.written - before;
    }

    override logRequest(_code?: number | string | HTTPStatus, _size?: number | string): void {
      this.#logged = true;
    }

    override logError(text: string, ...args: unknown[]): void {
      if (text === ERROR_FORMAT) this.#error = String(args[1]);
      else super.logError(text, ...args);
    }

    protected override writeLogLine(line: string): void {
      if (this.#remembering) {
        this.#logged = true;
        return;
      }
      const message = { time: Date.now(), client: this.#client, user: this.remoteUser };
      writeLog(`${messageLine(format, { ...message, text: line })}\n`);
    }

    get #client(): string {
      return withoutMapping(this.addressString());
    }

    #begin(): void {
      this.#time = Date.now();
      this.#start = performance.now();
    }

    #describe(): LoggedRequest {
      return {
        time: this.#time,
        client: this.#client,
        user: this.remoteUser,
        requestline: this.#unparsed?.replace(/\r?\n[^]*/, "") ?? this.requestline,
        status: this.#status,
        bytes: this.wfile.written - this.#written - this.#heads,
        seconds: (performance.now() - this.#start) / 1000,
        ...(format === "common" ? {} : this.#fields()),
        error: this.#error,
      };
    }

    #fields(): Fields {
      const head = this.#unparsed;
      // Those of the request before would still be there.
      if (head === undefined && !this.#hasHeaders) return {};
      const { headers } = this;
      return Object.fromEntries(
        Object.entries(FIELDS).map(([name, pattern]) => [
          name,
          head === undefined
            ? headers.get(name === "userAgent" ? "user-agent" : name)
            : pattern.exec(head)?.[1]?.trimEnd(),
        ]),
      );
    }
  }
  declareOnlooker(WithAccessLog);
  return WithAccessLog;
}

/**
 * The address as Apache writes it. A socket for both families has IPv4 addresses mapped to IPv6 (RFC
 * 4291, section 2.5.5.2), which programs that look for addresses of one network pass over.
 */
function withoutMapping(address: string): string {
  return address.startsWith("::ffff:") && address.includes(".") ? address.slice(7) : address;
}

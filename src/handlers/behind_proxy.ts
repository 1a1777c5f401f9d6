/**
 * {@linkcode behindProxy}: handlers that know of the client what a trusted proxy says of it.
 *
 * @module
 */

import { type Origin, originOf } from "../http/forwarded.ts";
import { decodeLatin1 } from "../http/latin1.ts";
import { HTTPMessage } from "../http/message.ts";
import type { Networks } from "../http/networks.ts";
import type { Address } from "../server/stream_request_handler.ts";
import { declareOnlooker } from "./memory/answer_reuse.ts";
import type { HTTPHandlerClass } from "./base/handler_class.ts";

/** The lines of a head that say where the request comes from. Each field has one, and a value. */
const LINES_REGEXP = /^(?:forwarded|x-forwarded-(?:for|proto)):[^\n]*\n/gim;

/** The most clients that are remembered at a time, and the longest lines, in characters. */
const MAX_ORIGINS = 1024;
const MAX_LINES = 512;

/**
 * Extend a class of handlers by belief in proxies: on their connections, `clientAddress`, `scheme` and
 * the log tell of the client of each request. Other connections are as before.
 *
 * @param Handler The class
 * @param proxies The addresses of the proxies
 * @returns The extended class
 */
export function behindProxy<Class extends HTTPHandlerClass>(
  Handler: Class,
  proxies: Networks,
): Class {
  const isTrusted = (address: string): boolean => proxies.has(address);
  const origins = new Map<string, Origin>();

  /** Where an ordinary head comes from. Most are from those that others came from before. */
  function originOfHead(head: Uint8Array): Origin {
    const lines = decodeLatin1(head).match(LINES_REGEXP)?.join("") ?? "";
    let origin = origins.get(lines);
    if (origin !== undefined) return origin;
    origin = originOf(HTTPMessage.parse(`${lines}\r\n`), isTrusted);
    if (lines.length > MAX_LINES) return origin;
    if (origins.size === MAX_ORIGINS) origins.clear();
    origins.set(lines, origin);
    return origin;
  }

  class BehindProxy extends Handler {
    readonly #peer: Address = this.clientAddress;
    readonly #trusted: boolean = isTrusted(this.clientAddress[0]);
    #scheme: Origin["scheme"];
    /** What the request begins that may be answered without being parsed. */
    #unparsed: Uint8Array | undefined;

    override get scheme(): "http" | "https" {
      return this.#scheme ?? super.scheme;
    }

    override handleOneRequest(): Promise<void> {
      this.clientAddress = this.#peer;
      this.#scheme = undefined;
      return super.handleOneRequest();
    }

    protected override noteHeaders(): void {
      if (this.#trusted) this.#note(originOf(this.headers, isTrusted));
      super.noteHeaders();
    }

    protected override answerFromMemory(): boolean {
      if (this.#trusted) this.#unparsed = this.rfile.buffered;
      const answered = super.answerFromMemory();
      this.#unparsed = undefined;
      return answered;
    }

    protected override writeLogLine(line: string): void {
      // Only now it is known where the head ends: what is behind it is left.
      const head = this.#unparsed?.subarray(0, -this.rfile.bufferedLength || undefined);
      if (head !== undefined) this.#note(originOfHead(head));
      super.writeLogLine(line);
    }

    #note({ address, port = 0, scheme }: Origin): void {
      if (address !== undefined) this.clientAddress = [address, port];
      this.#scheme = scheme;
    }
  }
  declareOnlooker(BehindProxy);
  return BehindProxy;
}

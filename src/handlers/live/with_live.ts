/**
 * {@linkcode withLive}: handlers whose pages reload when files change.
 *
 * @module
 */

import type { Field, Fields } from "../../http/fields.ts";
import { HTTPMessage } from "../../http/message.ts";
import { HTTPStatus } from "../../http/status.ts";
import type { Method } from "../base.ts";
import type { HTTPHandlerClass } from "../base/handler_class.ts";
import { answerWithText, asksFor } from "../base/text_answer.ts";
import type { Changes } from "./changes.ts";
import { SCRIPT } from "./client.ts";
import { sendEvents } from "./events.ts";
import { EVENTS_PATH, inject, type Injection, mayBePage, SCRIPT_PATH } from "./injection.ts";

const SCRIPT_TYPE = "text/javascript; charset=utf-8";

/** By these a client asks for what it has, or for what cannot be added to. */
const UNWANTED_REGEXP = /^(?:accept-encoding|if-modified-since|if-none-match)$/i;

/**
 * Extend a class of handlers by a script in each page, which loads it again when a file changes, and
 * style sheets without that.
 *
 * @param Handler The class
 * @param changes What changes
 * @returns The extended class. It does not answer from memory
 */
export function withLive<Class extends HTTPHandlerClass>(Handler: Class, changes: Changes): Class {
  return class WithLive extends Handler {
    /** The fields of the head that is being made; `undefined` for one that is not looked at. */
    #fields: Field[] | undefined;
    #answering = false;
    #status = 0;
    #injection: Injection | undefined;
    /** How much was written when the body began. */
    #start = 0;

    protected override noteHeaders(): void {
      const isRead = this.command === "GET" || this.command === "HEAD";
      // Pictures and the like are answered as without this: with 304, and compressed.
      if (isRead && mayBePage(this.headers.get("sec-fetch-dest"))) {
        const fields = [...this.headers].filter(([name]) => !UNWANTED_REGEXP.test(name));
        const { defective } = this.headers;
        this.headers = new HTTPMessage({ fields: fields.map(([...field]) => field), defective });
      }
      super.noteHeaders();
    }

    protected override methodFor(command: string): Method | undefined {
      if (asksFor(this, SCRIPT_PATH)) {
        return () => answerWithText(this, HTTPStatus.OK, SCRIPT_TYPE, SCRIPT);
      }
      if (asksFor(this, EVENTS_PATH)) return () => sendEvents(this, changes);
      const method = super.methodFor(command);
      return method === undefined ? undefined : () => this.#answer(method);
    }

    async #answer(method: Method): Promise<void> {
      this.#answering = true;
      this.#injection = undefined;
      try {
        await method.call(this);
        this.#addScript();
      } finally {
        this.#answering = false;
        this.#fields = undefined;
      }
    }

    /** Send the script behind the body, if that is complete. */
    #addScript(): void {
      if (this.#injection === undefined || this.command === "HEAD") return;
      const { element, length } = this.#injection;
      if (length === undefined || this.wfile.written - this.#start === length) {
        this.wfile.write(element);
      } else this.closeConnection = true;
    }

    override sendResponseOnly(code: number | HTTPStatus, message?: string | null): void {
      super.sendResponseOnly(code, message);
      this.#status = Number(code);
      this.#fields = this.#answering && this.requestVersion !== "HTTP/0.9" ? [] : undefined;
    }

    override sendHeader(keyword: string, value: string | number): void {
      // That one says at once what becomes of the connection.
      if (this.#fields === undefined || /^connection$/i.test(keyword)) {
        super.sendHeader(keyword, value);
      } else this.#fields.push([keyword, String(value)]);
    }

    override endHeaders(): void {
      const fields = this.#fields;
      this.#fields = undefined;
      if (fields !== undefined) {
        this.#injection = inject(this.#status, fields, this.headers.get("sec-fetch-dest"));
        const changed = this.#injection?.fields ?? withoutCaching(this.#status, fields);
        for (const [name, value] of changed) super.sendHeader(name, value);
      }
      super.endHeaders();
      this.#start = this.wfile.written;
    }

    override flushHeaders(): void {
      for (const [name, value] of this.#fields?.splice(0) ?? []) super.sendHeader(name, value);
      super.flushHeaders();
    }
  };
}

/** What a page loads is asked for each time that the page is loaded. */
function withoutCaching(status: number, fields: Fields): Fields {
  if (status !== 200 && status !== 304) return fields;
  const others = fields.filter(([name]) => !/^(?:cache-control|expires)$/i.test(name));
  return [...others, ["Cache-Control", "no-cache"]];
}

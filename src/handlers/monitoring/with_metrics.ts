/**
 * {@linkcode withMetrics}: handlers that count, and tell Prometheus.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { declareOnlooker } from "../memory/answer_reuse.ts";
import type { Method } from "../base.ts";
import type { HTTPHandlerClass } from "../base/handler_class.ts";
import { Counters } from "./counters.ts";
import { answerWithText, asksFor } from "../base/text_answer.ts";

/** Prometheus' text format, as it has been since 2014. */
const CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/**
 * Extend a class of handlers by counters, and a page that shows them.
 *
 * @param Handler The class
 * @param path The path of the page
 * @param memory What the event loops of the server count in
 * @param loop The number of this one, from 0
 * @returns The extended class
 */
export function withMetrics<Class extends HTTPHandlerClass>(
  Handler: Class,
  path: string,
  memory: SharedArrayBuffer,
  loop: number,
): Class {
  const counters = new Counters(memory, loop);

  class WithMetrics extends Handler {
    /** When the request was there, in milliseconds; `undefined` while there is none. */
    #start: number | undefined;
    #status = 0;
    #written = 0;
    /** Whether it is answered from memory, which only `GET` is. */
    #remembered = false;

    override async setup(): Promise<void> {
      await super.setup();
      counters.connectionOpened();
    }

    override async finish(): Promise<void> {
      counters.connectionClosed();
      await super.finish();
    }

    override async handleOneRequest(): Promise<void> {
      this.#status = 0;
      this.#remembered = false;
      this.#start = undefined;
      this.#written = this.wfile.written;
      try {
        await super.handleOneRequest();
      } finally {
        this.#count();
      }
    }

    protected override answerFromMemory(): boolean {
      this.#start = performance.now();
      return this.#remembered = super.answerFromMemory();
    }

    override parseRequest(): boolean | Promise<boolean> {
      this.#start = performance.now();
      return super.parseRequest();
    }

    protected override noteStatus(status: number): void {
      if (status >= 200) this.#status = status;
      super.noteStatus(status);
    }

    protected override methodFor(command: string): Method | undefined {
      return asksFor(this, path) ? () => this.#answer() : super.methodFor(command);
    }

    async #answer(): Promise<void> {
      const { formatMetrics } = await import("./metrics_page.ts");
      answerWithText(this, HTTPStatus.OK, CONTENT_TYPE, formatMetrics(memory));
    }

    #count(): void {
      // Nothing was asked, or nothing answered.
      if (this.#status === 0 || this.#start === undefined) return;
      const method = this.#remembered ? "GET" : this.command ?? "";
      const seconds = (performance.now() - this.#start) / 1000;
      const bytes = this.wfile.written - this.#written;
      counters.requestAnswered(method, this.#status, bytes, seconds);
    }
  }
  declareOnlooker(WithMetrics);
  return WithMetrics;
}

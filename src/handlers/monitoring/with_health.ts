/**
 * {@linkcode withHealth}: handlers that tell that the server is alive.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { declareOnlooker } from "../memory/answer_reuse.ts";
import type { BaseHTTPRequestHandler, Method } from "../base.ts";
import type { HTTPHandlerClass } from "../base/handler_class.ts";
import { answerWithText, asksFor } from "../base/text_answer.ts";

const CONTENT_TYPE = "text/plain; charset=utf-8";

/**
 * Extend a class of handlers by an answer to those who check whether the server is alive: `ok`. One
 * that shuts down refuses their connections, which tells them as well.
 *
 * @param Handler The class
 * @param path The path to ask for
 * @returns The extended class
 */
export function withHealth<Class extends HTTPHandlerClass>(Handler: Class, path: string): Class {
  class WithHealth extends Handler {
    protected override methodFor(command: string): Method | undefined {
      return asksFor(this, path) ? () => answer(this) : super.methodFor(command);
    }
  }
  declareOnlooker(WithHealth);
  return WithHealth;
}

function answer(handler: BaseHTTPRequestHandler): void {
  answerWithText(handler, HTTPStatus.OK, CONTENT_TYPE, "ok\n");
}

/**
 * Setting what Python has as attributes of a handler's class, from outside.
 *
 * @module
 */

import { declareOnlooker } from "./handlers/memory/answer_reuse.ts";
import type { RequestHandlerClass } from "./server/request_handler.ts";

/** Fields of a handler that a user may set without writing a class. */
export interface HandlerFields {
  /** `BaseHTTPRequestHandler.protocolVersion` */
  protocolVersion?: string | undefined;
  /** `SimpleHTTPRequestHandler.defaultContentType` */
  defaultContentType?: string | undefined;
  /** `SimpleHTTPRequestHandler.strictMediaTypes` */
  strictMediaTypes?: boolean | undefined;
}

/**
 * Extend a class of handlers by values for some of its fields. Python assigns to the class itself,
 * which other servers may be using.
 *
 * @param Handler The class
 * @param fields The values; those that are `undefined` are left to the class
 * @returns A subclass, or the class itself when there is nothing to set
 */
export function withFields<Options>(
  Handler: RequestHandlerClass<Options>,
  fields: HandlerFields,
): RequestHandlerClass<Options> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  if (given.length === 0) return Handler;
  const values = Object.fromEntries(given);
  class WithFields extends Handler {
    constructor(...args: ConstructorParameters<RequestHandlerClass<Options>>) {
      super(...args);
      Object.assign(this, values);
    }
  }
  declareOnlooker(WithFields);
  return WithFields;
}

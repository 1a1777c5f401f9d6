/**
 * Handlers by the URL of their module: a class cannot be sent to a worker, a URL can.
 *
 * @module
 */

import type { RequestHandlerClass } from "../server/request_handler.ts";

/**
 * Load a class of handlers.
 *
 * @typeParam Options What the handlers take as their fourth argument
 * @param url The absolute URL of a module whose default export is the class
 * @returns The class
 * @throws {TypeError} when the module cannot be loaded, or has no such export
 */
export async function loadHandler<Options>(url: string): Promise<RequestHandlerClass<Options>> {
  const { default: Handler } = await import(url);
  if (typeof Handler === "function") return Handler;
  throw new TypeError(`Cannot serve with ${url}: its default export is not a class of handlers`);
}

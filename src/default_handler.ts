/**
 * What {@linkcode serve} and the command serve files with unless told otherwise.
 *
 * @module
 */

export {
  SimpleHTTPRequestHandler as DefaultHandler,
  type SimpleHTTPRequestHandlerOptions as DefaultHandlerOptions,
} from "./handlers/simple.ts";

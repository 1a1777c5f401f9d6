/**
 * What {@linkcode serve} and the command serve files with unless told otherwise.
 *
 * @module
 */

export { FileHTTPRequestHandler as DefaultHandler } from "./handlers/file.ts";
export type { FileHTTPRequestHandlerOptions as DefaultHandlerOptions } from "./handlers/file/options.ts";

/**
 * The handler of `--simple`, as workers load it.
 *
 * @module
 */

export { SimpleHTTPRequestHandler as default } from "../handlers/simple.ts";

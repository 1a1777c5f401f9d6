/**
 * The handler of `--cgi`, as workers load it.
 *
 * @module
 */

export { CGIHTTPRequestHandler as default } from "../handlers/cgi.ts";

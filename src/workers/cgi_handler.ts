/**
 * The handler of `--simple --cgi`, as workers load it.
 *
 * @module
 */

export { CGIHTTPRequestHandler as default } from "../handlers/cgi.ts";

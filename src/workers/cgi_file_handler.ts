/**
 * The handler of `--cgi`, as workers load it.
 *
 * @module
 */

export { CGIFileHTTPRequestHandler as default } from "../handlers/cgi_file.ts";

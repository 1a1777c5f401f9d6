/**
 * The pages that `sendError` sends.
 *
 * @module
 */

import type { HTTPStatus } from "../../http/status.ts";
import { escape } from "../../python/html.ts";
import { percentFormat } from "../../python/percent_format.ts";

/**
 * The default of `errorMessageFormat`: a %-format with the names `code`, `message` and `explain`.
 *
 * CPython: `http.server.DEFAULT_ERROR_MESSAGE`.
 */
export const DEFAULT_ERROR_MESSAGE = `\
<!DOCTYPE HTML>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <style type="text/css">
            :root {
                color-scheme: light dark;
            }
        </style>
        <title>Error response</title>
    </head>
    <body>
        <h1>Error response</h1>
        <p>Error code: %(code)d</p>
        <p>Message: %(message)s.</p>
        <p>Error code explanation: %(code)s - %(explain)s.</p>
    </body>
</html>
`;

/**
 * The same of `FileHTTPRequestHandler`: a page for people, on screens of any size, with the same names.
 */
export const FILE_ERROR_MESSAGE = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%(code)d %(message)s</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 40rem; margin: 4rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1 { font-size: 1.5rem; line-height: 1.25; }
</style>
</head>
<body>
<h1>%(code)d %(message)s</h1>
<p>%(explain)s.</p>
</body>
</html>
`;

/**
 * The default of `errorContentType`.
 *
 * CPython: `http.server.DEFAULT_ERROR_CONTENT_TYPE`.
 */
export const DEFAULT_ERROR_CONTENT_TYPE = "text/html;charset=utf-8";

/** What `sendError` logs before the request, which has a line of its own. */
export const ERROR_FORMAT = "code %d, message %s";

/**
 * Make the page of an error.
 *
 * @param format A %-format with `code`, `message` and `explain`
 * @param code The status code
 * @param message The reason phrase
 * @param explain The explanation
 * @returns The page, as UTF-8
 */
export function errorPage(
  format: string,
  code: number | HTTPStatus,
  message: string,
  explain: string,
): Uint8Array {
  const page = percentFormat(format, {
    code,
    message: escape(message, false),
    explain: escape(explain, false),
  });
  // Python encodes with errors="replace": "?" for a lone surrogate.
  return new TextEncoder().encode(page.replace(/\p{Cs}/gu, "?"));
}

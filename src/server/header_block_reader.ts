/**
 * Reading a header block that has not arrived in one piece.
 *
 * @module
 */

import {
  HeaderBlockError,
  type HeaderLimits,
  MAX_LINE,
  PYTHON_HEADER_LIMITS,
} from "../http/header_block.ts";
import { decodeLatin1 } from "../http/latin1.ts";
import type { BufferedReader } from "./reader.ts";

/**
 * Read the lines of a header block, up to the empty line or to the end of the stream.
 *
 * @param reader Stands behind the request line
 * @param limits How long the block may be
 * @returns The block as ISO 8859-1 text
 * @throws {HeaderBlockError} when it or a line of it is too long, or there are too many
 *
 * CPython: `http.client._read_headers`.
 */
export async function readHeaderBlock(
  reader: BufferedReader,
  { maxHeaderLines, maxHeaderBytes }: HeaderLimits = PYTHON_HEADER_LIMITS,
): Promise<string> {
  let text = "";
  for (let lines = 1;; lines++) {
    const line = decodeLatin1(await reader.readline(MAX_LINE + 1));
    if (line.length > MAX_LINE) throw HeaderBlockError.lineTooLong();
    if (lines > maxHeaderLines) throw HeaderBlockError.tooManyHeaders(maxHeaderLines);
    text += line;
    if (text.length > maxHeaderBytes) throw HeaderBlockError.tooLong(maxHeaderBytes);
    if (line === "\r\n" || line === "\n" || line === "") return text;
  }
}

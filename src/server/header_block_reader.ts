/**
 * Reading a header block from a connection.
 *
 * @module
 */

import {
  findHeaderBlockEnd,
  HeaderBlockError,
  type HeaderLimits,
  MAX_LINE,
  PYTHON_HEADER_LIMITS,
} from "../http/header_block.ts";
import { decodeLatin1 } from "../http/latin1.ts";
import type { Connection } from "./connection.ts";
import type { BufferedReader } from "./reader.ts";

/**
 * Take a header block that has arrived, or wait for the rest of it.
 *
 * @param reader Stands behind the request line
 * @param request The connection
 * @returns The block as ISO 8859-1 text: a promise only where it has to wait
 * @throws {HeaderBlockError} when it or a line of it is too long, or there are too many
 */
export function receiveHeaderBlock(
  reader: BufferedReader,
  request: Connection,
): string | Promise<string> {
  const end = findHeaderBlockEnd(reader.buffered, request.limits);
  if (end === undefined) return awaitHeaderBlock(reader, request);
  const text = decodeLatin1(reader.buffered.subarray(0, end));
  reader.consume(end);
  request.headSize = end;
  return text;
}

async function awaitHeaderBlock(reader: BufferedReader, request: Connection): Promise<string> {
  request.phase = "head";
  const note = (size: number): void => void (request.headSize = size);
  const text = await readHeaderBlock(reader, request.limits, note);
  request.phase = "answer";
  return text;
}

/**
 * Read the lines of a header block, up to the empty line or to the end of the stream.
 *
 * CPython: `http.client._read_headers`.
 *
 * @param reader Stands behind the request line
 * @param limits How long the block may be
 * @param note Told how much of it there is, line by line
 * @returns The block as ISO 8859-1 text
 * @throws {HeaderBlockError} when it or a line of it is too long, or there are too many
 */
export async function readHeaderBlock(
  reader: BufferedReader,
  { maxHeaderLines, maxHeaderBytes }: HeaderLimits = PYTHON_HEADER_LIMITS,
  note: (size: number) => void = () => {},
): Promise<string> {
  let text = "";
  for (let lines = 1;; lines++) {
    const line = decodeLatin1(await reader.readline(MAX_LINE + 1));
    if (line.length > MAX_LINE) throw HeaderBlockError.lineTooLong();
    if (lines > maxHeaderLines) throw HeaderBlockError.tooManyHeaders(maxHeaderLines);
    text += line;
    note(text.length);
    if (text.length > maxHeaderBytes) throw HeaderBlockError.tooLong(maxHeaderBytes);
    if (line === "\r\n" || line === "\n" || line === "") return text;
  }
}

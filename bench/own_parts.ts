/** Parts of a request that are this project's code. */
import { join } from "node:path";
import { AnswerMemory } from "../src/handlers/memory/answer_memory.ts";
import { openFile, statOrNull } from "../src/handlers/disk/files.ts";
import { EntryTable } from "../src/handlers/listing/entry_table.ts";
import { renderListing } from "../src/handlers/simple/render_listing.ts";
import { SIMPLE_DEPENDENCE } from "../src/handlers/memory/answer_dependence.ts";
import { translateTarget } from "../src/handlers/paths/translate_path.ts";
import { findHeaderBlockEnd, parseHeaderBlock } from "../src/http/header_block.ts";
import { decodeLatin1, encodeLatin1Into } from "../src/http/latin1.ts";
import { HTTPMessage } from "../src/http/message.ts";
import { parseRequestLine } from "../src/http/request_line.ts";
import { parsedateToDatetime } from "../src/python/email_utils.ts";
import { guessFileType } from "../src/python/mimetypes.ts";
import { percentFormat } from "../src/python/percent_format.ts";
import { BufferedWriter } from "../src/server/writer.ts";
import type { Part } from "./part.ts";

const FIELDS = "Host: 127.0.0.1:8000\r\n" +
  "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n" +
  "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n" +
  "Accept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n" +
  "Connection: keep-alive\r\nUpgrade-Insecure-Requests: 1\r\n\r\n";
const REQUEST_LINE = "GET /1k.bin HTTP/1.1";
const HEAD = new TextEncoder().encode(`${REQUEST_LINE}\r\n${FIELDS}`);
const BLOCK = HEAD.subarray(REQUEST_LINE.length + 2);
const DATE = "Sat, 31 Jan 2026 12:34:56 GMT";
const ANSWER_HEAD = "HTTP/1.1 200 OK\r\nServer: SimpleHTTP/0.6 Deno/2.9.6\r\n" +
  `Date: ${DATE}\r\nContent-type: application/octet-stream\r\nContent-Length: 1024\r\n` +
  `Last-Modified: ${DATE}\r\n\r\n`;

/**
 * List our parts.
 *
 * @param directory An empty directory for the files that are read
 * @returns The parts
 */
export function listOwnParts(directory: string): Part[] {
  return [...listParseParts(), ...listFileParts(directory), ...listAnswerParts()];
}

function listParseParts(): Part[] {
  const scanner = SIMPLE_DEPENDENCE.scannerFor({});
  return [
    { name: "scan the head (7 fields)", run: () => scanner.scan(HEAD) },
    { name: "parse the request line", run: () => parseRequestLine(REQUEST_LINE) },
    { name: "find the end of the header block", run: () => findHeaderBlockEnd(BLOCK) },
    { name: "decode the header block", run: () => decodeLatin1(BLOCK) },
    { name: "parse the header block", run: () => parseHeaderBlock(FIELDS) },
    { name: "make an HTTPMessage of it", run: () => HTTPMessage.parse(FIELDS) },
    { name: "parse If-Modified-Since", run: () => parsedateToDatetime(DATE) },
  ];
}

function listFileParts(directory: string): Part[] {
  const path = join(directory, "1k.own");
  Deno.writeFileSync(path, new Uint8Array(1_024));
  const info = statOrNull(path);
  const entries = Array.from(
    { length: 1_000 },
    (_, index) => ({ name: `file ${index}.txt`, isDirectory: false, isSymlink: false }),
  );
  return [
    { name: "translate a path", run: () => translateTarget("/a/b/1k.bin", "/srv/www") },
    { name: "translate an encoded path", run: () => translateTarget("/a/b/%c3%a9.txt", "/srv") },
    { name: "look at a file", run: () => statOrNull(path) },
    { name: "open and read a file: 1 KiB", run: () => openFile(path, info) },
    { name: "guess a media type", run: () => guessFileType("/srv/www/a/b/index.html") },
    {
      name: "render a listing of 1,000 entries",
      run: () => renderListing("/", new EntryTable(entries)),
    },
  ];
}

function listAnswerParts(): Part[] {
  const target = new Uint8Array(4_096);
  const written = Promise.resolve();
  const writer = new BufferedWriter({ write: () => written });
  const body = new Uint8Array(1_024);
  return [
    { name: "format a log line", run: () => percentFormat('"%s" %s %s', [REQUEST_LINE, 200, "-"]) },
    { name: "encode the head of an answer", run: () => encodeLatin1Into(ANSWER_HEAD, target) },
    {
      name: "write a head and 1 KiB, flush",
      run: () => {
        writer.writeText(ANSWER_HEAD);
        writer.write(body);
        return writer.flush();
      },
    },
    { name: "look up an answer in vain", run: lookUpInVain() },
  ];
}

function lookUpInVain(): () => unknown {
  const memory = new AnswerMemory();
  const scanner = SIMPLE_DEPENDENCE.scannerFor({});
  scanner.scan(HEAD);
  return () => memory.recall(scanner);
}

/** Parts of a request that Deno and the language give us, and their alternatives. */
import { Buffer } from "node:buffer";
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Part } from "./part.ts";

/** Node has this method, which toString calls, but does not document it. */
type Latin1Buffer = Buffer & { latin1Slice(): string };

/** A head such as a browser sends. */
const HEAD = new TextEncoder().encode(
  "GET /1k.bin HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n" +
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n" +
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n" +
    "Accept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n" +
    "Connection: keep-alive\r\nUpgrade-Insecure-Requests: 1\r\n\r\n",
);

/**
 * List the parts that need nothing of this project.
 *
 * @param directory An empty directory for the files that are read
 * @returns The parts
 */
export function listPlatformParts(directory: string): Part[] {
  return [...listFileParts(directory), ...listDateParts(), ...listDecodeParts(), ...listHopParts()];
}

function listFileParts(directory: string): Part[] {
  const [small, large] = [join(directory, "1k.bin"), join(directory, "100k.bin")];
  Deno.writeFileSync(small, new Uint8Array(1_024));
  Deno.writeFileSync(large, new Uint8Array(102_400));
  const buffer = new Uint8Array(102_400);
  function readFile(path: string): number | null {
    const file = Deno.openSync(path);
    const length = file.readSync(buffer);
    file.close();
    return length;
  }
  return [
    { name: "Deno.statSync", run: () => Deno.statSync(small) },
    { name: "Deno.lstatSync", run: () => Deno.lstatSync(small) },
    { name: "node:fs statSync", run: () => statSync(small) },
    { name: "await Deno.stat", run: () => Deno.stat(small) },
    { name: "Deno.realPathSync", run: () => Deno.realPathSync(small) },
    { name: "openSync, readSync, close: 1 KiB", run: () => readFile(small) },
    { name: "openSync, readSync, close: 100 KiB", run: () => readFile(large) },
    { name: "readFileSync: 1 KiB", run: () => Deno.readFileSync(small) },
    { name: "await readFile: 1 KiB", run: () => Deno.readFile(small) },
  ];
}

function listDateParts(): Part[] {
  const date = new Date("2026-01-31T12:34:56Z");
  return [
    { name: "Date.now", run: () => Date.now() },
    { name: "Date.toUTCString", run: () => date.toUTCString() },
    { name: "new Date, toUTCString", run: () => new Date().toUTCString() },
    {
      name: "local date parts of a log line",
      run: () => date.getDate() + date.getMonth() + date.getFullYear() + date.getHours(),
    },
    { name: "Date.parse of an HTTP date", run: () => Date.parse("Sat, 31 Jan 2026 12:34:56 GMT") },
  ];
}

function listDecodeParts(): Part[] {
  const view = Buffer.from(HEAD.buffer) as Latin1Buffer;
  const windows1252 = new TextDecoder("latin1");
  const utf8 = new TextDecoder();
  const size = `${HEAD.length} bytes`;
  function addCharacters(): string {
    let text = "";
    for (const byte of HEAD) text += String.fromCharCode(byte);
    return text;
  }
  return [
    { name: `Buffer latin1Slice: ${size}`, run: () => view.latin1Slice() },
    { name: `Buffer toString latin1: ${size}`, run: () => view.toString("latin1") },
    { name: `Buffer.from, toString: ${size}`, run: () => Buffer.from(HEAD).toString("latin1") },
    { name: `fromCharCode spread: ${size}`, run: () => String.fromCharCode(...HEAD) },
    { name: `fromCharCode one by one: ${size}`, run: addCharacters },
    { name: `TextDecoder latin1 (is 1252): ${size}`, run: () => windows1252.decode(HEAD) },
    { name: `TextDecoder utf-8: ${size}`, run: () => utf8.decode(HEAD) },
  ];
}

function listHopParts(): Part[] {
  const done = Promise.resolve();
  async function wait(): Promise<void> {
    await done;
  }
  return [
    { name: "await a settled promise", run: () => done },
    { name: "await an async function that awaits", run: wait },
    { name: "queueMicrotask", run: () => new Promise<void>((resolve) => queueMicrotask(resolve)) },
    { name: "setTimeout 0", run: () => new Promise((resolve) => setTimeout(resolve, 0)) },
  ];
}

/**
 * What tools/record_conformance.py recorded from CPython, in data/.
 *
 * @module
 */

import { type PackedText, toBytes, unpack } from "./packing.ts";
import type { Entry } from "./tree.ts";

/** A server: a handler, and the fields that it overrides. */
export interface Setup {
  /** The name of the handler, see handlers.ts. */
  readonly handler: string;
  /** `protocolVersion`. */
  readonly protocolVersion: string;
  /** `defaultRequestVersion`. */
  readonly defaultRequestVersion: string;
}

/** What a server makes of the bytes that are sent to it. */
export interface Outcome {
  /** All that it sends, masked, a character for each byte. */
  readonly answer: string;
  /** What it logs, without host and date. */
  readonly log: readonly string[];
  /** The exception that ended the connection. Its text is Python's own. */
  readonly raises?: string;
  /** Whether it would not have answered another request on the connection. */
  readonly closes: boolean;
}

/** One connection to a server of CPython's. */
export interface Exchange extends Outcome {
  /** What is special about it; unique in its table. */
  readonly name: string;
  /** What was sent, in these pieces, before the half-close. */
  readonly send: readonly Uint8Array<ArrayBuffer>[];
}

/** The exchanges of one kind with one server. */
export interface Table {
  /** The server. */
  readonly server: Setup;
  /** The exchanges. */
  readonly exchanges: readonly Exchange[];
}

interface PackedExchange {
  readonly name: string;
  readonly send: readonly PackedText[];
  readonly answer: PackedText;
  readonly log: readonly PackedText[];
  readonly raises?: string;
  readonly closes: boolean;
}

const DATA = new URL("data/", import.meta.url);

/** Files in data/ that hold no exchanges. */
const OTHER_FILES = ["shared", "tree"];

/** The kinds of exchanges, which are the names of their files. */
export function readKinds(): string[] {
  return [...Deno.readDirSync(DATA)]
    .map((entry) => entry.name.replace(".json", ""))
    .filter((name) => !OTHER_FILES.includes(name))
    .sort();
}

/** Read the exchanges of a kind. */
export function readTables(kind: string): Table[] {
  const shared = readData("shared") as Record<string, PackedText>;
  const tables = readData(kind) as { server: Setup; exchanges: PackedExchange[] }[];
  return tables.map(({ server, exchanges }) => ({
    server,
    exchanges: exchanges.map((exchange) => ({
      ...exchange,
      send: exchange.send.map((piece) => toBytes(unpack(piece, shared))),
      answer: unpack(exchange.answer, shared),
      log: exchange.log.map((line) => unpack(line, shared)),
    })),
  }));
}

/** Read what the tree of files is made of. */
export function readTree(): Entry[] {
  return readData("tree") as Entry[];
}

function readData(name: string): unknown {
  return JSON.parse(Deno.readTextFileSync(new URL(`${name}.json`, DATA)));
}

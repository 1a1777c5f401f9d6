/**
 * The handler that tells what it understood of a request. Its twin is in
 * tools/conformance/handlers.py: a change here is a change there.
 *
 * @module
 */

import { BaseHTTPRequestHandler } from "../../mod.ts";
import { unquote } from "../../src/python/unquote.ts";
import { fromBytes } from "./packing.ts";

/** A path that starts so goes on with a percent-encoded JSON list of calls to make. */
const SCRIPT_PREFIX = "/run?";

/** A call in a script: a method in Python's spelling, and its arguments. */
type Call = [name: string, ...args: unknown[]];

/** A status code with its texts. */
type ResponseRow = [code: number, phrase: string, explanation: string];

/** Answers with what it understood of the request, or makes the calls that the path names. */
export class ProbeHandler extends BaseHTTPRequestHandler {
  do_GET(): void | Promise<void> {
    this.#answer();
  }

  do_HEAD(): void {
    this.#answer();
  }

  do_PUT(): void {
    this.#answer();
  }

  do_DELETE(): void {
    this.#answer();
  }

  // A token that no definition in TypeScript can spell, and one beyond ASCII.
  ["do_M-SEARCH"](): void {
    this.#answer();
  }

  do_ÉTÉ(): void {
    this.#answer();
  }

  async do_POST(): Promise<void> {
    const size = Number(this.headers.get("Content-Length", "0"));
    this.#echo(fromBytes(await this.rfile.read(size)));
  }

  /** Answers nothing at all. */
  do_EMPTY(): void {}

  do_RAISE(): void {
    throw new Error("Raised by do_RAISE");
  }

  /** The header fields as text. */
  headerText(): string {
    return String(this.headers);
  }

  #answer(): void {
    if (this.path.startsWith(SCRIPT_PREFIX)) {
      this.#run(JSON.parse(unquote(this.path.slice(SCRIPT_PREFIX.length))));
    } else {
      this.#echo();
    }
  }

  #echo(body?: string): void {
    const { command, path, requestVersion, closeConnection } = this;
    const seen = { command, path, requestVersion, headers: [...this.headers], closeConnection };
    const content = asciiJson(body === undefined ? seen : { ...seen, body });
    this.sendResponse(200);
    this.sendHeader("Content-Type", "application/json");
    this.sendHeader("Content-Length", content.length);
    this.endHeaders();
    if (this.command !== "HEAD") this.wfile.write(new TextEncoder().encode(content));
  }

  #run(calls: Call[]): void {
    for (const [name, ...args] of calls) {
      if (name === "set") this.#set(...args as [string, unknown]);
      else if (name === "set_responses") this.#setResponses(args as ResponseRow[]);
      else if (name === "write") this.#write(args[0]);
      else if (name === "write_result") this.#write(this.#call(...args as Call));
      else this.#call(name, ...args);
    }
  }

  #set(name: string, value: unknown): void {
    (this as unknown as Record<string, unknown>)[camelCase(name)] = value;
  }

  #setResponses(rows: readonly ResponseRow[]): void {
    this.responses = new Map(rows.map(([code, ...texts]) => [code, texts]));
  }

  #call(name: string, ...args: unknown[]): unknown {
    const methods = this as unknown as Record<string, (...args: unknown[]) => unknown>;
    return methods[camelCase(name)]!(...args);
  }

  #write(value: unknown): void {
    this.wfile.write(new TextEncoder().encode(String(value)));
  }
}

/** JSON as Python's `json.dumps` writes it without spaces: nothing but ASCII. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\x7f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A name in the spelling of TypeScript. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * The handlers that were recorded. Those that are not the library's own are twins of the ones in
 * tools/conformance/handlers.py: a change here is a change there.
 *
 * @module
 */

import { BaseHTTPRequestHandler, SimpleHTTPRequestHandler } from "../../mod.ts";
import { connectionKey } from "./journal.ts";
import { fromBytes } from "./packing.ts";
import type { Setup } from "./recorded.ts";

/** A path that starts so goes on with a percent-encoded JSON list of calls to make. */
const SCRIPT_PREFIX = "/run?";

/** A call in a script: a method in Python's spelling, and its arguments. */
type Call = [name: string, ...args: unknown[]];

/** Answers with what it understood of the request, or makes the calls that the path names. */
class ProbeHandler extends BaseHTTPRequestHandler {
  do_GET(): void {
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

  #answer(): void {
    if (this.path.startsWith(SCRIPT_PREFIX)) {
      this.#run(JSON.parse(decodeURIComponent(this.path.slice(SCRIPT_PREFIX.length))));
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
      else if (name === "write") this.#write(args[0]);
      else if (name === "write_result") this.#write(this.#call(...args as Call));
      else this.#call(name, ...args);
    }
  }

  #set(name: string, value: unknown): void {
    (this as unknown as Record<string, unknown>)[camelCase(name)] = value;
  }

  #call(name: string, ...args: unknown[]): unknown {
    const methods = this as unknown as Record<string, (...args: unknown[]) => unknown>;
    return methods[camelCase(name)]!(...args);
  }

  #write(value: unknown): void {
    this.wfile.write(new TextEncoder().encode(String(value)));
  }
}

/** Refuses every expectation. */
class RefusingHandler extends ProbeHandler {
  override handleExpect100(): boolean {
    this.sendError(417);
    return false;
  }
}

/** Accepts every expectation without an interim answer. */
class SilentHandler extends ProbeHandler {
  override handleExpect100(): boolean {
    return true;
  }
}

/** CPython's table of media types alone: the recorder has no other. */
class StrictHandler extends SimpleHTTPRequestHandler {
  override strictMediaTypes = true;
}

const HANDLERS: Readonly<Record<string, typeof BaseHTTPRequestHandler>> = {
  simple: StrictHandler,
  probe: ProbeHandler,
  refusing: RefusingHandler,
  silent: SilentHandler,
};

/**
 * The class of handlers of a setup. In the place of the client's host it logs the ports of both
 * sides, so that the lines of connections that run at the same time can be told apart.
 */
export function handlerClass(setup: Setup): typeof BaseHTTPRequestHandler {
  const Base = HANDLERS[setup.handler];
  if (Base === undefined) throw new ReferenceError(`Cannot find the handler ${setup.handler}`);
  return class extends Base {
    override protocolVersion = setup.protocolVersion;
    override defaultRequestVersion = setup.defaultRequestVersion;
    override addressString(): string {
      return connectionKey(this.server.serverAddress[1], this.clientAddress[1]);
    }
  };
}

/** JSON as Python's `json.dumps` writes it without spaces: nothing but ASCII. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\x7f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Handlers that override what ours call. Their twins are in tools/conformance/overriding.py: a change
 * here is a change there.
 *
 * @module
 */

import { HTTPStatus, SimpleHTTPRequestHandler, TimeoutError } from "../../mod.ts";
import { fromBytes, toBytes } from "./packing.ts";
import { asciiJson, camelCase, ProbeHandler } from "./probe.ts";

/** What a subclass may override, in Python's spelling, but for `finish` and `address_string`. */
const TRACED = [
  ...["setup", "handle", "handle_one_request", "parse_request", "handle_expect_100", "do_GET"],
  ...["do_HEAD", "send_head", "list_directory", "translate_path", "guess_type", "copyfile"],
  ...["send_error", "send_response", "send_response_only", "send_header", "end_headers"],
  ...["flush_headers", "log_request", "log_error", "log_message", "version_string"],
  ...["date_time_string", "log_date_time_string"],
];

/** Serves files, and logs in the end which of its methods were called, with what, in order. */
export class TracingHandler extends SimpleHTTPRequestHandler {
  // The recorder has no other table.
  override strictMediaTypes = true;
  #calls: unknown[][] = [];

  /** Note a call. */
  note(name: string, args: readonly unknown[]): void {
    // The clock and the name of the system differ.
    const shown = args[0] === "Date" || args[0] === "Server" ? args.slice(0, 1) : args;
    this.#calls.push([name, ...shown.map((value) => this.#show(value))]);
  }

  override finish(): Promise<void> {
    const calls = asciiJson(this.#calls);
    this.#calls = [];
    super.logMessage("%s", calls);
    return super.finish();
  }

  #show(value: unknown): unknown {
    if (value instanceof HTTPStatus) return value.value;
    if (typeof value === "number") return Math.trunc(value);
    if (typeof value === "boolean") return value;
    if (typeof value === "string") {
      return value.startsWith(this.directory) ? value.slice(this.directory.length) : value;
    }
    return value === undefined || value === null ? null : "object";
  }
}

/** Have the calls of a method noted. */
function trace(name: string): void {
  const key = name === "copyfile" ? "copyFile" : camelCase(name);
  const methods = SimpleHTTPRequestHandler.prototype as unknown as Record<string, () => unknown>;
  const method = methods[key]!;
  Object.defineProperty(TracingHandler.prototype, key, {
    value(this: TracingHandler, ...args: []): unknown {
      this.note(name, args);
      return method.apply(this, args);
    },
  });
}

for (const name of TRACED) trace(name);

/** Reads requests by itself, as CPython does. */
export class LoopingHandler extends ProbeHandler {
  override async handleOneRequest(): Promise<void> {
    this.rawRequestline = await this.rfile.readline(65537);
    if (this.rawRequestline.length > 65536) {
      this.requestline = this.requestVersion = this.command = "";
      this.sendError(HTTPStatus.REQUEST_URI_TOO_LONG);
    } else if (this.rawRequestline.length === 0) {
      this.closeConnection = true;
    } else if (await this.parseRequest()) {
      const methods = this as unknown as Record<string, (() => void | Promise<void>) | undefined>;
      await (methods[`do_${this.command}`] ?? this.do_GET).call(this);
      await this.wfile.flush();
    }
  }
}

/** Gives what the client sends after its request back, line by line, up to `end`. */
export class TunnelHandler extends ProbeHandler {
  do_CONNECT(): Promise<void> {
    return this.#giveBack(200);
  }

  override do_GET(): Promise<void> {
    return this.#giveBack(101);
  }

  async #giveBack(status: number): Promise<void> {
    this.sendResponse(status);
    this.endHeaders();
    for (;;) {
      const line = fromBytes(await this.rfile.readline());
      if (line === "" || line === "end\n") break;
      this.wfile.write(toBytes(line.toUpperCase()));
    }
    this.closeConnection = true;
  }
}

/** Has odd values where a subclass may have others. */
export class OddHandler extends SimpleHTTPRequestHandler {
  // The recorder has no other table.
  override strictMediaTypes = true;
  override responses = new Map<number, [string, string]>([
    [200, ["Fine", ""]],
    [404, ["Gone <fishing>", 'Try "later" & again']],
  ]);
  override errorMessageFormat =
    "%(code)r|%(code)s|%(code)05d|%(code)x|%(message).4s|%(explain)a|100%%";
  override errorContentType = "text/plain; caf\xe9";
  override indexPages = ["none.html", `${this.directory}/a.txt`];

  do_LATE(): void {
    this.sendError(404);
    throw new TimeoutError("it's late");
  }

  do_SILENT(): void {
    throw new TimeoutError("");
  }

  do_WHOLE(): void {
    this.errorMessageFormat = "%s";
    this.sendError(HTTPStatus.NOT_FOUND, "m");
  }
}

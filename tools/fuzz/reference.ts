/**
 * CPython's servers, in a process of their own (tools/fuzz_reference.py).
 *
 * @module
 */

import { join } from "@std/path";
import type { JournalEntry } from "../../tests/conformance/journal.ts";
import type { Setup } from "../../tests/conformance/recorded.ts";

/** A server of CPython's. */
export interface ReferenceServer extends Setup {
  /** Its port, on 127.0.0.1. */
  readonly port: number;
}

/** The running process. */
export class Reference implements AsyncDisposable {
  /** The servers, one a setup. */
  readonly servers: readonly ReferenceServer[];
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: ReadableStreamDefaultReader<string>;

  private constructor(
    process: Deno.ChildProcess,
    lines: ReadableStreamDefaultReader<string>,
    servers: readonly ReferenceServer[],
  ) {
    this.#process = process;
    this.#input = process.stdin.getWriter();
    this.#lines = lines;
    this.servers = servers;
  }

  /**
   * Start it.
   *
   * @param python The command of a Python 3.13 or newer
   * @param library The `Lib` of a CPython 3.14
   * @param directory What to serve
   */
  static async start(python: string, library: string, directory: string): Promise<Reference> {
    const program = join(import.meta.dirname ?? "", "..", "fuzz_reference.py");
    const process = new Deno.Command(python, {
      args: ["-B", program, library, directory],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const lines = process.stdout
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(lineSplitter())
      .getReader();
    const first = await lines.read();
    if (first.done) throw new Error(`Cannot start the reference with ${python}`);
    return new Reference(process, lines, JSON.parse(first.value));
  }

  /** What has been logged since the last time, by the key of the connection. */
  async takeJournal(): Promise<ReadonlyMap<string, JournalEntry>> {
    await this.#input.write(new TextEncoder().encode("\n"));
    const { value, done } = await this.#lines.read();
    if (done) throw new Error("The reference has ended");
    const entries = JSON.parse(value) as Record<string, { log: string[]; raises: string | null }>;
    return new Map(
      Object.entries(entries).map(([key, { log, raises }]) => [
        key,
        raises === null ? { log } : { log, raises },
      ]),
    );
  }

  /** End the process. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close();
    await this.#lines.cancel();
    await this.#process.status;
  }
}

function lineSplitter(): TransformStream<string, string> {
  let rest = "";
  return new TransformStream({
    transform(text, controller): void {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) controller.enqueue(line);
    },
  });
}

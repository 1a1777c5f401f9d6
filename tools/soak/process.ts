/**
 * The process that is soaked.
 *
 * @module
 */

import { fromFileUrl } from "@std/path";
import type { Signs } from "./server.ts";

const PROGRAM = fromFileUrl(new URL("server.ts", import.meta.url));

/** How many descriptors it may have. */
export const DESCRIPTORS = 256;

/** The server and what it tells of itself. */
export class SoakedServer implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: ReadableStreamDefaultReader<string>;
  #pending = "";

  /**
   * Start it.
   *
   * @param directory The directory to serve
   */
  constructor(directory: string) {
    const flags = `--quiet --no-prompt --v8-flags=--expose-gc --allow-net=127.0.0.1:0`;
    const script = `ulimit -n ${DESCRIPTORS}; exec "$0" run ${flags} ` +
      `"--allow-read=$2" "--allow-write=$2" "$1" "$2" 2>/dev/null`;
    this.#process = new Deno.Command("sh", {
      args: ["-c", script, Deno.execPath(), PROGRAM, directory],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#input = this.#process.stdin.getWriter();
    this.#lines = this.#process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Ask for its vital signs. */
  async signs(): Promise<Signs> {
    await this.#input.write(new TextEncoder().encode("\n"));
    while (!this.#pending.includes("\n")) {
      const { done, value } = await this.#lines.read();
      if (done) throw new Error("The server has ended");
      this.#pending += value;
    }
    const [line = "", ...rest] = this.#pending.split("\n");
    this.#pending = rest.join("\n");
    return JSON.parse(line);
  }

  /** How many descriptors it has. Linux. */
  async descriptors(): Promise<number> {
    const { stdout } = await new Deno.Command("ls", { args: [`/proc/${this.#process.pid}/fd`] })
      .output();
    return new TextDecoder().decode(stdout).trim().split("\n").length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close();
    await this.#lines.cancel();
    await this.#process.status;
  }
}

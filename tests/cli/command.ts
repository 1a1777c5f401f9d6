/**
 * The command as a process.
 *
 * @module
 */

import { assert } from "@std/assert";
import { fromFileUrl } from "@std/path";

/** The module that is the command. */
const MAIN = new URL("../../mod.ts", import.meta.url);

/** Whether this machine has an IPv6 address, which containers often don't. */
export const HAS_IPV6 = hasIPv6();

function hasIPv6(): boolean {
  try {
    Deno.listen({ hostname: "::1", port: 0 }).close();
    return true;
  } catch {
    return false;
  }
}

/** How to start a {@linkcode Command}. */
export interface CommandOptions {
  /** The permissions; those that a plain start needs when omitted. */
  readonly flags?: readonly string[];
  /** The directory to start in; that of the tests when omitted. */
  readonly cwd?: string;
  /** Variables of the environment to set. */
  readonly env?: Readonly<Record<string, string>>;
  /** The program; the command itself when omitted. */
  readonly program?: URL;
  /** The program where that needs no Deno: its permissions are baked in. */
  readonly executable?: string;
}

/** What a process has left behind. */
export interface Outcome {
  /** The exit status. */
  readonly code: number;
  /** What it wrote to standard output and that no `readLine` took. */
  readonly stdout: string;
  /** What it wrote to standard error. */
  readonly stderr: string;
}

/** A running program, which is ended with the scope if it has not ended by itself. */
export class Command implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #stdout: ReadableStreamDefaultReader<string>;
  readonly #stderr: Promise<string>;
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  #pending = "";
  /** What it has written to standard error so far. */
  errors = "";

  /**
   * Start it.
   *
   * @param args Its arguments
   * @param options See {@linkcode CommandOptions}
   */
  constructor(args: readonly string[], options: CommandOptions = {}) {
    const { flags = ["--allow-net", "--allow-read"], program = MAIN, cwd, env } = options;
    const module = program.protocol === "file:" ? fromFileUrl(program) : program.href;
    const run = ["run", "--quiet", "--no-prompt", ...flags, module];
    this.#process = new Deno.Command(options.executable ?? Deno.execPath(), {
      args: options.executable === undefined ? [...run, ...args] : [...args],
      ...(cwd === undefined ? {} : { cwd }),
      env: { NO_COLOR: "1", ...env },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#stdout = this.#process.stdout.pipeThrough(new TextDecoderStream()).getReader();
    this.#stderr = this.#readErrors();
    this.#stdin = this.#process.stdin.getWriter();
  }

  /** The number of the process. */
  get pid(): number {
    return this.#process.pid;
  }

  async #readErrors(): Promise<string> {
    for await (const text of this.#process.stderr.pipeThrough(new TextDecoderStream())) {
      this.errors += text;
    }
    return this.errors;
  }

  /** The next line of standard output, without its end; what there is at the end of the stream. */
  async readLine(): Promise<string> {
    while (!this.#pending.includes("\n")) {
      const { done, value } = await this.#stdout.read();
      if (done) break;
      this.#pending += value;
    }
    const end = this.#pending.indexOf("\n");
    const line = end === -1 ? this.#pending : this.#pending.slice(0, end);
    this.#pending = this.#pending.slice(line.length + 1);
    return line;
  }

  /** The port in the next line of standard output. */
  async readPort(): Promise<number> {
    const line = await this.readLine();
    const [, port] = /:(\d+)\/\)? ?/.exec(line) ?? [];
    assert(port !== undefined, `No port in ${JSON.stringify(line)}`);
    return Number(port);
  }

  /** Send a signal. */
  kill(signal: Deno.Signal): void {
    this.#process.kill(signal);
  }

  /** Write to standard input. */
  async write(text: string): Promise<void> {
    await this.#stdin.write(new TextEncoder().encode(text));
  }

  /** End standard input. */
  async closeInput(): Promise<void> {
    await this.#stdin.close();
  }

  /** Wait for the end. */
  async outcome(): Promise<Outcome> {
    let stdout = this.#pending;
    for (;;) {
      const { done, value } = await this.#stdout.read();
      if (done) break;
      stdout += value;
    }
    this.#pending = "";
    const { code } = await this.#process.status;
    return { code, stdout, stderr: await this.#stderr };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.#stdin.close().catch(() => {});
    await this.outcome();
  }
}

/**
 * Run the command to its end.
 *
 * @param args Its arguments
 * @param options See {@linkcode CommandOptions}
 */
export async function runCommand(
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Outcome> {
  await using command = new Command(args, options);
  return await command.outcome();
}

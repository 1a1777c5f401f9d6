/**
 * {@linkcode ScriptProcess}: a running script, which ends in time and with the server.
 *
 * @module
 */

import { atExit } from "../../server/exit.ts";
import { findDescendants, findDescendantsSync, maySignalOthers, signalAll } from "./descendants.ts";
import { SHORT_TIME, whenLasting } from "./lasting.ts";
import type { CGILimits } from "./limits.ts";
import { LineReader } from "./line_reader.ts";
import { OutputReader } from "./output_reader.ts";
import type { Environment } from "./request.ts";

/** How to start a script. */
export interface ScriptCommand {
  /** The program. */
  readonly program: string;
  /** Its arguments. */
  readonly args: readonly string[];
  /** All of its environment. */
  readonly env: Environment;
  /** The directory to start in; the server's own if undefined. */
  readonly cwd?: string | undefined;
  /** The user to run as; the server's own if undefined. */
  readonly uid?: number | undefined;
  /** The group to run as; the server's own if undefined. */
  readonly gid?: number | undefined;
  /** Whether there is anything to write to standard input. */
  readonly hasInput: boolean;
  /** Called with each line of standard error, which goes to that of the server if undefined. */
  readonly onErrorLine?: ((line: string) => void) | undefined;
}

/** Why a script was ended before its time. */
export type EndReason = "first byte" | "total" | "client" | "answer";

/** A script that has ended, or not. */
interface State {
  ended: EndReason | undefined;
  exited: boolean;
}

/** In what time a script that closes its output in order to exit does so, in milliseconds. */
const EXIT_TIME = 500;

const running = new Set<ScriptProcess>();

// Nobody would be left to end them.
atExit(() => {
  // The number of one that has exited may be another's.
  const scripts = [...running].filter(({ exited }) => !exited);
  if (scripts.length === 0) return;
  const others = maySignalOthers() ? findDescendantsSync(scripts.map(({ pid }) => pid)) : [];
  for (const script of scripts) script.kill("SIGKILL");
  signalAll(others, "SIGKILL");
});

/** A script that was started. It is ended with its scope, if it has not ended by itself. */
export class ScriptProcess implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #limits: CGILimits;
  readonly #start = performance.now();
  /** The processes that it had started when it was to end. */
  #others: readonly number[] = [];
  readonly #timers: ReturnType<typeof setTimeout>[] = [];
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array> | undefined;
  readonly #stdout: OutputReader;
  readonly #stderr: LineReader | undefined;
  #firstByteTimer: ReturnType<typeof setTimeout> | undefined;
  #hasOutput = false;
  /** The end that it was asked for. */
  #stopping: Promise<void> | undefined;
  readonly #state: State = { ended: undefined, exited: false };
  readonly #lasting = Promise.withResolvers<void>();
  #isLasting = false;
  #ignoresClient = false;
  /** Does away with {@linkcode ScriptProcess.lasting}. */
  #forget: (() => void) | undefined;

  /** How it ended, once it has. */
  readonly status: Promise<Deno.CommandStatus>;

  /**
   * Start a script.
   *
   * @param command See {@linkcode ScriptCommand}
   * @param limits How long it may take
   * @throws {Error} when it cannot be started
   */
  constructor(command: ScriptCommand, limits: CGILimits) {
    this.#limits = limits;
    this.#child = spawn(command);
    if (command.hasInput) this.#stdin = this.#child.stdin.getWriter();
    // Closed by the script, perhaps: write() says so to those who want to know.
    this.#stdin?.closed.catch(() => {});
    this.#stdout = new OutputReader(this.#child.stdout);
    const { onErrorLine } = command;
    if (onErrorLine !== undefined) this.#stderr = new LineReader(this.#child.stderr, onErrorLine);
    this.#awaitLasting();
    running.add(this);
    this.status = this.#awaitExit();
  }

  /** Its number. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Whether it has exited; its output may still be read. */
  get exited(): boolean {
    return this.#state.exited;
  }

  /** Whether it has been running for a while, or others still have its output. */
  get isLasting(): boolean {
    return this.#isLasting;
  }

  /** Resolves once {@linkcode ScriptProcess.isLasting}; never, if it ends before. */
  get lasting(): Promise<void> {
    return this.#lasting.promise;
  }

  /** Why it was ended before its time; `undefined` if it was not. */
  get ended(): EndReason | undefined {
    return this.#state.ended;
  }

  /**
   * Read what it has written to standard output.
   *
   * @returns At least one byte; `undefined` at the end, and once it was ended
   */
  read(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.#hasOutput ? this.#stdout.read() : this.#readFirst();
  }

  async #readFirst(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const bytes = await this.#stdout.read();
    this.#hasOutput = true;
    if (this.#firstByteTimer !== undefined) clearTimeout(this.#firstByteTimer);
    return bytes;
  }

  /**
   * Write to standard input.
   *
   * @param bytes What to write
   * @returns Whether it takes more, once there is room again
   */
  async write(bytes: Uint8Array): Promise<boolean> {
    try {
      await this.#stdin?.write(bytes);
      return this.#stdin !== undefined;
    } catch {
      return false;
    }
  }

  /** Close standard input. */
  async closeStdin(): Promise<void> {
    try {
      await this.#stdin?.close();
    } catch {
      // It has closed it already.
    }
  }

  /**
   * Wait for a short time, or until it has exited or is about to be ended.
   *
   * @returns Whether it has exited, or soon will
   */
  async exitsSoon(): Promise<boolean> {
    if (this.#state.exited || this.#state.ended !== undefined) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(this.#state.ended !== undefined), EXIT_TIME);
    this.status.then(() => resolve(true));
    const soon = await promise;
    clearTimeout(timer);
    return soon;
  }

  /** Whether the client is there concerns it no more. */
  ignoreClient(): void {
    this.#ignoresClient = true;
  }

  /**
   * Ask it to end, and see to it that it does.
   *
   * @param reason Why
   */
  end(reason: EndReason): void {
    if (this.#state.ended !== undefined || this.#ignoresClient && reason === "client") return;
    this.#state.ended = reason;
    if (this.#state.exited) this.#giveUpOutput();
    else this.#stopping = this.#stop();
  }

  /**
   * Send it a signal.
   *
   * @param signal The signal
   */
  kill(signal: Deno.Signal): void {
    try {
      if (!this.#state.exited) this.#child.kill(signal);
    } catch {
      // It has just ended.
    }
  }

  /** A script that ends at once needs no timer of its own. */
  #awaitLasting(): void {
    const { firstByteTime, totalTime } = this.#limits;
    const least = Math.min(firstByteTime, totalTime) * 1000;
    if (least > SHORT_TIME) this.#forget = whenLasting(() => this.#watch());
    else this.#watch();
  }

  /** Watch its time. */
  #watch(): void {
    const { firstByteTime, totalTime } = this.#limits;
    const passed = (performance.now() - this.#start) / 1000;
    this.#after(totalTime - passed, () => this.end("total"));
    if (!this.#hasOutput) {
      const action = (): void => this.end("first byte");
      this.#firstByteTimer = this.#after(firstByteTime - passed, action);
    }
    this.#stderr?.begin();
    this.#isLasting = true;
    this.#lasting.resolve();
  }

  async #stop(): Promise<void> {
    if (maySignalOthers()) this.#others = await findDescendants([this.pid]);
    this.kill("SIGTERM");
    signalAll(this.#others, "SIGTERM");
    this.#after(this.#limits.graceTime, () => {
      this.kill("SIGKILL");
      signalAll(this.#others, "SIGKILL");
    });
  }

  /** Wait until it has ended, which it is made to. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#state.exited) this.end("answer");
    await this.status;
    await this.#stopping;
    // Its number may be another's from here on.
    this.#state.ended ??= "answer";
    this.#forget?.();
    for (const timer of this.#timers) clearTimeout(timer);
    running.delete(this);
    await this.#stdout.cancel();
    if (this.#stdin !== undefined) await this.#stdin.abort().catch(() => {});
    await this.#stderr?.end();
  }

  async #awaitExit(): Promise<Deno.CommandStatus> {
    const status = await this.#child.status;
    this.#state.exited = true;
    if (this.#state.ended === undefined) return status;
    await this.#stopping;
    signalAll(this.#others, "SIGKILL");
    this.#giveUpOutput();
    return status;
  }

  /** Processes that it has started may have its standard output, and go on. */
  #giveUpOutput(): void {
    this.#stdout.cancel();
  }

  #after(seconds: number, action: () => void): ReturnType<typeof setTimeout> {
    const timer = setTimeout(action, seconds * 1000);
    this.#timers.push(timer);
    return timer;
  }
}

function spawn(command: ScriptCommand): Deno.ChildProcess {
  const { program, args, env, cwd, uid, gid, hasInput, onErrorLine } = command;
  return new Deno.Command(program, {
    args: [...args],
    clearEnv: true,
    env,
    ...(cwd === undefined ? {} : { cwd }),
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
    stdin: hasInput ? "piped" : "null",
    stdout: "piped",
    stderr: onErrorLine === undefined ? "inherit" : "piped",
  }).spawn();
}

/**
 * The exit code of a script as Python tells it: negative for a signal.
 *
 * CPython: `os.waitstatus_to_exitcode`.
 *
 * @param status How it ended
 * @returns The code
 */
export function exitCodeOf({ code, signal }: Deno.CommandStatus): number {
  // Deno adds the number of the signal to 128, as shells do.
  return signal === null ? code : 128 - code;
}

/**
 * {@linkcode WorkerPool}: running workers, and putting others in the place of those that crash.
 *
 * @module
 */

import { shareLog, writeLog } from "../server/log.ts";
import type { Order, Report, WorkerTask } from "./messages.ts";
import { keepRunning } from "./reference.ts";
// Seen by `deno cache`, for machines without a network; `deno run` passes over types.
import type {} from "./cgi_file_handler.ts";
import type {} from "./cgi_handler.ts";
import type {} from "./simple_handler.ts";
import type {} from "./worker.ts";

/** How many workers that crash are replaced. After that it would go on for ever. */
const MAX_REPLACEMENTS = 10;

/** The main thread is the first worker. */
const FIRST_NUMBER = 2;

/** One worker. */
interface Member {
  readonly number: number;
  readonly thread: Worker;
  /** Resolved when it has ended, in whatever way. */
  readonly ended: PromiseWithResolvers<void>;
  /** Whether it has come as far as to listen. */
  listening: boolean;
}

/** Workers that share the work of the main thread. */
export class WorkerPool {
  readonly #task: WorkerTask;
  readonly #onError: ((error: unknown) => void) | undefined;
  readonly #members = new Set<Member>();
  #replacements = MAX_REPLACEMENTS;
  #stopping = false;
  #kept = true;

  /**
   * Start workers.
   *
   * @param count How many
   * @param task What they serve
   * @param onError Called with what a handler throws, if `task` says so
   */
  constructor(count: number, task: WorkerTask, onError?: (error: unknown) => void) {
    this.#task = task;
    this.#onError = onError;
    shareLog();
    for (let index = 0; index < count; index++) this.#start(FIRST_NUMBER + index);
  }

  /**
   * Stop all workers.
   *
   * @param graceful Whether to finish the requests that are being answered
   * @returns Resolves when all have ended
   */
  async stop(graceful: boolean): Promise<void> {
    this.#stopping = true;
    const members = [...this.#members];
    for (const { thread } of members) tell(thread, { type: "stop", graceful });
    await Promise.all(members.map(({ ended }) => ended.promise));
  }

  /**
   * Say whether the workers keep the process running.
   *
   * @param kept Whether they do
   */
  keep(kept: boolean): void {
    this.#kept = kept;
    for (const { thread } of this.#members) keepRunning(thread, kept);
  }

  #start(number: number): void {
    const thread = new Worker(new URL("./worker.ts", import.meta.url), {
      type: "module",
      name: `http-server worker ${number}`,
    });
    const member = { number, thread, ended: Promise.withResolvers<void>(), listening: false };
    thread.addEventListener("message", ({ data }) => this.#hear(member, data));
    thread.addEventListener("error", (event) => {
      event.preventDefault();
      this.#hear(member, { type: "crashed", reason: event.message });
    });
    if (!this.#kept) keepRunning(thread, false);
    this.#members.add(member);
    tell(thread, { type: "start", task: this.#task, loop: number - 1 });
  }

  #hear(member: Member, report: Report): void {
    switch (report.type) {
      case "listening":
        member.listening = true;
        break;
      case "error":
        this.#onError?.(report.error);
        break;
      case "crashed":
        this.#replace(member, report.reason);
        break;
      case "finished":
        this.#end(member);
    }
  }

  /** Put another in the place of a worker that crashed, unless it would fare no better. */
  #replace(member: Member, reason: string): void {
    // A worker may report more than one error before it is ended.
    if (!this.#members.has(member)) return;
    this.#end(member);
    const replaced = member.listening && !this.#stopping && this.#replacements > 0;
    const sequel = replaced ? "another takes its place" : "the others go on";
    writeLog(`Worker ${member.number} crashed, ${sequel}: ${reason.replaceAll(/\s+/g, " ")}\n`);
    if (!replaced) return;
    this.#replacements--;
    this.#start(member.number);
  }

  #end(member: Member): void {
    member.thread.terminate();
    this.#members.delete(member);
    member.ended.resolve();
  }
}

function tell(thread: Worker, order: Order): void {
  thread.postMessage(order);
}

/**
 * {@linkcode Workers}: the workers of a server as those see them who start one. What it takes to run
 * them is loaded with the first.
 *
 * @module
 */

import type { WorkerTask } from "./messages.ts";
import type { WorkerPool } from "./pool.ts";

/** Workers that may still be starting. */
export class Workers {
  readonly #pool: Promise<WorkerPool | undefined>;
  #stopped = false;
  #kept = true;

  /**
   * Start workers.
   *
   * @param count How many, the main thread not counted
   * @param task What they serve
   * @param onError Called with what a handler throws, if `task` says so
   */
  constructor(count: number, task: WorkerTask, onError?: (error: unknown) => void) {
    this.#pool = import("./pool.ts").then(({ WorkerPool }) => {
      if (this.#stopped) return undefined;
      const pool = new WorkerPool(count, task, onError);
      pool.keep(this.#kept);
      return pool;
    });
  }

  /**
   * Stop them all.
   *
   * @param graceful Whether to finish the requests that are being answered
   * @returns Resolves when all have ended
   */
  async stop(graceful: boolean): Promise<void> {
    this.#stopped = true;
    await (await this.#pool)?.stop(graceful);
  }

  /**
   * Say whether they keep the process running.
   *
   * @param kept Whether they do
   */
  async keep(kept: boolean): Promise<void> {
    this.#kept = kept;
    (await this.#pool)?.keep(this.#kept);
  }
}

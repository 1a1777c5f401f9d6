/**
 * {@linkcode LibraryWorker}: argon2 and bcrypt in a thread of their own, which is there only while
 * there is something to verify, and so is its memory.
 *
 * @module
 */

import { explainFailure } from "../../server/node/load_package.ts";
import { mayRead } from "../../server/permissions.ts";
// Seen by `deno cache`, for machines without a network; `deno run` passes over types.
import type {} from "./library_thread.ts";

/** The module of the worker, and all that it imports. */
const MODULE = new URL("./library_thread.ts", import.meta.url);

/** A hash of the lowest cost there is: whether the library can be had is all that it tells. */
const CHEAP_HASH = "$2y$04$ugMyk9IpFLtYg.FJl2ELZOeKK6FrlbFMTEs9aOexOf1y4/lbvRIj6";

/** What the worker is asked. */
export interface Question {
  /** Which question. */
  readonly id: number;
  /** Which function of the library. */
  readonly kind: "argon2" | "bcrypt";
  /** The hash. */
  readonly hash: string;
  /** The password. */
  readonly password: string;
}

/** What it answers. */
export interface Reply {
  /** To which question. */
  readonly id: number;
  /** Whether the password is right. */
  readonly right?: boolean;
  /** Why there is no telling. */
  readonly error?: string;
}

/** The library, wherever it runs. */
export class LibraryWorker {
  #thread: Worker | undefined;
  #count = 0;
  readonly #waiting = new Map<number, PromiseWithResolvers<boolean>>();

  /**
   * Verify a password.
   *
   * @param kind Which hash it is
   * @param hash The hash
   * @param password The password
   * @returns Whether it is right
   * @throws {TypeError} when the library cannot be loaded
   */
  async verify(kind: Question["kind"], hash: string, password: string): Promise<boolean> {
    const id = ++this.#count;
    const waiting = Promise.withResolvers<boolean>();
    this.#waiting.set(id, waiting);
    try {
      this.#thread ??= this.#start();
      this.#thread.postMessage({ id, kind, hash, password } satisfies Question);
      return await waiting.promise;
    } finally {
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#end();
    }
  }

  /**
   * Find out whether the library can be had.
   *
   * @throws {TypeError} when it cannot
   * @throws {Deno.errors.NotCapable} when Deno does not permit to read the worker's module
   */
  async prepare(): Promise<void> {
    // Where the package comes from a registry, there is no file to be read.
    if (MODULE.protocol === "file:" && !mayRead(MODULE)) {
      const directory = decodeURIComponent(new URL(".", MODULE).pathname);
      throw new Deno.errors.NotCapable(
        "Deno does not permit to load what verifies argon2 and bcrypt hashes: " +
          `add --allow-read=${directory}, or use scrypt`,
      );
    }
    await this.verify("bcrypt", CHEAP_HASH, "x");
  }

  #start(): Worker {
    const thread = new Worker(MODULE, { type: "module", name: "http-server passwords" });
    thread.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
      const waiting = this.#waiting.get(data.id);
      if (data.error === undefined) waiting?.resolve(data.right ?? false);
      else waiting?.reject(unavailable(data.error));
    });
    thread.addEventListener("error", (event) => {
      event.preventDefault();
      for (const { reject } of this.#waiting.values()) reject(unavailable(event.message));
      this.#end();
    });
    return thread;
  }

  #end(): void {
    this.#thread?.terminate();
    this.#thread = undefined;
  }
}

function unavailable(reason: string): TypeError {
  return new TypeError(
    `Cannot verify argon2 and bcrypt hashes, only scrypt: ${explainFailure(reason) ?? reason}`,
  );
}

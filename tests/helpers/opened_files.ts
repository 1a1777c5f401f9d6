/**
 * Looking at which files are opened.
 *
 * @module
 */

import fs from "node:fs";

/** Counts the files that are opened while it is in scope. */
export class OpenedFiles implements Disposable {
  /** How many there were. */
  count = 0;
  readonly #openSync = Deno.openSync;
  readonly #nodeOpenSync = fs.openSync;

  constructor() {
    Deno.openSync = (...args): Deno.FsFile => {
      this.count++;
      return this.#openSync.apply(Deno, args);
    };
    fs.openSync = (...args): number => {
      this.count++;
      return this.#nodeOpenSync.apply(fs, args);
    };
  }

  [Symbol.dispose](): void {
    Deno.openSync = this.#openSync;
    fs.openSync = this.#nodeOpenSync;
  }
}

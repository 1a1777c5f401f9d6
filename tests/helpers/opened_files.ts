/**
 * Looking at which files are opened.
 *
 * @module
 */

/** Counts the files that are opened while it is in scope. */
export class OpenedFiles implements Disposable {
  /** How many there were. */
  count = 0;
  readonly #openSync = Deno.openSync;

  constructor() {
    Deno.openSync = (...args): Deno.FsFile => {
      this.count++;
      return this.#openSync.apply(Deno, args);
    };
  }

  [Symbol.dispose](): void {
    Deno.openSync = this.#openSync;
  }
}

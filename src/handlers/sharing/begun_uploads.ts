/**
 * {@linkcode BegunUploads}: whoever looks through a directory for some time, to move or remove it with
 * all in it, learns of uploads that begin there meanwhile.
 *
 * @module
 */

/** Those who look. */
const watching = new Set<BegunUploads>();

/** Whether uploads have begun in a directory, or below it, as long as this is in scope. */
export class BegunUploads implements Disposable {
  readonly #start: string;
  #any = false;

  /**
   * Begin to watch.
   *
   * @param root The real path of the directory
   */
  constructor(root: string) {
    this.#start = `${root}/`;
    watching.add(this);
  }

  /** Whether there were any, in this event loop. */
  get any(): boolean {
    return this.#any;
  }

  /**
   * Say that an upload begins.
   *
   * @param directory The real path of the directory that it is in
   */
  static note(directory: string): void {
    for (const look of watching) look.#any ||= `${directory}/`.startsWith(look.#start);
  }

  [Symbol.dispose](): void {
    watching.delete(this);
  }
}

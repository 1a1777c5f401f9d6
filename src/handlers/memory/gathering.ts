/**
 * {@linkcode Gathering}: requests that wait for each other, so that one look at many files is enough for
 * them all.
 *
 * @module
 */

/** From so many files on a look takes longer than waiting for others, which takes a millisecond. */
export const MANY_FILES = 250;

/**
 * What asks for the same answer at about the same time.
 *
 * Those that arrive in one turn of the event loop share a look anyway. But clients are not served all in
 * the same moment: half of them would ask again when the next turn has begun, and wait for a look of
 * their own.
 */
export class Gathering {
  #waiting: Promise<void> | undefined;
  #isOver = false;
  /** How many the last look was enough for. */
  #shared = 0;

  /**
   * Wait for others, if there were any last time.
   *
   * @returns Resolves when it is time to look; `undefined` if it is already
   */
  wait(): Promise<void> | undefined {
    if (this.#isOver || (this.#waiting === undefined && this.#shared < 2)) return undefined;
    return this.#waiting ??= new Promise((resolve) => {
      setTimeout(() => {
        this.#waiting = undefined;
        this.#isOver = true;
        resolve();
      }, 0);
    });
  }

  /** Note that the files are being looked at. */
  noteLook(): void {
    this.#isOver = false;
    this.#shared = 0;
  }

  /** Note that an answer is given after this look. */
  noteAnswer(): void {
    this.#shared++;
  }
}

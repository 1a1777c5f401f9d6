/**
 * {@linkcode Changes}: what has changed in a directory, told to those who listen, and remembered for
 * those who were away for a moment.
 *
 * @module
 */

/** What has changed. */
export interface Change {
  /** When, in milliseconds since the epoch. */
  readonly time: number;
  /** The paths, relative to the directory and with slashes; none if it is not known which. */
  readonly paths: readonly string[];
}

/** How many changes are remembered. */
const MAX_CHANGES = 100;

/** How long after the last change it is told, and how long after the first, in milliseconds. */
const SETTLING_TIME = 50;
const LONGEST_TIME = 500;

/**
 * What changes without anybody's page changing: hidden files, what package managers install, and what
 * editors write beside a file.
 */
const IGNORED_REGEXP =
  /(?:^|\/)(?:\.|node_modules(?:\/|$))|(?:~|\.sw[a-z]|\.tmp|\.part|___jb_(?:tmp|old)___)$|(?:^|\/)(?:4913|#[^/]*#)$/;

/**
 * Whether a path is one that nobody looks at.
 *
 * @param path A path relative to the directory
 * @returns Whether it is
 */
export function isIgnored(path: string): boolean {
  return IGNORED_REGEXP.test(path);
}

/** Gathers changes. */
export class Changes {
  /** Before this nothing is known. */
  #since = Date.now();
  readonly #remembered: Change[] = [];
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #pending = new Set<string>();
  /** Whether there is a change of which it is not known what has changed. */
  #unknown = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the first and the last of the pending changes were noted. */
  #first = 0;
  #last = 0;

  /**
   * Note changes. Those that follow each other closely are told as one: saving a file takes an editor
   * several steps.
   *
   * @param paths The paths; `undefined` if it is not known which
   */
  note(paths: readonly string[] | undefined): void {
    const seen = paths?.filter((path) => !isIgnored(path));
    if (seen?.length === 0) return;
    this.#last = Date.now();
    if (this.#timer === undefined) this.#first = this.#last;
    for (const path of seen ?? []) this.#pending.add(path);
    if (seen === undefined) this.#unknown = true;
    clearTimeout(this.#timer);
    const rest = Math.max(0, this.#first + LONGEST_TIME - this.#last);
    this.#timer = setTimeout(() => this.#tell(), Math.min(SETTLING_TIME, rest));
  }

  #tell(): void {
    const change = { time: this.#last, paths: this.#unknown ? [] : [...this.#pending] };
    this.#timer = undefined;
    this.#unknown = false;
    this.#pending.clear();
    this.#remembered.push(change);
    if (this.#remembered.length > MAX_CHANGES) this.#since = this.#remembered.shift()!.time;
    for (const listener of this.#listeners) listener(change);
  }

  /**
   * Listen.
   *
   * @param listener Called with each change
   * @returns Ends it
   */
  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** How many listen. */
  get listenerCount(): number {
    return this.#listeners.size;
  }

  /**
   * What somebody has missed.
   *
   * @param time Since when, in milliseconds since the epoch
   * @returns One change for all; `undefined` if there was none
   */
  missedSince(time: number): Change | undefined {
    if (time < this.#since) return { time: Date.now(), paths: [] };
    const missed = this.#remembered.filter((change) => change.time >= time);
    const last = missed.at(-1);
    if (last === undefined) return undefined;
    const isKnown = missed.every(({ paths }) => paths.length > 0);
    const paths = isKnown ? new Set(missed.flatMap(({ paths }) => paths)) : [];
    return { time: last.time + 1, paths: [...paths] };
  }

  /** Tell nobody anything any more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }
}

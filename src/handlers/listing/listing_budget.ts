/**
 * What listings may take of the memory, whatever clients ask for and however slowly they take it.
 * Loaded when a directory is first listed.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { joinTurns, nextTurnIfOver } from "../../server/shared_turns.ts";
import type { BaseHTTPRequestHandler } from "../base.ts";
import { isLargeDirectory } from "./directory.ts";
import { type FileLike, MemoryFile } from "../disk/served_file.ts";
import { Semaphore } from "../turns/semaphore.ts";

/** Pages up to this size are not counted: a file may take as much. */
const SMALL = 64 * 1024;

/** From how many bytes of pages on that clients have not taken yet no further listing is made. */
const MOST_UNTAKEN = 64 * 1024 * 1024;

let untaken = 0;

/** One thread does it all: that few are worked on at once makes none of them late. */
const large = new Semaphore(8);

const small = new Semaphore(64);

/** How many listings are being made. */
let underWay = 0;

/**
 * Answer with a listing when few others are being made; with 503 if clients are slow in taking
 * those that were.
 *
 * @param handler The handler of the request
 * @param path The directory
 * @param list Reads the directory and sends the head
 * @returns What `list` returns; `null` with 503
 */
export async function listWithinBudget(
  handler: BaseHTTPRequestHandler,
  path: string,
  list: () => Promise<FileLike | null>,
): Promise<FileLike | null> {
  const semaphore = isLargeDirectory(path) ? large : small;
  await semaphore.acquire();
  try {
    // Those that are asked for together would be made one after the other, before anybody else's turn.
    const turn = underWay++ > 0 ? nextTurnIfOver() : joinTurns();
    if (turn !== undefined) await turn;
    if (untaken < MOST_UNTAKEN) return await list();
    handler.sendError(HTTPStatus.SERVICE_UNAVAILABLE, "Too many listings are being sent");
    return null;
  } finally {
    underWay--;
    semaphore.release();
  }
}

/**
 * Make the body of an answer from a page, which counts until it is closed.
 *
 * @param pieces The page
 * @returns The body
 */
export function bodyOfPage(pieces: readonly Uint8Array[]): FileLike {
  const size = pieces.reduce((sum, { length }) => sum + length, 0);
  const [whole, ...rest] = pieces;
  return size > SMALL || rest.length > 0
    ? new CountedPage(pieces, size)
    : new MemoryFile(whole ?? new Uint8Array(0));
}

class CountedPage implements FileLike {
  readonly #files: MemoryFile[];
  readonly #size: number;
  #isOpen = true;

  constructor(pieces: readonly Uint8Array[], size: number) {
    this.#files = pieces.map((bytes) => new MemoryFile(bytes)).reverse();
    this.#size = size;
    untaken += size;
  }

  readSync(buffer: Uint8Array): number | null {
    let count = 0;
    while (count < buffer.length && this.#files.length > 0) {
      const read = this.#files.at(-1)!.readSync(buffer.subarray(count));
      if (read === null) this.#files.pop();
      else count += read;
    }
    return count === 0 ? null : count;
  }

  close(): void {
    if (this.#isOpen) untaken -= this.#size;
    this.#isOpen = false;
  }
}

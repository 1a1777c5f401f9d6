/**
 * Copying large files to their clients. Loaded with the first one.
 *
 * A write that the system takes at once does not let the event loop turn, so all that is copied
 * shares turns: it goes on for some milliseconds in all, and then a few go on at a time, one after
 * the other, in the order in which they came. However many begin at once, everybody else is served
 * between two turns.
 *
 * @module
 */

import { BufferPool } from "../../server/buffer_pool.ts";
import type { BufferedWriter } from "../../server/writer.ts";
import type { FileLike } from "../disk/served_file.ts";

/** How long a turn lasts, in milliseconds: a change of turns takes two more. */
const TURN_LENGTH = 15;

/** How many of those that wait go on in one turn. */
const MAX_RESUMED = 8;

/** How much is read and written in one step at most, in bytes. */
const BLOCK_SIZE = 256 * 1024;

/** How much at first, in bytes: it is kept for as long as a client takes for it. */
const FIRST_BLOCK_SIZE = 64 * 1024;

/** Memory for blocks: to make it anew for each file would cost more than what is copied, up to a MiB. */
const firstBlocks = new BufferPool(FIRST_BLOCK_SIZE, 16);

const blocks = new BufferPool(BLOCK_SIZE, 8);

/** A client that takes a block in so many milliseconds gets a larger one. */
const PROMPT_TIME = 50;

/** Ends the waits for a turn, in the order in which they began. */
const waiting: (() => void)[] = [];

/** When the turn is over. */
let turnEnd = 0;

/** Whether a timer begins the next turn. */
let isScheduled = false;

/**
 * Copy what is left of a file.
 *
 * @param source The file
 * @param output Where to
 * @throws {FileChangedError} when the file was changed meanwhile
 */
export async function copyInTurns(source: FileLike, output: BufferedWriter): Promise<void> {
  // Whoever begins waits behind those who do already.
  if (isScheduled) await nextTurn();
  else if (performance.now() >= turnEnd) turnEnd = performance.now() + TURN_LENGTH;
  let pool = firstBlocks;
  let block = pool.take();
  for (;;) {
    if (performance.now() >= turnEnd) await nextTurn();
    const count = source.readSync(block);
    if (count === null) break;
    const start = performance.now();
    // After a failure the system may still have to do with the block, so that is not used again.
    await output.write(block.subarray(0, count));
    const isPrompt = performance.now() - start < PROMPT_TIME;
    if (!isPrompt || pool === blocks) continue;
    pool.give(block);
    pool = blocks;
    block = pool.take();
  }
  pool.give(block);
}

/** What waits for the network gets its turn in between, so this one is not to be due before the last is over. */
function nextTurn(): Promise<void> {
  if (!isScheduled) setTimeout(beginTurn, 0);
  isScheduled = true;
  return new Promise((resolve) => waiting.push(resolve));
}

function beginTurn(): void {
  turnEnd = performance.now() + TURN_LENGTH;
  for (const goOn of waiting.splice(0, MAX_RESUMED)) goOn();
  isScheduled = waiting.length > 0;
  if (isScheduled) setTimeout(() => setTimeout(beginTurn, 0), 0);
}

/**
 * Copying large files to their clients. Loaded with the first one.
 *
 * A write that the system takes at once does not let the event loop turn, so all that is copied takes
 * part in the turns of shared_turns.ts.
 *
 * @module
 */

import { BufferPool } from "../../server/buffer_pool.ts";
import { joinTurns, nextTurnIfOver } from "../../server/shared_turns.ts";
import type { BufferedWriter } from "../../server/writer.ts";
import type { FileLike } from "../disk/served_file.ts";

/** How much is read and written in one step at most, in bytes. */
const BLOCK_SIZE = 256 * 1024;

/** How much at first, in bytes: it is kept for as long as a client takes for it. */
const FIRST_BLOCK_SIZE = 64 * 1024;

/** Memory for blocks: to make it anew for each file would cost more than what is copied, up to a MiB. */
const firstBlocks = new BufferPool(FIRST_BLOCK_SIZE, 16);

const blocks = new BufferPool(BLOCK_SIZE, 8);

/** A client that takes a block in so many milliseconds gets a larger one. */
const PROMPT_TIME = 50;

/**
 * Copy what is left of a file.
 *
 * @param source The file
 * @param output Where to
 * @throws {FileChangedError} when the file was changed meanwhile
 */
export async function copyInTurns(source: FileLike, output: BufferedWriter): Promise<void> {
  await joinTurns();
  let pool = firstBlocks;
  let block = pool.take();
  for (;;) {
    const turn = nextTurnIfOver();
    if (turn !== undefined) await turn;
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

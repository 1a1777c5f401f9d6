/**
 * Replaying what was recorded.
 *
 * @module
 */

import { converse, probe } from "./conversation.ts";
import type { JournalEntry } from "./journal.ts";
import type { Outcome } from "./recorded.ts";

/** How many connections are open at the same time. */
const CONCURRENCY = 32;

/**
 * Find out what a server makes of the pieces of an exchange.
 *
 * @param port Its port, on 127.0.0.1
 * @param pieces What to send
 * @param take Tells what was logged about a connection
 */
export async function observe(
  port: number,
  pieces: readonly Uint8Array<ArrayBuffer>[],
  take: (key: string) => JournalEntry | Promise<JournalEntry>,
): Promise<Outcome> {
  const conversation = await converse(port, pieces);
  const { answer } = conversation;
  // The connection ends after the last word about it.
  const entry = await take(conversation.key);
  const probed = await probe(port, pieces, answer);
  await take(probed.key);
  return { answer, ...entry, closes: probed.closes };
}

/** How much of two texts is shown, from how much before they begin to differ. */
const SHOWN = 400;
const SHOWN_BEFORE = 60;

/** Call a function for each item, several at a time. */
export async function forEachConcurrently<Item>(
  items: readonly Item[],
  call: (item: Item) => Promise<void>,
): Promise<void> {
  const iterator = items.values();
  const worker = async (): Promise<void> => {
    for (const item of iterator) await call(item);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

/**
 * The parts in which two outcomes differ. Of exceptions only the fact counts: their texts are each
 * language's own.
 */
export function differences(actual: Outcome, expected: Outcome): string[] {
  const found: string[] = [];
  const compare = (what: string, left: unknown, right: unknown): void => {
    const [ours, theirs] = [JSON.stringify(left), JSON.stringify(right)];
    if (ours === theirs) return;
    const start = Math.max(0, commonLength(ours, theirs) - SHOWN_BEFORE);
    const [our, their] = [ours, theirs].map((text) => text.slice(start, start + SHOWN));
    found.push(`${what}, from ${start}\n      ours    ${our}\n      CPython ${their}`);
  };
  compare("answer", actual.answer, expected.answer);
  compare("log", actual.log, expected.log);
  compare("closes", actual.closes, expected.closes);
  if ((actual.raises === undefined) !== (expected.raises === undefined)) {
    compare("raises", actual.raises ?? null, expected.raises ?? null);
  }
  return found;
}

function commonLength(first: string, second: string): number {
  let length = 0;
  while (length < first.length && first[length] === second[length]) length++;
  return length;
}

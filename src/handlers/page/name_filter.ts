/**
 * Which names a filter lets through: the same on the server and in the page's script.
 *
 * @module
 */

import { foldText } from "./natural_order.ts";

/**
 * The words of a filter.
 *
 * @param filter What was typed
 * @returns The words, folded
 */
export function filterWords(filter: string): string[] {
  return foldText(filter).split(/\s+/).filter((word) => word !== "");
}

/**
 * Whether a name has all words in it.
 *
 * @param name The name
 * @param words What {@linkcode filterWords} made of the filter
 * @returns Whether it has
 */
export function matchesWords(name: string, words: readonly string[]): boolean {
  const folded = foldText(name);
  return words.every((word) => folded.includes(word));
}

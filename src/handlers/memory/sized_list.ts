/**
 * {@linkcode SizedList}: a linked list that knows the size of all items together.
 *
 * @module
 */

import { LinkedList, type ListNode } from "../../server/linked_list.ts";

/** An item of a {@linkcode SizedList}. */
export interface SizedNode<Item> extends ListNode<Item> {
  /** How much it counts in {@linkcode SizedList.totalSize}. It does not change while it is in a list. */
  readonly size: number;
}

/** A linked list of items that have sizes. */
export class SizedList<Item extends SizedNode<Item>> extends LinkedList<Item> {
  #totalSize = 0;

  /** The sum of their sizes. */
  get totalSize(): number {
    return this.#totalSize;
  }

  /** Put an item at the end. */
  override append(item: Item): void {
    super.append(item);
    this.#totalSize += item.size;
  }

  /** Take an item out. */
  override remove(item: Item): void {
    super.remove(item);
    this.#totalSize -= item.size;
  }
}

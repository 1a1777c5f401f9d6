/**
 * {@linkcode LinkedList}: items in the order in which they came, any of which can be taken out.
 *
 * @module
 */

/** An item, with the links of the one {@linkcode LinkedList} that it may be in at a time. */
export interface ListNode<Item> {
  /** How much it counts in {@linkcode LinkedList.totalSize}. It does not change while it is in a list. */
  readonly size: number;
  /** The item before it; the list's own. */
  previous: Item | undefined;
  /** The item behind it; the list's own. */
  next: Item | undefined;
}

/** A doubly linked list that knows how many items it has, and of what size. */
export class LinkedList<Item extends ListNode<Item>> {
  #first: Item | undefined;
  #last: Item | undefined;
  #length = 0;
  #totalSize = 0;

  /** The item that has been in it for the longest time. */
  get first(): Item | undefined {
    return this.#first;
  }

  /** The number of items. */
  get length(): number {
    return this.#length;
  }

  /** The sum of their sizes. */
  get totalSize(): number {
    return this.#totalSize;
  }

  /**
   * Put an item at the end.
   *
   * @param item It, which is in no list
   */
  append(item: Item): void {
    item.previous = this.#last;
    item.next = undefined;
    if (this.#last === undefined) this.#first = item;
    else this.#last.next = item;
    this.#last = item;
    this.#length++;
    this.#totalSize += item.size;
  }

  /**
   * Take an item out.
   *
   * @param item It, which is in this list
   */
  remove(item: Item): void {
    if (item.previous === undefined) this.#first = item.next;
    else item.previous.next = item.next;
    if (item.next === undefined) this.#last = item.previous;
    else item.next.previous = item.previous;
    item.previous = item.next = undefined;
    this.#length--;
    this.#totalSize -= item.size;
  }

  /**
   * Put an item behind all others.
   *
   * @param item It, which is in this list
   */
  moveToEnd(item: Item): void {
    this.remove(item);
    this.append(item);
  }
}

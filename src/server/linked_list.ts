/**
 * {@linkcode LinkedList}: items in the order in which they came, any of which can be taken out.
 *
 * @module
 */

/** An item, with the links of the one {@linkcode LinkedList} that it may be in at a time. */
export interface ListNode<Item> {
  /** The item before it; the list's own. */
  previous: Item | undefined;
  /** The item behind it; the list's own. */
  next: Item | undefined;
}

/**
 * A doubly linked list.
 *
 * A `Set` would do for most, but V8 makes its table anew while items come and go, and an old one, once it
 * is in the old part of the heap, keeps all that were in it until the whole heap is collected.
 */
export class LinkedList<Item extends ListNode<Item>> {
  #first: Item | undefined;
  #last: Item | undefined;
  #size = 0;

  /** The item that has been in it for the longest time. */
  get first(): Item | undefined {
    return this.#first;
  }

  /** The number of items. */
  get size(): number {
    return this.#size;
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
    this.#size++;
  }

  /**
   * Whether an item is in the list.
   *
   * @param item It, which is in no other list
   * @returns Whether it is in this one
   */
  has(item: Item): boolean {
    return item.previous !== undefined || item === this.#first;
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
    // What is old and gone must keep nothing that is young.
    item.previous = item.next = undefined;
    this.#size--;
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

  /**
   * Do something with each item, from the first on. Nothing is made for it, as an iterator would be.
   *
   * @param action What is done; it may take that item out, and no other
   */
  forEach(action: (item: Item) => void): void {
    for (let item = this.#first; item !== undefined;) {
      const { next } = item;
      action(item);
      item = next;
    }
  }
}

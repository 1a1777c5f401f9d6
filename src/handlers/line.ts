/**
 * {@linkcode Line}: things in the order in which they came, any of which can leave.
 *
 * @module
 */

/** Something that can stand in one {@linkcode Line} at a time. */
export interface InLine<Item> {
  /** How much it takes. */
  readonly size: number;
  /** What came before it. The line's own. */
  before: Item | undefined;
  /** What came behind it. The line's own. */
  behind: Item | undefined;
}

/** A doubly linked list that knows how much is in it. */
export class Line<Item extends InLine<Item>> {
  #first: Item | undefined;
  #last: Item | undefined;
  #count = 0;
  #total = 0;

  /** What has been in it for the longest time. */
  get first(): Item | undefined {
    return this.#first;
  }

  /** How many there are. */
  get count(): number {
    return this.#count;
  }

  /** The sum of their sizes. */
  get total(): number {
    return this.#total;
  }

  /**
   * Put something at the end.
   *
   * @param item It, which stands in no line
   */
  append(item: Item): void {
    item.before = this.#last;
    item.behind = undefined;
    if (this.#last === undefined) this.#first = item;
    else this.#last.behind = item;
    this.#last = item;
    this.#count++;
    this.#total += item.size;
  }

  /**
   * Take something out.
   *
   * @param item It, which stands in this line, and has the size that it came with
   */
  remove(item: Item): void {
    if (item.before === undefined) this.#first = item.behind;
    else item.before.behind = item.behind;
    if (item.behind === undefined) this.#last = item.before;
    else item.behind.before = item.before;
    item.before = item.behind = undefined;
    this.#count--;
    this.#total -= item.size;
  }
}

/**
 * {@linkcode EntryTable}: what there is in a directory, in few objects.
 *
 * @module
 */

/** An entry of a directory. */
export interface ListedEntry {
  /** The name. */
  readonly name: string;
  /** Whether it is a directory, also by way of a symbolic link. */
  readonly isDirectory: boolean;
  /** Whether it is a symbolic link. */
  readonly isSymlink: boolean;
}

/** How many names are put together to one string. */
const BLOCK_LENGTH = 1000;

const INITIAL_CAPACITY = 64;

/** What is true of an entry. */
const IS_DIRECTORY = 1;
const IS_SYMLINK = 2;

/**
 * The entries of a directory, which are added one by one and never change.
 *
 * The garbage collector copies what is alive while it is new, and nobody is served meanwhile. With
 * an object and a string for each of 100,000 entries it takes up to 60 ms, and with this a few: an
 * entry is made when it is asked for, and forgotten.
 */
export class EntryTable implements Iterable<ListedEntry> {
  /** The names, one behind the other, so many in each string. */
  readonly #blocks: string[] = [];
  /** Those that don't make a block yet. */
  #names: string[] = [];
  /** Where in its block each name ends. */
  #ends = new Uint32Array(INITIAL_CAPACITY);
  #flags = new Uint8Array(INITIAL_CAPACITY);
  #length = 0;
  #blockLength = 0;

  /**
   * @param entries The first entries
   */
  constructor(entries: Iterable<ListedEntry> = []) {
    for (const entry of entries) this.add(entry);
  }

  /** How many entries there are. */
  get length(): number {
    return this.#length;
  }

  /**
   * Add an entry behind the others.
   *
   * @param entry The entry
   */
  add({ name, isDirectory, isSymlink }: ListedEntry): void {
    if (this.#length === this.#ends.length) this.#grow();
    this.#names.push(name);
    this.#blockLength += name.length;
    this.#ends[this.#length] = this.#blockLength;
    this.#flags[this.#length] = (isDirectory ? IS_DIRECTORY : 0) | (isSymlink ? IS_SYMLINK : 0);
    this.#length++;
    if (this.#names.length < BLOCK_LENGTH) return;
    this.#blocks.push(this.#names.join(""));
    this.#names = [];
    this.#blockLength = 0;
  }

  #grow(): void {
    const ends = new Uint32Array(2 * this.#ends.length);
    const flags = new Uint8Array(ends.length);
    ends.set(this.#ends);
    flags.set(this.#flags);
    this.#ends = ends;
    this.#flags = flags;
  }

  /**
   * An entry.
   *
   * @param index Its place, from 0, less than {@linkcode EntryTable.length}
   * @returns The entry, a new object each time
   */
  at(index: number): ListedEntry {
    return {
      name: this.nameAt(index),
      isDirectory: this.isDirectoryAt(index),
      isSymlink: (this.#flags[index]! & IS_SYMLINK) !== 0,
    };
  }

  /**
   * The name of an entry.
   *
   * @param index As for {@linkcode EntryTable.at}
   * @returns The name
   */
  nameAt(index: number): string {
    const place = index % BLOCK_LENGTH;
    const block = this.#blocks[(index - place) / BLOCK_LENGTH];
    if (block === undefined) return this.#names[place]!;
    return block.slice(place === 0 ? 0 : this.#ends[index - 1], this.#ends[index]);
  }

  /**
   * Whether an entry is a directory.
   *
   * @param index As for {@linkcode EntryTable.at}
   * @returns Whether it is
   */
  isDirectoryAt(index: number): boolean {
    return (this.#flags[index]! & IS_DIRECTORY) !== 0;
  }

  /**
   * Whether another table has the same entries in the same order. Takes a millisecond for 100,000.
   *
   * @param other The other table
   * @returns Whether it has
   */
  equals(other: EntryTable): boolean {
    if (this.#length !== other.#length) return false;
    for (let index = 0; index < this.#length; index++) {
      const isSame = this.#ends[index] === other.#ends[index] &&
        this.#flags[index] === other.#flags[index];
      if (!isSame) return false;
    }
    // Of the same lengths, so many names make the same blocks.
    return this.#blocks.every((block, index) => block === other.#blocks[index]) &&
      this.#names.every((name, index) => name === other.#names[index]);
  }

  *[Symbol.iterator](): Generator<ListedEntry, void, void> {
    for (let index = 0; index < this.#length; index++) yield this.at(index);
  }
}

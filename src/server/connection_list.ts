/**
 * {@linkcode ConnectionList}: the connections of a server.
 *
 * Not a `Set`: V8 makes the table of a set anew while entries come and go, and the old one, once it has
 * lived for long enough, keeps all that were in it until the whole heap is collected. So no connection
 * would be short-lived, and the part of the heap for what is young would grow with them.
 *
 * @module
 */

import type { Connection } from "./connection.ts";

/** Connections in the order in which they came, linked by their own fields. */
export class ConnectionList implements Iterable<Connection> {
  #first: Connection | undefined;
  #last: Connection | undefined;
  #size = 0;

  /** The number of connections. */
  get size(): number {
    return this.#size;
  }

  /**
   * Add a connection behind all others.
   *
   * @param connection One that is in no list
   */
  add(connection: Connection): void {
    connection.previous = this.#last;
    if (this.#last === undefined) this.#first = connection;
    else this.#last.next = connection;
    this.#last = connection;
    this.#size++;
  }

  /**
   * Take a connection out, if it is in the list.
   *
   * @param connection One that is in no other list
   */
  delete(connection: Connection): void {
    const { previous, next } = connection;
    if (previous === undefined && this.#first !== connection) return;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    // What is old and gone must keep nothing that is young.
    connection.previous = connection.next = undefined;
    this.#size--;
  }

  /**
   * Do something with each connection, the oldest first, without making anything for it.
   *
   * @param action What is done; it may take that connection out
   */
  forEach(action: (connection: Connection) => void): void {
    for (let connection = this.#first; connection !== undefined;) {
      const { next } = connection;
      action(connection);
      connection = next;
    }
  }

  /** The connections, the oldest first. The one that was given last may be taken out. */
  *[Symbol.iterator](): Generator<Connection, void> {
    for (let connection = this.#first; connection !== undefined;) {
      const { next } = connection;
      yield connection;
      connection = next;
    }
  }
}

/**
 * {@linkcode withRate}: handlers behind a thin wire.
 *
 * @module
 */

import type { Connection } from "../../server/connection.ts";
import { declareOnlooker } from "../memory/answer_reuse.ts";
import type { HTTPHandlerClass } from "../base/handler_class.ts";

/** How many pieces a second's worth of bytes is sent in. */
const PIECES = 20;

/**
 * Extend a class of handlers by a limit to what a connection takes and gives.
 *
 * @param Handler The class
 * @param rate The most bytes a second, in each direction
 * @returns The extended class
 */
export function withRate<Class extends HTTPHandlerClass>(Handler: Class, rate: number): Class {
  class WithRate extends Handler {
    override setup(): void | Promise<void> {
      slowDown(this.request, rate);
      return super.setup();
    }
  }
  declareOnlooker(WithRate);
  return WithRate;
}

/** Have a connection, and no other one, read and write at a rate. */
function slowDown(connection: Connection, rate: number): void {
  const size = Math.max(1, Math.floor(rate / PIECES));
  const read = connection.read.bind(connection);
  const write = connection.write.bind(connection);
  const reading = new Pace(rate);
  const writing = new Pace(rate);
  connection.read = async (buffer): Promise<number | null> => {
    await reading.turn(connection);
    const count = await read(buffer.subarray(0, size));
    reading.count(count ?? 0);
    return count;
  };
  connection.write = async (bytes): Promise<void> => {
    for (let start = 0; start < bytes.length; start += size) {
      await writing.turn(connection);
      const piece = bytes.subarray(start, start + size);
      await write(piece);
      writing.count(piece.length);
    }
  };
}

/** Says when there may be more bytes. */
class Pace {
  readonly #rate: number;
  /** When there may be more, on the clock of `performance.now()`. */
  #next = 0;

  constructor(rate: number) {
    this.#rate = rate;
  }

  /** Wait until there may be more bytes, or the connection is closed. */
  async turn(connection: Connection): Promise<void> {
    const pause = this.#next - performance.now();
    if (pause > 0 && !connection.closed) {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** Count bytes that have gone. */
  count(bytes: number): void {
    this.#next = Math.max(this.#next, performance.now()) + bytes / this.#rate * 1000;
  }
}

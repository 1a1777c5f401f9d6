/**
 * A network that breaks.
 *
 * @module
 */

/** Hands connections on to a server, and cuts the first ones in the middle. */
export class CuttingProxy implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #target: number;
  readonly #cuts: number[];
  readonly #tasks = new Set<Promise<void>>();
  readonly #accepting: Promise<void>;
  /** How many connections were cut. */
  cut = 0;

  /**
   * @param target The port of the server
   * @param cuts After how many bytes of the client the connections that reach so far are cut, one after
   * the other
   */
  constructor(target: number, cuts: readonly number[]) {
    this.#target = target;
    this.#cuts = [...cuts];
    this.#accepting = this.#accept();
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  async #accept(): Promise<void> {
    try {
      for await (const client of this.#listener) {
        const task = this.#handOn(client).catch(() => {}).finally(() => this.#tasks.delete(task));
        this.#tasks.add(task);
      }
    } catch {
      // The listener was closed.
    }
  }

  async #handOn(client: Deno.TcpConn): Promise<void> {
    const server = await Deno.connect({ hostname: "127.0.0.1", port: this.#target });
    const back = server.readable.pipeTo(client.writable).catch(() => {});
    const writer = server.writable.getWriter();
    let count = 0;
    try {
      for await (const bytes of client.readable) {
        count += bytes.length;
        await writer.write(bytes);
        if (count < (this.#cuts[0] ?? Infinity)) continue;
        this.#cuts.shift();
        this.cut++;
        break;
      }
    } finally {
      writer.abort().catch(() => {});
      for (const end of [client, server]) {
        try {
          end.close();
        } catch {
          // Closed with its streams.
        }
      }
      await back;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#accepting;
    await Promise.all(this.#tasks);
  }
}

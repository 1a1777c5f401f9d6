import { assert, assertEquals } from "@std/assert";
import { takeTurn, type Turn } from "../../../src/handlers/cgi/turns.ts";

/** Who has a turn, and who waits for one: one server's. */
class Turns {
  readonly #server = {};
  readonly #processes: number;
  readonly #taken: Turn[] = [];

  constructor(processes: number) {
    this.#processes = processes;
  }

  /** Take a turn, if there is one at once. */
  async take(address: string): Promise<boolean> {
    const limits = { processes: this.#processes, waitTime: 0 };
    const turn = await takeTurn(this.#server, address, limits);
    if (turn !== undefined) this.#taken.push(turn);
    return turn !== undefined;
  }

  /** Wait for a turn for as long as it takes, and note the address when it has come. */
  wait(address: string, note: string[]): Promise<Turn | undefined> {
    const limits = { processes: this.#processes, waitTime: 60 };
    const turn = takeTurn(this.#server, address, limits);
    turn.then(() => note.push(address));
    return turn;
  }

  /** End the turn that was taken first. */
  end(): void {
    this.#taken.shift()![Symbol.dispose]();
  }
}

async function takeAll(turns: Turns, address: string): Promise<number> {
  let count = 0;
  while (await turns.take(address)) count++;
  return count;
}

Deno.test("takeTurn() leaves a quarter of the turns to clients that have none", async () => {
  for (const [processes, most] of [[32, 24], [8, 6], [4, 3], [3, 3], [1, 1]] as const) {
    const turns = new Turns(processes);
    assertEquals(await takeAll(turns, "192.0.2.1"), most);
    for (let other = 2; other < 2 + processes - most; other++) {
      assert(await turns.take(`192.0.2.${other}`));
      assertEquals(await turns.take(`192.0.2.${other}`), false);
    }
    assertEquals(await turns.take("192.0.2.99"), false);
  }
});

Deno.test("takeTurn() takes all addresses of a network of 64 bits for one client", async () => {
  const turns = new Turns(4);
  for (const end of [1, 2, 3]) assert(await turns.take(`2001:db8::${end}`));
  assertEquals(await turns.take("2001:db8::4"), false);
  assert(await turns.take("2001:db8:0:1::4"));
});

Deno.test("takeTurn() gives turns in order, but to those that may have one", async () => {
  const turns = new Turns(4);
  assertEquals(await takeAll(turns, "192.0.2.1"), 3);
  assert(await turns.take("192.0.2.2"));
  const order: string[] = [];
  const first = turns.wait("192.0.2.1", order);
  const second = turns.wait("192.0.2.3", order);
  const third = turns.wait("192.0.2.1", order);
  turns.end();
  (await second)![Symbol.dispose]();
  turns.end();
  (await first)![Symbol.dispose]();
  (await third)![Symbol.dispose]();
  assertEquals(order, ["192.0.2.3", "192.0.2.1", "192.0.2.1"]);
});

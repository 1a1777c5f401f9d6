/**
 * Sending the same to both sides, and telling a difference from a known deviation.
 *
 * @module
 */

import type { ThreadingHTTPServer } from "../../mod.ts";
import { converse } from "../../tests/conformance/conversation.ts";
import { deviate } from "../../tests/conformance/deviations.ts";
import type { Journal, JournalEntry } from "../../tests/conformance/journal.ts";
import { toBytes } from "../../tests/conformance/packing.ts";
import { differences } from "../../tests/conformance/replay.ts";
import type { Reference } from "./reference.ts";
import type { Plan, Request } from "./requests.ts";

/** What a side did with a connection. */
interface Result extends JournalEntry {
  readonly answer: string;
  readonly reset: boolean;
}

/** A redirect whose `Location` has a NUL in it: ours refuses to send it (deviation 4). */
const NUL_REDIRECT_REGEXP = /HTTP\/1\.[01] 301 [^\n]*\n(?:[^\r\n]+\r\n)*?Location: [^\r\n]*\0/;

/** What CPython's email parser raises on a header block that ours reads (deviation 10). */
const PARSER_FAILURE = "ValueError: embedded null character";

/** Both sides, and how to compare them. */
export class Comparison {
  readonly #reference: Reference;
  readonly #servers: readonly ThreadingHTTPServer[];
  readonly #spares: readonly ThreadingHTTPServer[];
  readonly #journal: Journal;

  /**
   * @param reference CPython's servers
   * @param servers Ours, in the same setups
   * @param spares The same again, for connections that the client abandons
   * @param journal What ours log
   */
  constructor(
    reference: Reference,
    servers: readonly ThreadingHTTPServer[],
    spares: readonly ThreadingHTTPServer[],
    journal: Journal,
  ) {
    this.#reference = reference;
    this.#servers = servers;
    this.#spares = spares;
    this.#journal = journal;
  }

  /**
   * Carry plans out at the same time.
   *
   * @param plans The connections to make
   * @returns In what each differs, in the order of the plans
   */
  async run(plans: readonly Plan[]): Promise<string[][]> {
    const conversations = await Promise.all(plans.map((plan) => this.#converse(plan)));
    const entries = await this.#reference.takeJournal();
    return conversations.map((pair, index) => {
      if (pair === undefined) return [];
      const [ours, theirs] = pair;
      const actual = { ...ours, ...this.#journal.take(ours.key) };
      const expected = { log: [], ...theirs, ...entries.get(theirs.key) };
      return compare(actual, expected, plans[index]!.requests.map(({ text }) => text).join(""));
    });
  }

  /** Whether all that had to do with clients that went away still answer. */
  async sparesLive(): Promise<boolean> {
    const request = toBytes("GET /last HTTP/1.0\r\n\r\n");
    const conversations = await Promise.all(
      this.#spares.map((server) => converse(server.serverAddress[1], [request])),
    );
    return conversations.every(({ answer }) => answer !== "");
  }

  async #converse(plan: Plan): Promise<[Conversation, Conversation] | undefined> {
    const ours = plan.requests.map((request) => request.text).join("");
    if (plan.abandoned) {
      return await abandon(this.#spares[plan.setup]!.serverAddress[1], toBytes(ours));
    }
    const theirs = plan.requests.map(referenceText).join("");
    return await Promise.all([
      converse(this.#servers[plan.setup]!.serverAddress[1], split(ours, plan.pieces)),
      converse(this.#reference.servers[plan.setup]!.port, split(theirs, plan.pieces)),
    ]);
  }
}

type Conversation = Awaited<ReturnType<typeof converse>>;

function referenceText({ text, reference }: Request): string {
  return reference ?? text;
}

function compare(actual: Result, expected: Result, sent: string): string[] {
  const redirect = NUL_REDIRECT_REGEXP.exec(expected.answer);
  if (redirect !== null) expected = refuse(expected, redirect.index);
  if (expected.raises === PARSER_FAILURE && actual.raises === undefined) {
    return actual.answer.startsWith(expected.answer) ? [] : ["answer before the parser failed"];
  }
  // CPython closes without reading the rest, and the reset takes the end of its answer away.
  if (expected.reset && actual.answer.startsWith(expected.answer)) {
    expected = { ...expected, answer: actual.answer };
  }
  const ours = { ...actual, closes: true };
  return differences(ours, deviate({ ...expected, closes: true }, ours, sent));
}

/** What is left of CPython's outcome if the redirect at a position of the answer is not sent. */
function refuse({ answer, log, reset }: Result, position: number): Result {
  const kept = answer.slice(0, position);
  const before = [...kept.matchAll(/^HTTP\/1\.[01] (?!100 )/gm)].length;
  return { answer: kept, log: log.slice(0, before + 1), raises: "refused", reset };
}

/** Send something and go away: nothing can be compared, but the server has to live on. */
async function abandon(port: number, bytes: Uint8Array<ArrayBuffer>): Promise<undefined> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.write(bytes);
}

function split(text: string, pieces: number): Uint8Array<ArrayBuffer>[] {
  const size = Math.max(1, Math.ceil(text.length / pieces));
  const result: Uint8Array<ArrayBuffer>[] = [];
  for (let start = 0; start < text.length; start += size) {
    result.push(toBytes(text.slice(start, start + size)));
  }
  return result;
}

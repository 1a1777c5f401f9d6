/**
 * Clients that behave, and look closely at what they get.
 *
 * @module
 */

import { areSame, noise } from "../../tests/helpers/bytes.ts";
import { type Answer, RawClient } from "../../tests/helpers/raw_client.ts";
import type { Random } from "../fuzz/random.ts";
import { CHANGING, isVersion, STABLE } from "./site.ts";
import type { Report } from "./tally.ts";

/** A kind of request: what is sent, and what is wrong with an answer, if anything. */
interface Kind {
  readonly name: string;
  readonly ask: (client: RawClient, random: Random, number: number) => Promise<string | undefined>;
}

const NO_BODY = new Uint8Array();

/** The clients whose connections end with the last answer. */
const ending = new WeakSet<RawClient>();

/** Send a request, whose body is empty unless there is one. */
async function ask(
  client: RawClient,
  line: string,
  fields = "",
  body = NO_BODY,
): Promise<Answer> {
  await client.send(`${line} HTTP/1.1\r\nHost: soak\r\n${fields}\r\n`);
  await client.send(body);
  const answer = await client.readAnswer(!line.startsWith("HEAD "));
  if (answer.field("Connection") === "close") ending.add(client);
  return answer;
}

function wrongStatus({ status }: Answer, ...expected: readonly number[]): string | undefined {
  return expected.includes(status) ? undefined : `status ${status}`;
}

function wrongBody(answer: Answer, expected: Uint8Array): string | undefined {
  return wrongStatus(answer, 200) ?? (areSame(answer.body, expected) ? undefined : "another body");
}

const KINDS: readonly Kind[] = [
  {
    name: "file",
    ask: async (client, random) => {
      const [name, content] = random.pick(Object.entries(STABLE));
      return wrongBody(await ask(client, `GET /${name}`), content);
    },
  },
  {
    name: "range",
    ask: async (client, random) => {
      const [start, content] = [random.below(2_900_000), STABLE["large.bin"]!];
      const answer = await ask(
        client,
        "GET /large.bin",
        `Range: bytes=${start}-${start + 999}\r\n`,
      );
      if (answer.status === 200) return wrongBody(answer, content);
      const isRight = areSame(answer.body, content.subarray(start, start + 1000));
      return wrongStatus(answer, 206) ?? (isRight ? undefined : "another part");
    },
  },
  {
    name: "condition",
    ask: async (client) => {
      const { status, fields } = await ask(client, "HEAD /medium.bin");
      if (status !== 200) return `status ${status}`;
      const [, time] = fields.find(([name]) => name === "Last-Modified")!;
      return wrongStatus(
        await ask(client, "GET /medium.bin", `If-Modified-Since: ${time}\r\n`),
        304,
      );
    },
  },
  {
    name: "listing",
    ask: async (client, random) => {
      const accept = random.pick(["text/html", "application/json", "text/plain"]);
      const answer = await ask(client, "GET /many/?limit=1000", `Accept: ${accept}\r\n`);
      return wrongStatus(answer, 200) ??
        (answer.text.includes("499.txt") ? undefined : "no listing");
    },
  },
  { name: "nothing", ask: async (client) => wrongStatus(await ask(client, "GET /none"), 404) },
  {
    name: "changing file",
    ask: async (client, random) => {
      const answer = await ask(client, `GET /${random.pick(CHANGING)}`);
      if (answer.status === 404) return undefined;
      // A file that is rewritten where it is has parts of both, or nothing, for a moment.
      const isWhole = answer.body.length === Number(answer.field("Content-Length"));
      if (answer.status === 301 || answer.body.length === 0 || !isWhole) return undefined;
      return wrongStatus(answer, 200) ??
        (isVersion(answer.body) ? undefined : "parts of two files");
    },
  },
  {
    name: "upload",
    ask: async (client, random, number) => {
      const content = noise(random.pick([10, 5000, 300_000]), 1 + random.below(1000));
      const fields = `Content-Length: ${content.length}\r\n`;
      const target = `/upload${number}`;
      const answer = await ask(client, `PUT ${target}`, fields, content);
      return wrongStatus(answer, 201, 204) ??
        (ending.has(client) ? undefined : wrongBody(await ask(client, `GET ${target}`), content));
    },
  },
];

/** The load that a client makes until it is told to end. */
export interface Load {
  readonly port: number;
  readonly random: Random;
  readonly report: Report;
  /** Whether there may be too few descriptors just now. */
  readonly isScarce: () => boolean;
  readonly isOver: () => boolean;
}

/**
 * Ask for one thing after the other.
 *
 * @param number The number of the client
 * @param load What to do
 */
export async function runClient(number: number, load: Load): Promise<void> {
  while (!load.isOver()) {
    const wasScarce = load.isScarce();
    const wrong = await runConnection(number, load);
    if (wrong === undefined) continue;
    const tally = wasScarce || load.isScarce() ? load.report.refusals : load.report.failures;
    tally.add(wrong);
  }
}

/** Some requests over one connection. Returns what was wrong. */
async function runConnection(number: number, load: Load): Promise<string | undefined> {
  const { port, random, report } = load;
  let kind = random.pick(KINDS);
  try {
    using client = await RawClient.connect(port);
    for (let count = random.pick([1, 10, 50]); count > 0 && !load.isOver(); count--) {
      kind = random.pick(KINDS);
      const wrong = await kind.ask(client, random, number);
      report.requests.add(kind.name);
      if (wrong !== undefined) return `${kind.name}: ${wrong}`;
      if (kind.name === "changing file" || ending.has(client)) return undefined;
    }
  } catch (error) {
    // An answer that was cut off is none that can be read.
    if (kind.name === "changing file") return undefined;
    return `${kind.name}: ${error instanceof Error ? error.name : error}`;
  }
  return undefined;
}

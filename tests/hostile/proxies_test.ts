/**
 * Behind a real proxy that keeps its connections: nobody gets an answer that is somebody else's, and
 * proxy and server agree on how many requests there were.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { latin1Of, utf8 } from "../helpers/bytes.ts";
import { QuietHandler } from "../helpers/quiet_handlers.ts";
import { RawClient } from "../helpers/raw_client.ts";
import { serveWith } from "../helpers/servers.ts";
import { type Payload, payloadsWith } from "./payloads_data.ts";
import { caddy, type Forwarded, nginx, type Proxy, type ProxyProgram } from "./proxies.ts";

/** How long a client waits for more, in milliseconds: some proxies wait for the rest of a request. */
const PATIENCE = 50;

/** The requests that the server answered. */
let seen: string[] = [];

/** Says what it was asked for. */
class Echo extends QuietHandler {
  override protocolVersion = "HTTP/1.1";

  do_GET(): void {
    seen.push(`${this.command} ${this.path}`);
    this.answer(utf8(this.path));
  }

  do_POST(): void {
    this.do_GET();
  }

  async do_PUT(): Promise<void> {
    seen.push(`${this.command} ${this.path}`);
    await this.rfile.read();
    this.answer(utf8(this.path));
  }
}

for (const program of [nginx, caddy]) {
  const missing = program.path === undefined;
  for (const method of ["GET", "POST", "PUT"]) {
    Deno.test({
      name: `servers behind ${program.name} are not led astray by an ambiguous ${method}` +
        (missing ? ` (${program.name} is not installed)` : ""),
      ignore: missing,
      fn: () => attack(program, payloadsWith(method)),
    });
  }
}

async function attack(program: ProxyProgram, payloads: readonly Payload[]): Promise<void> {
  seen = [];
  await using server = serveWith(Echo);
  await using proxy = await program.start(server.serverPort);
  const iterator = payloads.entries();
  const worker = async (): Promise<void> => {
    for (const [index, payload] of iterator) await attackOnce(proxy, payload, index);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  assertAgreement(await proxy.end(), seen);
}

/** Send a payload with a request behind it, and then have others ask for something of their own. */
async function attackOnce(proxy: Proxy, payload: Payload, index: number): Promise<void> {
  using attacker = await RawClient.connect(proxy.port);
  const victim = `GET /victim?${index} HTTP/1.1\r\nHost: x\r\n\r\n`;
  const received = readPatiently(attacker);
  await attacker.send(payload.text.replaceAll("/attack", `/attack?${index}`) + victim).catch(
    () => {},
  );
  for (let turn = 0; turn < 3; turn++) {
    await assertOwnAnswer(proxy, `/other?${index}-${turn}`, payload);
  }
  await received;
}

/** Read until nothing has come for a while. */
async function readPatiently(client: RawClient): Promise<string> {
  let text = "";
  for (;;) {
    const { promise, resolve } = Promise.withResolvers<null>();
    const timer = setTimeout(resolve, PATIENCE, null);
    const bytes = await Promise.race([client.read().catch(() => null), promise]);
    clearTimeout(timer);
    if (bytes === null) return text;
    text += latin1Of(bytes);
  }
}

async function assertOwnAnswer(proxy: Proxy, target: string, payload: Payload): Promise<void> {
  using client = await RawClient.connect(proxy.port);
  const answer = await client.request(`GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`);
  assertEquals([answer.status, answer.text], [200, target], payload.name);
}

/** What was seen is what was handed on: each request once. */
function assertAgreement(forwarded: readonly Forwarded[], seen: readonly string[]): void {
  // Those that the proxy gave up, with a status of its own or with 0, may have been answered or not: they
  // are looked at last.
  const inOrder = forwarded.toSorted((a, b) => Number(isAnswered(a)) - Number(isAnswered(b)));
  const left = Map.groupBy(inOrder, ({ request }) => request);
  for (const request of seen) {
    const logged = left.get(request)?.pop();
    assert(logged !== undefined, `The server answered what nobody sent: ${request}`);
  }
  const lost = [...left.values()].flat().filter(isAnswered);
  assertEquals(lost, [], "Requests that the proxy had an answer to, and the server did not see");
}

function isAnswered({ status }: Forwarded): boolean {
  return status === 200;
}

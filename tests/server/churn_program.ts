/**
 * Answers many short connections, and writes how much more memory is in use than before, in bytes, when
 * only what is young has been collected. To be run with `--v8-flags=--expose-gc`.
 *
 * @module
 */

import { utf8 } from "../helpers/bytes.ts";
import { QuietHandler } from "../helpers/quiet_handlers.ts";
import { RawClient } from "../helpers/raw_client.ts";
import { serveWith } from "../helpers/servers.ts";

declare const gc: (options: { type: "minor" }) => void;

/** Makes each connection one of 120,000 bytes. */
class Loading extends QuietHandler {
  override protocolVersion = "HTTP/1.1";

  do_GET(): void {
    Object.assign(this.request, { load: new Array<number>(15_000).fill(0.5) });
    this.answer(utf8("here"));
  }
}

await using server = serveWith(Loading, undefined, { idleTimeout: 60 });

/** Let clients come one by one, each of which stays until eight more have come. */
async function churn(count: number): Promise<void> {
  const clients: RawClient[] = [];
  for (let number = 0; number < count; number++) {
    const client = await RawClient.connect(server.serverPort);
    await client.request("GET / HTTP/1.1\r\n\r\n");
    clients.push(client);
    if (clients.length > 8) clients.shift()![Symbol.dispose]();
    // What outlives two of these becomes old.
    if (number % 50 === 0) gc({ type: "minor" });
  }
  for (const client of clients) client[Symbol.dispose]();
  gc({ type: "minor" });
}

await churn(200);
const before = Deno.memoryUsage().heapUsed;
await churn(400);
// deno-lint-ignore no-console -- standard output is what the test reads
console.log(Deno.memoryUsage().heapUsed - before);

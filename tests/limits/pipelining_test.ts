import { assertEquals, assertLess } from "@std/assert";
import { utf8 } from "../helpers/bytes.ts";
import { QuietHandler } from "../helpers/quiet_handlers.ts";
import { RawClient } from "../helpers/raw_client.ts";
import { serveWith } from "../helpers/servers.ts";

/** How many requests a client sends at once. */
const MANY = 300;

/** Notes what it answers, and takes its time for it, from everybody. */
class Slow extends QuietHandler {
  static answered: string[] = [];

  override protocolVersion = "HTTP/1.1";

  do_GET(): void {
    for (const start = performance.now(); performance.now() - start < 1;);
    Slow.answered.push(this.path);
    this.answer(utf8(this.path));
  }
}

/** Not the methods of the base, so that each of them is called. */
class Overriding extends Slow {
  override handleOneRequest(): Promise<void> {
    return super.handleOneRequest();
  }
}

const REQUEST = "GET /many HTTP/1.1\r\nHost: a\r\n";

for (
  const [name, Handler, request] of [
    ["that come together", Slow, `${REQUEST}\r\n`],
    ["that come together to a handler with methods", Overriding, `${REQUEST}\r\n`],
    // As much as is read at once.
    ["each of which is read by itself", Slow, `${REQUEST}a: ${"x".repeat(988)}\r\n\r\n`],
  ] as const
) {
  Deno.test(`Others are answered between requests ${name}`, async () => {
    Slow.answered = [];
    await using server = serveWith(Handler);
    const connect = async (): Promise<RawClient> => {
      const client = await RawClient.connect(server.serverPort);
      assertEquals((await client.request("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).text, "/");
      return client;
    };
    using one = await connect();
    using other = await connect();
    using patient = await connect();
    const sent = [one, other].map((client) => client.send(request.repeat(MANY)));
    // Whoever reads this waits for the event loop as well.
    assertEquals((await one.readAnswer()).text, "/many");
    assertEquals((await patient.request("GET /one HTTP/1.1\r\nHost: a\r\n\r\n")).text, "/one");
    assertLess(Slow.answered.indexOf("/one"), MANY);
    await Promise.all(sent);
    for (const [client, left] of [[one, MANY - 1], [other, MANY]] as const) {
      for (let count = left; count > 0; count--) {
        assertEquals((await client.readAnswer()).text, "/many");
      }
    }
  });
}

/**
 * Handlers that do what they should not: each costs its own connection at most.
 *
 * @module
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { ThreadingHTTPServer } from "../../mod.ts";
import { latin1Of, utf8 } from "../helpers/bytes.ts";
import { CapturedStderr } from "../helpers/capture_stderr.ts";
import { eventually } from "../helpers/eventually.ts";
import { QuietHandler } from "../helpers/quiet_handlers.ts";
import { RawClient } from "../helpers/raw_client.ts";
import { serveWith } from "../helpers/servers.ts";
import { nextTurn } from "../helpers/turns.ts";

class Handler extends QuietHandler {
  override protocolVersion = "HTTP/1.1";

  do_GET(): void | Promise<void> {
    this.answer(utf8("well"));
  }
}

const GET = "GET / HTTP/1.1\r\n\r\n";

/** What handlers throw, and what reaches the client. */
const THROWING: readonly (readonly [
  what: string,
  answers: (handler: Handler) => void | Promise<void>,
  received: RegExp,
])[] = [
  ["throws", () => {
    throw new Error("at fault");
  }, /^$/],
  ["throws what is no error", () => {
    // deno-lint-ignore no-throw-literal -- some do
    throw undefined;
  }, /^$/],
  ["rejects", () => Promise.reject(new Error("at fault")), /^$/],
  ["rejects late", async () => {
    await nextTurn();
    throw new Error("at fault");
  }, /^$/],
  ["throws with half a head", (handler) => {
    handler.sendResponse(200);
    throw new Error("at fault");
  }, /^$/],
  ["throws in the middle of its answer", (handler) => {
    handler.sendResponse(200);
    handler.sendHeader("Content-Length", 100);
    handler.endHeaders();
    handler.wfile.write(utf8("half"));
    throw new Error("at fault");
  }, /^HTTP\/1.1 200 OK\r\n[^]*\r\n\r\nhalf$/],
  ["throws after its answer", (handler) => {
    Handler.prototype.do_GET.call(handler);
    throw new Error("at fault");
  }, /^HTTP\/1.1 200 OK\r\n[^]*\r\n\r\nwell$/],
  ["rejects after its answer", async (handler) => {
    Handler.prototype.do_GET.call(handler);
    await handler.wfile.flush();
    await nextTurn();
    throw new Error("at fault");
  }, /^HTTP\/1.1 200 OK\r\n[^]*\r\n\r\nwell$/],
];

for (const [what, answers, received] of THROWING) {
  Deno.test(`ThreadingHTTPServer closes the connection of a handler that ${what}, and reports it once`, async () => {
    class Misbehaving extends Handler {
      do_BAD(): void | Promise<void> {
        return answers(this);
      }
    }
    await using server = serveWith(Misbehaving);
    using other = await RawClient.connect(server.serverPort);
    using client = await RawClient.connect(server.serverPort);
    await client.send(`BAD / HTTP/1.1\r\n\r\n${GET}`);
    assert(received.test(latin1Of(await client.readToEnd())));
    assertEquals(server.errors.length, 1);
    assertEquals((await other.request(GET)).text, "well");
  });
}

for (const step of ["constructor", "setup", "handle", "finish", "logMessage"] as const) {
  Deno.test(`ThreadingHTTPServer survives a handler whose ${step}() throws`, async () => {
    let broken = true;
    const fail = (): void => {
      if (broken) throw new Error(`${step} at fault`);
    };
    class Misbehaving extends Handler {
      constructor(...args: ConstructorParameters<typeof Handler>) {
        super(...args);
        if (step === "constructor") fail();
        else if (step === "logMessage") this.logMessage = fail;
        else {
          const original = this[step].bind(this);
          this[step] = async (): Promise<void> => {
            fail();
            await original();
          };
        }
      }
    }
    await using server = serveWith(Misbehaving);
    using client = await RawClient.connect(server.serverPort);
    await client.send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    await client.readToEnd().catch(() => {});
    await eventually(() => assertEquals(server.errors.length, 1));
    broken = false;
    using other = await RawClient.connect(server.serverPort);
    assertEquals((await other.request(GET)).text, "well");
  });
}

Deno.test("ThreadingHTTPServer survives a handleError() that throws", async () => {
  class Misbehaving extends Handler {
    do_BAD(): void {
      throw new Error("at fault");
    }
  }
  class Worse extends ThreadingHTTPServer {
    override handleError(): void {
      throw new Error("at fault as well");
    }
  }
  await using server = new Worse(["127.0.0.1", 0], Misbehaving);
  server.serveForever();
  using client = await RawClient.connect(server.serverPort);
  await client.send("BAD / HTTP/1.1\r\n\r\n");
  assertEquals((await client.readToEnd()).length, 0);
  using other = await RawClient.connect(server.serverPort);
  assertEquals((await other.request(GET)).text, "well");
});

Deno.test("ThreadingHTTPServer serves others beside a handler that never returns, and ends without it", async () => {
  using stderr = new CapturedStderr();
  const started = Promise.withResolvers<void>();
  class Misbehaving extends Handler {
    async do_HANG(): Promise<void> {
      started.resolve();
      await new Promise(() => {});
    }
  }
  const server = serveWith(Misbehaving, undefined, { gracePeriod: 0.05 });
  using client = await RawClient.connect(server.serverPort);
  await client.send("HANG / HTTP/1.1\r\n\r\n");
  await started.promise;
  using other = await RawClient.connect(server.serverPort);
  assertEquals((await other.request(GET)).text, "well");
  await server[Symbol.asyncDispose]();
  assertEquals(await client.read(), null);
  const line = "Closed 1 connection with requests that were not answered within 0.05 s\n";
  assertEquals(stderr.text, line);
});

Deno.test("wfile.write() tells a handler that goes on after its client has left, and nobody else", async () => {
  const told = Promise.withResolvers<unknown>();
  class Misbehaving extends Handler {
    async do_FLOOD(): Promise<void> {
      // Nobody looks at these.
      for (let count = 0; count < 10; count++) this.wfile.write(new Uint8Array(100_000));
      try {
        for (;;) await this.wfile.write(new Uint8Array(100_000));
      } catch (error) {
        told.resolve(error);
        throw error;
      }
    }
  }
  await using server = serveWith(Misbehaving);
  {
    using client = await RawClient.connect(server.serverPort);
    await client.send("FLOOD / HTTP/1.1\r\n\r\n");
    await client.read();
  }
  const error = await told.promise;
  assert(error instanceof Deno.errors.BrokenPipe || error instanceof Deno.errors.ConnectionReset);
});

Deno.test("wfile.write() rejects after the connection has ended, and harms nobody", async () => {
  const handlers: Handler[] = [];
  class Misbehaving extends Handler {
    do_KEEP(): void {
      handlers.push(this);
      this.answer(utf8("kept"));
    }
  }
  await using server = serveWith(Misbehaving);
  {
    using client = await RawClient.connect(server.serverPort);
    assertEquals(
      (await client.request("KEEP / HTTP/1.1\r\nConnection: close\r\n\r\n")).text,
      "kept",
    );
    assertEquals(await client.read(), null);
  }
  const [handler] = handlers;
  await eventually(() => assert(handler!.request.closed));
  handler!.wfile.write(new Uint8Array(100_000));
  await assertRejects(() => handler!.wfile.write(new Uint8Array(100_000)));
  using other = await RawClient.connect(server.serverPort);
  assertEquals((await other.request(GET)).text, "well");
});

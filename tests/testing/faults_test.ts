import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  endless,
  type Fault,
  garbage,
  ok,
  overlong,
  raw,
  reset,
  sequence,
  serveFaults,
  silent,
  slow,
  stale,
  stalled,
  truncated,
  truncatedChunks,
} from "../../src/testing/mod.ts";
import { exchange, RawClient } from "../helpers/raw_client.ts";

const HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";

/** Faults, and what curl's manual calls them (EXIT CODES). */
const FAULTS: readonly (readonly [name: string, fault: Fault, code: number, output: string])[] = [
  ["ok", ok("hello"), 0, "hello"],
  ["raw", raw(`${HEAD}hello`), 0, "hello"],
  // Partial file.
  ["truncated", truncated("hello", 2), 18, "he"],
  ["truncatedChunks", truncatedChunks(["he"]), 18, "he"],
  ["overlong", overlong("hello, world", 5), 0, "hello"],
  // The server's answer could not be parsed.
  ["garbage", garbage(), 1, ""],
  // Operation timeout.
  ["slow", slow("hello", { interval: 60_000 }), 28, ""],
  ["stalled", stalled(`${HEAD}he`), 28, "he"],
  ["silent", silent(), 28, ""],
  // Failure in receiving network data.
  ["reset", reset(), 56, ""],
  ["reset in the body", reset(`${HEAD}he`), 56, "he"],
  // The server did not reply anything.
  ["nothing", () => {}, 52, ""],
];

const HAS_CURL = hasCurl();

function hasCurl(): boolean {
  try {
    return new Deno.Command("curl", { args: ["--version"] }).outputSync().success;
  } catch {
    return false;
  }
}

for (const [name, fault, code, output] of FAULTS) {
  Deno.test({
    name: `curl ends with ${code} when it meets ${name}`,
    ignore: !HAS_CURL,
    fn: async () => {
      await using server = await serveFaults(fault);
      const flags = ["--silent", "--no-buffer"];
      const wait = ["--max-time", code === 28 ? "0.5" : "20"];
      const command = new Deno.Command("curl", {
        args: [...flags, ...wait, server.url()],
        stdin: "null",
      });
      const result = await command.output();
      const text = new TextDecoder().decode(result.stdout);
      // Versions differ in what they call what is no HTTP.
      const expected = name === "garbage" ? [1, 8] : [code];
      assert(expected.includes(result.code), `curl ended with ${result.code}`);
      assertEquals(text, output);
    },
  });
}

Deno.test("endless() sends more than anybody reads, and ends with the client", async () => {
  await using server = await serveFaults(endless());
  {
    using client = await RawClient.connect(server.port);
    await client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    assertEquals((await client.readExactly(10_000_000)).length, 10_000_000);
  }
  // It is there for others.
  using client = await RawClient.connect(server.port);
  await client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await client.readHead();
});

Deno.test("slow() sends all of it in the end, in pieces", async () => {
  await using server = await serveFaults(slow("hello", { interval: 1, size: 2 }));
  using client = await RawClient.connect(server.port);
  await client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await client.readHead();
  assertEquals(new TextDecoder().decode(await client.readToEnd()), "hello");
});

Deno.test("sequence() goes by path, whatever the query", async () => {
  const faults = { "/a": sequence(ok("1"), ok("2")), "/b": sequence(ok("1"), ok("2")) };
  await using server = await serveFaults(faults);
  const get = async (path: string): Promise<string> => await (await fetch(server.url(path))).text();
  assertEquals(
    [await get("/a"), await get("/b?x"), await get("/a?y"), await get("/a"), await get("/b")],
    ["1", "1", "2", "2", "2"],
  );
  const answer = await fetch(server.url("/c"));
  await answer.body?.cancel();
  assertEquals(answer.status, 404);
  assertEquals(server.requests.map(({ path }) => path), ["/a", "/b?x", "/a?y", "/a", "/b", "/c"]);
});

Deno.test("stale() resets the connection with the next request", async () => {
  await using server = await serveFaults(stale("hello"));
  using client = await RawClient.connect(server.port);
  const request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  assertEquals((await client.request(request)).text, "hello");
  await client.send(request);
  await assertRejects(() => client.readToEnd(), Deno.errors.ConnectionReset);
});

Deno.test("serveFaults() hands fields and body to faults, and ends with those that wait", async () => {
  const seen: string[] = [];
  const server = await serveFaults({
    "/echo": async (exchange) => {
      const headers = await exchange.readHead();
      await exchange.readHead();
      const size = Number(headers.get("content-length"));
      seen.push(exchange.method, new TextDecoder().decode(await exchange.read(size)));
      await exchange.send("HTTP/1.1 204 No Content\r\n\r\n");
    },
    "/wait": (exchange) => exchange.pause(),
  });
  const head = "PUT /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n";
  const answer = new TextDecoder().decode(await exchange(server.port, `${head}hello`));
  assertEquals([answer, ...seen], ["HTTP/1.1 204 No Content\r\n\r\n", "PUT", "hello"]);
  using client = await RawClient.connect(server.port);
  await client.send("GET /wait HTTP/1.1\r\n\r\n");
  while (server.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  await server[Symbol.asyncDispose]();
  await client.readToEnd().catch(() => {});
});

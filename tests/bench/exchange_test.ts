import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  type Answer,
  checkAnswer,
  exchange,
  Unsupported,
  waitForFirstByte,
} from "../../bench/exchange.ts";

const ANSWER: Answer = { status: 200, length: 4, text: "abcd", saysClose: true };

/** Answer one request with the given bytes and close. */
async function answerOnce(listener: Deno.TcpListener, answer: string): Promise<string> {
  using connection = await listener.accept();
  const head = new Uint8Array(4_096);
  const length = await connection.read(head) ?? 0;
  await connection.write(new TextEncoder().encode(answer));
  return new TextDecoder().decode(head.subarray(0, length));
}

Deno.test("exchange() tells status, length and text of the answer", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const answer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nabcd";
  const asked = answerOnce(listener, answer);
  assertEquals(await exchange(listener.addr.port, "/x", { A: "b" }), ANSWER);
  const head = (await asked).split("\r\n");
  assertEquals(head[0], "GET /x HTTP/1.1");
  assertEquals(head.includes("A: b"), true);
});

Deno.test("exchange() notices that a close was not announced", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const asked = answerOnce(listener, "HTTP/1.1 304 Not Modified\r\n\r\n");
  const { status, saysClose } = await exchange(listener.addr.port, "/x");
  await asked;
  assertEquals([status, saysClose], [304, false]);
});

Deno.test("checkAnswer() accepts what was supposed", () => {
  checkAnswer(ANSWER, { status: 200, length: 4, holds: "bc" });
});

const DIFFERENCES = [
  [{ status: 304 }, "answers 200 instead of 304"],
  [{ status: 200, length: 5 }, "sends 4 bytes instead of 5"],
  [{ status: 200, holds: "x" }, 'sends a body without "x"'],
] as const;

for (const [expected, message] of DIFFERENCES) {
  Deno.test(`checkAnswer() throws when a server ${message}`, () => {
    assertThrows(() => checkAnswer(ANSWER, expected), Unsupported, message);
  });
}

Deno.test("waitForFirstByte() ends when the wait is given up", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const given = AbortSignal.abort(new Error("given up"));
  await assertRejects(() => waitForFirstByte(listener.addr.port, given), Error, "given up");
});

import { assertEquals, assertLess } from "@std/assert";
import { RawClient, request } from "../helpers/raw_client.ts";
import { ShellCommand } from "./shell_command.ts";

/** How many descriptors the command may have; it takes some thirty itself. */
const LIMIT = 64;

/** How many clients are more than that allows. */
const CLIENTS = 100;

Deno.test({
  name:
    "main() closes idle connections when no descriptor is left, accepts again, and says so once",
  ignore: Deno.build.os !== "linux",
  async fn(): Promise<void> {
    await using command = await ShellCommand.start(`ulimit -n ${LIMIT};`);
    const clients: RawClient[] = [];
    for (let count = 0; count < CLIENTS; count++) {
      clients.push(await RawClient.connect(command.port));
    }
    const log = new LogReader(command.process.stderr);
    await log.readLine("Cannot accept");
    const before = await command.cpuTime();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const busy = await command.cpuTime() - before;
    // While they are all still there: the idle ones have to make room.
    const answer = await request(command.port, "/a", { headers: { Connection: "close" } });
    assertEquals(answer.text, "here");
    for (const client of clients) client[Symbol.dispose]();
    assertEquals(await command.end(), 143);
    const text = await log.readToEnd();
    assertEquals(text.split("Cannot accept").length - 1, 1);
    // A busy loop would take all of the second.
    assertLess(busy, 0.5);
  },
});

/** Reads the log while it is written. */
class LogReader {
  readonly #reader: ReadableStreamDefaultReader<string>;
  #text = "";

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Wait for a line that has this in it. */
  async readLine(part: string): Promise<void> {
    while (!this.#text.includes(part) && await this.#read());
  }

  /** All of it. */
  async readToEnd(): Promise<string> {
    while (await this.#read());
    return this.#text;
  }

  async #read(): Promise<boolean> {
    const { done, value = "" } = await this.#reader.read();
    this.#text += value;
    return !done;
  }
}

import { assertEquals } from "@std/assert";
import { test } from "../../mod.ts";
import { RawClient } from "../helpers/raw_client.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { untilRefused } from "../helpers/until_refused.ts";
import { Command } from "./command.ts";

const POSIX = Deno.build.os !== "windows";

/** More than the buffers of both sides hold: the server has to wait for the client. */
const SIZE = 64 * 1024 * 1024;

/** The command, and a client that waits with reading what it asked for. */
class Download implements AsyncDisposable {
  readonly #directory = new TempDir();
  readonly command: Command;
  port = 0;
  client!: RawClient;

  private constructor() {
    Deno.createSync(this.#directory.join("large")).close();
    Deno.truncateSync(this.#directory.join("large"), SIZE);
    this.command = new Command(["-b", "127.0.0.1", "-d", this.#directory.path, "0"]);
  }

  static async start(): Promise<Download> {
    const download = new Download();
    download.port = await download.command.readPort();
    download.client = await RawClient.connect(download.port);
    await download.client.send("GET /large HTTP/1.1\r\n\r\n");
    await download.client.readHead();
    return download;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client[Symbol.dispose]();
    await this.command[Symbol.asyncDispose]();
    this.#directory[Symbol.dispose]();
  }
}

Deno.test({
  name: "main() ends at once with status 0 on Ctrl-C",
  ignore: !POSIX,
  async fn(): Promise<void> {
    await using download = await Download.start();
    download.command.kill("SIGINT");
    const { code, stdout } = await download.command.outcome();
    assertEquals([code, stdout], [0, "\nKeyboard interrupt received, exiting.\n"]);
  },
});

Deno.test({
  name: "main() finishes what it is answering on SIGTERM and ends with status 143",
  ignore: !POSIX,
  async fn(): Promise<void> {
    await using download = await Download.start();
    download.command.kill("SIGTERM");
    await untilRefused(download.port);
    assertEquals((await download.client.readToEnd()).length, SIZE);
    const { code, stdout } = await download.command.outcome();
    assertEquals([code, stdout], [143, ""]);
  },
});

for (const second of ["SIGTERM", "SIGINT"] as const) {
  Deno.test({
    name: `main() ends at once on ${second} after SIGTERM`,
    ignore: !POSIX,
    async fn(): Promise<void> {
      await using download = await Download.start();
      download.command.kill("SIGTERM");
      await untilRefused(download.port);
      download.command.kill(second);
      assertEquals((await download.command.outcome()).code, 143);
    },
  });
}

Deno.test({
  name: "main() closes idle connections on SIGTERM",
  ignore: !POSIX,
  async fn(): Promise<void> {
    using directory = new TempDir();
    await using command = new Command(["-b", "127.0.0.1", "-d", directory.path, "0"]);
    using client = await RawClient.connect(await command.readPort());
    assertEquals((await client.request("GET / HTTP/1.1\r\n\r\n")).status, 200);
    command.kill("SIGTERM");
    assertEquals((await client.readToEnd()).length, 0);
    assertEquals((await command.outcome()).code, 143);
  },
});

Deno.test("test() ends when its signal is aborted", async () => {
  const signal = AbortSignal.abort();
  assertEquals(await test({ bind: "127.0.0.1", port: 0, signal }), 0);
});

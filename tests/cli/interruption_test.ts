import { assert, assertEquals, assertRejects } from "@std/assert";
import { test, ThreadingHTTPServer } from "../../mod.ts";
import { textOf } from "../helpers/bytes.ts";
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

  private constructor(args: readonly string[]) {
    Deno.createSync(this.#directory.join("large")).close();
    Deno.truncateSync(this.#directory.join("large"), SIZE);
    const flags = ["--allow-net", "--allow-read", "--unstable-net"];
    this.command = new Command(["-b", "127.0.0.1", "-d", this.#directory.path, "0", ...args], {
      flags,
    });
  }

  static async start(...args: readonly string[]): Promise<Download> {
    const download = new Download(args);
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
  name: "main() finishes what it is answering on Ctrl-C and ends with status 0",
  ignore: !POSIX,
  async fn(): Promise<void> {
    await using download = await Download.start();
    download.command.kill("SIGINT");
    await untilRefused(download.port);
    assertEquals((await download.client.readToEnd()).length, SIZE);
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

/** The exit status after each signal. */
const STATUS = { SIGTERM: 143, SIGINT: 0 } as const;

for (const first of ["SIGTERM", "SIGINT"] as const) {
  for (const second of ["SIGTERM", "SIGINT"] as const) {
    Deno.test({
      name: `main() ends at once on ${second} after ${first}`,
      ignore: !POSIX,
      async fn(): Promise<void> {
        await using download = await Download.start("--grace", "none");
        download.command.kill(first);
        await untilRefused(download.port);
        download.command.kill(second);
        assertEquals((await download.command.outcome()).code, STATUS[first]);
      },
    });
  }

  Deno.test({
    name: `main() ends after the grace period on ${first} although a request is not finished`,
    ignore: !POSIX,
    async fn(): Promise<void> {
      await using download = await Download.start("--grace", "0.2");
      download.command.kill(first);
      const { code, stderr } = await download.command.outcome();
      assertEquals(code, STATUS[first]);
      const last = "Closed 1 connection with requests that were not answered within 0.2 s";
      assertEquals(stderr.split("\n").at(-2), last);
    },
  });
}

Deno.test({
  name: "main() ends with all of its workers after the grace period",
  ignore: Deno.build.os !== "linux",
  async fn(): Promise<void> {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      await using download = await Download.start("--workers", "3", "--grace", "0.2");
      // So many that there is one in each event loop, or nearly.
      const others = await Promise.all(
        Array.from({ length: 8 }, async () => {
          const client = await RawClient.connect(download.port);
          await client.send("GET /large HTTP/1.1\r\n\r\n");
          await client.readHead();
          return client;
        }),
      );
      download.command.kill(signal);
      const { code, stderr } = await download.command.outcome();
      assertEquals(code, STATUS[signal]);
      const closed = [
        ...stderr.matchAll(/^Closed (\d+) connections? with requests that were not/gm),
      ];
      assertEquals(closed.reduce((sum, [, count]) => sum + Number(count), 0), 9);
      for (const client of others) client[Symbol.dispose]();
    }
  },
});

Deno.test({
  name: "main() finishes a request whose body is still coming, and takes no other one",
  ignore: !POSIX,
  async fn(): Promise<void> {
    using directory = new TempDir();
    const flags = ["--allow-net", `--allow-read`, `--allow-write=${directory.path}`];
    const args = ["-b", "127.0.0.1", "-d", directory.path, "--upload", "--grace", "none", "0"];
    await using command = new Command(args, { flags });
    const port = await command.readPort();
    using client = await RawClient.connect(port);
    await client.send(
      "PUT /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n",
    );
    assertEquals((await client.readAnswer()).status, 100);
    command.kill("SIGTERM");
    await untilRefused(port);
    await client.send("here");
    assertEquals((await client.readAnswer()).status, 201);
    assertEquals(await client.read(), null);
    assertEquals((await command.outcome()).code, 143);
    assertEquals(Deno.readTextFileSync(directory.join("a")), "here");
  },
});

Deno.test({
  name: "main() ends by the signal that comes before it listens",
  ignore: !POSIX,
  async fn(): Promise<void> {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      await using command = new Command(["-b", "127.0.0.1", "0"]);
      command.kill(signal);
      // As the system has it for whom no handler is there yet, or by its own.
      const { code } = await command.outcome();
      assert([signal === "SIGTERM" ? 143 : 130, STATUS[signal]].includes(code), `${code}`);
    }
  },
});

Deno.test({
  name: "main() ends with its status whenever it is told to, while clients come and go",
  ignore: !POSIX,
  async fn(): Promise<void> {
    using directory = new TempDir();
    directory.write("a", "here");
    for (const [index, signal] of (["SIGTERM", "SIGINT", "SIGTERM", "SIGINT"] as const).entries()) {
      await using command = new Command(["-b", "127.0.0.1", "-d", directory.path, "0"]);
      const port = await command.readPort();
      const clients = Array.from({ length: 8 }, () => askUntilRefused(port));
      // In the middle of what they do: after so many answers in all.
      await Promise.race(clients.map(({ answered }) => answered[index * 10]!.promise));
      command.kill(signal);
      await Promise.all(clients.map(({ ended }) => ended));
      const { code, stderr } = await command.outcome();
      assertEquals(code, STATUS[signal]);
      assertEquals(stderr.split("\n").filter((line) => !/"GET \/a HTTP\/1.1" 200 -$/.test(line)), [
        "",
      ]);
    }
  },
});

/** Ask again and again; every answer that begins is whole. */
function askUntilRefused(port: number): {
  answered: readonly PromiseWithResolvers<void>[];
  ended: Promise<void>;
} {
  const answered = Array.from({ length: 50 }, () => Promise.withResolvers<void>());
  const ask = async (count: number): Promise<boolean> => {
    try {
      using client = await RawClient.connect(port);
      await client.send("GET /a HTTP/1.1\r\n\r\n");
      const head = await client.readHead();
      if (head === "") return false;
      assertEquals(textOf(await client.readExactly(4)), "here");
      answered[count]?.resolve();
      return true;
    } catch (error) {
      const { ConnectionRefused, ConnectionReset, NotConnected, BrokenPipe } = Deno.errors;
      const expected = [ConnectionRefused, ConnectionReset, NotConnected, BrokenPipe];
      if (expected.some((Class) => error instanceof Class)) return false;
      throw error;
    }
  };
  const ended = (async (): Promise<void> => {
    for (let count = 0; await ask(count); count++);
  })();
  return { answered, ended };
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

Deno.test("test() ends when its server is shut down", async () => {
  class Tired extends ThreadingHTTPServer {
    override serviceActions(): void {
      this.shutdown();
    }
  }
  assertEquals(await test({ ServerClass: Tired, bind: "127.0.0.1", port: 0 }), 0);
});

Deno.test("test() throws what serviceActions() of its server throws", async () => {
  class Broken extends ThreadingHTTPServer {
    override serviceActions(): void {
      throw new Error("Out of tea");
    }
  }
  const options = { ServerClass: Broken, bind: "127.0.0.1", port: 0 };
  await assertRejects(() => test(options), Error, "Out of tea");
});

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { eventually } from "../helpers/eventually.ts";
import { RawClient, request } from "../helpers/raw_client.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { FLAGS } from "../workers/loops.ts";
import { Command, runCommand } from "./command.ts";

const LOCAL = ["-b", "127.0.0.1"];

Deno.test({
  name: "main() tells pages of changes from all event loops, slowly where that is asked for",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    using directory = new TempDir();
    const options = ["--live", "--delay", "10", "--rate", "1M", "--workers", "2"];
    await using command = new Command([...LOCAL, "-d", directory.path, ...options, "0"], {
      flags: FLAGS,
    });
    const port = await command.readPort();
    const clients = await Promise.all(Array.from({ length: 16 }, () => RawClient.connect(port)));
    await Promise.all(clients.map(async (client) => {
      await client.send("GET /.http-server/live HTTP/1.1\r\nHost: x\r\n\r\n");
      await client.readHead();
    }));
    directory.write("a.css", "");
    await Promise.all(clients.map(async (client) => {
      let text = "";
      while (!text.includes("a.css")) {
        const bytes = await client.read();
        assert(bytes !== null, text);
        text += new TextDecoder().decode(bytes);
      }
      client[Symbol.dispose]();
    }));
    command.kill("SIGTERM");
    const { code } = await command.outcome();
    assertEquals(code, 143);
  },
});

/** What standard input brings, and what becomes of it. */
const INPUTS = [
  ["plain text, ä", [], "stdin.txt", "text/plain; charset=utf-8"],
  ["<!DOCTYPE html><p>Hello", [], "stdin.html", "text/html; charset=utf-8"],
  ["a\0b", [], "stdin", "application/octet-stream"],
  ["", [], "stdin.txt", "text/plain; charset=utf-8"],
  ["{}", ["--stdin-name", "a b.json"], "a%20b.json", "application/json"],
] as const;

for (const [text, args, name, type] of INPUTS) {
  Deno.test(`main() serves standard input: ${JSON.stringify(text)} as ${name}`, async () => {
    using temporary = new TempDir();
    await using command = new Command([...LOCAL, ...args, "-", "0"], {
      flags: ["--allow-net", `--allow-read=${temporary.path}`, `--allow-write=${temporary.path}`],
      env: { TMPDIR: temporary.path },
    });
    await command.write(text);
    await command.closeInput();
    const port = await command.readPort();
    const headers = { Connection: "close" };
    const answer = await request(port, `/${name}`, { headers });
    assertEquals([answer.text, answer.field("content-type")], [text, type]);
    const home = await request(port, "/", { headers });
    assertEquals([home.status, home.field("location")], [302, `/${name}`]);
    if (text !== "") {
      const part = await request(port, `/${name}`, { headers: { ...headers, Range: "bytes=0-0" } });
      assertEquals(part.text, text.slice(0, 1));
    }
    command.kill("SIGTERM");
    assertEquals((await command.outcome()).code, 143);
    assertEquals([...Deno.readDirSync(temporary.path)], []);
  });
}

for (const [signal, status] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.test({
    name: `main() leaves nothing of standard input behind after ${signal}`,
    ignore: Deno.build.os === "windows",
    fn: async () => {
      using temporary = new TempDir();
      await using command = new Command([...LOCAL, "-", "0"], {
        flags: ["--allow-net", `--allow-read=${temporary.path}`, `--allow-write=${temporary.path}`],
        env: { TMPDIR: temporary.path },
      });
      await command.write("a");
      await eventually(() => {
        const [entry] = Deno.readDirSync(temporary.path);
        Deno.statSync(temporary.join(`${entry!.name}/draft`));
      });
      command.kill(signal);
      assertEquals((await command.outcome()).code, status);
      assertEquals([...Deno.readDirSync(temporary.path)], []);
    },
  });
}

Deno.test({
  name: "main() says why standard input cannot be kept",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const { code, stderr } = await runCommand(["-"], {
      flags: ["-NRW"],
      env: { TMPDIR: "/there/is/none" },
    });
    assertEquals(code, 1);
    assertStringIncludes(stderr, "http-server: error: Cannot keep standard input: No such file");
  },
});

Deno.test("main() says what it takes to serve standard input", async () => {
  const { code, stderr } = await runCommand(["-"], { flags: ["-NR"] });
  assertEquals(code, 1);
  assertStringIncludes(stderr, "in a temporary file: add --allow-write=/tmp\n");
});

const WRONG = [
  [["--stdin-name", "a"], "needs the directory -"],
  [["--stdin-name", "a/b", "-"], "invalid name: 'a/b'"],
  [["--simple", "-"], "argument --simple: not allowed with standard input"],
  [["--delay", "x"], "must be from 0 to 60000: 'x'"],
  [["--delay", "60001"], "must be from 0 to 60000: '60001'"],
  [["--rate", "0"], "must be a number of bytes: '0'"],
  [["--rate", "fast"], "must be a number of bytes: 'fast'"],
] as const;

for (const [args, message] of WRONG) {
  Deno.test(`main() refuses ${args.join(" ")}`, async () => {
    const { code, stderr } = await runCommand(args);
    assertEquals(code, 2);
    assertStringIncludes(stderr, message);
  });
}

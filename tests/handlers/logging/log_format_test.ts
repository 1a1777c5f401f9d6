import { assert, assertEquals, assertThrows } from "@std/assert";
import { BaseHTTPRequestHandler, serve, type ServeOptions } from "../../../mod.ts";
import { Command, HAS_IPV6, runCommand } from "../../cli/command.ts";
import { CapturedStderr } from "../../helpers/capture_stderr.ts";
import { LaterClock } from "../../helpers/later_clock.ts";
import { OpenedFiles } from "../../helpers/opened_files.ts";
import { RawClient, request } from "../../helpers/raw_client.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { FLAGS } from "../../workers/loops.ts";

const LOCAL = { hostname: "127.0.0.1", port: 0 } as const;

/** A line of the log. */
interface Line {
  readonly [name: string]: unknown;
  readonly client: string;
  readonly target: string;
  readonly status: number;
  readonly bytes: number;
  readonly duration: number;
}

function parseLines(text: string): Line[] {
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

/** Serve a directory with a file of 5 bytes, and see what is logged when a client does something. */
async function logOf(
  options: Partial<ServeOptions>,
  use: (client: RawClient, port: number) => Promise<void>,
): Promise<string> {
  using directory = new TempDir();
  directory.writeOld("a.txt", "hello");
  using _clock = new LaterClock();
  using stderr = new CapturedStderr();
  {
    await using server = serve({ ...LOCAL, directory: directory.path, ...options });
    using client = await RawClient.connect(server.addr.port);
    await use(client, server.addr.port);
  }
  return stderr.text;
}

const FIELDS = 'Referer: /from\r\nUser-Agent: tests/1 (a "b")\r\n';

Deno.test("withLogFormat() logs size, browser and referrer of answers, from memory or not", async () => {
  const text = await logOf({ log: "json" }, async (client) => {
    await client.request(`GET /a.txt HTTP/1.1\r\nHost: a.test\r\n${FIELDS}\r\n`);
    using opened = new OpenedFiles();
    const again = `GET /a.txt HTTP/1.1\r\nHost: a.test\r\n${FIELDS}\r\n`;
    await client.send(again.repeat(2));
    for (let count = 0; count < 2; count++) await client.readAnswer();
    assertEquals(opened.count, 0);
    await client.send(`HEAD /a.txt HTTP/1.1\r\nHost: a.test\r\n${FIELDS}\r\n`);
    await client.readAnswer(false);
  });
  const lines = parseLines(text);
  assertEquals(lines.map(({ method, bytes }) => [method, bytes]), [
    ...Array(3).fill(["GET", 5]),
    ["HEAD", 0],
  ]);
  for (const { time, duration, ...line } of lines) {
    assertEquals({ ...line, method: "", bytes: 0 }, {
      client: "127.0.0.1",
      method: "",
      target: "/a.txt",
      protocol: "HTTP/1.1",
      status: 200,
      bytes: 0,
      host: "a.test",
      referer: "/from",
      userAgent: 'tests/1 (a "b")',
    });
    assert(Math.abs(Date.parse(String(time)) - Date.now() - 10_000) < 60_000);
    assert(duration > 0 && duration < 60);
  }
});

Deno.test("withLogFormat() has a line for each request, errors with what is wrong", async () => {
  const text = await logOf({ log: "json" }, async (client) => {
    await client.request(`GET /none HTTP/1.1\r\n${FIELDS}\r\n`);
  });
  const [line, ...others] = parseLines(text);
  assertEquals(others, []);
  assertEquals([line!.status, line!.error, line!.referer], [404, "File not found", "/from"]);
  assert(line!.bytes > 100);
});

Deno.test("withLogFormat() does not take the fields of the request before for those of one without", async () => {
  const text = await logOf({ log: "combined" }, async (client) => {
    await client.send(`GET /a.txt HTTP/1.1\r\n${FIELDS}\r\nnonsense \xe9 " x\r\n`);
    await client.readToEnd();
  });
  const [first, second, ...others] = text.trimEnd().split("\n");
  assertEquals(others, []);
  assert(
    / "GET \/a\.txt HTTP\/1\.1" 200 5 "\/from" "tests\/1 \(a \\"b\\"\)" \d\.\d{3}$/.test(first!),
  );
  assert(/ "nonsense \\xe9 \\" x" 400 \d+ "-" "-" \d\.\d{3}$/.test(second!), second);
});

Deno.test("withLogFormat() logs an answer when it is finished, with all that was sent", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  class Slow extends BaseHTTPRequestHandler {
    async do_GET(): Promise<void> {
      this.sendResponse(200);
      this.endHeaders();
      await this.wfile.write(new Uint8Array(1000));
      await promise;
      this.logMessage("half of %s", this.path);
      await this.wfile.write(new Uint8Array(500));
    }
  }
  const text = await logOf({ log: "common", handler: Slow }, async (client) => {
    await client.send("GET /slow HTTP/1.1\r\n\r\n");
    await client.readHead();
    await client.readExactly(1000);
    resolve();
    await client.readToEnd();
  });
  const [message, line] = text.split("\n");
  assert(/^127\.0\.0\.1 - - \[[^\]]+\] half of \/slow$/.test(message!), message);
  assert(/^127\.0\.0\.1 - - \[[^\]]+\] "GET \/slow HTTP\/1\.1" 200 1500$/.test(line!), line);
});

Deno.test("withLogFormat() does not count heads, of which there may be several", async () => {
  class Reader extends BaseHTTPRequestHandler {
    override protocolVersion = "HTTP/1.1";

    async do_POST(): Promise<void> {
      const body = await this.rfile.read();
      this.sendResponse(201);
      this.sendHeader("Content-Length", body.length);
      this.endHeaders();
      this.wfile.write(body);
    }
  }
  const text = await logOf({ log: "json", handler: Reader }, async (client) => {
    const fields = "Expect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n";
    await client.send(`POST / HTTP/1.1\r\n${fields}\r\n`);
    await client.readHead();
    await client.send("abc");
    await client.readToEnd();
  });
  assertEquals(parseLines(text).map(({ status, bytes }) => [status, bytes]), [[201, 3]]);
});

Deno.test("withLogFormat() logs the client that a trusted proxy names", async () => {
  const text = await logOf({ log: "json", trustProxy: ["127.0.0.1"] }, async (client) => {
    for (const node of ["192.0.2.1", "192.0.2.2"]) {
      await client.request(`GET /a.txt HTTP/1.1\r\nX-Forwarded-For: ${node}\r\n\r\n`);
    }
  });
  assertEquals(parseLines(text).map(({ client }) => client), ["192.0.2.1", "192.0.2.2"]);
});

Deno.test("withLogFormat() says nothing of the pages for machines, and nothing at all with off", async () => {
  const log = (format: "json" | "off", target: string): Promise<string> =>
    logOf({ log: format, health: "/healthz" }, async (client) => {
      await client.request(`GET ${target} HTTP/1.1\r\n\r\n`);
    });
  assertEquals(await log("json", "/healthz"), "");
  assertEquals(await log("off", "/a.txt"), "");
  assertEquals(await log("off", "/none"), "");
});

Deno.test("serve() refuses a format that there is not", () => {
  const log = "apache" as "json";
  const message =
    'Cannot serve: option "log" must be one of "python", "common", "combined", "json", "off"';
  assertThrows(() => serve({ ...LOCAL, log }), RangeError, message);
});

Deno.test({
  name: "main() logs in the format of --log, with several workers too",
  ignore: Deno.build.os === "windows",
  async fn(): Promise<void> {
    using directory = new TempDir();
    const args = ["-b", "127.0.0.1", "--log", "json", "--workers", "2", "-d", directory.path, "0"];
    await using command = new Command(args, { flags: FLAGS });
    const port = await command.readPort();
    const clients = Array.from(
      { length: 20 },
      (_, index) => request(port, `/${index}`, { headers: { Connection: "close" } }),
    );
    await Promise.all(clients);
    command.kill("SIGTERM");
    const { stderr } = await command.outcome();
    assertEquals(
      parseLines(stderr).map(({ target }) => Number(target.slice(1))).toSorted((a, b) => a - b),
      clients.map((_, index) => index),
    );
  },
});

Deno.test("main() refuses a format that there is not", async () => {
  const { code, stderr } = await runCommand(["--log", "apache"], { flags: [] });
  assertEquals(code, 2);
  const choices = "python, common, combined, json, off";
  const message = `argument --log: invalid choice: 'apache' (choose from ${choices})`;
  assert(stderr.endsWith(`error: ${message}\n`), stderr);
});

Deno.test("main() logs in colour where the environment asks for it, and may be read", async () => {
  using directory = new TempDir();
  for (
    const [env, flags, colored] of [
      [{ FORCE_COLOR: "1", NO_COLOR: "" }, ["--allow-env=FORCE_COLOR"], true],
      [{ FORCE_COLOR: "1", NO_COLOR: "" }, [], false],
      [{ FORCE_COLOR: "1", NO_COLOR: "1" }, ["--allow-env=FORCE_COLOR,NO_COLOR"], false],
      [{ PYTHON_COLORS: "1", NO_COLOR: "1" }, ["--allow-env=PYTHON_COLORS"], true],
    ] as const
  ) {
    const args = ["-b", "127.0.0.1", "-d", directory.path, "0"];
    await using command = new Command(args, { env, flags: ["-N", "-R", ...flags] });
    const port = await command.readPort();
    await request(port, "/none", { headers: { Connection: "close" } });
    command.kill("SIGTERM");
    const { stderr } = await command.outcome();
    assertEquals(stderr.includes("\x1b[33m404"), colored, JSON.stringify(env));
  }
});

Deno.test("withLogFormat() logs who asks, where passwords are asked for", async () => {
  const auth = { users: ["ann:secret"], insecurePlain: true };
  const text = await logOf({ log: "json", auth }, async (client, port) => {
    const credentials = `Authorization: Basic ${btoa("ann:secret")}\r\n`;
    for (let count = 0; count < 2; count++) {
      await client.request(`GET /a.txt HTTP/1.1\r\n${credentials}\r\n`);
    }
    await request(port, "/a.txt", { headers: { Connection: "close" } });
  });
  assertEquals(parseLines(text).map(({ status, user }) => [status, user]), [
    ...[[200, "ann"], [200, "ann"]],
    [401, undefined],
  ]);
});

Deno.test({
  name: "withLogFormat() logs IPv4 addresses as such where the socket is for both families",
  ignore: !HAS_IPV6 || Deno.build.os === "windows",
  async fn(): Promise<void> {
    for (const log of ["json", "combined"] as const) {
      const text = await logOf({ log, hostname: "::" }, async (client) => {
        await client.request("GET /a.txt HTTP/1.1\r\nHost: a.test\r\n\r\n");
      });
      const client = log === "json" ? parseLines(text)[0]?.client : text.split(" ", 1)[0];
      assertEquals(client, "127.0.0.1");
    }
  },
});

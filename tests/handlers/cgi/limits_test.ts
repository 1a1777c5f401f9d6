import { assert, assertEquals, assertLess } from "@std/assert";
import { eventually } from "../../helpers/eventually.ts";
import { RawClient, request } from "../../helpers/raw_client.ts";
import { type Scripts, scriptTest, serveScripts } from "./scripts.ts";

const MIB = 1024 * 1024;

const GIB = 1024 * MIB;

/** A script that notes its number, and that of a process that it has started. */
const LINGERING = [
  // CPython's way has no DOCUMENT_ROOT.
  "ROOT=${DOCUMENT_ROOT-$PATH_TRANSLATED}",
  'echo $$ > "$ROOT/pid"',
  "sleep 600 &",
  'echo $! > "$ROOT/child"',
  'echo done > "$ROOT/ready"',
];

/** Whether a process is there, and has not ended. */
function isRunning(pid: string): boolean {
  const { stdout } = new Deno.Command("ps", { args: ["-o", "stat=", "-p", pid] }).outputSync();
  const state = new TextDecoder().decode(stdout).trim();
  return state !== "" && !state.startsWith("Z");
}

async function pidsOf(scripts: Scripts): Promise<string[]> {
  const read = (name: string): string => Deno.readTextFileSync(scripts.directory.join(name)).trim();
  await eventually(() => read("ready"));
  return [read("pid"), read("child")];
}

async function assertEnded(pids: readonly string[]): Promise<void> {
  await eventually(() => assertEquals(pids.filter(isRunning), []));
}

scriptTest("CGIHTTPRequestHandler ends a script that writes nothing in time", async () => {
  await using scripts = serveScripts({ cgiLimits: { firstByteTime: 0.2 } });
  scripts.shell("a", ...LINGERING, "wait");
  assertEquals((await request(scripts.port, "/cgi-bin/a")).status, 504);
  await assertEnded(await pidsOf(scripts));
  await eventually(() =>
    assertEquals(scripts.log.at(-1), "CGI script wrote nothing for 0.2 seconds, and was ended")
  );
});

scriptTest("CGIHTTPRequestHandler kills a script that does not want to end", async () => {
  await using scripts = serveScripts({ cgiLimits: { firstByteTime: 0.2, graceTime: 0.2 } });
  scripts.shell("a", "trap '' TERM", ...LINGERING, "while :; do wait; done");
  assertEquals((await request(scripts.port, "/cgi-bin/a")).status, 504);
  await assertEnded(await pidsOf(scripts));
});

scriptTest("CGIHTTPRequestHandler lets a script that was asked to end do so", async () => {
  await using scripts = serveScripts({ cgiLimits: { totalTime: 0.2 } });
  scripts.shell(
    "a",
    "trap 'printf last; exit' TERM",
    "printf 'Content-Type: a/b\\n\\nfirst '",
    "sleep 600 & wait",
  );
  const { status, text } = await request(scripts.port, "/cgi-bin/a");
  // The answer has its beginning, and no last chunk.
  assertEquals([status, text.startsWith("6\r\nfirst "), text.endsWith("0\r\n\r\n")], [
    200,
    true,
    false,
  ]);
  await eventually(() =>
    assertEquals(scripts.log.at(-1), "CGI script ran for 0.2 seconds, and was ended")
  );
});

scriptTest(
  "CGIHTTPRequestHandler waits no longer for processes that a script has left",
  async () => {
    await using scripts = serveScripts({ cgiLimits: { totalTime: 0.3 } });
    scripts.shell("a", "printf 'Content-Type: a/b\\n\\n'", ...LINGERING);
    // It holds the script's output, and is nobody's child.
    assertEquals((await request(scripts.port, "/cgi-bin/a")).status, 200);
    const [, child] = await pidsOf(scripts);
    Deno.kill(Number(child), "SIGKILL");
  },
);

scriptTest(
  "CGIHTTPRequestHandler lets a script that has closed its output go on without its client",
  async () => {
    await using scripts = serveScripts();
    const gate = scripts.directory.join("gate");
    await new Deno.Command("mkfifo", { args: [gate] }).output();
    const lines = ["exec >&- 2>&-", `cat '${gate}' > "$DOCUMENT_ROOT/done"`];
    scripts.shell("a", "printf 'Content-Type: a/b\\n\\nhi'", ...lines);
    scripts.shell("nph-a", "printf 'HTTP/1.0 200 OK\\r\\n\\r\\nhi'", ...lines);
    for (const [name, body] of [["a", "2\r\nhi\r\n0\r\n\r\n"], ["nph-a", "hi"]]) {
      // All of the answer has come, and the end of the connection, while the script still waits.
      assertEquals((await request(scripts.port, `/cgi-bin/${name}`)).text, body);
      await Deno.writeTextFile(gate, name!);
      await eventually(() =>
        assertEquals(Deno.readTextFileSync(scripts.directory.join("done")), name)
      );
    }
  },
);

scriptTest(
  "CGIHTTPRequestHandler ends a script that goes on without its client with the server",
  async () => {
    await using scripts = serveScripts({}, undefined, { gracePeriod: 0.1 });
    scripts.shell("a", "printf 'Content-Type: a/b\\n\\nhi'", "exec >&- 2>&-", ...LINGERING, "wait");
    assertEquals((await request(scripts.port, "/cgi-bin/a")).status, 200);
    const pids = await pidsOf(scripts);
    assertEquals(pids.filter(isRunning), pids);
    await scripts.server[Symbol.asyncDispose]();
    await assertEnded(pids);
  },
);

scriptTest("CGIHTTPRequestHandler ends the script of a client that leaves", async () => {
  await using scripts = serveScripts();
  scripts.shell("silent", ...LINGERING, "wait");
  scripts.shell("talking", ...LINGERING, "printf 'Content-Type: a/b\\n\\n'; exec yes");
  for (const name of ["silent", "talking"]) {
    {
      using client = await RawClient.connect(scripts.port);
      await client.send(`GET /cgi-bin/${name} HTTP/1.1\r\nHost: a\r\n\r\n`);
      await assertRunning(await pidsOf(scripts));
    }
    await assertEnded(await pidsOf(scripts));
    await eventually(() =>
      assertEquals(scripts.log.at(-1), "CGI script was ended, since the client has left")
    );
    Deno.removeSync(scripts.directory.join("ready"));
  }
});

function assertRunning(pids: readonly string[]): Promise<void> {
  assertEquals(pids.filter(isRunning), pids);
  return Promise.resolve();
}

scriptTest(
  "CGIHTTPRequestHandler ends the script of a client that leaves in its body",
  async () => {
    await using scripts = serveScripts();
    scripts.shell("a", ...LINGERING, "cat >/dev/null; wait");
    {
      using client = await RawClient.connect(scripts.port);
      await client.send("POST /cgi-bin/a HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
      await pidsOf(scripts);
    }
    await assertEnded(await pidsOf(scripts));
  },
);

scriptTest("CGIHTTPRequestHandler runs no more scripts at once than it may", async () => {
  await using scripts = serveScripts({ cgiLimits: { processes: 4, waitTime: 60 } });
  scripts.shell(
    "a",
    'mkdir "$DOCUMENT_ROOT/$$"',
    "printf 'Content-Type: a/b\\n\\n'; ls \"$DOCUMENT_ROOT\" | wc -l",
    'rmdir "$DOCUMENT_ROOT/$$"',
  );
  const headers = { Connection: "close" };
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => request(scripts.port, "/cgi-bin/a", { headers })),
  );
  assertEquals(answers.filter(({ status }) => status === 200).length, 200);
  // One of the names is that of the directory with the scripts.
  const most = Math.max(...answers.map(({ text }) => Number(text.split("\r\n")[1]) - 1));
  assert(most >= 1 && most <= 4, String(most));
});

scriptTest("CGIHTTPRequestHandler answers 503 when it takes too long to get a turn", async () => {
  for (const interpretScriptHeaders of [true, false]) {
    await using scripts = serveScripts({
      interpretScriptHeaders,
      cgiLimits: { processes: 1, waitTime: 0.05 },
    });
    scripts.shell("a", "printf 'Content-Type: a/b\\r\\n\\r\\n'");
    scripts.shell("b", "printf 'Content-Type: a/b\\r\\n\\r\\n'", "cat");
    using client = await RawClient.connect(scripts.port);
    await client.send("POST /cgi-bin/b HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n");
    await client.readHead();
    const { status, field } = await request(scripts.port, "/cgi-bin/b");
    assertEquals([status, field("retry-after"), field("connection")], [503, "1", "close"]);
    await client.send("x");
    const headers = { Connection: "close" };
    await eventually(async () =>
      assertEquals((await request(scripts.port, "/cgi-bin/a", { headers })).status, 200)
    );
  }
});

scriptTest(
  "CGIHTTPRequestHandler hands 1 GiB through in both directions with flat memory",
  async () => {
    await using scripts = serveScripts();
    scripts.shell(
      "down",
      `printf 'Content-Type: a/b\\nContent-Length: ${GIB}\\n\\n'`,
      `head -c ${GIB} /dev/zero`,
    );
    scripts.shell("up", "printf 'Content-Type: a/b\\n\\n'; wc -c");
    const before = Deno.memoryUsage().rss;
    let most = 0;
    const note = (): void => {
      most = Math.max(most, Deno.memoryUsage().rss - before);
    };
    const { port } = scripts;
    const headers = { Connection: "close" };
    {
      using client = await RawClient.connect(port);
      await client.send("GET /cgi-bin/down HTTP/1.0\r\n\r\n");
      await client.readHead();
      let length = 0;
      for (let bytes; (bytes = await client.read()) !== null; length += bytes.length) note();
      assertEquals(length, GIB);
    }
    {
      using client = await RawClient.connect(port);
      await client.send(`POST /cgi-bin/up HTTP/1.1\r\nHost: a\r\nContent-Length: ${GIB}\r\n\r\n`);
      const block = new Uint8Array(MIB);
      for (let sent = 0; sent < GIB; sent += MIB) {
        await client.send(block);
        note();
      }
      await client.readHead();
      const text = new TextDecoder().decode(await client.readExactly(11 + 4 + 2));
      assert(text.includes(`${GIB}\n`), text);
    }
    assertLess(most, 200 * MIB);
    assertEquals((await request(port, "/none", { headers })).status, 404);
  },
);

scriptTest("CGIHTTPRequestHandler holds a script back when the client is slow", async () => {
  await using scripts = serveScripts();
  scripts.shell(
    "a",
    "printf 'Content-Type: a/b\\n\\n'",
    `head -c ${GIB} /dev/zero`,
    'echo > "$DOCUMENT_ROOT/ready"',
  );
  using client = await RawClient.connect(scripts.port);
  await client.send("GET /cgi-bin/a HTTP/1.1\r\nHost: a\r\n\r\n");
  await client.readHead();
  // Other requests are served meanwhile; this one gets nowhere, since nobody reads.
  for (let turn = 0; turn < 100; turn++) {
    await request(scripts.port, "/none", { headers: { Connection: "close" } });
  }
  assertEquals([...Deno.readDirSync(scripts.directory.path)].map(({ name }) => name), ["cgi-bin"]);
});

scriptTest(
  "CGIHTTPRequestHandler gives the turn of a script that has ended to the next",
  async () => {
    for (const interpretScriptHeaders of [true, false]) {
      await using scripts = serveScripts({
        interpretScriptHeaders,
        cgiLimits: { processes: 1, waitTime: 30 },
      });
      // It fills all that is between it and its client, and ends.
      scripts.shell(
        "a",
        "printf 'Content-Type: a/b\\r\\n\\r\\n'",
        "fill() { sleep $1; dd if=/dev/zero bs=4k count=$2 oflag=nonblock 2>/dev/null; }",
        "while fill 0 8 || fill 0.02 1 || fill 0.3 1; do :; done",
      );
      scripts.shell("b", "printf 'Content-Type: a/b\\r\\n\\r\\n'");
      using client = await RawClient.connect(scripts.port);
      await client.send("GET /cgi-bin/a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      const headers = { Connection: "close" };
      assertEquals((await request(scripts.port, "/cgi-bin/b", { headers })).status, 200);
      const answer = await client.readToEnd();
      assert(answer.length > 65536);
      const end = new TextDecoder().decode(answer.slice(-5));
      assertEquals(end === "0\r\n\r\n", interpretScriptHeaders);
    }
  },
);

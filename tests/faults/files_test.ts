/**
 * Files that change, vanish or fail between any two calls of the server.
 *
 * @module
 */

import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { areSame, noise, utf8 } from "../helpers/bytes.ts";
import { type Answer, exchange, get, parseAnswer, request } from "../helpers/raw_client.ts";
import type { TempDir } from "../helpers/temp_dir.ts";
import { HAS_INJECTOR, Injector } from "./injector.ts";
import { ShellCommand } from "./shell_command.ts";

/** A small file is read in one piece before the head is sent, a large one while the body is sent. */
const CONTENTS = { small: noise(1000, 1), large: noise(600_000, 2) };

/** What comes into the place of a file. */
const OTHERS: Readonly<Record<string, (path: string) => unknown>> = {
  "another file": (path) => Deno.writeFileSync(path, utf8("other")),
  "a larger file": (path) => Deno.writeFileSync(path, noise(700_000, 3)),
  "a directory": (path) => Deno.mkdirSync(path),
  "a FIFO": (path) => new Deno.Command("mkfifo", { args: [path] }).outputSync(),
  "a link to nothing": (path) => Deno.symlinkSync("nothing", path),
  "a link to an endless device": (path) => Deno.symlinkSync("/dev/zero", path),
};

/**
 * What the client gets: the file as it was, something else, nothing of the name, or the beginning of a
 * body and the end of the connection.
 */
type Outcome = "file" | "cut" | 404 | 503 | Uint8Array;

const EMPTY = new Uint8Array();

/** What happens, and what comes of it to a small and a large file. */
const FAULTS: readonly (readonly [
  what: string,
  rule: string,
  small: Outcome,
  large: Outcome,
  other?: string,
])[] = [
  ["is left alone", "none", "file", "file"],
  ["is removed before it is opened", "open remove", 404, 404],
  ["is removed once it is open", "opened remove", "file", 404],
  ["is emptied before it is opened", "open empty", EMPTY, EMPTY],
  ["is emptied once it is open", "opened empty", EMPTY, EMPTY],
  ["is emptied while it is read", "resumed empty", "file", "cut"],
  ["is removed while it is read", "resumed remove", "file", "file"],
  ["grows while it is read", "resumed extend", "file", "file"],
  ["may no longer be read", "open EACCES", 404, 404],
  ["cannot be opened", "open EIO", 404, 404],
  ["is one too many", "open EMFILE", 503, 503],
  ["cannot be read", "read EIO", 404, "cut"],
  ["cannot be read to the end", "resumed EIO", "file", "cut"],
  ...["open", "opened", "resumed"].flatMap((call) =>
    Object.keys(OTHERS).map((other) => replaced(call, other))
  ),
];

/** A file that is replaced is the old or the new one, and never a part of both. */
function replaced(call: string, other: string): typeof FAULTS[number] {
  const when =
    { open: "before it is opened", opened: "once it is open", resumed: "meanwhile" }[call];
  const outcome: Outcome = other === "another file"
    ? utf8("other")
    : other === "a larger file"
    ? noise(700_000, 3)
    : 404;
  const [small, large] = call === "open"
    ? [outcome, outcome] as const
    : ["file", call === "opened" ? outcome : "file"] as const;
  return [`is replaced by ${other} ${when}`, `${call} exchange`, small, large, other];
}

interface Row {
  readonly name: string;
  readonly what: string;
  readonly content: Uint8Array;
  readonly rule: string;
  readonly expected: Outcome;
  readonly other: string | undefined;
}

const ROWS: readonly Row[] = FAULTS.flatMap(([what, rule, small, large, other], index) => {
  const [call, action = ""] = rule.split(" ");
  return ([["small", small], ["large", large]] as const).map(([size, expected]): Row => {
    const name = `${size}${index}`;
    const content = CONTENTS[size];
    return {
      name,
      what: `${size} file ${what}`,
      content,
      rule: `${call} ${name} ${action}`,
      expected,
      other,
    };
  });
});

function write(directory: TempDir): void {
  for (const { name, content, other } of ROWS) {
    directory.writeOld(name, content);
    if (other !== undefined) OTHERS[other]!(directory.join(`${name}.next`));
  }
}

for (const flags of ["", "--simple"]) {
  Deno.test({
    name: `main() with ${flags || "no option"} survives whatever becomes of files`,
    ignore: !HAS_INJECTOR,
    async fn(t): Promise<void> {
      using injector = new Injector();
      const rules = ROWS.filter(({ rule }) => !rule.startsWith("none")).map(({ rule }) => rule);
      await using command = await ShellCommand.start(injector.command(rules), "2>&1", flags);
      using _patience = killLater(command.process);
      write(command.directory);
      assertEquals((await get(command.port, "/a")).text, "here");
      for (const row of ROWS) {
        await t.step(
          row.what,
          async () => assertOutcome(row, flags, await get(command.port, `/${row.name}`)),
        );
      }
      assertEquals((await get(command.port, "/a")).text, "here");
      assertEquals(await command.end(), 143);
    },
  });
}

for (const [flags, name] of [["", "small"], ["--simple", "small"], ["", "large"]] as const) {
  Deno.test({
    name: `main() with ${
      flags || "no option"
    } waits for no FIFO in the place of its first file, a ${name} one`,
    ignore: !HAS_INJECTOR,
    async fn(): Promise<void> {
      using injector = new Injector();
      const faults = injector.command([`open ${name} exchange`]);
      await using command = await ShellCommand.start(faults, "", flags);
      using _patience = killLater(command.process);
      command.directory.writeOld(name, CONTENTS[name]);
      OTHERS["a FIFO"]!(command.directory.join(`${name}.next`));
      const first = get(command.port, `/${name}`);
      assertEquals((await get(command.port, "/a")).text, "here");
      assertEquals((await first).status, 404);
      assert(Deno.statSync(command.directory.join(name)).isFifo);
      assertEquals(await command.end(), 143);
    },
  });
}

/** A server that waits for a FIFO waits for ever: then the requests that wait for it fail. */
function killLater(process: Deno.ChildProcess): Disposable {
  const timer = setTimeout(() => process.kill("SIGKILL"), 60_000);
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}

function assertOutcome(
  { content, expected }: Row,
  flags: string,
  answer: Answer,
): void {
  if (typeof expected === "number") {
    // To CPython, what cannot be opened is not there.
    assertEquals(answer.status, flags === "--simple" ? 404 : expected);
    return;
  }
  assertEquals(answer.status, 200);
  const announced = Number(answer.field("Content-Length"));
  if (expected === "cut") {
    assertEquals(announced, content.length);
    assertLess(answer.body.length, announced);
    return;
  }
  const body = expected === "file" ? content : expected;
  assertEquals([announced, answer.body.length], [body.length, body.length]);
  assert(areSame(answer.body, body));
}

Deno.test({
  name: "main() survives whatever becomes of directories",
  ignore: !HAS_INJECTOR,
  async fn(): Promise<void> {
    using injector = new Injector();
    const rules = ["opendir gone remove", "opendir fifo exchange", "opendir closed EACCES"];
    rules.push("readdir broken EIO", "opendir many EMFILE");
    await using command = await ShellCommand.start(injector.command(rules));
    for (const name of ["gone", "fifo", "closed", "broken", "many"]) command.directory.mkdir(name);
    OTHERS["a FIFO"]!(command.directory.join("fifo.next"));
    for (const name of ["gone", "fifo", "closed", "broken", "many"]) {
      assertEquals((await get(command.port, `/${name}/`)).status, 404, name);
    }
    assertEquals((await get(command.port, "/a")).text, "here");
  },
});

/** What reads a file besides sending it, from a directory in which it is the only one. */
const READERS = ["sum/a?sha256", "sums/SHA256SUMS", "tar/?archive=tar", "zip/?archive=zip"];

Deno.test({
  name: "main() with --archive and --checksums waits for no FIFO in the place of a file",
  ignore: !HAS_INJECTOR,
  async fn(): Promise<void> {
    using injector = new Injector();
    const rules = READERS.map((_, index) => `open file${index} exchange`);
    const flags = "--archive --checksums";
    await using command = await ShellCommand.start(injector.command(rules), "", flags);
    using _patience = killLater(command.process);
    for (const [index, target] of READERS.entries()) {
      const name = `${target.split("/")[0]}/file${index}`;
      command.directory.mkdir(target.split("/")[0]!);
      command.directory.writeOld(name, CONTENTS.small);
      OTHERS["a FIFO"]!(command.directory.join(`${name}.next`));
    }
    assertEquals((await get(command.port, "/a")).text, "here");
    for (const [index, target] of READERS.entries()) {
      await exchange(
        command.port,
        `GET /${target.replace("/a?", `/file${index}?`)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      );
      assert(Deno.statSync(command.directory.join(`${target.split("/")[0]}/file${index}`)).isFifo);
    }
    assertEquals((await get(command.port, "/a")).text, "here");
  },
});

/** What an upload is answered with when its file cannot be made. */
const UPLOADS: readonly (readonly [error: string, status: number])[] = [
  ["EMFILE", 503],
  ["ENOSPC", 507],
  ["EACCES", 403],
  ["EIO", 500],
];

for (const [error, status] of UPLOADS) {
  Deno.test({
    name:
      `main() with --upload answers ${status} when the system says ${error}, and stores nothing`,
    ignore: !HAS_INJECTOR,
    async fn(): Promise<void> {
      using injector = new Injector();
      const faults = injector.command([`open .http-server-upload* ${error}`]);
      await using command = await ShellCommand.start(faults, "", "--upload", "-W=.");
      const head = "PUT /new HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n";
      const answer = parseAnswer(await exchange(command.port, `${head}text`));
      assertEquals(answer.status, status);
      assertEquals([...Deno.readDirSync(command.directory.path)].map(({ name }) => name), ["a"]);
    },
  });
}

/** Which writes fail, and how: what is half written is written on. */
const FULL: readonly (readonly [rule: string, loses: boolean])[] = [
  ["write 2 ENOSPC", true],
  ["write 0 EIO", true],
  ["write 3 partly", false],
];

for (const [rule, loses] of FULL) {
  Deno.test({
    name:
      `main() tells each request that it answered, or how many it could not tell, after ${rule}`,
    ignore: !HAS_INJECTOR,
    async fn(): Promise<void> {
      using injector = new Injector();
      await using command = await ShellCommand.start(injector.command([rule]));
      const log = new Response(command.process.stderr).text();
      for (let count = 0; count < 40; count++) {
        const answer = await request(command.port, `/a?${count}`, {
          headers: { Connection: "close" },
        });
        assertEquals(answer.status, 200);
      }
      assertEquals(await command.end(), 143);
      const lines = (await log).trimEnd().split("\n");
      let accounted = 0;
      for (const line of lines) {
        const [, lost] = /^([0-9]+) lines? of the log lost$/.exec(line) ?? [];
        if (lost === undefined) assertMatch(line, /"GET \/a\?[0-9]+ HTTP\/1\.1" 200 -$/);
        accounted += Number(lost ?? 1);
      }
      assertEquals(accounted, 40);
      assertEquals(lines.length < 40, loses);
    },
  });
}

/**
 * The same requests to nginx and Caddy, which answer them as we do but for the differences that are
 * explained here.
 */

import { assertEquals } from "@std/assert";
import { freePort, type Proxy, start } from "../../hostile/proxies.ts";
import { which } from "../../helpers/programs.ts";
import { RawClient } from "../../helpers/raw_client.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { Site } from "./site.ts";

const EARLIER = "Sun, 02 Feb 2020 02:02:01 GMT";
const LATER = "Sun, 02 Feb 2020 02:02:03 GMT";

/** What one of the others answers, and why we don't. */
interface Difference {
  readonly nginx?: string;
  readonly Caddy?: string;
  readonly because: string;
}

const MALFORMED = "a malformed Range may be passed over (RFC 9110, section 14.2)";
const HEAD_ONLY = "Range is for GET alone (section 14.2)";
const NOTHING_LAST = "a suffix of length 0 is not satisfiable (section 14.1.2)";
const UNITS = "range units are case-insensitive (section 14.1), and unknown ones are passed over";

/** Fields, our answer (status and range), and the differences. `TAG` and `DATE` are the server's own. */
const CASES: [fields: string[], expected: string, difference?: Difference][] = [
  [[], "200"],
  [["Range: bytes=0-0"], "206 0-0/10"],
  [["Range: bytes=5-"], "206 5-9/10"],
  [["Range: bytes=-3"], "206 7-9/10"],
  [["Range: bytes=-99"], "206 0-9/10"],
  [["Range: bytes=2-99"], "206 2-9/10"],
  [["Range: bytes=10-"], "416 */10"],
  [["Range: bytes=0-1,3-4"], "206 multipart"],
  [["Range: bytes= 0-1 , 3-4"], "206 multipart"],
  [["Range: bytes=0-1,99-"], "206 0-1/10"],
  [["Range: bytes=-0"], "416 */10", { Caddy: "206 10-9/10", because: NOTHING_LAST }],
  [["Range: bytes=99-,-0"], "416 */10", { Caddy: "206 10-9/10", because: NOTHING_LAST }],
  [["Range: bytes=5-2"], "200", { nginx: "416 */10", Caddy: "416", because: MALFORMED }],
  [["Range: bytes=x"], "200", { nginx: "416 */10", Caddy: "416", because: MALFORMED }],
  [["Range: items=0-1"], "200", { Caddy: "416", because: UNITS }],
  [["Range: BYTES=0-1"], "206 0-1/10", { Caddy: "416", because: UNITS }],
  [["Range: bytes=0-5,3-8"], "206 0-8/10", {
    nginx: "200",
    Caddy: "200",
    because: "overlapping ranges may be coalesced (section 15.3.7.2)",
  }],
  [["Range: bytes=,0-1,,"], "206 0-1/10", {
    nginx: "416 */10",
    because: "a list may have empty elements (section 5.6.1.2)",
  }],
  [["Range: bytes=0-1", "Range: bytes=3-4"], "200", {
    nginx: "206 0-1/10",
    Caddy: "206 0-1/10",
    because: "which of them is meant cannot be told; section 5.3 has no such message",
  }],
  [["If-None-Match: TAG"], "304"],
  [["If-None-Match: W/TAG"], "304"],
  [['If-None-Match: "x", TAG'], "304"],
  [["If-None-Match: *"], "304"],
  [['If-None-Match: "x"'], "200"],
  [['If-None-Match: "x"', "If-Modified-Since: DATE"], "200"],
  [["If-Modified-Since: DATE"], "304"],
  [[`If-Modified-Since: ${EARLIER}`], "200"],
  [["If-Modified-Since: Sunday, 02-Feb-20 02:02:02 GMT"], "304"],
  [["If-Modified-Since: Sun Feb  2 02:02:02 2020"], "304"],
  [["If-Modified-Since: junk"], "200"],
  [[`If-Modified-Since: ${LATER}`], "304", {
    nginx: "200",
    because: "not modified since then: nginx compares for equality (section 13.1.3)",
  }],
  [["If-Match: TAG"], "200"],
  [["If-Match: *"], "200"],
  [['If-Match: "x"'], "412"],
  [["If-Match: W/TAG"], "412"],
  [["If-Unmodified-Since: DATE"], "200"],
  [[`If-Unmodified-Since: ${EARLIER}`], "412"],
  [["If-Unmodified-Since: junk"], "200", {
    nginx: "412",
    because: "what is no date is passed over (section 13.1.4)",
  }],
  [["If-Match: TAG", `If-Unmodified-Since: ${EARLIER}`], "200", {
    nginx: "412",
    because: "the date does not count beside tags (section 13.1.4)",
  }],
  [["Range: bytes=0-1", "If-Range: TAG"], "206 0-1/10"],
  [["Range: bytes=0-1", "If-Range: W/TAG"], "200"],
  [["Range: bytes=0-1", 'If-Range: "x"'], "200"],
  [["Range: bytes=0-1", "If-Range: DATE"], "206 0-1/10"],
  [["Range: bytes=0-1", `If-Range: ${LATER}`], "200"],
  [["Range: bytes=99-", 'If-Range: "x"'], "200"],
  [["Range: bytes=0-1", "If-None-Match: TAG"], "304"],
  [["Range: bytes=0-1", 'If-Match: "x"'], "412"],
  [["HEAD", "If-None-Match: TAG"], "304"],
  [["HEAD", "Range: bytes=0-1"], "200", {
    nginx: "206 0-1/10",
    Caddy: "206 0-1/10",
    because: HEAD_ONLY,
  }],
  [["HEAD", "Range: bytes=99-"], "200", {
    nginx: "416 */10",
    Caddy: "416 */10",
    because: HEAD_ONLY,
  }],
];

/** Ask for the file, with `HEAD` if that is the first of the fields. Returns the head of the answer. */
async function ask(port: number, fields: readonly string[]): Promise<string> {
  using client = await RawClient.connect(port);
  const [method, rest] = fields[0] === "HEAD" ? ["HEAD", fields.slice(1)] : ["GET", fields];
  const lines = ["Host: 127.0.0.1", "Connection: close", ...rest];
  await client.send(`${method} /a.txt HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
  return await client.readHead();
}

function fieldOf(head: string, name: string): string | undefined {
  return new RegExp(`^${name}: (.*)\r$`, "im").exec(head)?.[1];
}

/** Status and range of an answer, in short. */
function summaryOf(head: string): string {
  const isMultipart = fieldOf(head, "content-type")?.startsWith("multipart/byteranges");
  const range = isMultipart ? "multipart" : fieldOf(head, "content-range")?.replace("bytes ", "");
  return [head.slice(9, 12), range].filter((part) => part !== undefined).join(" ");
}

async function compare(
  t: Deno.TestContext,
  port: number,
  expectedOf: (expected: string, difference: Difference | undefined) => string,
): Promise<void> {
  const plain = await ask(port, []);
  const tag = fieldOf(plain, "etag")!;
  const date = fieldOf(plain, "last-modified")!;
  for (const [fields, expected, difference] of CASES) {
    const name = [fields.join(", ") || "no fields", difference?.because].filter(Boolean).join(": ");
    await t.step(name, async () => {
      const filled = fields.map((line) => line.replace("TAG", tag).replace("DATE", date));
      assertEquals(summaryOf(await ask(port, filled)), expectedOf(expected, difference));
    });
  }
}

Deno.test("FileHTTPRequestHandler answers conditions and ranges as the RFC says", async (t) => {
  await using site = new Site({ "a.txt": "0123456789" });
  await compare(t, site.port, (expected) => expected);
});

for (const name of ["nginx", "Caddy"] as const) {
  const program = which(name.toLowerCase());
  Deno.test({
    name: `${name} answers them in the same way, but for what is explained`,
    ignore: program === undefined,
    async fn(t): Promise<void> {
      using directory = new TempDir();
      directory.writeOld("a.txt", "0123456789");
      Deno.chmodSync(directory.path, 0o755);
      await using server = await startPeer(name, program!, directory.path);
      await compare(t, server.port, (expected, difference) => difference?.[name] ?? expected);
    },
  });
}

function startPeer(name: "nginx" | "Caddy", program: string, root: string): Promise<Proxy> {
  const directory = new TempDir();
  const port = freePort();
  const manner = { port, directory, end: "SIGTERM" as const, parse: (): undefined => undefined };
  if (name === "Caddy") {
    directory.write(
      "Caddyfile",
      `{\n admin off\n auto_https off\n}\nhttp://127.0.0.1:${port} {\n root * ${root}\n file_server\n}\n`,
    );
    const args = ["run", "--adapter", "caddyfile", "--config", directory.join("Caddyfile")];
    return start(program, args, manner);
  }
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${directory.join(name)};`);
  directory.write(
    "nginx.conf",
    `daemon off; master_process off; pid nginx.pid; events {}
    http { access_log off; ${paths.join(" ")} server { listen 127.0.0.1:${port}; root ${root}; } }`,
  );
  return start(program, ["-p", directory.path, "-c", "nginx.conf", "-e", "error.log"], manner);
}

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { ThreadingHTTPSServer } from "../../../mod.ts";
import { latin1Of } from "../../helpers/bytes.ts";
import { certificate } from "../../helpers/certificates.ts";
import { eventually } from "../../helpers/eventually.ts";
import { RawClient, request } from "../../helpers/raw_client.ts";
import { LoggingHandler, scriptTest, serveScripts } from "./scripts.ts";

/** RFC 3875, section 6: what a script writes (with `printf`), and what comes of it. */
const ANSWERS: readonly (readonly [
  name: string,
  output: string,
  status: number,
  reason: string,
  body: string,
])[] = [
  ["a document, LF", "Content-Type: text/x\\n\\nhi", 200, "OK", "hi"],
  ["a document, CR LF", "Content-Type: text/x\\r\\n\\r\\nhi", 200, "OK", "hi"],
  ["a document, LF and CR LF", "Content-Type: text/x\\n\\r\\nhi", 200, "OK", "hi"],
  ["an empty document", "Content-Type: text/x\\n\\n", 200, "OK", ""],
  [
    "a status with a phrase",
    "Status: 418 A teapot\\nContent-Type: a/b\\n\\nhi",
    418,
    "A teapot",
    "hi",
  ],
  ["a status without a phrase", "Status: 404\\nContent-Type: a/b\\n\\nhi", 404, "Not Found", "hi"],
  ["a status alone", "Status: 204\\n\\n", 204, "No Content", ""],
  ["a status in small letters", "status: 201 x\\ncontent-type: a/b\\n\\nhi", 201, "x", "hi"],
  ["a redirect", "Location: http://a.example/b\\n\\n", 302, "Found", ""],
  [
    "a redirect with a document",
    "Status: 301 Moved\\nLocation: http://a.example/b\\nContent-Type: a/b\\n\\nhi",
    301,
    "Moved",
    "hi",
  ],
  ["a length", "Content-Type: a/b\\nContent-Length: 2\\n\\nhi", 200, "OK", "hi"],
  ["more than its length", "Content-Type: a/b\\nContent-Length: 2\\n\\nhigh", 200, "OK", "hi"],
  [
    "a chunked coding that it does not have",
    "Content-Type: a/b\\nTransfer-Encoding: chunked\\n\\nhi",
    200,
    "OK",
    "hi",
  ],
  ["its own Connection", "Content-Type: a/b\\nConnection: close\\n\\nhi", 200, "OK", "hi"],
];

for (const [name, output, status, reason, body] of ANSWERS) {
  scriptTest(`CGIHTTPRequestHandler answers as the script says: ${name}`, async () => {
    await using scripts = serveScripts();
    scripts.shell("a", `printf '${output}'`);
    using client = await RawClient.connect(scripts.port);
    // Twice: the connection persists.
    for (let turn = 0; turn < 2; turn++) {
      await client.send("GET /cgi-bin/a HTTP/1.1\r\nHost: a\r\n\r\n");
      const answer = await readAnswer(client);
      assertEquals([answer.status, answer.reason, answer.body], [status, reason, body]);
      assert(!/^(?:status|connection):/im.test(answer.head), answer.head);
    }
  });
}

interface SimpleAnswer {
  readonly head: string;
  readonly status: number;
  readonly reason: string;
  readonly body: string;
}

/** Read an answer with a length, with chunks, or without a body. */
async function readAnswer(client: RawClient): Promise<SimpleAnswer> {
  const head = await client.readHead();
  const [, status, reason] = /^HTTP\/1\.1 (\d+) ([^\r]*)\r\n/.exec(head)!;
  const [, length] = /^content-length: (\d+)/im.exec(head) ?? [];
  let body = "";
  if (length !== undefined) body = latin1Of(await client.readExactly(Number(length)));
  else if (/^transfer-encoding: chunked/im.test(head)) body = await readChunks(client);
  return { head, status: Number(status), reason: reason!, body };
}

async function readChunks(client: RawClient): Promise<string> {
  let body = "";
  for (;;) {
    let line = "";
    while (!line.endsWith("\r\n")) line += latin1Of(await client.readExactly(1));
    const size = parseInt(line, 16);
    body += latin1Of(await client.readExactly(size));
    assertEquals(latin1Of(await client.readExactly(2)), "\r\n");
    if (size === 0) return body;
  }
}

/** What is no header block, and the reason in the log. */
const BROKEN: readonly (readonly [name: string, output: string, reason: string])[] = [
  ["nothing", "", "it has no end"],
  ["no empty line", "Content-Type: a/b\\n", "it has no end"],
  ["text", "hello\\n\\nworld", "'hello' is no field"],
  ["an empty block", "\\nhi", "it has no Content-Type, Location or Status"],
  ["none of the three fields", "X-A: b\\n\\nhi", "it has no Content-Type, Location or Status"],
  ["a space before the colon", "Content-Type : a/b\\n\\n", "'Content-Type : a/b' is no field"],
  ["a folded line", "Content-Type: a/b\\n c\\n\\n", "' c' is no field"],
  ["a NUL", "Content-Type: a\\000b\\n\\n", "'Content-Type: a\\\\x00b' is no field"],
  ["a CR", "Content-Type: a\\rX: b\\n\\n", "'Content-Type: a\\\\rX: b' is no field"],
  ["two fields Status", "Status: 200\\nStatus: 404\\n\\n", "it has Status twice"],
  [
    "two lengths",
    "Status: 200\\nContent-Length: 1\\nContent-Length: 2\\n\\na",
    "it has Content-Length twice",
  ],
  ["a status of one digit", "Status: 2\\n\\n", "'2' is no status"],
  ["a status that is not final", "Status: 100 Continue\\n\\n", "'100 Continue' is no status"],
  ["a length that is none", "Status: 200\\nContent-Length: -1\\n\\n", "'-1' is no length"],
];

for (const [name, output, reason] of BROKEN) {
  scriptTest(
    `CGIHTTPRequestHandler answers 502 when the script's header block has ${name}`,
    async () => {
      await using scripts = serveScripts();
      scripts.shell("a", `printf '${output}'`);
      assertEquals((await request(scripts.port, "/cgi-bin/a")).status, 502);
      const message = `CGI script has no usable header block: ${reason}`;
      assertEquals(scripts.log[0], message);
    },
  );
}

scriptTest("CGIHTTPRequestHandler limits the header block of scripts", async () => {
  await using scripts = serveScripts({ cgiLimits: { headerBytes: 1000 } });
  const field = "Content-Type: ";
  scripts.shell("fits", `printf '${field}${"x".repeat(1000 - field.length - 2)}\\n\\nhi'`);
  scripts.shell("long", `printf '${field}${"x".repeat(1000 - field.length - 1)}\\n\\nhi'`);
  scripts.shell("endless", "yes X-A: b");
  const close = { headers: { Connection: "close" } };
  assertEquals((await request(scripts.port, "/cgi-bin/fits", close)).status, 200);
  assertEquals((await request(scripts.port, "/cgi-bin/long")).status, 502);
  assertEquals((await request(scripts.port, "/cgi-bin/endless")).status, 502);
});

scriptTest("CGIHTTPRequestHandler sends no body in answer to HEAD", async () => {
  await using scripts = serveScripts();
  scripts.shell("a", "printf 'Content-Type: a/b\\n\\nhi'");
  using client = await RawClient.connect(scripts.port);
  for (let turn = 0; turn < 2; turn++) {
    await client.send("HEAD /cgi-bin/a HTTP/1.1\r\nHost: a\r\n\r\n");
    assertEquals((await client.readHead()).slice(0, 15), "HTTP/1.1 200 OK");
  }
});

scriptTest("CGIHTTPRequestHandler hands on all methods", async () => {
  await using scripts = serveScripts();
  scripts.shell("a", 'printf "Content-Type: a/b\\n\\n$REQUEST_METHOD"');
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "lower"]) {
    const headers = { Connection: "close" };
    const answer = await request(scripts.port, "/cgi-bin/a", { method, headers });
    assertStringIncludes(answer.text, `\r\n${method}\r\n`);
    const file = await request(scripts.port, "/a", { method, headers });
    assertEquals(file.status, method === "GET" ? 404 : 501);
  }
});

scriptTest("CGIHTTPRequestHandler serves a local redirect itself", async () => {
  await using scripts = serveScripts();
  scripts.directory.write("page.txt", "page");
  scripts.shell("file", "printf 'Location: /page.txt\\n\\n'");
  scripts.shell("script", "printf 'Location: /cgi-bin/end/b?c=d\\n\\n'");
  scripts.shell(
    "end",
    'printf "Content-Type: a/b\\n\\n$REQUEST_METHOD $PATH_INFO $QUERY_STRING ${CONTENT_LENGTH-none}"',
  );
  scripts.shell("cookie", "printf 'Set-Cookie: a=b\\nLocation: /page.txt\\n\\n'");
  const headers = { Connection: "close" };
  assertEquals((await request(scripts.port, "/cgi-bin/file", { headers })).text, "page");
  using client = await RawClient.connect(scripts.port);
  await client.send("POST /cgi-bin/script HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxx");
  assertEquals((await readAnswer(client)).body, "GET /b c=d none");
  // A cookie is for the client, and so is the redirect.
  const cookie = await request(scripts.port, "/cgi-bin/cookie", { headers });
  assertEquals([cookie.status, cookie.field("location")], [302, "/page.txt"]);
});

scriptTest("CGIHTTPRequestHandler ends a loop of local redirects", async () => {
  await using scripts = serveScripts({ cgiLimits: { processes: 1 } });
  scripts.shell("loop", "printf 'Location: /cgi-bin/loop\\n\\n'");
  assertEquals((await request(scripts.port, "/cgi-bin/loop")).status, 502);
  assertEquals(scripts.log[0], "CGI scripts redirect more than 10 times");
});

scriptTest("CGIHTTPRequestHandler lets nph- scripts speak for themselves", async () => {
  await using scripts = serveScripts();
  scripts.shell("nph-a", "printf 'HTTP/1.0 299 Mine\\r\\nX-A: b\\r\\n\\r\\nhi'");
  const answer = await request(scripts.port, "/cgi-bin/nph-a");
  assertEquals([answer.version, answer.status, answer.reason], ["HTTP/1.0", 299, "Mine"]);
  assertEquals([answer.fields, answer.text], [[["X-A", "b"]], "hi"]);
  assertEquals(scripts.log, ['"GET /cgi-bin/nph-a HTTP/1.1" 299 -']);
});

scriptTest("CGIHTTPRequestHandler logs exit codes, signals and standard error", async () => {
  await using scripts = serveScripts();
  scripts.shell("code", "printf 'Status: 200\\n\\n'; echo first >&2; echo second >&2; exit 3");
  scripts.shell("signal", "printf 'Status: 200\\n\\nhi'; kill -9 $$");
  const close = { headers: { Connection: "close" } };
  await request(scripts.port, "/cgi-bin/code", close);
  await eventually(() =>
    assertEquals(scripts.log.toSorted(), [
      '"GET /cgi-bin/code HTTP/1.1" 200 -',
      "CGI script exit code 3",
      "first",
      "second",
    ])
  );
  const { text } = await request(scripts.port, "/cgi-bin/signal", close);
  // The last chunk is missing.
  assertEquals(text, "2\r\nhi\r\n");
  assertEquals(scripts.log.at(-1), "CGI script exit code -9");
});

scriptTest("CGIHTTPRequestHandler sends output as it comes", async () => {
  await using scripts = serveScripts();
  const gate = scripts.directory.join("gate");
  await new Deno.Command("mkfifo", { args: [gate] }).output();
  scripts.shell("a", `printf 'Content-Type: a/b\\n\\nfirst'; cat '${gate}'`);
  using client = await RawClient.connect(scripts.port);
  await client.send("GET /cgi-bin/a HTTP/1.1\r\nHost: a\r\n\r\n");
  await client.readHead();
  assertEquals(latin1Of(await client.readExactly(10)), "5\r\nfirst\r\n");
  Deno.writeTextFileSync(gate, "second");
  assertEquals(latin1Of(await client.readExactly(16)), "6\r\nsecond\r\n0\r\n\r\n");
});

scriptTest(
  "CGIHTTPRequestHandler sends what a script has left, whoever has its output still",
  async () => {
    await using scripts = serveScripts();
    const gate = scripts.directory.join("gate");
    await new Deno.Command("mkfifo", { args: [gate] }).output();
    scripts.shell("a", `printf 'Content-Type: a/b\\n\\nfirst'; cat '${gate}' &`);
    using client = await RawClient.connect(scripts.port);
    await client.send("GET /cgi-bin/a HTTP/1.1\r\nHost: a\r\n\r\n");
    await client.readHead();
    assertEquals(latin1Of(await client.readExactly(10)), "5\r\nfirst\r\n");
    Deno.writeTextFileSync(gate, "second");
    assertEquals(latin1Of(await client.readExactly(16)), "6\r\nsecond\r\n0\r\n\r\n");
  },
);

scriptTest("CGIHTTPRequestHandler takes a header block that comes in pieces", async () => {
  await using scripts = serveScripts();
  const gates = ["b", "c"].map((name) => scripts.directory.join(name));
  for (const gate of gates) await new Deno.Command("mkfifo", { args: [gate] }).output();
  const [second, third] = gates;
  scripts.shell("a", `printf 'Content-Type: a/b\\nX-First: '; cat '${second}'; cat '${third}'`);
  const answer = request(scripts.port, "/cgi-bin/a", { headers: { Connection: "close" } });
  for (const [index, text] of ["one\r\nX-Second: ", "two\n\nhi"].entries()) {
    // Opening it waits for the script, which has written all that comes before.
    await Deno.writeTextFile(gates[index]!, text);
  }
  const { status, text, field } = await answer;
  assertEquals([status, field("x-first"), field("x-second")], [200, "one", "two"]);
  assertEquals(text, "2\r\nhi\r\n0\r\n\r\n");
});

scriptTest("CGIHTTPRequestHandler hands a body on as it comes", async () => {
  await using scripts = serveScripts();
  scripts.shell("a", "printf 'Content-Type: a/b\\n\\n'; read a; echo $a; read b; echo $b");
  using client = await RawClient.connect(scripts.port);
  await client.send("POST /cgi-bin/a HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\none\n");
  await client.readHead();
  assertEquals(latin1Of(await client.readExactly(9)), "4\r\none\n\r\n");
  await client.send("two\n");
  assertEquals(latin1Of(await client.readExactly(14)), "4\r\ntwo\n\r\n0\r\n\r\n");
});

scriptTest(
  "CGIHTTPRequestHandler decodes chunked bodies, and tells the length of short ones",
  async () => {
    await using scripts = serveScripts();
    scripts.shell(
      "a",
      'printf "Content-Type: a/b\\n\\n${CONTENT_LENGTH-none} "; wc -c | tr -d " \\n"',
    );
    using client = await RawClient.connect(scripts.port);
    const head = "POST /cgi-bin/a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    await client.send(`${head}3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`);
    assertEquals((await readAnswer(client)).body, "5 5");
    await client.send(`${head}${(100_000).toString(16)}\r\n${"x".repeat(100_000)}\r\n0\r\n\r\n`);
    assertEquals((await readAnswer(client)).body, "none 100000");
    await client.send(`${head}x\r\n`);
    assertEquals((await client.readAnswer()).status, 400);
  },
);

scriptTest("CGIHTTPRequestHandler goes on after a script that leaves a body unread", async () => {
  await using scripts = serveScripts();
  scripts.shell("a", "printf 'Content-Type: a/b\\n\\nhi'");
  using client = await RawClient.connect(scripts.port);
  const message = "POST /cgi-bin/a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
  await client.send(message + message);
  for (let turn = 0; turn < 2; turn++) assertEquals((await readAnswer(client)).body, "hi");
});

scriptTest(
  "CGIHTTPRequestHandler answers 400 when the head or path can't be handed on",
  async () => {
    await using scripts = serveScripts();
    scripts.shell("a", "printf 'Status: 204\\n\\n'");
    assertEquals((await request(scripts.port, "/cgi-bin/a/%00")).status, 400);
    const headers = { "Content-Length": "1", "Transfer-Encoding": "chunked" };
    assertEquals(
      (await request(scripts.port, "/cgi-bin/a", { method: "POST", headers })).status,
      400,
    );
  },
);

scriptTest("CGIHTTPRequestHandler tells scripts of TLS", async () => {
  await using scripts = serveScripts();
  scripts.shell("a", 'printf "Content-Type: a/b\\n\\n$HTTPS $REQUEST_SCHEME"');
  const { cert, key } = await certificate();
  const { path: directory } = scripts.directory;
  await using server = new ThreadingHTTPSServer(["127.0.0.1", 0], LoggingHandler, {
    cert,
    key,
    handlerOptions: { directory, interpretScriptHeaders: true },
  });
  server.serveForever();
  using client = Deno.createHttpClient({ caCerts: [cert] });
  const answer = await fetch(`https://localhost:${server.serverPort}/cgi-bin/a`, { client });
  assertEquals(await answer.text(), "on https");
});

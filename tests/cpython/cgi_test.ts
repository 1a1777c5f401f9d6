/**
 * CPython's `test_httpservers`: CGIHTTPServerTestCase, with its own scripts.
 *
 * @module
 */

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { CGIHTTPRequestHandler, type CGIHTTPRequestHandlerOptions } from "../../mod.ts";
import { urlCollapsePath } from "../../src/handlers/cgi/url.ts";
import { latin1, latin1Of, utf8 } from "../helpers/bytes.ts";
import { PYTHON } from "../helpers/programs.ts";
import { type Answer, parseAnswer, RawClient } from "../helpers/raw_client.ts";
import { serveWith, type TestServer } from "../helpers/servers.ts";
import { TempDir } from "../helpers/temp_dir.ts";

/** `cgi_file1` to `cgi_file7`, by where CPython's test puts them. */
const HELLO = `
print("Content-type: text/html")
print()
print("Hello World")
`;

const FILES: Readonly<Record<string, string>> = {
  "nocgi.py": HELLO,
  "cgi-bin/file1.py": HELLO,
  "cgi-bin/file2.py": `
import os
import sys
import urllib.parse

print("Content-type: text/html")
print()

content_length = int(os.environ["CONTENT_LENGTH"])
query_string = sys.stdin.buffer.read(content_length)
params = {key.decode("utf-8"): val.decode("utf-8")
            for key, val in urllib.parse.parse_qsl(query_string)}

print("%s, %s, %s" % (params["spam"], params["eggs"], params["bacon"]))
`,
  "cgi-bin/child-dir/file3.py": HELLO,
  "cgi-bin/file4.py": `
import os

print("Content-type: text/html")
print()

print(os.environ["QUERY_STRING"])
`,
  "sub/dir/cgi-bin/file5.py": HELLO,
  "cgi-bin/file6.py": `
import os

print("X-ambv: was here")
print("Content-type: text/html")
print()
print("<pre>")
for k, v in os.environ.items():
    try:
        k.encode('ascii')
        v.encode('ascii')
    except UnicodeEncodeError:
        continue  # see: BPO-44647
    print(f"{k}={v}")
print("</pre>")
`,
  "cgi-bin/file7.py": `
import os
import sys

print("Content-type: text/plain")
print()

content_length = int(os.environ["CONTENT_LENGTH"])
body = sys.stdin.buffer.read(content_length)

print(f"{content_length} {len(body)}")
`,
};

/** As CPython has it, but for the user: the scripts are in a directory that is nobody else's. */
class Handler extends CGIHTTPRequestHandler {
  override protocolVersion = "HTTP/1.0";
  override runAsNobody = false;

  override logMessage(): void {}
}

class HandlerWithTimeout extends Handler {
  // A thousandth of a second in CPython: there it does not hold for the request's head.
  override timeout = 0.05;
}

/** The scripts and a server of them. */
interface Site extends AsyncDisposable {
  readonly server: TestServer<CGIHTTPRequestHandlerOptions>;
  /** Send a request and read to the end. */
  request(target: string, options?: Request): Promise<Answer>;
}

interface Request {
  readonly method?: string;
  readonly body?: Uint8Array;
  readonly fields?: readonly string[];
}

function serveScripts(
  options: CGIHTTPRequestHandlerOptions = {},
  Class: typeof Handler = Handler,
): Site {
  const directory = new TempDir();
  for (const name of ["cgi-bin/child-dir", "sub/dir/cgi-bin"]) directory.mkdir(name);
  for (const [name, text] of Object.entries(FILES)) {
    Deno.chmodSync(directory.write(name, `#!${PYTHON}\n${text}`), 0o777);
  }
  const server = serveWith<CGIHTTPRequestHandlerOptions>(Class, {
    ...options,
    directory: directory.path,
  });
  return {
    server,
    async request(target, { method = "GET", body, fields = [] } = {}): Promise<Answer> {
      using client = await RawClient.connect(server.serverPort);
      const length =
        body === undefined || fields.some((field) => field.startsWith("Content-Length"))
          ? []
          : [`Content-Length: ${body.length}`];
      const lines = [`${method} ${target} HTTP/1.1`, "Host: a", ...length, ...fields];
      const head = latin1(`${lines.join("\r\n")}\r\n\r\n`);
      const message = new Uint8Array(head.length + (body?.length ?? 0));
      message.set(head);
      message.set(body ?? [], head.length);
      await client.send(message);
      return parseLenient(await client.readToEnd());
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await server[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
}

/** Scripts end the lines of their header block with LF, which Python's client takes. */
function parseLenient(bytes: Uint8Array): Answer {
  const text = latin1Of(bytes);
  const [, head = text] = /^([^]*?\n)\r?\n/.exec(text) ?? [];
  const lines = head.replace(/\r?\n/g, "\r\n");
  return parseAnswer(latin1(lines + text.slice(head.length).replace(/^\r?\n/, "\r\n")));
}

function cpython(name: string, fn: () => Promise<void>): void {
  Deno.test({
    name: `CPython CGIHTTPServerTestCase.${name}`,
    ignore: PYTHON === undefined || Deno.build.os === "windows",
    fn,
  });
}

function assertHello(answer: Answer): void {
  assertEquals(
    [answer.text, answer.field("Content-type"), answer.status],
    ["Hello World\n", "text/html", 200],
  );
}

const COLLAPSED: Readonly<Record<string, string>> = {
  "": "//",
  "/": "//",
  "//": "//",
  "/\\": "//\\",
  "/.//": "//",
  "cgi-bin/file1.py": "/cgi-bin/file1.py",
  "/cgi-bin/file1.py": "/cgi-bin/file1.py",
  "a": "//a",
  "/a": "//a",
  "//a": "//a",
  "./a": "//a",
  "./C:/": "/C:/",
  "/a/b": "/a/b",
  "/a/b/": "/a/b/",
  "/a/b/.": "/a/b/",
  "/a/b/c/..": "/a/b/",
  "/a/b/c/../d": "/a/b/d",
  "/a/b/c/../d/e/../f": "/a/b/d/f",
  "/a/b/c/../d/e/../../f": "/a/b/f",
  "/a/b/c/../d/e/.././././..//f": "/a/b/f",
  "/a/b/c/../d/e/../../../f": "/a/f",
  "/a/b/c/../d/e/../../../../f": "//f",
  "/a/b/c/../d/e/../../../../f/..": "//",
  "/a/b/c/../d/e/../../../../f/../.": "//",
};

/** Where Python raises `IndexError`. */
const OUTSIDE = [
  "..",
  "/.//..",
  "../a/b/c/../d/e/.././././..//f",
  "/a/b/c/../d/e/../../../../../f",
];

Deno.test("CPython CGIHTTPServerTestCase.test_url_collapse_path", () => {
  for (const [path, collapsed] of Object.entries(COLLAPSED)) {
    assertEquals(urlCollapsePath(path), collapsed, path);
  }
  for (const path of OUTSIDE) assertThrows(() => urlCollapsePath(path), RangeError);
});

cpython("test_headers_and_content", async () => {
  await using site = serveScripts();
  assertHello(await site.request("/cgi-bin/file1.py"));
});

cpython("test_issue19435", async () => {
  await using site = serveScripts();
  const answer = await site.request("///////////nocgi.py/../cgi-bin/nothere.sh");
  assertEquals(answer.status, 404);
});

cpython("test_post", async () => {
  await using site = serveScripts();
  const answer = await site.request("/cgi-bin/file2.py", {
    method: "POST",
    body: utf8("spam=1&eggs=python&bacon=123456"),
    fields: ["Content-type: application/x-www-form-urlencoded"],
  });
  assertEquals(answer.text, "1, python, 123456\n");
});

cpython("test_large_content_length", async () => {
  await using site = serveScripts();
  for (let width = 15; width < 25; width++) {
    const body = new Uint8Array(2 ** width).fill(88);
    const answer = await site.request("/cgi-bin/file7.py", { method: "POST", body });
    assertEquals(answer.text, `${body.length} ${body.length}\n`);
  }
});

cpython("test_large_content_length_truncated", async () => {
  await using site = serveScripts({}, HandlerWithTimeout);
  for (let width = 18n; width < 65n; width++) {
    const fields = [`Content-Length: ${1n << width}`];
    const body = utf8("x");
    assertHello(await site.request("/cgi-bin/file1.py", { method: "POST", body, fields }));
  }
});

cpython("test_invaliduri", async () => {
  await using site = serveScripts();
  assertEquals((await site.request("/cgi-bin/invalid")).status, 404);
});

cpython("test_authorization", async () => {
  await using site = serveScripts();
  const fields = [`Authorization: Basic ${btoa("username:pass")}`];
  assertHello(await site.request("/cgi-bin/file1.py", { fields }));
  const { text } = await site.request("/cgi-bin/file6.py", { fields });
  assertStringIncludes(text, "\nAUTH_TYPE=Basic\n");
  assertStringIncludes(text, "\nREMOTE_USER=username\n");
});

cpython("test_no_leading_slash", async () => {
  await using site = serveScripts();
  assertHello(await site.request("cgi-bin/file1.py"));
});

cpython("test_os_environ_is_not_altered", async () => {
  await using site = serveScripts();
  const signature = "Test CGI Server";
  Deno.env.set("SERVER_SOFTWARE", signature);
  try {
    assertHello(await site.request("/cgi-bin/file1.py"));
    assertEquals(Deno.env.get("SERVER_SOFTWARE"), signature);
  } finally {
    Deno.env.delete("SERVER_SOFTWARE");
  }
});

cpython("test_urlquote_decoding_in_cgi_check", async () => {
  await using site = serveScripts();
  assertHello(await site.request("/cgi-bin%2ffile1.py"));
});

cpython("test_nested_cgi_path_issue21323", async () => {
  await using site = serveScripts();
  assertHello(await site.request("/cgi-bin/child-dir/file3.py"));
});

cpython("test_query_with_multiple_question_mark", async () => {
  await using site = serveScripts();
  const answer = await site.request("/cgi-bin/file4.py?a=b?c=d");
  assertEquals([answer.text, answer.field("Content-type")], ["a=b?c=d\n", "text/html"]);
});

cpython("test_query_with_continuous_slashes", async () => {
  await using site = serveScripts();
  const query = "k=aa%2F%2Fbb&//q//p//=//a//b//";
  const answer = await site.request(`/cgi-bin/file4.py?${query}`);
  assertEquals([answer.text, answer.field("Content-type")], [`${query}\n`, "text/html"]);
});

cpython("test_cgi_path_in_sub_directories", async () => {
  await using site = serveScripts({ cgiDirectories: ["/cgi-bin", "/htbin", "/sub/dir/cgi-bin"] });
  assertHello(await site.request("/sub/dir/cgi-bin/file5.py"));
});

cpython("test_accept", async () => {
  await using site = serveScripts();
  const ofBrowser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
  const cases: [fields: string[], accept: string][] = [
    [[`Accept: ${ofBrowser}`], ofBrowser],
    [[], ""],
    [["Accept: text/html", "ACCEPT: text/plain"], "text/html,text/plain"],
  ];
  for (const [fields, accept] of cases) {
    const answer = await site.request("/cgi-bin/file6.py", { fields });
    assertEquals(answer.status, 200);
    assertStringIncludes(answer.text, `\nHTTP_ACCEPT=${accept}\n`);
  }
});

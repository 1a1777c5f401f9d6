import { assertEquals, assertThrows } from "@std/assert";
import { parseArguments } from "../../src/cli/arguments.ts";
import { defaultSettings, type Settings } from "../../src/cli/settings.ts";
import { UsageError } from "../../src/cli/usage_error.ts";

/** What CPython 3.13's `argparse` makes of the same options, where it has the same. */
const ACCEPTED: [args: string[], settings: Partial<Settings>][] = [
  [[], {}],
  [["9000"], { port: 9000 }],
  [["0"], { port: 0 }],
  [["65535"], { port: 65535 }],
  [["--", "9000"], { port: 9000 }],
  [["-b", "::1"], { bind: ["::1"] }],
  [["-b::1"], { bind: ["::1"] }],
  [["-b=::1"], { bind: ["::1"] }],
  [["--bind", "::1"], { bind: ["::1"] }],
  [["--bind=::1"], { bind: ["::1"] }],
  [["--b=::1", "--bi", "127.0.0.1"], { bind: ["::1", "127.0.0.1"] }],
  [["-d", "a", "-d", "b"], { directory: "b" }],
  [["-d", "-"], { directory: "-" }],
  [["-d", "-1"], { directory: "-1" }],
  [["-d", "- b"], { directory: "- b" }],
  [["-d=="], { directory: "=" }],
  [["--directory=a=b"], { directory: "a=b" }],
  [["--dir", "a", "9000"], { directory: "a", port: 9000 }],
  [["9000", "--dir", "a"], { directory: "a", port: 9000 }],
  [["-p", "HTTP/1.0"], { protocol: "HTTP/1.0" }],
  [["-pHTTP/1.0"], { protocol: "HTTP/1.0" }],
  [["-p=HTTP/1.1"], { protocol: "HTTP/1.1" }],
  [["-H", "X-A", "b c"], { headers: [["X-A", "b c"]] }],
  [["-H", "X-A", ""], { headers: [["X-A", ""]] }],
  [["-H", "X-A", "-1"], { headers: [["X-A", "-1"]] }],
  [["-H", "X-A", "- b"], { headers: [["X-A", "- b"]] }],
  [["--header", "A", "1", "--head", "A", "2"], { headers: [["A", "1"], ["A", "2"]] }],
  [["-H", "A", "1", "9000"], { headers: [["A", "1"]], port: 9000 }],
  [["--content-type", "text/plain"], { contentType: "text/plain" }],
  [["--cont=text/plain"], { contentType: "text/plain" }],
  [["--tls-cert", "a", "--tls-key=b"], { tlsCert: "a", tlsKey: "b" }],
  [["--tls-p", "a"], { tlsPasswordFile: "a" }],
  [["-h"], { help: true }],
  [["--hel"], { help: true }],
  [["-h", "--bogus"], { help: true }],
  [["-hx"], { help: true }],
  [["-hb", "::1"], { help: true }],
  [["--version", "--bogus"], { version: true }],
];

/** An argument that is not a number is the directory, which CPython does not have. */
const ACCEPTED_HERE: [args: string[], settings: Partial<Settings>][] = [
  [["public"], { directory: "public" }],
  [["public", "9000"], { directory: "public", port: 9000 }],
  [["9000", "public"], { directory: "public", port: 9000 }],
  [["--", "--bind"], { directory: "--bind" }],
  [["--simple"], { simple: true }],
  [["--cache", "60", "--charset", ""], { file: { cache: 60, charset: "" } }],
  [["--immutable", "--no-compress"], { file: { immutable: true, compress: false } }],
  [["--spa", "public"], { file: { spa: true }, directory: "public" }],
  [["--spa=app/index.html"], { file: { spa: "app/index.html" } }],
  [["--cors"], { file: { cors: true } }],
  [["--cors=https://a.example"], { file: { cors: ["https://a.example"] } }],
  [["--cors=http://a:1", "--cors=http://b"], { file: { cors: ["http://a:1", "http://b"] } }],
  [["--prefix", "/a/b", "--coop"], { file: { prefix: "/a/b", coop: true } }],
  [["--allow-host", "a.example", "--allow-host=.b.example"], {
    file: { allowedHosts: ["a.example", ".b.example"] },
  }],
  [["--dotfiles", "--symlinks", "--clean"], {
    file: { dotfiles: true, symlinks: true, cleanUrls: true },
  }],
  [["--tls-self-signed"], { tlsSelfSigned: "" }],
  [["--tls-self-signed=keys"], { tlsSelfSigned: "keys" }],
  [["--tls-self-signed", "public"], { tlsSelfSigned: "", directory: "public" }],
];

for (const [args, settings] of [...ACCEPTED, ...ACCEPTED_HERE]) {
  Deno.test(`parseArguments() accepts ${JSON.stringify(args)}`, () => {
    assertEquals(parseArguments(args), { ...defaultSettings(), ...settings });
  });
}

/** The messages of CPython 3.13's `argparse`. */
const REFUSED: [args: string[], message: string][] = [
  [["-x"], "unrecognized arguments: -x"],
  [["--bogus=1", "-x"], "unrecognized arguments: --bogus=1 -x"],
  [["8000", "9000"], "unrecognized arguments: 9000"],
  [["8000", "-x", "9000"], "unrecognized arguments: -x 9000"],
  [["-xb", "::1"], "unrecognized arguments: -xb"],
  [["-b"], "argument -b/--bind: expected one argument"],
  [["--bind"], "argument -b/--bind: expected one argument"],
  [["-hb"], "argument -b/--bind: expected one argument"],
  [["-hH", "A"], "argument -H/--header: expected 2 arguments"],
  [["-b", "-x"], "argument -b/--bind: expected one argument"],
  [["-b", "--"], "argument -b/--bind: expected one argument"],
  [["--dir", "-d"], "argument -d/--directory: expected one argument"],
  [["--content-type"], "argument --content-type: expected one argument"],
  [["-H"], "argument -H/--header: expected 2 arguments"],
  [["-H", "A"], "argument -H/--header: expected 2 arguments"],
  [["-H", "A", "-x"], "argument -H/--header: expected 2 arguments"],
  [["-HA", "1"], "argument -H/--header: expected 2 arguments"],
  [["--header=A", "1"], "argument -H/--header: expected 2 arguments"],
  [["--cgi=1"], "argument --cgi: ignored explicit argument '1'"],
  [["--help=1"], "argument -h/--help: ignored explicit argument '1'"],
  [
    ["--tl", "x"],
    "ambiguous option: --tl could match --tls-cert, --tls-key, --tls-password-file, " +
    "--tls-self-signed",
  ],
  [["--trust-proxy", "x"], "argument --trust-proxy: invalid address: 'x'"],
  [["--health=/x", "--metrics=/x"], "argument --metrics: there is a page with this path: '/x'"],
  [
    ["-p", "1.1"],
    "argument -p/--protocol: invalid choice: '1.1' (choose from HTTP/1.0, HTTP/1.1)",
  ],
];

/** What CPython accepts, and only fails later or not at all, and what this version does not have. */
const REFUSED_HERE: [args: string[], message: string][] = [
  [
    ["-p", "HTTP/2"],
    "argument -p/--protocol: invalid choice: 'HTTP/2' (choose from HTTP/1.0, HTTP/1.1)",
  ],
  [["65536"], "argument port: must be from 0 to 65535: '65536'"],
  [["-1"], "argument port: must be from 0 to 65535: '-1'"],
  [["-b", ""], "argument -b/--bind: invalid address: ''"],
  [["-b", "unix:"], "argument -b/--bind: invalid address: 'unix:'"],
  [["-b", "unix:a"], "argument -b/--bind: the path of a socket must be absolute: 'unix:a'"],
  [["-b", "fd:a"], "argument -b/--bind: invalid address: 'fd:a'"],
  [
    ["--health", "x"],
    "argument --health: must be a path that begins with a slash, without a query and blanks: 'x'",
  ],
  [
    ["--metrics", "/x?"],
    "argument --metrics: must be a path that begins with a slash, without a query and blanks: '/x?'",
  ],
  [["-d", ""], "argument -d/--directory: invalid directory: ''"],
  [["-d", "a", "b"], "argument directory: not allowed with argument -d/--directory"],
  [["-H", "a b", "1"], "argument -H/--header: invalid name: 'a b'"],
  [["-H", "", "1"], "argument -H/--header: invalid name: ''"],
  [["-H", "A", "1\r\nB: 2"], "argument -H/--header: invalid value: '1\\r\\nB: 2'"],
  [
    ["-H", "Content-Length", "1"],
    "argument -H/--header: the server says itself where an answer ends: 'Content-Length'",
  ],
  [
    ["-H", "transfer-encoding", "chunked"],
    "argument -H/--header: the server says itself where an answer ends: 'transfer-encoding'",
  ],
  [["-b", "::1", "-b", "::1"], "argument -b/--bind: given more than once: '::1'"],
  [[""], "argument directory: invalid directory: ''"],
  [["-H", "A", "日"], "argument -H/--header: invalid value: '日'"],
  [["--cache", "x"], "argument --cache: must be an integer from 0 to 2147483648: 'x'"],
  [["--cache=-1"], "argument --cache: must be an integer from 0 to 2147483648: '-1'"],
  [["--spa=/x"], "argument --spa: must be a path within the directory: '/x'"],
  [
    ["--cors=a.example"],
    "argument --cors: must be one or more origins, such as https://example.com: 'a.example'",
  ],
  [
    ["--prefix", "/a/../b"],
    'argument --prefix: must be a path such as /files, without "..", "//" and escapes: \'/a/../b\'',
  ],
  [
    ["--allow-host", "http://a.example"],
    "argument --allow-host: must be names such as example.com, .example.com or *: 'http://a.example'",
  ],
  [["--no-compress=1"], "argument --no-compress: ignored explicit argument '1'"],
  [["--charset", "a b"], "argument --charset: must be the name of a character set: 'a b'"],
  [["--content-type", "a\n"], "argument --content-type: invalid value: 'a\\n'"],
];

for (const [args, message] of [...REFUSED, ...REFUSED_HERE]) {
  Deno.test(`parseArguments() refuses ${JSON.stringify(args)}`, () => {
    const error = assertThrows(() => parseArguments(args), UsageError);
    assertEquals(error.message, message);
  });
}

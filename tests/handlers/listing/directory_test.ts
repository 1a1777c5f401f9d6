import { assert, assertEquals } from "@std/assert";
import { exchange, get, parseAnswer } from "../../helpers/raw_client.ts";
import { serveDirectory } from "../../helpers/servers.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

const IS_UNIX = Deno.build.os !== "windows";

/** The entries of a listing: where they lead, and what is shown. */
function entriesOf(page: string): [href: string, shown: string][] {
  const matches = page.matchAll(/^<li><a href="([^"]*)">(.*?)<\/a><\/li>$/gms);
  return Array.from(matches, ([, href, shown]) => [href!, shown!]);
}

Deno.test("SimpleHTTPRequestHandler lists a directory of 10,000 entries in order", async () => {
  using directory = new TempDir();
  const names = Array.from(
    { length: 10_000 },
    (_, index) => `file ${String(index * 7919 % 10_000).padStart(4, "0")}`,
  );
  for (const name of names) directory.write(name, "");
  await using server = serveDirectory(directory.path);
  const answer = await get(server.serverPort, "/");
  assertEquals(answer.field("Content-Length"), String(answer.body.length));
  const entries = entriesOf(answer.text).map(([, shown]) => shown);
  assertEquals(entries.join("\n"), names.toSorted().join("\n"));
});

/** Names in many scripts, and all that is awkward in a URL, in HTML, or for a sort. */
const NAMES = [
  ...["Ελληνικά", "кириллица", "עברית", "العربية", "हिन्दी", "বাংলা", "ไทย", "ქართული", "አማርኛ"],
  ...["中文", "日本語", "한국어", "tiếng Việt", "čeština", "İstanbul", "ß", "ﬁ", "é", "e\u0301"],
  ...["😀", "👩‍👩‍👧", "𝒜", "\ue000", "\uffff", "\u{10ffff}", "\u200f", "\u202e", "\ufeff"],
  ...["a b", " a", "a ", "a+b", "a%20b", "%", "%41", "?", "a?b=c", "#", "a#b", "&amp;", "<b>"],
  ...['"', "'", "`", "\\", "..a", "a..", "...", ".hidden", "~", "a:b", "a;b", "*", "|", "{}", "[]"],
  ...["\x01", "\x1b[31m", "\x7f", "\x85", "tab\there", "-rf", "$(x)", "index.html.txt"],
  ...["line\nbreak", "return\rhere"],
  "x".repeat(255),
];

Deno.test("SimpleHTTPRequestHandler lists names of every kind, with links that lead to the files", async () => {
  using directory = new TempDir();
  for (const name of NAMES) directory.write(name, `content of ${name}`);
  await using server = serveDirectory(directory.path);
  const entries = entriesOf((await get(server.serverPort, "/")).text);
  assertEquals(entries.map(([href]) => decodeURIComponent(href)).toSorted(), NAMES.toSorted());
  for (const [href] of entries) {
    assert(/^[!-~]+$/.test(href), href);
    const answer = await get(server.serverPort, `/${href}`);
    assertEquals([answer.status, answer.text], [200, `content of ${decodeURIComponent(href)}`]);
  }
});

Deno.test("SimpleHTTPRequestHandler serves directories of every name", async () => {
  using directory = new TempDir();
  for (const name of NAMES) {
    directory.mkdir(name);
    directory.write(`${name}/file`, name);
  }
  await using server = serveDirectory(directory.path);
  for (const name of NAMES) {
    const quoted = encodeURIComponent(name);
    const redirect = await get(server.serverPort, `/${quoted}`);
    assertEquals([redirect.status, redirect.field("Location")], [301, `/${quoted}/`]);
    assertEquals((await get(server.serverPort, `/${quoted}/file`)).text, name);
    assertEquals(entriesOf((await get(server.serverPort, `/${quoted}/`)).text), [["file", "file"]]);
  }
});

Deno.test({
  name: "SimpleHTTPRequestHandler leaves names that are not UTF-8 out of listings (deviation 7)",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    using directory = new TempDir();
    directory.write("good", "");
    // Deno itself cannot make such names.
    const script = "touch \"$(printf 'bad\\377')\"; mkdir \"$(printf '\\200dir')\"; " +
      "ln -s nowhere \"$(printf 'link\\376')\"";
    await new Deno.Command("sh", { args: ["-c", script], cwd: directory.path }).output();
    await using server = serveDirectory(directory.path);
    const listing = await get(server.serverPort, "/");
    assertEquals([listing.status, entriesOf(listing.text)], [200, [["good", "good"]]]);
    for (const target of ["/bad%FF", "/%80dir", "/%80dir/"]) {
      assertEquals((await get(server.serverPort, target)).status, 404);
    }
    assertEquals(server.errors, []);
  },
});

Deno.test({
  name: "SimpleHTTPRequestHandler answers 404 for FIFOs, sockets and devices (deviation 5)",
  ignore: !IS_UNIX,
  fn: async () => {
    using directory = new TempDir();
    const made = await new Deno.Command("mkfifo", { args: [directory.join("fifo")] }).output();
    assert(made.success);
    await leaveSocket(directory.join("socket"));
    Deno.symlinkSync("/dev/null", directory.join("null"));
    Deno.symlinkSync("/dev/zero", directory.join("zero"));
    Deno.symlinkSync(directory.join("fifo"), directory.join("link"));
    await using server = serveDirectory(directory.path);
    for (const name of ["fifo", "socket", "null", "zero", "link"]) {
      for (const method of ["GET", "HEAD"]) {
        const request = `${method} /${name} HTTP/1.1\r\n\r\n`;
        const answer = parseAnswer(await exchange(server.serverPort, request));
        assertEquals([answer.status, answer.reason], [404, "File not found"], name);
      }
    }
    assertEquals(entriesOf((await get(server.serverPort, "/")).text).length, 5);
  },
});

/** Make a socket in the file system, from outside: the tests have no permission for it. */
async function leaveSocket(path: string): Promise<void> {
  const code = `Deno.listen({ transport: "unix", path: ${JSON.stringify(path)} }); Deno.exit();`;
  const made = await new Deno.Command(Deno.execPath(), { args: ["eval", "--no-config", code] })
    .output();
  assert(made.success && Deno.statSync(path).isSocket);
}

Deno.test({
  name: "SimpleHTTPRequestHandler passes over an index page that is a FIFO",
  ignore: !IS_UNIX,
  fn: async () => {
    using directory = new TempDir();
    await new Deno.Command("mkfifo", { args: [directory.join("index.html")] }).output();
    await using server = serveDirectory(directory.path);
    assertEquals((await get(server.serverPort, "/")).status, 200);
    directory.write("index.htm", "second choice");
    assertEquals((await get(server.serverPort, "/")).text, "second choice");
  },
});

Deno.test({
  name: "SimpleHTTPRequestHandler marks links in listings, and follows them",
  ignore: !IS_UNIX,
  fn: async () => {
    using directory = new TempDir();
    directory.mkdir("dir");
    directory.write("file", "text");
    for (const target of ["dir", "file", "nothing"]) {
      Deno.symlinkSync(target, directory.join(`to_${target}`));
    }
    Deno.symlinkSync("loop", directory.join("loop"));
    await using server = serveDirectory(directory.path);
    assertEquals(entriesOf((await get(server.serverPort, "/")).text), [
      ["dir/", "dir/"],
      ["file", "file"],
      ["loop", "loop@"],
      ["to_dir/", "to_dir@"],
      ["to_file", "to_file@"],
      ["to_nothing", "to_nothing@"],
    ]);
    assertEquals((await get(server.serverPort, "/to_file")).text, "text");
    for (const [name, status] of [["to_dir", 301], ["to_nothing", 404], ["loop", 404]] as const) {
      assertEquals((await get(server.serverPort, `/${name}`)).status, status, name);
    }
  },
});

/** Ways to ask for what is outside of the directory. */
const ESCAPES = [
  ...["/../secret", "/../../secret", "/%2e%2e/secret", "/..%2fsecret", "/%2e%2e%2fsecret"],
  ...["/inside/../../secret", "/inside/..%2f..%2fsecret", "/./../secret", "//../secret"],
  ...[
    "/..",
    "..",
    "../secret",
    "/....//secret",
    "/..\\secret",
    "/..%5csecret",
    "/%252e%252e/secret",
  ],
  ...[
    "/../site-other/secret",
    "/..%c0%afsecret",
    "/%c0%ae%c0%ae/secret",
    "/inside/%2e%2e/../../secret",
  ],
  ...["http://x/../../secret", "/..;/secret", "/.%00./secret", "/\xc0\xae\xc0\xae/secret"],
];

Deno.test("SimpleHTTPRequestHandler gives nothing that is outside of its directory", async () => {
  using directory = new TempDir();
  directory.write("secret", "the secret");
  directory.mkdir("site-other");
  directory.write("site-other/secret", "the secret");
  directory.mkdir("site/inside");
  await using server = serveDirectory(directory.join("site"));
  for (const target of ESCAPES) {
    const answer = new TextDecoder().decode(
      await exchange(server.serverPort, `GET ${target} HTTP/1.1\r\n\r\n`),
    );
    assert(!answer.includes("the secret") && !answer.includes("site-other"), target);
  }
  assertEquals((await get(server.serverPort, "/../")).status, 200);
});

Deno.test("SimpleHTTPRequestHandler serves the current directory when `directory` is empty", async () => {
  await using server = serveDirectory("");
  const current = await Array.fromAsync(Deno.readDir("."), ({ name }) => name);
  const listed = entriesOf((await get(server.serverPort, "/")).text);
  assertEquals(listed.map(([href]) => href.replace("/", "")).toSorted(), current.toSorted());
  assertEquals((await get(server.serverPort, `${Deno.cwd()}/deno.json`)).status, 404);
});

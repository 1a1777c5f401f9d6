import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { noise, textOf, utf8 } from "../../helpers/bytes.ts";
import { eventually } from "../../helpers/eventually.ts";
import { RawClient } from "../../helpers/raw_client.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { head, SharingServer, WRITABLE } from "./sharing_server.ts";

Deno.test("PUT stores a file, and says where", async () => {
  await using sharing = new SharingServer();
  sharing.directory.mkdir("sub dir");
  const content = noise(700_000);
  const answer = await sharing.send("PUT", "/sub%20dir/%E2%82%AC.bin", content);
  assertEquals(answer.status, 201);
  assertEquals(answer.field("Location"), "/sub%20dir/%E2%82%AC.bin");
  assertEquals(Deno.readFileSync(sharing.directory.join("sub dir/€.bin")), content);
  const got = await sharing.send("GET", "/sub%20dir/%E2%82%AC.bin");
  assertEquals(got.body, content);
  assertEquals(sharing.names(), ["sub dir/", "sub dir/€.bin"]);
});

Deno.test("PUT says where a file is whose target has a slash that is encoded", async () => {
  await using sharing = new SharingServer();
  sharing.directory.mkdir("a");
  const answer = await sharing.send("PUT", "/a%2Fb.txt", "tea");
  assertEquals([answer.status, answer.field("Location")], [201, "/a/b.txt"]);
  assertEquals((await sharing.send("GET", "/a/b.txt")).body, utf8("tea"));
});

Deno.test("PUT takes a chunked body, and an empty one", async () => {
  await using sharing = new SharingServer();
  const chunked = "5\r\nhello\r\n7;x=y\r\n, world\r\n0\r\nDigest: no\r\n\r\n";
  using client = await RawClient.connect(sharing.port);
  const answer = await client.request(
    head("PUT", "/a.txt", { "Transfer-Encoding": "chunked" }) + chunked,
  );
  assertEquals([answer.status, sharing.read("a.txt")], [201, "hello, world"]);
  // The connection goes on.
  const next = await client.request(head("PUT", "/empty", { "Content-Length": "0" }));
  assertEquals([next.status, sharing.read("empty")], [201, ""]);
});

Deno.test("PUT takes an empty body on a connection that ends after it", async () => {
  await using sharing = new SharingServer();
  const requests = [
    "PUT /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
    "PUT /b HTTP/1.0\r\nContent-Length: 0\r\n\r\n",
  ];
  for (const request of requests) {
    using client = await RawClient.connect(sharing.port);
    assertEquals((await client.request(request)).status, 201);
  }
  assertEquals(sharing.names(), ["a", "b"]);
});

/** A request, the policy, and what becomes of a file `a.txt` that says "old". */
const POLICIES: readonly {
  readonly overwrite?: "error" | "rename" | "replace";
  readonly status: number;
  readonly location?: string;
  readonly files: Readonly<Record<string, string>>;
}[] = [
  { status: 409, files: { "a.txt": "old" } },
  { overwrite: "error", status: 409, files: { "a.txt": "old" } },
  {
    overwrite: "rename",
    status: 201,
    location: "/a%20(1).txt",
    files: { "a.txt": "old", "a (1).txt": "new" },
  },
  { overwrite: "replace", status: 204, files: { "a.txt": "new" } },
];

Deno.test("PUT does with a name that is taken what the policy says", async () => {
  for (const { overwrite, status, location, files } of POLICIES) {
    await using sharing = new SharingServer({ ...WRITABLE, overwrite });
    sharing.directory.write("a.txt", "old");
    const answer = await sharing.send("PUT", "/a.txt", "new");
    assertEquals([answer.status, answer.field("Location")], [status, location]);
    const found = sharing.names().map((name) => [name, sharing.read(name)]);
    assertEquals(Object.fromEntries(found), files);
  }
});

Deno.test("Two uploads of one name at once: one of them gets it", async () => {
  await using sharing = new SharingServer();
  using first = await RawClient.connect(sharing.port);
  using second = await RawClient.connect(sharing.port);
  for (const [client, letter] of [[first, "1"], [second, "2"]] as const) {
    await client.send(head("PUT", "/a.txt", { "Content-Length": "4" }) + letter.repeat(3));
  }
  // Both have begun before either ends.
  await eventually(() => assertEquals(sharing.names().length, 2));
  await Promise.all([first.send("1"), second.send("2")]);
  const statuses = await Promise.all([first, second].map(async (client) => {
    const { status } = await client.readAnswer();
    return status;
  }));
  assertEquals(statuses.toSorted(), [201, 409]);
  assertEquals(sharing.names(), ["a.txt"]);
  assertEquals(sharing.read("a.txt"), statuses[0] === 201 ? "1111" : "2222");
});

Deno.test("PUT leaves a file that is being downloaded as it was", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, overwrite: "replace" });
  const old = noise(20_000_000);
  sharing.directory.write("a.bin", old);
  using reader = await RawClient.connect(sharing.port);
  await reader.send(head("GET", "/a.bin"));
  assertStringIncludes(await reader.readHead(), "Content-Length: 20000000");
  assertEquals((await sharing.send("PUT", "/a.bin", "new")).status, 204);
  assertEquals(sharing.read("a.bin"), "new");
  assertEquals(await reader.readExactly(old.length), old);
});

/** What is refused before anything is stored. */
const REFUSALS: readonly {
  readonly name: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly text?: string;
}[] = [
  { name: "a directory", target: "/sub/", status: 405 },
  { name: "the directory itself", target: "/", status: 405 },
  { name: "the name of a directory", target: "/sub", status: 409 },
  { name: "a file as a directory", target: "/old.txt/x", status: 409 },
  { name: "a directory that is not there", target: "/none/x", status: 409 },
  { name: "a hidden file", target: "/.htaccess", status: 403 },
  { name: "a file in a hidden directory", target: "/.git/config", status: 403 },
  { name: "the name of an upload", target: "/.http-server-upload.x", status: 403 },
  { name: "a device of Windows", target: "/nul.txt", status: 400 },
  { name: "a control character", target: "/a%00b", status: 400 },
  { name: "a line end", target: "/a%0Ab", status: 400 },
  { name: "a backslash", target: "/a%5Cb", status: 400 },
  { name: "a name that is not UTF-8", target: "/%FF", status: 400 },
  { name: "a name that is too long", target: `/${"x".repeat(256)}`, status: 400 },
  { name: "a link that leads out", target: "/out/x", status: 403, text: "leads out" },
  { name: "a part of a file", headers: { "Content-Range": "bytes 0-3/8" }, status: 400 },
  { name: "an encoded file", headers: { "Content-Encoding": "gzip" }, status: 415 },
  { name: "no length", headers: { "Content-Length": "" }, status: 400 },
  { name: "two lengths", headers: { "content-length": "5" }, status: 400 },
  { name: "too much", headers: { "Content-Length": "1001" }, status: 413, text: "1000 bytes" },
  { name: "another site", headers: { "Sec-Fetch-Site": "cross-site" }, status: 403 },
  { name: "a page of elsewhere", headers: { Origin: "http://evil.example" }, status: 403 },
  { name: "a file that has to be there", headers: { "If-Match": "*" }, status: 412 },
  {
    name: "a file that may not be there",
    target: "/old.txt",
    headers: { "If-None-Match": "*" },
    status: 412,
  },
  {
    name: "a file that has changed",
    target: "/old.txt",
    headers: { "If-Match": '"other"' },
    status: 412,
  },
  { name: "a malformed digest", headers: { "Content-Digest": "nonsense" }, status: 400 },
];

Deno.test("PUT refuses before the body is sent, and stores nothing", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, overwrite: "replace", maxUpload: 1000 });
  await using outside = new SharingServer();
  sharing.directory.mkdir("sub");
  sharing.directory.write("old.txt", "old");
  Deno.symlinkSync(outside.directory.path, sharing.directory.join("out"));
  const before = sharing.names();
  for (const { name, target = "/new.txt", headers = {}, status, text = "" } of REFUSALS) {
    using client = await RawClient.connect(sharing.port);
    const fields = { "Content-Length": "4", Expect: "100-continue", ...headers };
    const answer = await client.request(head("PUT", target, fields));
    assertEquals(answer.status, status, name);
    assertStringIncludes(answer.text, text, name);
    assertEquals(answer.field("Connection"), "close", name);
    assertEquals(sharing.names(), before, name);
  }
  assertEquals(outside.names(), []);
});

Deno.test("PUT without any length is answered with 411", async () => {
  await using sharing = new SharingServer();
  using client = await RawClient.connect(sharing.port);
  assertEquals((await client.request(head("PUT", "/a.txt"))).status, 411);
});

Deno.test("PUT invites the body once it is known to be taken", async () => {
  await using sharing = new SharingServer();
  using client = await RawClient.connect(sharing.port);
  await client.send(head("PUT", "/a.txt", { "Content-Length": "5", Expect: "100-continue" }));
  assertEquals(await client.readHead(), "HTTP/1.1 100 Continue\r\n\r\n");
  await client.send("hello");
  assertEquals((await client.readAnswer()).status, 201);
  assertEquals(sharing.read("a.txt"), "hello");
});

Deno.test("PUT ends an upload that turns out too long", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, maxUpload: 10 });
  using client = await RawClient.connect(sharing.port);
  await client.send(head("PUT", "/a.txt", { "Transfer-Encoding": "chunked" }));
  await client.send("8\r\n12345678\r\n8\r\n12345678\r\n");
  assertEquals((await client.readAnswer()).status, 413);
  assertEquals(sharing.names(), []);
});

Deno.test("PUT verifies the digests that are stated", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, overwrite: "replace" });
  sharing.directory.write("a.txt", "old");
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", utf8("new"))).toBase64();
  for (const field of ["Content-Digest", "Repr-Digest"]) {
    const wrong = await sharing.send("PUT", "/a.txt", "new!", { [field]: `sha-256=:${digest}:` });
    assertEquals([wrong.status, sharing.read("a.txt")], [400, "old"], field);
    assertStringIncludes(wrong.text, "digest");
  }
  const right = await sharing.send("PUT", "/a.txt", "new", {
    "Content-Digest": `sha-256=:${digest}:`,
  });
  assertEquals([right.status, sharing.read("a.txt"), sharing.names()], [204, "new", ["a.txt"]]);
});

Deno.test("PUT changes a file only if it is still the one that the client knows", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, overwrite: "replace" });
  const tag = (await sharing.send("PUT", "/a.txt", "one")).field("ETag")!;
  const second = await sharing.send("PUT", "/a.txt", "second", { "If-Match": tag });
  assertEquals(second.status, 204);
  assert(second.field("ETag") !== tag);
  const late = await sharing.send("PUT", "/a.txt", "third", { "If-Match": tag });
  assertEquals([late.status, sharing.read("a.txt")], [412, "second"]);
});

Deno.test("A cut connection leaves no half file, and no old one is lost", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, overwrite: "replace" });
  sharing.directory.write("a.txt", "old");
  for (
    const [framing, part] of [
      [{ "Content-Length": "100000" }, "x".repeat(50_000)],
      [{ "Transfer-Encoding": "chunked" }, "10\r\n0123456789abcdef\r\n"],
    ] as const
  ) {
    const client = await RawClient.connect(sharing.port);
    await client.send(head("PUT", "/a.txt", framing) + part);
    await eventually(() => assertEquals(sharing.names().length, 2));
    client[Symbol.dispose]();
    await eventually(() => assertEquals(sharing.names(), ["a.txt"]));
    assertEquals(sharing.read("a.txt"), "old");
  }
  assertEquals(sharing.server.errors, []);
});

Deno.test("Files that are being uploaded are neither listed nor served, even among hidden files", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, dotfiles: true });
  using client = await RawClient.connect(sharing.port);
  await client.send(head("PUT", "/a.txt", { "Content-Length": "4" }) + "abc");
  const [name] = await eventually(() => {
    const names = sharing.names();
    assertEquals(names.length, 1);
    return names;
  });
  const listing = await sharing.send("GET", "/", "", { Accept: "text/plain" });
  assertEquals(listing.text.includes("upload"), false);
  for (const target of [`/${name}`, `/${name}`.replace("upload", "%75PLOAD")]) {
    assertEquals((await sharing.send("GET", target)).status, 404);
    assertEquals((await sharing.send("DELETE", target)).status, 403);
  }
  await client.send("d");
  assertEquals((await client.readAnswer()).status, 201);
});

Deno.test("With dotfiles, hidden files are written to as others are", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, dotfiles: true });
  assertEquals((await sharing.send("PUT", "/.htaccess", "x")).status, 201);
  assertEquals((await sharing.send("GET", "/.htaccess")).text, "x");
  assertEquals((await sharing.send("DELETE", "/.htaccess")).status, 204);
});

Deno.test("Below a prefix, uploads are where they are asked for again", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, prefix: "/files/" });
  const answer = await sharing.send("PUT", "/files/a.txt", "x");
  assertEquals([answer.status, answer.field("Location")], [201, "/files/a.txt"]);
  assertEquals((await sharing.send("GET", "/files/a.txt")).text, "x");
  assertEquals((await sharing.send("PUT", "/a.txt", "x")).status, 404);
  assertEquals(sharing.names(), ["a.txt"]);
});

Deno.test("Methods are refused as long as their options are off", async () => {
  for (
    const [options, method, status] of [
      [{}, "PUT", 405],
      [{}, "DELETE", 405],
      [{ upload: true }, "DELETE", 405],
      [{ upload: true }, "MKCOL", 405],
      [{ mkdir: true }, "PUT", 405],
      [{ delete: true }, "POST", 415],
    ] as const
  ) {
    await using sharing = new SharingServer(options);
    const answer = await sharing.send(method, method === "POST" ? "/" : "/a.txt");
    assertEquals(answer.status, status, `${method} ${JSON.stringify(options)}`);
    if (status === 405) assert(!answer.field("Allow")!.includes(method));
    assertEquals(sharing.names(), []);
  }
});

Deno.test("PUT replaces a link and not what it leads to", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, overwrite: "replace" });
  using outside = new TempDir();
  const target = outside.write("secret", "secret");
  Deno.symlinkSync(target, sharing.directory.join("link"));
  assertEquals((await sharing.send("PUT", "/link", "new")).status, 204);
  assertEquals([sharing.read("link"), Deno.readTextFileSync(target)], ["new", "secret"]);
  assert(Deno.lstatSync(sharing.directory.join("link")).isFile);
  assertEquals(textOf(Deno.readFileSync(target)), "secret");
});

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Buffer } from "node:buffer";
import { resumableNames } from "../../../src/handlers/sharing/partial_name.ts";
import { noise, utf8 } from "../../helpers/bytes.ts";
import { eventually } from "../../helpers/eventually.ts";
import { LaterClock } from "../../helpers/later_clock.ts";
import { type Answer, RawClient } from "../../helpers/raw_client.ts";
import { CuttingProxy } from "./cutting_proxy.ts";
import { head, leadsTo, SharingServer, WRITABLE } from "./sharing_server.ts";

const TUS = { "Tus-Resumable": "1.0.0" };
const PIECE = { ...TUS, "Content-Type": "application/offset+octet-stream" };

/** Metadata that names a file. */
function named(filename: string): Readonly<Record<string, string>> {
  return { "Upload-Metadata": `filename ${utf8(filename).toBase64()}` };
}

/** Begin an upload, and say where it goes on. */
async function begin(
  sharing: SharingServer,
  length: number,
  filename: string,
  target = "/",
): Promise<string> {
  const fields = { ...TUS, "Upload-Length": String(length), ...named(filename) };
  const answer = await sharing.send("POST", target, "", fields);
  assertEquals(answer.status, 201, answer.text);
  return leadsTo(answer, target);
}

/** Send a part of an upload. */
async function patch(
  sharing: SharingServer,
  location: string,
  offset: number,
  bytes: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return await sharing.send("PATCH", location, bytes, {
    ...PIECE,
    "Upload-Offset": String(offset),
    ...headers,
  });
}

Deno.test({
  name: "tus-js-client uploads a file, and resumes it after cuts",
  // The client's agent keeps its sockets for a while.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const { Upload } = await import("npm:tus-js-client@4.3.1");
    await using sharing = new SharingServer();
    sharing.directory.mkdir("in");
    const content = noise(6_000_000);
    await using proxy = new CuttingProxy(sharing.port, [1_500_000, 2_000_000]);
    const offsets: number[] = [];
    await new Promise<void>((resolve, reject) => {
      new Upload(Buffer.from(content.buffer), {
        endpoint: `http://127.0.0.1:${proxy.port}/in/`,
        metadata: { filename: "große Datei.bin" },
        retryDelays: [0, 10, 10, 10, 10],
        onSuccess: () => resolve(),
        onError: reject,
        onAfterResponse: (request, response) => {
          if (request.getMethod() === "HEAD") {
            offsets.push(Number(response.getHeader("Upload-Offset")));
          }
        },
      }).start();
    });
    assertEquals(proxy.cut, 2);
    assertEquals(Deno.readFileSync(sharing.directory.join("in/große Datei.bin")), content);
    // It did not begin anew.
    assertEquals(offsets.length, 2);
    assert(0 < offsets[0]! && offsets[0]! < offsets[1]! && offsets[1]! < content.length);
  },
});

Deno.test("tus: OPTIONS tells what there is", async () => {
  await using sharing = new SharingServer({ upload: true, maxUpload: 1000 });
  const answer = await sharing.send("OPTIONS", "/");
  assertEquals(answer.status, 204);
  const fields = ["Tus-Resumable", "Tus-Version", "Tus-Max-Size", "Tus-Checksum-Algorithm"];
  assertEquals(fields.map((name) => answer.field(name)), [
    ...["1.0.0", "1.0.0", "1000", "sha1,sha256,sha512,md5"],
  ]);
  assertEquals(answer.field("Tus-Extension")?.split(","), [
    ...["creation", "creation-with-upload", "termination", "checksum", "expiration"],
  ]);
  await using off = new SharingServer({});
  assertEquals((await off.send("OPTIONS", "/")).field("Tus-Version"), undefined);
});

Deno.test("tus: what came in chunks before a cut is kept", async () => {
  await using sharing = new SharingServer();
  const location = await begin(sharing, 10, "a.txt");
  {
    using client = await RawClient.connect(sharing.port);
    const fields = { ...PIECE, "Upload-Offset": "0", "Transfer-Encoding": "chunked" };
    await client.send(head("PATCH", location, fields) + "4\r\n0123\r\n");
  }
  await eventually(async () => {
    const told = await sharing.send("HEAD", location, "", TUS);
    assertEquals(told.field("Upload-Offset"), "4");
  });
});

Deno.test("tus: a file of several parts appears when the last has come", async () => {
  await using sharing = new SharingServer();
  const location = await begin(sharing, 11, "a b.txt");
  const first = await patch(sharing, location, 0, "hello ");
  assertEquals([first.status, first.field("Upload-Offset")], [204, "6"]);
  assert(Date.parse(first.field("Upload-Expires")!) > Date.now());
  assertEquals(sharing.names().includes("a b.txt"), false);
  const told = await sharing.send("HEAD", location, "", TUS);
  assertEquals([told.status, told.field("Upload-Offset"), told.field("Upload-Length")], [
    ...[200, "6", "11"],
  ]);
  assertEquals(told.field("Cache-Control"), "no-store");
  const last = await patch(sharing, location, 6, "world");
  assertEquals([last.status, last.field("Upload-Offset"), last.field("Content-Location")], [
    ...[204, "11", "/a%20b.txt"],
  ]);
  assertEquals(sharing.read("a b.txt"), "hello world");
  // A client that did not get the last answer is told.
  const again = await sharing.send("HEAD", location, "", TUS);
  assertEquals([again.field("Upload-Offset"), again.field("Content-Location")], [
    ...["11", "/a%20b.txt"],
  ]);
});

Deno.test("tus: creation takes the whole file at once", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, overwrite: "rename" });
  for (const [content, name] of [["hello", "a.txt"], ["again", "a (1).txt"], ["", "a (2).txt"]]) {
    const answer = await sharing.send("POST", "/", content!, {
      ...PIECE,
      "Upload-Length": String(content!.length),
      ...named("a.txt"),
    });
    assertEquals([answer.status, answer.field("Upload-Offset")], [201, String(content!.length)]);
    assertEquals(answer.field("Content-Location"), `/${encodeURIComponent(name!)}`);
    assertEquals(sharing.read(name!), content);
  }
  assertEquals(sharing.names(), ["a (1).txt", "a (2).txt", "a.txt"]);
});

Deno.test("tus: files of a folder keep their paths", async () => {
  await using sharing = new SharingServer();
  const path = `relativePath ${utf8("photos/2024/ä.jpg").toBase64()},filename ${
    utf8("x").toBase64()
  }`;
  const answer = await sharing.send("POST", "/", "jpeg", {
    ...PIECE,
    "Upload-Length": "4",
    "Upload-Metadata": path,
  });
  assertEquals(answer.field("Content-Location"), "/photos/2024/%C3%A4.jpg");
  assertEquals(sharing.read("photos/2024/ä.jpg"), "jpeg");
  for (const [path, status] of [["../x", 400], ["a/../../x", 400], [".git/x", 403], ["", 400]]) {
    const metadata = `relativePath ${utf8(String(path)).toBase64()}`;
    const refused = await sharing.send("POST", "/", "", {
      ...TUS,
      "Upload-Length": "4",
      "Upload-Metadata": metadata,
    });
    assertEquals(refused.status, status, String(path));
  }
});

Deno.test("tus: what is wrong is refused and changes nothing", async () => {
  await using sharing = new SharingServer({ upload: true, maxUpload: 100 });
  sharing.directory.write("taken.txt", "old");
  const location = await begin(sharing, 10, "a.txt");
  await patch(sharing, location, 0, "01234");
  const create = { ...TUS, ...named("b.txt") };
  for (
    const [name, method, target, body, headers, status] of [
      ["another version", "POST", "/", "", { ...create, "Tus-Resumable": "2.0.0" }, 412],
      ["no length", "POST", "/", "", create, 400],
      ["no number", "POST", "/", "", { ...create, "Upload-Length": "-1" }, 400],
      ["too long", "POST", "/", "", { ...create, "Upload-Length": "101" }, 413],
      ["no name", "POST", "/", "", { ...TUS, "Upload-Length": "1" }, 400],
      [
        "a taken name",
        "POST",
        "/",
        "",
        { ...TUS, "Upload-Length": "1", ...named("taken.txt") },
        409,
      ],
      [
        "metadata",
        "POST",
        "/",
        "",
        { ...TUS, "Upload-Length": "1", "Upload-Metadata": "a !" },
        400,
      ],
      ["another site", "POST", "/", "", { ...create, "Upload-Length": "1", Origin: "null" }, 403],
      ["no such upload", "PATCH", "/?upload=" + "0".repeat(32), "x", PIECE, 404],
      ["a path as upload", "PATCH", "/?upload=../taken.txt", "x", PIECE, 404],
      ["another type", "PATCH", location, "x", { ...TUS, "Upload-Offset": "5" }, 415],
      ["no offset", "PATCH", location, "x", PIECE, 400],
      ["another offset", "PATCH", location, "x", { ...PIECE, "Upload-Offset": "4" }, 409],
      ["too much", "PATCH", location, "56789x", { ...PIECE, "Upload-Offset": "5" }, 413],
      ["PUT", "PUT", location, "x", { ...PIECE, "Upload-Offset": "5" }, 405],
    ] as const
  ) {
    const answer = await sharing.send(method, target, body, headers);
    assertEquals(answer.status, status, `${name}: ${answer.text}`);
    assertEquals(answer.field("Tus-Resumable") ?? "1.0.0", "1.0.0");
  }
  const told = await sharing.send("HEAD", location, "", TUS);
  assertEquals(told.field("Upload-Offset"), "5");
  assertEquals([sharing.read("taken.txt"), sharing.names().length], ["old", 3]);
});

Deno.test("tus: a part with a wrong checksum is dropped", async () => {
  await using sharing = new SharingServer();
  const location = await begin(sharing, 10, "a.txt");
  await patch(sharing, location, 0, "01234");
  const { createHash } = await import("node:crypto");
  const sum = `sha1 ${createHash("sha1").update("56789").digest("base64")}`;
  for (
    const [checksum, status] of [
      ["sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=", 460],
      ["crc32 AAAA", 400],
      ["sha1", 400],
    ] as const
  ) {
    const answer = await patch(sharing, location, 5, "56789", { "Upload-Checksum": checksum });
    assertEquals(answer.status, status, checksum);
    const told = await sharing.send("HEAD", location, "", TUS);
    assertEquals(told.field("Upload-Offset"), "5");
  }
  assertEquals(
    (await patch(sharing, location, 5, "56789", { "Upload-Checksum": sum })).status,
    204,
  );
  assertEquals(sharing.read("a.txt"), "0123456789");
});

Deno.test("tus: a digest that is stated at the beginning is verified at the end", async () => {
  await using sharing = new SharingServer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", utf8("hello"))).toBase64();
  for (const [content, status] of [["jello", 400], ["hello", 204]] as const) {
    const created = await sharing.send("POST", "/", "", {
      ...TUS,
      "Upload-Length": "5",
      "Repr-Digest": `sha-256=:${digest}:`,
      ...named("a.txt"),
    });
    const answer = await patch(sharing, leadsTo(created), 0, content);
    assertEquals(answer.status, status);
    assertEquals(sharing.names().includes("a.txt"), status === 204);
  }
});

Deno.test("tus: what came before a cut is kept, and the newest request goes on", async () => {
  await using sharing = new SharingServer();
  const location = await begin(sharing, 10, "a.txt");
  // A client that is gone without the server having noticed.
  using gone = await RawClient.connect(sharing.port);
  await gone.send(
    head("PATCH", location, { ...PIECE, "Upload-Offset": "0", "Content-Length": "10" }) + "0123",
  );
  const told = await eventually(async () => {
    const told = await sharing.send("HEAD", location, "", TUS);
    assertEquals(told.field("Upload-Offset"), "4");
    return told;
  });
  assertEquals(told.status, 200);
  assertEquals((await patch(sharing, location, 4, "456789")).status, 204);
  assertEquals(sharing.read("a.txt"), "0123456789");
});

Deno.test("tus: an upload goes on when the server was started anew", async () => {
  await using sharing = new SharingServer();
  const location = await begin(sharing, 10, "a.txt");
  await patch(sharing, location, 0, "01234");
  await sharing.server.shutdown();
  await using second = new SharingServer({ ...WRITABLE, directory: sharing.directory.path });
  assertEquals((await patch(second, location, 5, "56789")).status, 204);
  assertEquals(sharing.read("a.txt"), "0123456789");
});

Deno.test("tus: an upload that was complete before a crash becomes a file when asked after", async () => {
  await using sharing = new SharingServer();
  const location = await begin(sharing, 5, "a.txt");
  const id = new URL(location, sharing.origin).searchParams.get("upload")!;
  // What a server leaves that is killed after the last byte.
  sharing.directory.write(resumableNames(id).data, "hello");
  const told = await sharing.send("HEAD", location, "", TUS);
  assertEquals([told.field("Upload-Offset"), told.field("Content-Location")], ["5", "/a.txt"]);
  assertEquals(sharing.read("a.txt"), "hello");
});

Deno.test("tus: an upload is given up by DELETE", async () => {
  await using sharing = new SharingServer({ upload: true });
  const location = await begin(sharing, 10, "a.txt");
  await patch(sharing, location, 0, "01234");
  assertEquals((await sharing.send("DELETE", location, "", TUS)).status, 204);
  assertEquals((await sharing.send("HEAD", location, "", TUS)).status, 404);
  assertEquals(sharing.names(), []);
});

Deno.test("tus: uploads that are over do not keep a directory from being deleted", async () => {
  await using sharing = new SharingServer();
  for (const [name, target] of [["one", "/one/"], ["two", "/two?recursive"]] as const) {
    sharing.directory.mkdir(name);
    const location = await begin(sharing, 5, "a.txt", `/${name}/`);
    await patch(sharing, location, 0, "hel");
    assertEquals((await sharing.send("DELETE", target)).status, 409);
    await patch(sharing, location, 3, "lo");
    assertEquals((await sharing.send("DELETE", `/${name}/a.txt`)).status, 204);
    assertEquals((await sharing.send("DELETE", target)).status, 204);
  }
  assertEquals(sharing.names(), []);
});

Deno.test("tus: clients that can only POST say what they mean", async () => {
  await using sharing = new SharingServer();
  const location = await begin(sharing, 5, "a.txt");
  const fields = { ...PIECE, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH" };
  assertEquals((await sharing.send("POST", location, "hello", fields)).status, 204);
  assertEquals(sharing.read("a.txt"), "hello");
});

Deno.test("tus: two uploads of one name at once: one of them gets it", async () => {
  await using sharing = new SharingServer();
  const [first, second] = [await begin(sharing, 1, "a.txt"), await begin(sharing, 1, "a.txt")];
  const answers = await Promise.all([
    patch(sharing, first, 0, "1"),
    patch(sharing, second, 0, "2"),
  ]);
  assertEquals(answers.map(({ status }) => status).toSorted(), [204, 409]);
  assertStringIncludes(answers.map(({ text }) => text).join(""), "this name already");
});

Deno.test("tus: an upload is refused if the file system is so late that it would be over", async () => {
  await using sharing = new SharingServer();
  using clock = new LaterClock();
  clock.offset = 25 * 60 * 60 * 1000;
  const fields = { ...PIECE, "Upload-Length": "1", ...named("a.txt") };
  const answer = await sharing.send("POST", "/", "a", fields);
  assertEquals([answer.status, sharing.names(), sharing.server.errors], [409, [], []]);
});

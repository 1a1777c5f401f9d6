import { assertEquals, assertStringIncludes } from "@std/assert";
import { latin1, noise, utf8 } from "../../helpers/bytes.ts";
import { eventually } from "../../helpers/eventually.ts";
import { RawClient } from "../../helpers/raw_client.ts";
import { head, SharingServer, WRITABLE } from "./sharing_server.ts";

/** Send a form, as `fetch` writes it. */
async function post(
  sharing: SharingServer,
  files: readonly (readonly [name: string, content: string | Uint8Array<ArrayBuffer>])[],
  headers: Readonly<Record<string, string>> = {},
  target = "/",
): Promise<{ status: number; location: string | null; text: string }> {
  const form = new FormData();
  form.append("comment", "a field");
  for (const [name, content] of files) form.append("file", new File([content], name));
  const answer = await fetch(sharing.origin + target, {
    method: "POST",
    body: form,
    headers,
    redirect: "manual",
  });
  const location = answer.headers.get("Location");
  return { status: answer.status, location, text: await answer.text() };
}

Deno.test("A form's files are stored in the directory that it is sent to", async () => {
  await using sharing = new SharingServer();
  sharing.directory.mkdir("sub");
  // Longer than what is read at once, and with what looks like a boundary.
  const large = noise(1_000_000);
  large.set(utf8("\r\n------"), 70_000);
  const answer = await post(sharing, [["große Datei.bin", large], ["empty", ""]], {}, "/sub/");
  assertEquals([answer.status, answer.location], [201, "/sub/"]);
  assertEquals(answer.text, "Stored: große Datei.bin\nStored: empty\n");
  assertEquals(Deno.readFileSync(sharing.directory.join("sub/große Datei.bin")), large);
  assertEquals(sharing.names(), ["sub/", "sub/empty", "sub/große Datei.bin"]);
});

Deno.test("A form's files are stored in whatever pieces it arrives", async () => {
  const form = "--x\r\nContent-Disposition: form-data; name=f; filename=a.txt\r\n\r\n" +
    "content\r\n--y\r\n--x--\r\n";
  const head = `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${form.length}\r\n` +
    "Content-Type: multipart/form-data; boundary=x\r\n\r\n";
  // The last delimiter, and what is around it.
  for (let cut = form.length - 16; cut < form.length; cut++) {
    await using sharing = new SharingServer();
    using client = await RawClient.connect(sharing.port);
    await client.send(head + form.slice(0, cut));
    // By then the server has read what there is.
    await eventually(() => assertEquals(sharing.names().length, 1));
    await client.send(form.slice(cut));
    assertEquals((await client.readAnswer()).status, 201, `Cut at ${cut}`);
    assertEquals(sharing.read("a.txt"), "content\r\n--y");
  }
});

Deno.test("A form's only file is where Location says", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, overwrite: "rename" });
  sharing.directory.write("a b.txt", "old");
  const answer = await post(sharing, [["a b.txt", "new"]]);
  assertEquals([answer.status, answer.location], [201, "/a%20b%20(1).txt"]);
  assertEquals(sharing.read("a b (1).txt"), "new");
});

Deno.test("A browser without a script is shown the directory after a form", async () => {
  await using sharing = new SharingServer();
  sharing.directory.mkdir("sub");
  const browser = { Accept: "text/html,*/*;q=0.8" };
  for (const [target, location] of [["/", "./"], ["/sub/", "./"], ["/sub", "./sub/"]]) {
    const answer = await post(sharing, [[`${target!.length}.txt`, "a"]], browser, target);
    assertEquals([answer.status, answer.location], [303, location]);
  }
});

Deno.test("A form with directories keeps them, and leads nowhere else", async () => {
  await using sharing = new SharingServer();
  const answer = await post(sharing, [
    ["photos/2024/a.jpg", "a"],
    ["photos/b.jpg", "b"],
    ["photos/../../evil", "x"],
    ["/etc/passwd", "x"],
    ["photos/.hidden", "x"],
    ["C:\\fakepath\\c.jpg", "c"],
  ]);
  assertEquals(answer.status, 400);
  assertStringIncludes(answer.text, "Not stored: photos/../../evil: A path may not lead upwards\n");
  assertStringIncludes(answer.text, "Not stored: photos/.hidden: Hidden files");
  assertEquals(sharing.names(), [
    ...["c.jpg", "etc/", "etc/passwd"],
    ...["photos/", "photos/2024/", "photos/2024/a.jpg", "photos/b.jpg"],
  ]);
});

Deno.test("Files of a form that cannot be stored do not keep the others from it", async () => {
  await using sharing = new SharingServer();
  sharing.directory.write("taken.txt", "old");
  const answer = await post(sharing, [["a.txt", "a"], ["taken.txt", "new"], ["b.txt", "b"]]);
  assertEquals(answer.status, 409);
  assertEquals(
    answer.text,
    "Not stored: taken.txt: There is a file with this name already\nStored: a.txt\nStored: b.txt\n",
  );
  assertEquals([sharing.read("taken.txt"), sharing.read("a.txt")], ["old", "a"]);
});

const BOUNDARY = "----x";
const MULTIPART = { "Content-Type": `multipart/form-data; boundary=${BOUNDARY}` };

/** A form with one file, as bytes. */
function formOf(filename: string, content: string): string {
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="f"; filename="${filename}"\r\n\r\n` +
    `${content}\r\n--${BOUNDARY}--\r\n`;
}

Deno.test("A form is refused where it is malformed, and leaves nothing", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, maxUpload: 10_000 });
  for (
    const [name, headers, body, status] of [
      ["no end", MULTIPART, formOf("a", "x").slice(0, -8), 400],
      ["no boundary", { "Content-Type": "multipart/form-data" }, formOf("a", "x"), 400],
      ["another boundary", MULTIPART, formOf("a", "x").replaceAll(BOUNDARY, "y"), 400],
      ["nothing", MULTIPART, "", 400],
      [
        "broken percent-encoding",
        MULTIPART,
        formOf("a", "x").replace('filename="a"', "filename*=UTF-8''%ff%"),
        400,
      ],
      ["no name", MULTIPART, formOf("a", "x").replace('name="f"; ', ""), 400],
      ["no disposition", MULTIPART, formOf("a", "x").replace("Content-Disposition", "X"), 400],
      ["another disposition", MULTIPART, formOf("a", "x").replace("form-data", "attachment"), 400],
      [
        "two dispositions",
        MULTIPART,
        formOf("a", "x").replace(/Content-Disposition.*\r\n/, "$&$&"),
        400,
      ],
      ["too long a field", MULTIPART, formOf("a", "x").padEnd(10_001), 413],
      ["no form", { "Content-Type": "text/plain" }, "x", 415],
      ["another site", { ...MULTIPART, Origin: "null" }, formOf("a", "x"), 403],
      [
        "a wrong digest",
        { ...MULTIPART, "Content-Digest": "sha-256=:AAAA:" },
        formOf("a", "x"),
        400,
      ],
    ] as const
  ) {
    const answer = await sharing.send("POST", "/", body, headers);
    assertEquals([answer.status, sharing.names()], [status, []], `${name}: ${answer.text}`);
  }
  assertEquals((await sharing.send("POST", "/none/", formOf("a", "x"), MULTIPART)).status, 404);
});

Deno.test("A form's files may have any names", async () => {
  await using sharing = new SharingServer();
  const names = ["снег.txt", "日本.txt", "☃ 😀.txt", "it's; 100%.txt", "عربي"];
  const answer = await post(sharing, names.map((name) => [name, name]));
  assertEquals([answer.status, answer.text], [
    201,
    names.map((name) => `Stored: ${name}\n`).join(""),
  ]);
  assertEquals(sharing.names(), names.toSorted());
  const odd = await sharing.send("POST", "/", utf8(formOf("tab\there", "x")), MULTIPART);
  assertEquals([odd.status, sharing.read("tab_here")], [201, "x"]);
});

Deno.test("A form arrives in pieces of any size", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, overwrite: "replace" });
  using client = await RawClient.connect(sharing.port);
  const form = formOf("a.txt", "line\r\n--\r\n------\r\nline");
  for (const byByte of [false, true]) {
    const length = String(form.length);
    await client.send(head("POST", "/", { ...MULTIPART, "Content-Length": length }));
    for (const piece of byByte ? form : [form]) await client.send(piece);
    assertEquals((await client.readAnswer()).status, 201);
    assertEquals(sharing.read("a.txt"), "line\r\n--\r\n------\r\nline");
  }
});

Deno.test("A form is malformed that has half a line end in the head of a part, in whatever pieces it arrives", async () => {
  await using sharing = new SharingServer();
  const form = formOf("a.txt", "text").replace('a.txt"\r\n', 'a.txt"\r\x86\nX: y\r\n');
  for (const pieces of [[form], [...form]]) {
    using client = await RawClient.connect(sharing.port);
    const length = String(latin1(form).length);
    await client.send(head("POST", "/", { ...MULTIPART, "Content-Length": length }));
    for (const piece of pieces) await client.send(latin1(piece));
    assertEquals((await client.readAnswer()).status, 400);
    assertEquals(sharing.names(), []);
  }
});

Deno.test("A form that is cut off leaves the files that were complete", async () => {
  await using sharing = new SharingServer();
  const client = await RawClient.connect(sharing.port);
  const whole = formOf("a.txt", "complete").replace(`${BOUNDARY}--\r\n`, BOUNDARY);
  const half = '\r\nContent-Disposition: form-data; name="f"; filename="b.txt"\r\n\r\nhalf';
  await client.send(head("POST", "/", { ...MULTIPART, "Content-Length": "100000" }) + whole + half);
  await eventually(() => assertEquals(sharing.names().length, 2));
  client[Symbol.dispose]();
  await eventually(() => assertEquals(sharing.names(), ["a.txt"]));
  assertEquals(sharing.read("a.txt"), "complete");
});

Deno.test("A form whose digest is stated is stored as a whole or not at all", async () => {
  await using sharing = new SharingServer();
  const form = formOf("a.txt", "content");
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-512", utf8(form))).toBase64();
  const right = { ...MULTIPART, "Content-Digest": `sha-512=:${digest}:` };
  const wrong = await sharing.send("POST", "/", form.replace("content", "CONTENT"), right);
  assertEquals([wrong.status, sharing.names()], [400, []]);
  const answer = await sharing.send("POST", "/", form, right);
  assertEquals([answer.status, sharing.read("a.txt")], [201, "content"]);
});

Deno.test("A form whose digest is stated keeps a bounded number of files open", async () => {
  await using sharing = new SharingServer();
  const part = (index: number): string =>
    `--b\r\nContent-Disposition: form-data; name="f"; filename="${index}"\r\n\r\nx\r\n`;
  const send = async (count: number): Promise<number> => {
    const form = `${Array.from({ length: count }, (_, index) => part(index)).join("")}--b--\r\n`;
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(form))).toBase64();
    const fields = { "Content-Type": "multipart/form-data; boundary=b" };
    const digest = { "Content-Digest": `sha-256=:${sum}:` };
    return (await sharing.send("POST", "/", form, { ...fields, ...digest })).status;
  };
  assertEquals([await send(65), sharing.names()], [413, []]);
  assertEquals([await send(64), sharing.names().length], [201, 64]);
});

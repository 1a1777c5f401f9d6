import { assertEquals } from "@std/assert";
import { resumableNames } from "../../../src/handlers/sharing/partial_name.ts";
import { sweep } from "../../../src/handlers/sharing/sweep.ts";
import { utf8 } from "../../helpers/bytes.ts";
import { eventually } from "../../helpers/eventually.ts";
import { RawClient } from "../../helpers/raw_client.ts";
import { head, leadsTo, SharingServer, WRITABLE } from "./sharing_server.ts";

const TUS = { "Tus-Resumable": "1.0.0" };

/** Begin an upload of three bytes, and say where it goes on. */
async function begin(
  sharing: SharingServer,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const answer = await sharing.send("POST", "/", "", {
    ...TUS,
    "Upload-Length": "3",
    ...headers,
    "Upload-Metadata": `relativePath ${utf8(path).toBase64()}`,
  });
  assertEquals(answer.status, 201, answer.text);
  return leadsTo(answer);
}

async function finish(sharing: SharingServer, location: string): Promise<number> {
  const fields = {
    ...TUS,
    "Upload-Offset": "0",
    "Content-Type": "application/offset+octet-stream",
  };
  return (await sharing.send("PATCH", location, "abc", fields)).status;
}

async function giveUp(sharing: SharingServer, location: string): Promise<void> {
  assertEquals((await sharing.send("DELETE", location, "", TUS)).status, 204);
}

Deno.test("tus: directories go away with the last upload of a folder that is given up", async () => {
  await using sharing = new SharingServer();
  sharing.directory.mkdir("kept");
  const uploads = [];
  for (const path of ["kept/a/b/1.txt", "kept/a/b/2.txt", "kept/a/3.txt"]) {
    uploads.push(await begin(sharing, path));
  }
  await giveUp(sharing, uploads[0]!);
  assertEquals(sharing.names().filter((name) => name.endsWith("/")), [
    ...["kept/", "kept/a/", "kept/a/b/"],
  ]);
  await giveUp(sharing, uploads[2]!);
  await giveUp(sharing, uploads[1]!);
  assertEquals(sharing.names(), ["kept/"]);
});

Deno.test("tus: directories stay that something is in, or was there before", async () => {
  await using sharing = new SharingServer();
  const [first, second] = [await begin(sharing, "a/b/1.txt"), await begin(sharing, "a/c/2.txt")];
  assertEquals(await finish(sharing, first), 204);
  await giveUp(sharing, second);
  await giveUp(sharing, first);
  assertEquals(sharing.names(), ["a/", "a/b/", "a/b/1.txt"]);
  // It has been there for its own sake since it had a file in it.
  const third = await begin(sharing, "a/b/3.txt");
  Deno.removeSync(sharing.directory.join("a/b/1.txt"));
  await giveUp(sharing, third);
  assertEquals(sharing.names(), ["a/", "a/b/"]);
  const other = await begin(sharing, "d/4.txt");
  sharing.directory.write("d/5.txt", "put there by somebody else");
  await giveUp(sharing, other);
  assertEquals(sharing.names(), ["a/", "a/b/", "d/", "d/5.txt"]);
});

Deno.test("tus: directories go away with an upload whose digest is wrong", async () => {
  await using sharing = new SharingServer();
  const location = await begin(sharing, "a/b/1.txt", { "Repr-Digest": "sha-256=:AAAA:" });
  assertEquals(await finish(sharing, location), 400);
  assertEquals(sharing.names(), []);
});

Deno.test("sweep() removes directories with an upload that nobody went on with", async () => {
  await using sharing = new SharingServer();
  const id = new URL(await begin(sharing, "a/b/1.txt"), sharing.origin).searchParams.get("upload")!;
  const done = await begin(sharing, "c/2.txt");
  assertEquals(await finish(sharing, done), 204);
  const doneId = new URL(done, sharing.origin).searchParams.get("upload")!;
  Deno.removeSync(sharing.directory.join("c/2.txt"));
  for (
    const path of [
      ...Object.values(resumableNames(id)).map((name) => `a/b/${name}`),
      `c/${resumableNames(doneId).note}`,
    ]
  ) Deno.utimeSync(sharing.directory.join(path), 0, 0);
  assertEquals(await sweep(sharing.directory.path), 3);
  // That upload was not given up.
  assertEquals(sharing.names(), ["c/"]);
});

/** A form with files of some names, without its end. */
function formOf(...names: string[]): string {
  return names.map((name) =>
    `--x\r\nContent-Disposition: form-data; name=f; filename="${name}"\r\n\r\nabc\r\n`
  ).join("");
}
const MULTIPART = { "Content-Type": "multipart/form-data; boundary=x" };

Deno.test("A form that is cut off leaves no directories that nothing is in", async () => {
  await using sharing = new SharingServer();
  {
    using client = await RawClient.connect(sharing.port);
    await client.send(head("POST", "/", { ...MULTIPART, "Content-Length": "100000" }));
    await client.send(formOf("a/1.txt", "b/c/2.txt"));
    await eventually(() => assertEquals(sharing.names().includes("b/c/"), true));
    await eventually(() => assertEquals(sharing.names().includes("a/1.txt"), true));
  }
  await eventually(() => assertEquals(sharing.names(), ["a/", "a/1.txt"]));
});

Deno.test("A form that is refused leaves no directories", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, maxUpload: 1000 });
  for (
    const [name, headers, body, status] of [
      [
        "a wrong digest",
        { "Content-Digest": "sha-256=:AAAA:" },
        `${formOf("a/b/1")}--x--\r\n`,
        400,
      ],
      ["no end", {}, formOf("a/b/1").slice(0, -5), 400],
      [
        "a name in a directory that is too long",
        {},
        `${formOf(`a/${"x/".repeat(200)}1`)}--x--\r\n`,
        400,
      ],
    ] as const
  ) {
    const answer = await sharing.send("POST", "/", body, { ...MULTIPART, ...headers });
    assertEquals([answer.status, sharing.names()], [status, []], `${name}: ${answer.text}`);
  }
});

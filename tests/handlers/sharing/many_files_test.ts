import { assertEquals } from "@std/assert";
import { RawClient } from "../../helpers/raw_client.ts";
import { head, SharingServer } from "./sharing_server.ts";

/** How many files there are. */
const COUNT = 10_000;

/** How many connections send them, where each takes a request. */
const CONNECTIONS = 16;

/** The names and contents that are to be there in the end. */
function checkFiles(sharing: SharingServer, directory: string): void {
  const names = sharing.names().filter((name) => name.endsWith(".txt"));
  assertEquals(names.length, COUNT);
  for (const name of names) {
    assertEquals(sharing.read(name), name.slice(directory.length), name);
  }
}

Deno.test("A form with 10,000 files stores them all", async () => {
  await using sharing = new SharingServer({ upload: true });
  const parts = Array.from(
    { length: COUNT },
    (_, index) =>
      "--x\r\nContent-Disposition: form-data; name=file; " +
      `filename="folder/${index % 10}/${index}.txt"\r\n\r\n${index % 10}/${index}.txt\r\n`,
  );
  const answer = await sharing.send("POST", "/", `${parts.join("")}--x--\r\n`, {
    "Content-Type": "multipart/form-data; boundary=x",
  });
  assertEquals(answer.status, 201);
  checkFiles(sharing, "folder/");
});

Deno.test("PUT stores 10,000 files, on some connections at once", async () => {
  await using sharing = new SharingServer({ upload: true });
  let next = 0;
  const sendSome = async (): Promise<void> => {
    using client = await RawClient.connect(sharing.port);
    while (next < COUNT) {
      const name = `${next++}.txt`;
      const fields = { "Content-Length": String(name.length) };
      const { status } = await client.request(head("PUT", `/${name}`, fields) + name);
      assertEquals(status, 201, name);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sendSome));
  checkFiles(sharing, "");
});

import { assertEquals } from "@std/assert";
import { SharingServer } from "./sharing_server.ts";

/** How many files there are. */
const COUNT = 1000;

Deno.test("A form with a thousand files stores them all", async () => {
  await using sharing = new SharingServer({ upload: true, archive: true });
  const parts = Array.from(
    { length: COUNT },
    (_, index) =>
      "--x\r\nContent-Disposition: form-data; name=file; " +
      `filename="folder/${index % 10}/${index}.txt"\r\n\r\nfile ${index}\r\n`,
  );
  const answer = await sharing.send("POST", "/", `${parts.join("")}--x--\r\n`, {
    "Content-Type": "multipart/form-data; boundary=x",
  });
  assertEquals(answer.status, 201);
  const names = sharing.names().filter((name) => !name.endsWith("/"));
  assertEquals(names.length, COUNT);
  assertEquals(sharing.read("folder/7/997.txt"), "file 997");
});

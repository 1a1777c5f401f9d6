import { assert, assertEquals, assertThrows } from "@std/assert";
import { collectEntries } from "../../../src/handlers/sharing/archive_entries.ts";
import { ARCHIVE_ENTRIES } from "../../../src/handlers/sharing/entry_budget.ts";
import { RefusedError } from "../../../src/handlers/sharing/refusal.ts";
import { writeZip } from "../../../src/handlers/sharing/zip.ts";
import { noise, textOf } from "../../helpers/bytes.ts";
import { eventually } from "../../helpers/eventually.ts";
import { RawClient } from "../../helpers/raw_client.ts";
import { usedMemory } from "../../helpers/resources.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { head, SharingServer } from "./sharing_server.ts";

Deno.test("Archives are answered with 503 when those that are being sent have too many entries", async () => {
  await using sharing = new SharingServer({ archive: true });
  for (let index = 0; index < 10; index++) sharing.directory.write(`${index}.txt`, "");
  const statusOf = async (): Promise<readonly [status: number, retry: string | undefined]> => {
    const form = { "Content-Type": "application/x-www-form-urlencoded" };
    const { status, field } = await sharing.send("POST", "/", "archive=zip", form);
    return [status, field("Retry-After")];
  };
  {
    // The directory is an entry, too.
    using others = ARCHIVE_ENTRIES.begin();
    others.add(1_000_000 - 11);
    for (let time = 0; time < 2; time++) assertEquals(await statusOf(), [200, undefined]);
    others.add(1);
    assertEquals(await statusOf(), [503, "60"]);
    assertThrows(() => others.add(12), RefusedError);
  }
  assertEquals(await statusOf(), [200, undefined]);
});

Deno.test("A client that does not take its archive keeps others from large ones until it leaves", async () => {
  await using sharing = new SharingServer({ archive: true });
  // More than what fits into the buffers of a connection.
  sharing.directory.write("large.bin", noise(16_000_000));
  const budget = (): boolean => {
    using others = ARCHIVE_ENTRIES.begin();
    try {
      others.add(1_000_000);
      return true;
    } catch {
      return false;
    }
  };
  {
    using client = await RawClient.connect(sharing.port);
    await client.send(head("GET", "/?archive=tar"));
    await client.readHead();
    assertEquals(budget(), false);
  }
  await eventually(() => assertEquals(budget(), true));
});

Deno.test("Archives take no more than 500 bytes of memory for an entry", async () => {
  using directory = new TempDir();
  const count = 5000;
  directory.mkdir("holidays by the sea");
  for (let index = 0; index < count; index++) {
    directory.write(`holidays by the sea/IMG_20240101_${index}.jpg`, "");
  }
  const rules = { isShown: () => true, count: () => {} };
  const send = async (root: string): Promise<number> => {
    let most = 0;
    const entries = await collectEntries(root, "files", [], rules);
    await writeZip(entries, (bytes) => {
      // Where the list of all begins, there is as much of it as there will be.
      if (textOf(bytes.subarray(0, 4)) === "PK\x01\x02") most ||= usedMemory();
    });
    return most;
  };
  // Once without, so that all is loaded.
  const before = await send(directory.mkdir("empty"));
  const each = (await send(directory.path) - before) / count;
  assert(each > 100 && each < 500, `${each} bytes`);
});

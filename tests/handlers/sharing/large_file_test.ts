import { assert, assertEquals } from "@std/assert";
import { Command } from "../../cli/command.ts";
import { textOf, utf8 } from "../../helpers/bytes.ts";
import { RawClient } from "../../helpers/raw_client.ts";
import { peakMemory } from "../../helpers/resources.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { roomFor } from "./memory_disk.ts";
import { head, leadsTo } from "./sharing_server.ts";

/** More than 32 bits can count. */
const SIZE = 5 * 1024 ** 3;

/** Where the connection breaks: in the middle of a block. */
const CUT = 2.5 * 1024 ** 3 + 12_345;

/** What is in the file besides zeros: whatever is lost or comes twice moves one of them. */
const MARKS = [[0, "begin"], [CUT - 3, "here"], [2 ** 32 - 3, "beyond"], [
  SIZE - 3,
  "end",
]] as const;

/** How much memory the server may take for it: some blocks, and what the runtime is late to give back. */
const MAX_GROWTH = 64 * 1024 ** 2;

const ROOM = roomFor(SIZE);
const HAS_CURL = (await new Deno.Command("which", { args: ["curl"] }).output()).success;

/** What is needed to upload a large file. */
class Scene implements AsyncDisposable {
  /** What is served. */
  readonly directory = ROOM!();
  /** Mostly holes, which take no room. */
  readonly source = new TempDir();
  readonly path: string;
  readonly #command: Command;
  #memory = 0;
  port = 0;

  constructor() {
    this.path = this.source.write("source.bin", "");
    using file = Deno.openSync(this.path, { write: true });
    file.truncateSync(SIZE);
    for (const [position, mark] of MARKS) {
      file.seekSync(position, Deno.SeekMode.Start);
      file.writeSync(utf8(mark));
    }
    const { path } = this.directory;
    const args = ["-b", "127.0.0.1", "-d", path, "--upload", "0"];
    this.#command = new Command(args, { flags: ["-NR", `--allow-write=${path}`] });
  }

  async start(): Promise<void> {
    this.port = await this.#command.readPort();
    // Once with a small file, so that all is loaded.
    using client = await RawClient.connect(this.port);
    const fields = { "Content-Length": "5" };
    assertEquals((await client.request(head("PUT", "/small", fields) + "small")).status, 201);
    Deno.removeSync(`${this.directory.path}/small`);
    this.#memory = await peakMemory(this.#command.pid);
  }

  /** Send a part of the source. */
  async send(client: RawClient, start: number, end: number): Promise<void> {
    using file = Deno.openSync(this.path);
    file.seekSync(start, Deno.SeekMode.Start);
    const block = new Uint8Array(1024 * 1024);
    for (let position = start; position < end;) {
      const count = file.readSync(block.subarray(0, Math.min(block.length, end - position)))!;
      await client.send(block.subarray(0, count));
      position += count;
    }
  }

  /** See that a file is as the source, and that the server had a few blocks at a time. */
  async check(name: string): Promise<void> {
    using file = Deno.openSync(`${this.directory.path}/${name}`);
    assertEquals(file.statSync().size, SIZE);
    for (const [position, mark] of MARKS) {
      const bytes = new Uint8Array(mark.length);
      file.seekSync(position, Deno.SeekMode.Start);
      file.readSync(bytes);
      assertEquals(textOf(bytes), mark);
    }
    const growth = await peakMemory(this.#command.pid) - this.#memory;
    assert(growth < MAX_GROWTH, `The server took ${growth} bytes of memory`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#command[Symbol.asyncDispose]();
    this.source[Symbol.dispose]();
    this.directory[Symbol.dispose]();
  }
}

Deno.test({
  name: `PUT stores a file of 5 GiB in constant memory${ROOM ? "" : " (no room for it here)"}`,
  ignore: ROOM === undefined || !HAS_CURL || Deno.build.os !== "linux",
  fn: async () => {
    await using scene = new Scene();
    await scene.start();
    const url = `http://127.0.0.1:${scene.port}/large.bin`;
    const args = ["-sS", "-o", "/dev/null", "-w", "%{http_code}", "-T", scene.path, url];
    const { stdout } = await new Deno.Command("curl", { args }).output();
    assertEquals(textOf(stdout), "201");
    await scene.check("large.bin");
  },
});

Deno.test({
  name: `tus: a file of 5 GiB goes on after a cut${ROOM ? "" : " (no room for it here)"}`,
  ignore: ROOM === undefined || Deno.build.os !== "linux",
  fn: async () => {
    await using scene = new Scene();
    await scene.start();
    const tus = { "Tus-Resumable": "1.0.0" };
    const piece = { ...tus, "Content-Type": "application/offset+octet-stream" };
    using client = await RawClient.connect(scene.port);
    const begun = await client.request(head("POST", "/", {
      ...tus,
      "Content-Length": "0",
      "Upload-Length": String(SIZE),
      "Upload-Metadata": `filename ${utf8("large.bin").toBase64()}`,
    }));
    const location = leadsTo(begun);
    {
      using cut = await RawClient.connect(scene.port);
      await cut.send(head("PATCH", location, {
        ...piece,
        "Content-Length": String(SIZE),
        "Upload-Offset": "0",
      }));
      await scene.send(cut, 0, CUT);
    }
    // What had arrived by now: the server gives up on the connection that was cut.
    await client.send(head("HEAD", location, tus));
    const offset = Number((await client.readAnswer(false)).field("Upload-Offset"));
    assert(offset > 0.9 * CUT && offset <= CUT, `The upload goes on at ${offset}`);
    await client.send(head("PATCH", location, {
      ...piece,
      "Content-Length": String(SIZE - offset),
      "Upload-Offset": String(offset),
    }));
    await scene.send(client, offset, SIZE);
    const { status, field } = await client.readAnswer();
    assertEquals([status, field("Content-Location")], [204, "/large.bin"]);
    await scene.check("large.bin");
  },
});

/**
 * The clock of a real process is set, a year forward and an hour back, while clients are connected.
 *
 * @module
 */

import { assert, assertEquals, assertLess } from "@std/assert";
import { eventually } from "../helpers/eventually.ts";
import { FAKETIME } from "../helpers/programs.ts";
import { RawClient } from "../helpers/raw_client.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { ShellCommand } from "./shell_command.ts";

/** To where the clock is set, in seconds from the right time. */
const STEPS = [366 * 24 * 3600, -3600, 0];

/** More than the buffers of both sides hold, in bytes. */
const SIZE = 64 * 1024 * 1024;

const GET = "GET /file HTTP/1.1\r\nHost: a\r\n\r\n";

const LIMITS = ["head-timeout=50", "body-timeout=50", "write-timeout=50", "idle-timeout=50"];

/** Requests that have begun, and go on when the clock has been set. */
class Pending implements Disposable {
  readonly #clients: RawClient[] = [];
  #download!: RawClient;
  #half!: RawClient;
  #upload!: RawClient;

  static async begin(port: number): Promise<Pending> {
    const pending = new Pending();
    const begin = async (message: string): Promise<RawClient> => {
      const client = await RawClient.connect(port);
      pending.#clients.push(client);
      await client.send(message);
      return client;
    };
    pending.#download = await begin("GET /large HTTP/1.1\r\nConnection: close\r\n\r\n");
    await pending.#download.readHead();
    pending.#half = await begin(GET.slice(0, 10));
    pending.#upload = await begin("PUT /new HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nhalf");
    return pending;
  }

  async end(directory: TempDir): Promise<void> {
    await this.#half.send(GET.slice(10));
    assertEquals((await this.#half.readAnswer()).status, 200);
    await this.#upload.send("half");
    assertEquals((await this.#upload.readAnswer()).status, 201);
    assertEquals(Deno.readTextFileSync(directory.join("new")), "halfhalf");
    Deno.removeSync(directory.join("new"));
    assertEquals((await this.#download.readToEnd()).length, SIZE);
  }

  [Symbol.dispose](): void {
    for (const client of this.#clients) client[Symbol.dispose]();
  }
}

Deno.test({
  name: "main() drops nobody and serves what there is when the clock of the system is set",
  ignore: FAKETIME === undefined,
  async fn(): Promise<void> {
    using elsewhere = new TempDir();
    const clock = elsewhere.write("clock", "+0");
    // Neither files nor the clock that never steps are touched.
    const before = `export LD_PRELOAD='${FAKETIME}' FAKETIME_TIMESTAMP_FILE='${clock}' ` +
      "FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1;";
    const options = `--upload ${LIMITS.map((limit) => `--limit ${limit}`).join(" ")}`;
    await using command = await ShellCommand.start(before, "", options, "-W=.");
    const log = new Response(command.process.stderr).text();
    const { directory, port } = command;
    directory.write("file", "0");
    directory.write("large", "");
    Deno.truncateSync(directory.join("large"), SIZE);
    using client = await RawClient.connect(port);
    assertEquals((await client.request(GET)).text, "0");
    for (const [index, step] of STEPS.entries()) {
      using pending = await Pending.begin(port);
      // Written beside it first: the server never sees half of it.
      Deno.renameSync(elsewhere.write("clock.new", `${step < 0 ? "" : "+"}${step}`), clock);
      await eventually(async () => {
        const date = Date.parse((await client.request(GET)).field("date")!);
        assertLess(Math.abs(date - Date.now() - step * 1000), 60_000);
      });
      for (const content of [`${index}`, `${index}!`]) {
        directory.write("file", content);
        for (let turn = 0; turn < 3; turn++) {
          const answer = await client.request(GET);
          assertEquals([answer.status, answer.text], [200, content]);
        }
      }
      await pending.end(directory);
    }
    const [start, used] = [performance.now(), await command.cpuTime()];
    await new Promise((resolve) => setTimeout(resolve, 500));
    const idled = (performance.now() - start) / 1000;
    assertLess(await command.cpuTime() - used, idled / 2, "It does nothing all the time");
    assertEquals(await command.end(), 143);
    const year = new Date(Date.now() + STEPS[0]! * 1000).getFullYear();
    assert((await log).includes(`/${year} `), "The log has the time that it is");
  },
});

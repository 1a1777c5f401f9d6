/**
 * The comparison of uploads and archives: `deno task bench:sharing`, or
 * `deno run -A bench/sharing.ts --help`.
 *
 * curl is the client, in as many requests as fit into a round. The others do not bring what they store to
 * the disk, as this server does: so it is told how long that takes, too.
 */
import { join } from "node:path";
import { runComparison } from "./comparison.ts";
import { lighttpdWithDav, nginxWithDav } from "./debian_servers.ts";
import { oursWithSharing } from "./deno_servers.ts";
import { Unsupported } from "./exchange.ts";
import { BIG_SIZE } from "./files.ts";
import { needProgram } from "./install.ts";
import { readUsage } from "./process.ts";
import { type Conditions, type Running, startServer } from "./running.ts";
import type { Found } from "./server.ts";
import type { Measurement, Workload } from "./workload.ts";

const MEGABYTE = 1e6;

/** The requests of a round. */
interface Transfer {
  readonly name: string;
  readonly title: string;
  /** The bytes of all that curl does at once. */
  readonly size: number;
  /**
   * What curl is told.
   *
   * @param url The server
   * @param directory The directory that is served
   */
  args(url: string, directory: string): string[];
  /** The statuses that mean success. */
  readonly statuses: readonly string[];
}

const WORKLOADS: readonly Workload[] = [
  transfer({
    name: "put",
    title: "PUT of 100 MiB, one client",
    size: BIG_SIZE,
    args: (url, directory) => ["-T", join(directory, "big.bin"), `${url}/uploaded.bin`],
    statuses: ["201", "204"],
  }),
  transfer({
    name: "put-chunked",
    title: "PUT of 100 MiB in chunks, one client",
    size: BIG_SIZE,
    args: (url, directory) => [
      ...["-H", "Transfer-Encoding: chunked", "-T", join(directory, "big.bin")],
      `${url}/uploaded.bin`,
    ],
    statuses: ["201", "204"],
  }),
  transfer({
    name: "put-small",
    title: "PUT of 20 KiB, one client, a hundred on a connection",
    size: 100 * 20 * 1024,
    args: (url, directory) => ["-T", join(directory, "20k.bin"), `${url}/uploaded[1-100].bin`],
    statuses: ["201", "204"],
  }),
  transfer({
    name: "zip",
    title: "A zip archive of 100 MiB, one client",
    size: BIG_SIZE,
    args: (url) => [`${url}/?archive=zip&name=big.bin`],
    statuses: ["200"],
  }),
  transfer({
    name: "get",
    title: "The same 100 MiB as a file, one client",
    size: BIG_SIZE,
    args: (url) => [`${url}/big.bin`],
    statuses: ["200"],
  }),
];

function transfer(options: Transfer): Workload {
  const { name, title, size } = options;
  async function measure(server: Found, conditions: Conditions): Promise<Measurement> {
    await using running = await startServer(server, conditions);
    await once(options, running, conditions);
    const before = readUsage(running.pid).cpuSeconds;
    const start = performance.now();
    let count = 0;
    do {
      await once(options, running, conditions);
      count++;
    } while (performance.now() - start < conditions.seconds * 1000);
    const seconds = (performance.now() - start) / 1000;
    const cpu = readUsage(running.pid).cpuSeconds - before;
    const bytes = count * size;
    return {
      value: bytes / MEGABYTE / seconds,
      also: { label: "Server's CPU per 100 MB", unit: "ms", value: cpu * 1e3 / (bytes / 1e8) },
    };
  }
  return { name, title, files: "sizes", unit: "MB/s", measure };
}

async function once(
  { args, size, statuses }: Transfer,
  { port }: Running,
  { directory, signal }: Conditions,
): Promise<void> {
  const { stdout } = await new Deno.Command("curl", {
    args: [
      ...["-sS", "-o", "/dev/null", "-H", "Expect:", "-w", "%{http_code} %{size_download}\\n"],
      ...args(`http://127.0.0.1:${port}`, directory),
    ],
    signal,
  }).output();
  for (const answer of new TextDecoder().decode(stdout).trim().split("\n")) {
    const [status = "", downloaded] = answer.split(" ");
    // Who knows no archives gives the listing.
    if (statuses.includes("200") && Number(downloaded) < size) {
      throw new Unsupported(`it answers with ${downloaded} bytes`);
    }
    if (!statuses.includes(status)) throw new Error(`the status was ${status}`);
  }
}

if (import.meta.main) {
  if (!await needProgram("curl", "curl", { install: false, signal: AbortSignal.timeout(10_000) })) {
    throw new Error("Cannot measure without curl");
  }
  await runComparison({
    heading: "Uploads and archives",
    workloads: WORKLOADS,
    servers: [oursWithSharing, nginxWithDav, lighttpdWithDav],
    ours: oursWithSharing,
    yardsticks: [nginxWithDav, lighttpdWithDav],
  });
}

/**
 * Puts a server under a mixed load with faults for as long as one likes, and looks whether it is at the
 * end what it was at the beginning:
 *
 *     deno task soak --minutes 30 [--seed N]
 *
 * The status is 1 if a client that behaves got a wrong answer, or the server keeps anything. Linux.
 *
 * @module
 */

import { TempDir } from "../tests/helpers/temp_dir.ts";
import { readLimits } from "./fuzz/limits.ts";
import { Random } from "./fuzz/random.ts";
import { exhaustDescriptors, FAULTS, type Target } from "./soak/faults.ts";
import { runClient } from "./soak/load.ts";
import { DESCRIPTORS, SoakedServer } from "./soak/process.ts";
import type { Signs } from "./soak/server.ts";
import { writeSite } from "./soak/site.ts";
import { type Report, Tally } from "./soak/tally.ts";

/** How many clients behave. */
const CLIENTS = 16;

/** How many of each kind do not. */
const CULPRITS = 3;

/** How long each of them rests then, in milliseconds. */
const FAULT_PAUSE = 50;

/** How often all descriptors are taken, in milliseconds. */
const SCARCITY_INTERVAL = 15_000;

/** What the first part of the run is for: caches, compiled code and the heap get their size. */
const WARM_UP = 0.2;

/** How long the server gets to end all connections, in milliseconds. */
const PATIENCE = 20_000;

/** How much larger the heap may be in the end, in bytes: less than 1,000 requests could take. */
const MAX_GROWTH = 8 * 1024 * 1024;

/** Vital signs, and how many descriptors there are. */
type State = Signs & { readonly descriptors: number };

async function main(): Promise<void> {
  const { seed, minutes } = readLimits(30);
  const random = new Random(seed);
  using directory = new TempDir();
  writeSite(directory);
  await using server = new SoakedServer(directory.path);
  const { port } = await server.signs();
  const report: Report = {
    requests: new Tally(),
    faults: new Tally(),
    failures: new Tally(),
    refusals: new Tally(),
  };
  const soak = async (minutes: number): Promise<void> => {
    const deadline = performance.now() + minutes * 60_000;
    await soakUntil(() => performance.now() > deadline, { port, directory, random }, report);
  };
  await soak(minutes * WARM_UP);
  const before = await rest(server);
  await soak(minutes * (1 - WARM_UP));
  const after = await rest(server, before.descriptors);
  const isWell = after.descriptors <= before.descriptors && after.heap - before.heap < MAX_GROWTH &&
    report.failures.sum === 0;
  console.log(describe(minutes, report, before, after));
  if (!isWell) Deno.exitCode = 1;
}

async function soakUntil(
  isOver: () => boolean,
  rest: Omit<Target, "isOver">,
  report: Report,
): Promise<void> {
  const target = { ...rest, isOver };
  let scarce = 0;
  const isScarce = (): boolean => scarce > 0;
  const clients = Array.from(
    { length: CLIENTS },
    (_, number) => runClient(number, { ...target, report, isScarce }),
  );
  const culprits = Object.entries(FAULTS).flatMap(([name, fault]) =>
    Array.from({ length: CULPRITS }, async () => {
      while (!isOver()) {
        await fault(target).catch(() => {});
        report.faults.add(name);
        await pause(FAULT_PAUSE);
      }
    })
  );
  const scarcity = async (): Promise<void> => {
    while (!isOver()) {
      await pause(SCARCITY_INTERVAL, isOver);
      scarce++;
      await exhaustDescriptors(target, DESCRIPTORS);
      report.faults.add("times without a descriptor");
      await pause(3000);
      scarce--;
    }
  };
  await Promise.all([...clients, ...culprits, scarcity()]);
}

/** Wait until all connections have ended, and look at the server. */
async function rest(server: SoakedServer, descriptors = 0): Promise<State> {
  let least = Infinity;
  for (const start = performance.now(); performance.now() - start < PATIENCE; await pause(1000)) {
    least = Math.min(least, await server.descriptors());
    if (least <= descriptors) break;
  }
  await server.signs();
  // The delay of an event loop that has nothing to do.
  await pause(5000);
  return { ...await server.signs(), descriptors: await server.descriptors() };
}

function describe(minutes: number, report: Report, before: State, after: State): string {
  const { requests, faults, failures, refusals } = report;
  const errors = Object.entries(after.errors).map(([error, count]) => `${count} ${error}`);
  const compare = (what: string, of: (state: State) => number): string =>
    `${what}: ${of(before).toFixed(1)} before, ${of(after).toFixed(1)} after`;
  return [
    `${minutes} minutes`,
    `${requests.sum} requests: ${requests}`,
    `${faults.sum} faults: ${faults}`,
    `${refusals.sum} requests refused while there was no descriptor: ${refusals}`,
    `${failures.sum} wrong answers: ${failures}`,
    `Errors of handlers: ${errors.join(", ")}`,
    compare("Descriptors", ({ descriptors }) => descriptors),
    compare("Heap in MiB", ({ heap }) => heap / 2 ** 20),
    compare("Resident memory in MiB", ({ resident }) => resident / 2 ** 20),
    compare("Median delay of the event loop in ms", ({ delay }) => delay),
  ].join("\n");
}

async function pause(milliseconds: number, isOver = (): boolean => false): Promise<void> {
  const end = performance.now() + milliseconds;
  while (performance.now() < end && !isOver()) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(200, milliseconds)));
  }
}

if (import.meta.main) await main();

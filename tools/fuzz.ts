/**
 * Looks for differences between our servers and CPython's, with requests that nobody would write:
 *
 *     deno task fuzz -- --lib LIB --python PYTHON [--seed N] [--count N]
 *
 * LIB is the path of a CPython 3.14 `Lib`, PYTHON the command of a Python 3.13 or newer. The same
 * seed makes the same connections; each one that differs has a seed of its own to repeat it with.
 *
 * @module
 */

import type { ThreadingHTTPServer } from "../mod.ts";
import { Journal } from "../tests/conformance/journal.ts";
import { readTree } from "../tests/conformance/recorded.ts";
import { startServer } from "../tests/conformance/servers.ts";
import { buildTree } from "../tests/conformance/tree.ts";
import { anySeed, readOptions, refuse } from "./fuzz/command_line.ts";
import { Comparison } from "./fuzz/comparison.ts";
import { Random } from "./fuzz/random.ts";
import { Reference } from "./fuzz/reference.ts";
import { type Plan, randomPlan } from "./fuzz/requests.ts";
import { shrink } from "./fuzz/shrink.ts";
import { Targets } from "./fuzz/targets.ts";

/** How many connections are made at the same time. */
const BATCH = 64;

/** After so many differences there is enough to read. */
const MAX_DIFFERENCES = 10;

/** A difference counts if it shows this many times: a reset may overtake the end of an answer. */
const ATTEMPTS = 3;

/**
 * How often a handler is asked, where that is not once. One logs more than what is compared, and
 * another has no second request.
 */
const WEIGHTS: Readonly<Record<string, number>> = { simple: 4, tracing: 0, tunnel: 0 };

interface Options {
  readonly lib: string;
  readonly python: string;
  /** The seed of the first connection; each further one has the next. */
  readonly seed: number;
  /** How many connections to make. */
  readonly count: number;
}

async function main(): Promise<void> {
  const options = readFuzzOptions();
  const started = performance.now();
  const entries = readTree();
  const targets = new Targets(entries);
  using tree = buildTree(entries);
  using journal = new Journal();
  await using reference = await Reference.start(options.python, options.lib, tree.root);
  const start = (): ThreadingHTTPServer[] =>
    reference.servers.map((setup) => startServer(setup, tree.root, journal));
  const [servers, spares] = [start(), start()];
  const comparison = new Comparison(reference, servers, spares, journal);
  const setups = reference.servers.flatMap(({ handler }, index) =>
    Array(WEIGHTS[handler] ?? 1).fill(index)
  );
  const totals = await fuzz(
    options,
    comparison,
    (seed) => randomPlan(new Random(seed), targets, setups),
  );
  if (!await comparison.sparesLive()) {
    totals.differences++;
    console.log("A server no longer answers after clients went away");
  }
  await Promise.all([...servers, ...spares].map((server) => server[Symbol.asyncDispose]()));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${totals.requests} requests over ${totals.connections} connections in ${seconds} s: ` +
      `${totals.differences} differences, ${totals.unsteady} that did not show again`,
  );
  if (totals.differences > 0) Deno.exitCode = 1;
}

interface Totals {
  requests: number;
  connections: number;
  differences: number;
  unsteady: number;
}

async function fuzz(
  { seed, count }: Options,
  comparison: Comparison,
  planOf: (seed: number) => Plan,
): Promise<Totals> {
  const totals: Totals = { requests: 0, connections: 0, differences: 0, unsteady: 0 };
  for (let start = seed; start < seed + count; start += BATCH) {
    const size = Math.min(BATCH, seed + count - start);
    const plans = Array.from({ length: size }, (_, index) => planOf(start + index));
    for (const [index, found] of (await comparison.run(plans)).entries()) {
      if (found.length > 0) await examine(plans[index]!, start + index, comparison, totals);
    }
    totals.connections += size;
    totals.requests += plans.reduce((sum, plan) => sum + plan.requests.length, 0);
    if (totals.differences >= MAX_DIFFERENCES) break;
  }
  return totals;
}

/** Look closer at a plan that showed a difference. */
async function examine(
  plan: Plan,
  seed: number,
  comparison: Comparison,
  totals: Totals,
): Promise<void> {
  const differs = async (candidate: Plan): Promise<string[]> => {
    let found: string[] = [];
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      found = (await comparison.run([candidate]))[0] ?? [];
      if (found.length === 0) break;
    }
    return found;
  };
  if ((await differs(plan)).length === 0) {
    totals.unsteady++;
    return;
  }
  totals.differences++;
  const smallest = await shrink(plan, async (candidate) => (await differs(candidate)).length > 0);
  const sent = smallest.requests.map((request) => JSON.stringify(request.text)).join("\n    ");
  console.log(`Setup ${smallest.setup}, --seed ${seed} --count 1\n    ${sent}`);
  for (const difference of await differs(smallest)) console.log(`    ${difference}`);
}

const USAGE = `Options:
  --lib LIB         the Lib of a CPython 3.14
  --python PYTHON   the command of a Python 3.13 or newer (default: python3)
  --seed N          begin with this seed, to repeat a run; it is said at the start
  --count N         how many connections (default: 10000)`;

function readFuzzOptions(): Options {
  const defaults = { lib: undefined, python: "python3", seed: anySeed(), count: "10000" };
  const { lib, python = "", ...numbers } = readOptions(USAGE, defaults);
  if (lib === undefined) return refuse("Name the Lib of a CPython 3.14: --lib LIB");
  const [seed, count] = [Number(numbers.seed), Number(numbers.count)];
  if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(count)) {
    return refuse("The seed and the count must be integers");
  }
  console.log(`Seed ${seed}`);
  return { lib, python, seed, count };
}

if (import.meta.main) await main();

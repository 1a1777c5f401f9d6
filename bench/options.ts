/**
 * The arguments of the comparison: text in, checked values out.
 *
 * Nothing here starts anything. The tables of workloads and servers are handed in, so that the
 * help lists what there is without this file knowing it.
 */
import { parseArgs } from "node:util";

/** What the user asked for. */
export interface Options {
  /** Names of the workloads to run, in any order; empty for all. */
  only: string[];
  /** Names of the servers to compare; empty for the usual ones. */
  servers: string[];
  /** Rounds of each workload. */
  rounds: number;
  /** Rounds of servers that the report does not divide by, at most {@linkcode Options.rounds}. */
  peerRounds: number;
  /** Length of one round, in seconds. */
  seconds: number;
  /** Length of the load before each round whose figures are thrown away, in seconds; 0 for none. */
  warmup: number;
  /** Tie the server to one core, and wrk to another, where there are two. */
  pin: boolean;
  /** Checkout of the `@std` repository to run its file server from. */
  stdPath: string | undefined;
  /** Install missing peers. */
  install: boolean;
  /** Write the report to bench/RESULTS.md as well. */
  save: boolean;
  /** Print the help and do nothing else. */
  help: boolean;
}

/** Something that can be chosen on the command line. */
export interface Choice {
  /** What the user types. */
  readonly name: string;
  /** What the help says about it. */
  readonly title: string;
  /** Runs only when asked for by name. */
  readonly byNameOnly?: boolean;
}

/**
 * Read the command line.
 *
 * @param args The arguments, without the program's name
 * @returns The options, with the defaults of `--quick` or of a full run where nothing is said
 * @throws {TypeError} if an option is unknown, or its value is missing
 * @throws {RangeError} if a number is not whole or too small
 */
export function parseOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: "string" },
      servers: { type: "string" },
      rounds: { type: "string" },
      "peer-rounds": { type: "string" },
      seconds: { type: "string" },
      warmup: { type: "string" },
      "std-path": { type: "string" },
      quick: { type: "boolean", default: false },
      "no-pin": { type: "boolean", default: false },
      "no-install": { type: "boolean", default: false },
      save: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const rounds = parseCount("--rounds", values.rounds, 1) ?? (values.quick ? 1 : 5);
  const peerRounds = parseCount("--peer-rounds", values["peer-rounds"], 1) ?? rounds;
  return {
    only: parseList(values.only),
    servers: parseList(values.servers),
    rounds,
    peerRounds: Math.min(rounds, peerRounds),
    seconds: parseCount("--seconds", values.seconds, 1) ?? (values.quick ? 1 : 3),
    warmup: parseCount("--warmup", values.warmup, 0) ?? 1,
    pin: !values["no-pin"],
    stdPath: values["std-path"],
    install: !values["no-install"],
    save: values.save,
    help: values.help,
  };
}

/**
 * Select by name, in the order of the table.
 *
 * @param kind What is selected, for the message: `"workload"`
 * @param all Everything there is
 * @param names The names asked for; none selects all but those that run only by name
 * @returns The selection
 * @throws {RangeError} if there is no such name
 */
export function pick<T extends Choice>(kind: string, all: readonly T[], names: string[]): T[] {
  const unknown = names.find((name) => !all.some((choice) => choice.name === name));
  if (unknown !== undefined) {
    const known = all.map((choice) => choice.name).join(", ");
    throw new RangeError(`Cannot find the ${kind} "${unknown}": expected one of ${known}`);
  }
  return all.filter((choice) =>
    names.length === 0 ? !choice.byNameOnly : names.includes(choice.name)
  );
}

/**
 * Word the help.
 *
 * @param workloads What `--only` takes
 * @param servers What `--servers` takes
 * @returns Lines of text, ending in a line feed
 */
export function formatHelp(workloads: readonly Choice[], servers: readonly Choice[]): string {
  return `Compare this server with its peers, on this machine (Linux, with Bash and wrk).

Usage: deno task bench [options]

  --only NAMES      workloads to run, separated by commas (default: all)
  --servers NAMES   servers to compare (default: all but those marked *)
  --rounds N        rounds of each workload, servers alternating (default: 5)
  --peer-rounds N   rounds of the servers that no ratio is taken to (default: as many)
  --seconds N       length of a round in seconds (default: 3)
  --warmup N        load before each round that is not counted, in seconds (default: 1)
  --quick           one round of one second, unless said otherwise
  --no-pin          let the servers, their children and wrk run on any core
  --std-path DIR    run @std/http's file server from a checkout of the std repository
  --no-install      leave out peers that are not installed; without it npm peers go to a cache
                    directory, and Debian packages are installed when run by root
  --save            write the report to bench/RESULTS.md too
  -h, --help        print this

Workloads:
${formatChoices(workloads)}
Servers:
${formatChoices(servers)}`;
}

function formatChoices(choices: readonly Choice[]): string {
  return choices.map(({ name, title, byNameOnly }) =>
    `  ${(name + (byNameOnly ? " *" : "")).padEnd(16)}  ${title}\n`
  ).join("");
}

function parseList(text: string | undefined): string[] {
  return text === undefined ? [] : text.split(",").filter((name) => name !== "");
}

function parseCount(option: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(count >= least)) {
    throw new RangeError(
      `Cannot use ${option} "${text}": expected a whole number of ${least} or more`,
    );
  }
  return count;
}

/**
 * The options of the long runs.
 *
 * @module
 */

import { parseArgs } from "node:util";

/**
 * Read options that take a value from the command line. What is wrong ends the process with status 2, and
 * `--help` with 0.
 *
 * @param usage What there is, for those who ask
 * @param defaults The names, and the values of those that are left out
 * @returns The values
 */
export function readOptions<Name extends string>(
  usage: string,
  defaults: Readonly<Record<Name, string | undefined>>,
): Record<Name, string | undefined> {
  const args = Deno.args.filter((argument) => argument !== "--");
  if (args.includes("--help") || args.includes("-h")) {
    console.log(usage);
    Deno.exit(0);
  }
  const options = Object.fromEntries(
    Object.keys(defaults).map((name) => [name, { type: "string" as const }]),
  );
  try {
    return { ...defaults, ...parseArgs({ args, options }).values } as Record<
      Name,
      string | undefined
    >;
  } catch (error) {
    return refuse(`${(error as Error).message}\n${usage}`);
  }
}

/**
 * End the process because of what is on the command line.
 *
 * @param message What is wrong
 */
export function refuse(message: string): never {
  console.error(message);
  Deno.exit(2);
}

/**
 * A seed that is another one each time.
 *
 * @returns The seed
 */
export function anySeed(): string {
  return String(Date.now() % 1_000_000_000);
}

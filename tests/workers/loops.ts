/**
 * Telling the event loops of a server apart, by what `handler.ts` answers.
 *
 * @module
 */

import { assert } from "@std/assert";
import { Command } from "../cli/command.ts";
import { RawClient, request } from "../helpers/raw_client.ts";

/** The permissions that several workers take. */
export const FLAGS: readonly string[] = ["--unstable-net", "--allow-net", "--allow-read"];

/** More connections than it takes for one to get to each loop, unless there is something wrong. */
const MANY = 5000;

/** Start `program.ts`. */
export function startProgram(...args: string[]): Command {
  return new Command(args, { flags: FLAGS, program: new URL("./program.ts", import.meta.url) });
}

/** Ask over a connection of its own. What comes back is a loop and the options of the handler. */
export async function ask(port: number, target: string): Promise<[loop: string, options: string]> {
  const { text } = await request(port, target, { headers: { Connection: "close" } });
  const [loop = "", options = ""] = text.split("\n");
  return [loop, options];
}

/**
 * Ask until some loop answers.
 *
 * @param port The server's port
 * @param isIt Whether it is the loop
 * @param target What to ask for
 * @returns The loop
 */
export async function askUntil(
  port: number,
  isIt: (loop: string) => boolean,
  target = "/",
): Promise<string> {
  for (let count = 0; count < MANY; count++) {
    const [loop] = await ask(port, target).catch((error) => {
      // It was waiting for a worker that ended.
      if (error instanceof Deno.errors.ConnectionReset) return [""];
      throw error;
    });
    if (loop !== "" && isIt(loop)) return loop;
  }
  throw new Error("That loop does not answer");
}

/** A request that is being answered until `finish`. */
export interface Running {
  /** Which loop answers it. */
  readonly loop: string;
  /** Let the loop finish, and return the body of the answer. */
  finish(): Promise<string>;
}

/** Have a request answered by each of two loops. */
export async function runOnBoth(port: number): Promise<Running[]> {
  const running = new Map<string, Running>();
  for (let count = 0; count < MANY && running.size < 2; count++) {
    const one = await run(port);
    if (running.has(one.loop)) await one.finish();
    else running.set(one.loop, one);
  }
  assert(running.size === 2, "Only one loop answers");
  return [...running.values()];
}

async function run(port: number): Promise<Running> {
  const client = await RawClient.connect(port);
  await client.send("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n");
  const [, loop = ""] = /^Loop: (.*)\r$/m.exec(await client.readHead()) ?? [];
  return {
    loop,
    async finish(): Promise<string> {
      using _closed = client;
      await client.send("done");
      return new TextDecoder().decode(await client.readExactly(4));
    },
  };
}

/**
 * What is done to the server.
 *
 * @module
 */

import { mutate } from "../../tests/fuzz/mutation.ts";
import { latin1 } from "../../tests/helpers/bytes.ts";
import { RawClient } from "../../tests/helpers/raw_client.ts";
import type { TempDir } from "../../tests/helpers/temp_dir.ts";
import { payloadsWith } from "../../tests/hostile/payloads_data.ts";
import type { Random } from "../fuzz/random.ts";
import { CHANGING, VERSIONS } from "./site.ts";

/** Where, and how long. */
export interface Target {
  readonly port: number;
  readonly directory: TempDir;
  readonly random: Random;
  readonly isOver: () => boolean;
}

/** A fault, by what it is called. Each call is one of them, and takes a while. */
export const FAULTS: Readonly<Record<string, (target: Target) => Promise<void>>> = {
  "resets in a download": async ({ port, random }) => {
    using client = await RawClient.connect(port);
    await client.send("GET /large.bin HTTP/1.1\r\nHost: soak\r\n\r\n");
    // Closing while more arrives resets the connection.
    if (random.chance(0.8)) await client.readExactly(random.below(100_000));
  },
  "clients that leave in a request": async ({ port, random }) => {
    const message = latin1("PUT /cut HTTP/1.1\r\nHost: soak\r\nContent-Length: 99999\r\n\r\nbody");
    using client = await RawClient.connect(port);
    await client.send(message.subarray(0, random.below(message.length)));
  },
  "clients that send slowly": async ({ port, isOver }) => {
    using client = await RawClient.connect(port);
    for (const byte of "GET /slow HTTP/1.1\r\nHost: soak\r\n\r\n") {
      if (isOver()) return;
      await client.send(byte);
      await pause(100);
    }
    await client.read();
  },
  "clients that read slowly": async ({ port, isOver }) => {
    using client = await RawClient.connect(port);
    await client.send("GET /large.bin HTTP/1.1\r\nHost: soak\r\n\r\n");
    for (let count = 0; count < 30 && !isOver(); count++) {
      await client.read();
      await pause(100);
    }
  },
  "malformed requests": async ({ port, random }) => {
    using client = await RawClient.connect(port);
    await client.send(mutate(random, malformed));
    await client.closeWrite();
    await client.readToEnd();
  },
  "changed files": async ({ directory, random }) => {
    changeFile(directory.join(random.pick(CHANGING)), random);
    await pause(2);
  },
};

const malformed = payloadsWith("POST").map(({ text }) => latin1(text));

/** Take all the descriptors that the server may have, and give them back. */
export async function exhaustDescriptors({ port, isOver }: Target, count: number): Promise<void> {
  using stack = new DisposableStack();
  for (let index = 0; index < count && !isOver(); index++) {
    stack.use(await RawClient.connect(port));
  }
  await pause(500);
}

function changeFile(path: string, random: Random): void {
  const other = `${path}.${random.below(2 ** 31)}`;
  try {
    switch (random.below(6)) {
      case 0:
        return Deno.removeSync(path, { recursive: true });
      case 1:
        return Deno.truncateSync(path, 0);
      case 2:
        return Deno.symlinkSync("nowhere", path);
      case 3:
        return Deno.mkdirSync(path);
      default:
        Deno.writeFileSync(other, random.pick(VERSIONS));
        return Deno.renameSync(other, path);
    }
  } catch {
    // It is something else just now.
    Deno.removeSync(path, { recursive: true });
  }
}

/** Faults take their time. */
async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

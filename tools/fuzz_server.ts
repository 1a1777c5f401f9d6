/**
 * Sends random requests to servers for as long as one likes:
 *
 *     deno task fuzz:server --minutes 60 [--seed N]
 *
 * Ends at the first one that is answered wrongly, with status 1. Such a request becomes a row of a
 * table in `tests/hostile/`.
 *
 * @module
 */

import { FuzzedServers } from "../tests/fuzz/fuzz_server.ts";
import { readLimits } from "./fuzz/limits.ts";

/** How many requests each server gets before it is looked at. */
const BATCH = 500;

const { seed, deadline } = readLimits();
await using servers = new FuzzedServers();
let requests = 0;
for (let next = seed; performance.now() < deadline; next += BATCH) {
  await servers.fuzz(next, BATCH);
  await servers.check();
  requests += BATCH;
}
console.log(`${requests} requests, whole and in pieces, to each handler: all were answered well`);

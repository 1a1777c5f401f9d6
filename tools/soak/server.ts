/**
 * The server that is soaked: serves the directory that it is started with, and for each line on its
 * standard input writes one with its vital signs.
 *
 * @module
 */

import { FileHTTPRequestHandler, serve } from "../../mod.ts";

/** What the server knows of itself. */
export interface Signs {
  /** Its port. */
  readonly port: number;
  /** What its JavaScript uses after a garbage collection, in bytes. */
  readonly heap: number;
  /** What its process takes of the memory, in bytes. */
  readonly resident: number;
  /** How late timers were since the last line, in milliseconds: half of them later than this. */
  readonly delay: number;
  /** How many errors its handlers threw, by their name and message. */
  readonly errors: Readonly<Record<string, number>>;
}

/** How often the event loop is looked at, in milliseconds. */
const INTERVAL = 20;

const errors: Record<string, number> = {};
let delays: number[] = [];

class Handler extends FileHTTPRequestHandler {
  override timeout = 5;
}

function watchEventLoop(): void {
  let expected = performance.now() + INTERVAL;
  const timer = setInterval(() => {
    delays.push(performance.now() - expected);
    expected = performance.now() + INTERVAL;
  }, INTERVAL);
  Deno.unrefTimer(timer);
}

async function main(): Promise<void> {
  const server = serve({
    hostname: "127.0.0.1",
    port: 0,
    handler: Handler,
    handlerOptions: { directory: Deno.args[0]!, upload: true, overwrite: "replace" },
    onError(error): void {
      const key = String(error).replace(/\/.*/s, "").slice(0, 80);
      errors[key] = (errors[key] ?? 0) + 1;
    },
  });
  watchEventLoop();
  for await (const _line of Deno.stdin.readable) {
    (globalThis as { gc?: () => void }).gc?.();
    const { heapUsed: heap, rss: resident } = Deno.memoryUsage();
    const delay = delays.sort((a, b) => a - b)[delays.length >> 1] ?? 0;
    const signs: Signs = { port: server.addr.port, heap, resident, delay, errors };
    delays = [];
    console.log(JSON.stringify(signs));
  }
  await server.shutdown();
}

if (import.meta.main) await main();

/**
 * A program that serves with two event loops, and stops when it is sent a line.
 *
 * @module
 */

import { type FileServer, serve } from "../../mod.ts";

/** Serve until there is a line. */
async function serveUntilLine(server: FileServer): Promise<void> {
  await Deno.stdin.read(new Uint8Array(1));
  const shutdown = server.shutdown();
  console.log("shutting down");
  await shutdown;
  console.log("finished");
}

const [mode] = Deno.args;
const server = serve({
  hostname: "127.0.0.1",
  port: 0,
  workers: 2,
  handler: new URL("./handler.ts", import.meta.url),
  handlerOptions: { directory: "src", extraResponseHeaders: [["X", "Y"]] },
  onError: (error) => console.log(String(error)),
});
console.log(`http://127.0.0.1:${server.addr.port}/`);
if (mode === undefined) await serveUntilLine(server);
else server.unref();
if (mode === "ref") server.ref();

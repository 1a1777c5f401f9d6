/**
 * Serves on a Unix socket until something is written to standard input.
 *
 * @module
 */

import { serve, type ServeUnixOptions } from "../mod.ts";

const options: ServeUnixOptions = JSON.parse(Deno.args[0]!);
{
  // deno-lint-ignore no-console -- standard output is what the test reads
  await using _server = serve({ ...options, onListen: ({ path }) => console.log(path) });
  await Deno.stdin.read(new Uint8Array(1));
}

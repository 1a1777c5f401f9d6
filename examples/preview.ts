/**
 * A server in a program that has something else to do: it writes a page, serves it while the reader
 * looks at it, and ends with Enter.
 *
 *     deno run --allow-net --allow-read --allow-write examples/preview.ts 8000
 *
 * @module
 */

import { serve } from "@pyport/http-server";

async function preview(page: string, port: number): Promise<void> {
  const directory = await Deno.makeTempDir();
  await Deno.writeTextFile(`${directory}/index.html`, page);
  try {
    // It serves from here on, and is shut down when the block ends.
    await using _server = serve({
      hostname: "127.0.0.1",
      port,
      directory,
      extraResponseHeaders: [["Cache-Control", "no-store"]],
      onListen: ({ port }) => console.log(`Look at http://127.0.0.1:${port}/ and press Enter`),
    });
    await Deno.stdin.read(new Uint8Array(1));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

if (import.meta.main) {
  const page = "<!DOCTYPE html><title>Preview</title><h1>How does this look?</h1>\n";
  await preview(page, Number(Deno.args[0] ?? 8000));
  console.log("Bye");
}

import { assertEquals } from "@std/assert";
import { Command } from "./cli/command.ts";
import { request } from "./helpers/raw_client.ts";
import { TempDir } from "./helpers/temp_dir.ts";

const NET = ["--allow-net=127.0.0.1"];
const NET_READ = [...NET, "--allow-read"];

/** The port of an example that is to find one that is free. */
const ANY_PORT = ["0"];

function example(name: string, flags: readonly string[], cwd?: string): Command {
  const program = new URL(`../examples/${name}.ts`, import.meta.url);
  return new Command(ANY_PORT, { program, flags, ...(cwd === undefined ? {} : { cwd }) });
}

Deno.test("examples/guest_book.ts keeps what is posted", async () => {
  await using command = example("guest_book", NET);
  const url = `http://127.0.0.1:${await command.readPort()}/`;
  const post = (body: string): Promise<Response> => fetch(url, { method: "POST", body });
  const answer = await post("Ada was here");
  assertEquals([answer.status, await answer.text()], [201, "Thank you\n"]);
  await (await post("So was Grace")).body?.cancel();
  const tooLarge = await post("x".repeat(1001));
  await tooLarge.body?.cancel();
  assertEquals(tooLarge.status, 413);
  assertEquals(await (await fetch(url)).text(), "* Ada was here\n* So was Grace\n");
});

Deno.test("examples/cors.ts adds its field to files, listings, redirects and errors", async () => {
  using directory = new TempDir();
  directory.write("a.txt", "");
  directory.mkdir("b");
  await using command = example("cors", NET_READ, directory.path);
  const port = await command.readPort();
  for (const [target, status] of [["/a.txt", 200], ["/", 200], ["/b", 301], ["/c", 404]] as const) {
    const answer = await request(port, target, { headers: { Connection: "close" } });
    assertEquals([answer.status, answer.field("access-control-allow-origin")], [status, "*"]);
  }
});

Deno.test("examples/media_types.ts adds to the media types", async () => {
  using directory = new TempDir();
  const types = {
    "a.md": "text/plain; charset=utf-8",
    "a.note": "text/plain; charset=utf-8",
    "a.gz": "application/gzip",
    "a.html": "text/html",
  };
  for (const name of Object.keys(types)) directory.write(name, "");
  await using command = example("media_types", NET_READ, directory.path);
  const port = await command.readPort();
  for (const [name, type] of Object.entries(types)) {
    const answer = await request(port, `/${name}`, { headers: { Connection: "close" } });
    assertEquals(answer.field("content-type"), type);
  }
});

Deno.test("examples/preview.ts serves a page until Enter", async () => {
  await using command = example("preview", [...NET_READ, "--allow-write"]);
  const answer = await fetch(`http://127.0.0.1:${await command.readPort()}/`);
  assertEquals(answer.headers.get("cache-control"), "no-store");
  assertEquals((await answer.text()).includes("How does this look?"), true);
  await command.write("\n");
  const { code, stdout } = await command.outcome();
  assertEquals([code, stdout], [0, "Bye\n"]);
});

import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { Command } from "./command.ts";

const PROGRAM = new URL("start_program.ts", import.meta.url);

Deno.test("the command makes Deno load neither timers nor streams before the first answer", async () => {
  const directory = fromFileUrl(new URL(".", import.meta.url));
  const args = ["--bind", "127.0.0.1", "--directory", directory, "0"];
  await using command = new Command(args, { program: PROGRAM });
  const answer = await fetch(`http://127.0.0.1:${await command.readPort()}/command.ts`);
  assertEquals(await answer.text(), Deno.readTextFileSync(`${directory}/command.ts`));
  await command.write("\n");
  assertEquals(JSON.parse(await command.readLine()), ["TextDecoder", "TextEncoder"]);
});

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Command, runCommand } from "../../cli/command.ts";
import { areSame, noise } from "../../helpers/bytes.ts";
import { eventually } from "../../helpers/eventually.ts";
import { RawClient } from "../../helpers/raw_client.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { head } from "./sharing_server.ts";

/** How often the server is killed. */
const ROUNDS = 5;

/** Two contents of one file. */
const VERSIONS = [noise(400_000, 3), noise(400_000, 5)] as const;

/** Start the command in a directory, with permission for no other. */
function start(directory: string): Command {
  const args = ["-b", "127.0.0.1", "-d", directory, "--upload", "--overwrite", "replace", "0"];
  return new Command(args, { flags: ["-NR", `--allow-write=${directory}`] });
}

/** Upload until the server is gone. Returns how many uploads were confirmed. */
async function uploadForever(port: number, name: string): Promise<number> {
  let confirmed = 0;
  try {
    using client = await RawClient.connect(port);
    for (;; confirmed++) {
      const content = VERSIONS[confirmed % 2]!;
      await client.send(head("PUT", `/${name}`, { "Content-Length": String(content.length) }));
      await client.send(content);
      const { status } = await client.readAnswer();
      assert(status === 201 || status === 204);
    }
  } catch {
    return confirmed;
  }
}

Deno.test("SIGKILL at any moment leaves no half file, loses no old one, and is cleaned up after", async () => {
  using directory = new TempDir();
  const names = ["a", "b", "c"];
  const visible = (): string[] =>
    [...Deno.readDirSync(directory.path)].map(({ name }) => name).filter((name) =>
      !name.startsWith(".")
    );
  for (let round = 0; round < ROUNDS; round++) {
    const before = visible();
    await using command = start(directory.path);
    const port = await command.readPort();
    const uploads = names.map((name) => uploadForever(port, name));
    // Whatever it is doing then.
    setTimeout(() => command.kill("SIGKILL"), Math.random() * 100);
    const confirmed = await Promise.all(uploads);
    for (const [index, name] of names.entries()) {
      if (confirmed[index]! > 0 || before.includes(name)) assert(visible().includes(name));
    }
    for (const name of visible()) {
      const content = Deno.readFileSync(directory.join(name));
      assert(VERSIONS.some((version) => areSame(version, content)), `${name} in round ${round}`);
    }
  }
  // What an upload leaves whose server is killed in the middle of it.
  {
    await using command = start(directory.path);
    using client = await RawClient.connect(await command.readPort());
    await client.send(head("PUT", "/d", { "Content-Length": "1000" }) + "half");
    await eventually(() => {
      assert([...Deno.readDirSync(directory.path)].some(({ name }) => name.startsWith(".")));
    });
    command.kill("SIGKILL");
    await command.outcome();
  }
  await using _command = start(directory.path);
  await eventually(() => {
    assertEquals([...Deno.readDirSync(directory.path)].length, visible().length);
  });
});

Deno.test("The command says which permission it needs to let clients write", async () => {
  using directory = new TempDir();
  for (const option of ["--upload", "--mkdir", "--delete"]) {
    const { code, stderr } = await runCommand([
      "-b",
      "127.0.0.1",
      "-d",
      directory.path,
      option,
      "0",
    ]);
    assertEquals(code, 1);
    assertStringIncludes(stderr, `add --allow-write=${directory.path}`);
  }
});

/**
 * The package as its users get it: from a registry, and not as files.
 *
 * @module
 */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Registry } from "../tools/registry.ts";
import { Command, type CommandOptions } from "./cli/command.ts";
import { basic, HASHES } from "./handlers/auth/users.ts";
import { request } from "./helpers/raw_client.ts";
import { TempDir } from "./helpers/temp_dir.ts";

const PACKAGE = new URL("jsr:@pyport/http-server");
const LOCAL = ["-b", "127.0.0.1", "0"];
const [SCRYPT, ARGON2, BCRYPT] = HASHES as [string, string, string];

/** Whatever there is above the directory for temporary files. */
const ALONE = { DENO_NO_PACKAGE_JSON: "1" };

/** A registry, a cache without anything in it, and a directory to serve. */
class User implements AsyncDisposable {
  readonly directory = new TempDir();
  readonly #cache = new TempDir();
  readonly #registry = new Registry();

  /** Download the package, and what it loads later. */
  async cache(): Promise<void> {
    const command = new Deno.Command(Deno.execPath(), {
      args: ["cache", "--quiet", PACKAGE.href],
      cwd: this.directory.path,
      env: { ...this.#env, ...ALONE },
    });
    assertEquals((await command.output()).code, 0);
  }

  /** Start the command as the README says. */
  start(args: readonly string[], options: CommandOptions = {}): Command {
    return new Command([...args, ...LOCAL], {
      program: PACKAGE,
      cwd: this.directory.path,
      flags: ["-NR"],
      ...options,
      env: { ...this.#env, ...options.env },
    });
  }

  get #env(): Record<string, string> {
    return { DENO_DIR: this.#cache.path, JSR_URL: this.#registry.url };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.directory[Symbol.dispose]();
    this.#cache[Symbol.dispose]();
    await this.#registry[Symbol.asyncDispose]();
  }
}

Deno.test("main() of the published package", async (t) => {
  await using user = new User();
  user.directory.write("README.md", "# Tea");

  await t.step("does without a network what it does, once it was cached", async () => {
    await user.cache();
    const users = [SCRYPT, ARGON2, BCRYPT].flatMap((hash, i) => ["--auth", `user${i}:${hash}`]);
    await using command = user.start([...users, "--workers", "2", "--archive"], {
      flags: ["-NR", "--unstable-net", "--cached-only"],
      env: ALONE,
    });
    const port = await command.readPort();
    const get = async (i: number, target: string): Promise<[status: number, text: string]> => {
      const fields = { Accept: "text/html", Authorization: basic(`user${i}`) };
      const answer = await request(port, target, { headers: { Connection: "close", ...fields } });
      return [answer.status, answer.text];
    };
    assertStringIncludes((await get(0, "/"))[1], ">Tea</h");
    assertEquals((await get(1, "/?archive=tar"))[0], 200);
    assertEquals(await get(2, "/README.md"), [200, "# Tea"]);
    await using version = user.start(["--version"], { flags: ["--cached-only"] });
    assertMatch((await version.outcome()).stdout, /^http-server \d+\.\d+\.\d+ \(Deno /);
  });

  await t.step("says what it needs beside a package.json", async () => {
    user.directory.write("package.json", "{}");
    const args = ["--tls-self-signed"];
    await using refused = user.start(args);
    const { code, stderr } = await refused.outcome();
    assertEquals(code, 1);
    assertStringIncludes(stderr, "where there is a package.json, Deno needs --no-config for it");
    await using command = user.start(args, { flags: ["-NR", "--no-config"] });
    assertEquals(await command.readPort() > 0, true);
  });
});

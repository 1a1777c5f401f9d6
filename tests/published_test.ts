/**
 * The package as its users get it: from a registry, and not as files.
 *
 * @module
 */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { SCRIPT } from "../src/handlers/page/client/script.ts";
import { SHARING_SCRIPT } from "../src/handlers/page/client/sharing_script.ts";
import { buildPackage, Registry } from "../tools/registry.ts";
import { Command, type CommandOptions } from "./cli/command.ts";
import { basic, HASHES } from "./handlers/auth/users.ts";
import { definitionsOf } from "./handlers/page/definitions.ts";
import { request } from "./helpers/raw_client.ts";
import { TempDir } from "./helpers/temp_dir.ts";

const PACKAGE = new URL("jsr:@pyport/http-server");
const LOCAL = ["-b", "127.0.0.1", "0"];
const [SCRYPT, ARGON2, BCRYPT] = HASHES as [string, string, string];

/** Whatever there is above the directory for temporary files. */
const ALONE = { DENO_NO_PACKAGE_JSON: "1" };

/** A program that uses all that is exported, and relies on the classes being the same. */
const PROGRAM = `
import { BaseHTTPRequestHandler, FileHTTPRequestHandler, serve } from "${PACKAGE}";
import { fromFetchHandler, toFetchHandler } from "${PACKAGE}/fetch";
import { type FaultServer, serveFaults } from "${PACKAGE}/testing";

class Teapot extends FileHTTPRequestHandler {
  override serverVersion = "Teapot";
  override guessType(path: string): string {
    return path.endsWith(".tea") ? "text/tea" : super.guessType(path);
  }
}

const Greeter = fromFetchHandler(() => new Response("Hello"));
const handler: typeof BaseHTTPRequestHandler = Greeter;
await using server = serve({ hostname: "127.0.0.1", port: 0, handler, onListen() {} });
const greeting = await fetch("http://127.0.0.1:" + server.addr.port);
const files = toFetchHandler(Teapot, { handlerOptions: { directory: "." } });
const { headers } = await files(new Request("http://localhost/leaves.tea"));
const makeFaults: (...args: Parameters<typeof serveFaults>) => FaultServer | Promise<FaultServer> =
  serveFaults;
console.log(JSON.stringify([
  await greeting.text(),
  Greeter.prototype instanceof BaseHTTPRequestHandler,
  headers.get("Server")?.split(" ")[0],
  headers.get("Content-Type"),
  typeof makeFaults,
]));
`;

/** A registry with the package, a cache without anything in it, and a directory to serve. */
class User implements AsyncDisposable {
  readonly directory = new TempDir();
  readonly #cache = new TempDir();
  readonly #built: TempDir;
  readonly #registry: Registry;

  private constructor(built: TempDir) {
    this.#built = built;
    this.#registry = new Registry(built.path);
  }

  /** Make the package, and a user of it. */
  static async create(): Promise<User> {
    const built = new TempDir();
    await buildPackage(built.path);
    return new User(built);
  }

  /** The modules that were downloaded so far, by their paths in the package. */
  get downloaded(): string[] {
    return [...this.#registry.downloaded.keys()];
  }

  /** Run Deno where the package can be had; returns what it writes to standard output. */
  async deno(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args,
      cwd: this.directory.path,
      env: { NO_COLOR: "1", ...this.#env, ...ALONE },
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
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
    this.#built[Symbol.dispose]();
    await this.#registry[Symbol.asyncDispose]();
  }
}

Deno.test("main() of the published package", async (t) => {
  await using user = await User.create();
  user.directory.write("README.md", "# Tea");

  await t.step("is JavaScript in few modules", async () => {
    await using command = user.start([], { env: ALONE });
    const port = await command.readPort();
    const headers = { Connection: "close" };
    assertEquals((await request(port, "/README.md", { headers })).text, "# Tea");
    const own = user.downloaded.filter((path) => !path.startsWith("@std/"));
    assertEquals(own.filter((path) => path.endsWith(".ts")), []);
    assertEquals(own.length < 12, true, `${own}`);
  });

  await t.step("does without a network what it does, once it was cached", async () => {
    await user.deno("cache", "--quiet", PACKAGE.href);
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

  await t.step("has a page whose scripts define what they use", async () => {
    await using command = user.start(["--upload", "--delete"], {
      flags: ["-NRW", "--unstable-net", "--cached-only"],
      env: ALONE,
    });
    const headers = { Accept: "text/html", Connection: "close" };
    const { text } = await request(await command.readPort(), "/", { headers });
    const scripts = Array.from(
      text.matchAll(/<script>([^]*?)<\/script>/g),
      ([, script = ""]) => script,
    );
    for (const script of scripts) new Function(script);
    const expected = definitionsOf(`${SCRIPT}\n${SHARING_SCRIPT}`);
    assertEquals(scripts.flatMap(definitionsOf).sort(), expected.sort());
  });

  for (const options of [["--simple"], ["--cgi"], ["--cgi", "--simple"]]) {
    await t.step(`serves with several workers and ${options.join(" and ")}`, async () => {
      await using command = user.start(["--workers", "2", ...options], {
        flags: ["-NR", "--unstable-net", "--cached-only"],
        env: ALONE,
      });
      const port = await command.readPort();
      for (let count = 0; count < 8; count++) {
        const headers = { Connection: "close" };
        assertEquals((await request(port, "/README.md", { headers })).text, "# Tea");
      }
      command.kill("SIGINT");
      const { code, stderr } = await command.outcome();
      assertEquals([code, stderr.includes("crashed")], [0, false]);
    });
  }

  await t.step("has types, documentation, and classes in common", async () => {
    user.directory.write("program.ts", PROGRAM);
    user.directory.write("leaves.tea", "");
    await user.deno("check", "--quiet", "program.ts");
    assertEquals(
      JSON.parse(await user.deno("run", "--quiet", "-NR", "--no-prompt", "program.ts")),
      ["Hello", true, "Teapot", "text/tea", "function"],
    );
    const documentation = await user.deno("doc", "--quiet", PACKAGE.href);
    assertStringIncludes(documentation, "class FileHTTPRequestHandler");
    assertStringIncludes(documentation, "extends SimpleHTTPRequestHandler");
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

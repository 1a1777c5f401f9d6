import { assert, assertEquals, assertLess } from "@std/assert";
import { toFileUrl } from "@std/path";
import { vendorStd } from "../../tools/vendor_std.ts";

const HOUR = 60 * 60 * 1000;
const ROOT = new URL("../../", import.meta.url);
const NAMES = ["assert", "fs", "media-types", "path"];

/** A fresh directory with all that the tool reads: `deno.json` and the sources of the stand-ins. */
class Project implements AsyncDisposable {
  readonly root = toFileUrl(`${Deno.makeTempDirSync()}/`);

  constructor() {
    Deno.copyFileSync(new URL("deno.json", ROOT), new URL("deno.json", this.root));
    this.copyDirectory("tools/std/");
  }

  /** A file's text, or `undefined` when it isn't there. */
  read(path: string): string | undefined {
    try {
      return Deno.readTextFileSync(new URL(path, this.root));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  }

  write(path: string, text: string): void {
    const target = new URL(path, this.root);
    Deno.mkdirSync(new URL(".", target), { recursive: true });
    Deno.writeTextFileSync(target, text);
  }

  // deno-lint-ignore no-explicit-any -- the tests say what they expect of it
  readJson(path: string): any {
    return JSON.parse(this.read(path) ?? "null");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.root, { recursive: true });
  }

  private copyDirectory(path: string): void {
    for (const { name, isDirectory } of Deno.readDirSync(new URL(path, ROOT))) {
      if (isDirectory) this.copyDirectory(`${path}${name}/`);
      else this.write(`${path}${name}`, Deno.readTextFileSync(new URL(`${path}${name}`, ROOT)));
    }
  }
}

/** A registry on this machine, which counts what it is asked. */
class Registry implements AsyncDisposable {
  readonly probe: URL;
  asked = 0;
  #server: Deno.HttpServer<Deno.NetAddr>;

  constructor(respond: () => Response | Promise<Response>) {
    const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
    this.#server = Deno.serve(options, () => {
      this.asked++;
      return respond();
    });
    this.probe = new URL(`http://127.0.0.1:${this.#server.addr.port}/@std/path/meta.json`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** What to ask where nobody answers: a port that was free a moment ago. */
function unreachable(): URL {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return new URL(`http://127.0.0.1:${listener.addr.port}/`);
}

function meta(): Response {
  return Response.json({ scope: "std", name: "path", latest: "1.1.6", versions: { "1.1.6": {} } });
}

Deno.test("vendorStd() writes stand-ins for all packages when the registry can't be reached", async () => {
  await using project = new Project();
  assertEquals(await vendorStd({ root: project.root, probe: unreachable() }), "written");
  assertEquals(project.readJson("vendor/stand_ins.json").packages, NAMES);
  for (const name of NAMES) {
    const { latest, versions } = project.readJson(`vendor/jsr.io/@std/${name}/meta.json`);
    assertEquals(Object.keys(versions), [latest]);
    assert(project.read("deno.json")?.includes(`"jsr:@std/${name}@^${latest}"`));
  }
});

Deno.test("vendorStd() describes each package by its entries, and its modules' sizes and checksums", async () => {
  await using project = new Project();
  await vendorStd({ root: project.root, probe: unreachable() });
  const home = "vendor/jsr.io/@std/path/";
  const { latest } = project.readJson(`${home}meta.json`);
  const { manifest, exports } = project.readJson(`${home}${latest}_meta.json`);
  assertEquals(exports, { ".": "./mod.ts", "./posix": "./posix/mod.ts" });
  for (const path of ["/mod.ts", "/posix/mod.ts", "/_functions.ts"]) {
    const content = new TextEncoder().encode(project.read(`${home}${latest}${path}`));
    const checksum = new Uint8Array(await crypto.subtle.digest("SHA-256", content)).toHex();
    assertEquals(manifest[path], { size: content.length, checksum: `sha256-${checksum}` });
  }
});

Deno.test("vendorStd() makes packages that Deno resolves, checks and runs without a network", async () => {
  await using project = new Project();
  await vendorStd({ root: project.root, probe: unreachable() });
  project.write(
    "main.ts",
    `import { assertEquals } from "@std/assert";
     import { exists } from "@std/fs";
     import { join } from "@std/path";
     import { join as joinPosix } from "@std/path/posix";
     const typeOf = async (ending: string) =>
       (await import("@std/media-types/type-by-extension")).typeByExtension(ending);
     assertEquals([join("a", "b").length, joinPosix("a", "b"), typeof typeOf], [3, "a/b", "function"]);
     console.log(await exists("deno.json"));`,
  );
  const args = ["run", "--cached-only", "--check", "--no-prompt", "--allow-read=.", "main.ts"];
  const options = { args, cwd: project.root, env: { DENO_DIR: "cache" } };
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), options).output();
  assertEquals(new TextDecoder().decode(stdout), "true\n", new TextDecoder().decode(stderr));
});

Deno.test("vendorStd() writes nothing when the registry answers", async () => {
  await using project = new Project();
  await using registry = new Registry(meta);
  assertEquals(await vendorStd({ root: project.root, probe: registry.probe }), "kept");
  assertEquals(project.read("vendor/stand_ins.json"), undefined);
});

Deno.test("vendorStd() leaves alone a package that it didn't write", async () => {
  await using project = new Project();
  const real = "vendor/jsr.io/@std/path/meta.json";
  project.write(real, "the real one");
  await vendorStd({ root: project.root, probe: unreachable() });
  assertEquals(project.read(real), "the real one");
  assertEquals(project.readJson("vendor/stand_ins.json").packages, ["assert", "fs", "media-types"]);

  await using registry = new Registry(meta);
  const now = Date.now() + 25 * HOUR;
  assertEquals(await vendorStd({ root: project.root, probe: registry.probe, now }), "removed");
  assertEquals(project.read(real), "the real one");
  assertEquals(project.read("vendor/stand_ins.json"), undefined);
  assertEquals(project.read("vendor/jsr.io/@std/fs/meta.json"), undefined);
});

Deno.test("vendorStd() asks nobody when every package is a real one", async () => {
  await using project = new Project();
  await using registry = new Registry(meta);
  for (const name of NAMES) project.write(`vendor/jsr.io/@std/${name}/meta.json`, "the real one");
  assertEquals(await vendorStd({ root: project.root, probe: registry.probe }), "kept");
  assertEquals(registry.asked, 0);
});

Deno.test("vendorStd() asks for the registry once a day while there are stand-ins", async () => {
  await using project = new Project();
  await using registry = new Registry(() => new Response("Not now", { status: 503 }));
  const { root } = project;
  const { probe } = registry;
  const start = Date.now();
  assertEquals(await vendorStd({ root, probe, now: start }), "written");
  assertEquals(await vendorStd({ root, probe, now: start + 23 * HOUR }), "kept");
  assertEquals(registry.asked, 1);
  assertEquals(await vendorStd({ root, probe, now: start + 25 * HOUR }), "kept");
  assertEquals(await vendorStd({ root, probe, now: start + 26 * HOUR }), "kept");
  assertEquals(registry.asked, 2);
});

Deno.test("vendorStd() writes anew what has changed or gone", async () => {
  await using project = new Project();
  const { root } = project;
  const probe = unreachable();
  await vendorStd({ root, probe });
  const { latest } = project.readJson("vendor/jsr.io/@std/fs/meta.json");
  const written = `vendor/jsr.io/@std/fs/${latest}/mod.ts`;

  project.write("tools/std/fs/mod.ts", "export const changed = true;\n");
  assertEquals(await vendorStd({ root, probe }), "written");
  assertEquals(project.read(written), "export const changed = true;\n");

  await Deno.remove(new URL("vendor/jsr.io/@std/fs/", root), { recursive: true });
  assertEquals(await vendorStd({ root, probe }), "written");
  assertEquals(project.read(written), "export const changed = true;\n");
});

Deno.test("vendorStd() doesn't take a login page for the registry", async () => {
  await using project = new Project();
  await using portal = new Registry(() => new Response("<title>Welcome to our hotel</title>"));
  assertEquals(await vendorStd({ root: project.root, probe: portal.probe }), "written");
});

Deno.test("vendorStd() gives up within two seconds when nobody answers", async () => {
  await using project = new Project();
  const { promise, resolve } = Promise.withResolvers<Response>();
  await using registry = new Registry(() => promise);
  const start = performance.now();
  assertEquals(await vendorStd({ root: project.root, probe: registry.probe }), "written");
  assertLess(performance.now() - start, 2000);
  resolve(meta());
});

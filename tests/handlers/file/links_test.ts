import { assert, assertEquals } from "@std/assert";
import { enclosedIdentity, isEnclosed } from "../../../src/handlers/file/enclosure.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { Site } from "./site.ts";

const IGNORED = { ignore: Deno.build.os === "windows" };

/** A directory beside the one that is served, whose name begins with the same letters. */
function outsideOf(site: Site): string {
  const path = `${site.directory.path}-old`;
  Deno.mkdirSync(path);
  Deno.writeTextFileSync(`${path}/secret.txt`, "secret");
  Deno.writeTextFileSync(`${path}/index.html`, "secret");
  return path;
}

Deno.test({
  ...IGNORED,
  name: "FileHTTPRequestHandler follows links within the directory, and not out of it",
  async fn(t): Promise<void> {
    await using site = new Site({
      "d/a.txt": "inside",
      "page.html": "page",
      "b.js": "b".repeat(99),
    });
    const outside = outsideOf(site);
    try {
      const link = (target: string, name: string): void =>
        Deno.symlinkSync(target, site.directory.join(name));
      link("d", "inner");
      link("d/a.txt", "inner.txt");
      link(site.directory.join("d"), "absolute");
      link("inner", "twice");
      link(outside, "dir");
      link(`${outside}/secret.txt`, "file.txt");
      link(`../${outside.split("/").at(-1)}/secret.txt`, "relative.txt");
      link("dir/secret.txt", "chain.txt");
      link(outside, "d/up");
      link(`${outside}/secret.txt`, "b.js.gz");
      link("nothing", "dangling");
      const cases: [target: string, status: number, text: string | undefined][] = [
        ["/inner/a.txt", 200, "inside"],
        ["/inner.txt", 200, "inside"],
        ["/absolute/a.txt", 200, "inside"],
        ["/twice/a.txt", 200, "inside"],
        ["/dir/secret.txt", 404, undefined],
        ["/dir/", 404, undefined],
        ["/file.txt", 404, undefined],
        ["/relative.txt", 404, undefined],
        ["/chain.txt", 404, undefined],
        ["/inner/up/secret.txt", 404, undefined],
        ["/dangling", 404, undefined],
      ];
      for (const [target, status, text] of cases) {
        for (const fields of [[], ["Range: bytes=0-"], ["If-None-Match: *"]]) {
          await t.step(`${target} ${fields}`, async () => {
            const answer = await site.ask(target, fields);
            if (fields.length === 0) assertEquals(answer.status, status);
            if (text === undefined) assertEquals(answer.status, 404);
            else assertEquals(answer.text, answer.status === 304 ? "" : text);
            assert(!answer.text.includes("secret"));
          });
        }
      }
      await t.step("nor as a compressed file beside a file", async () => {
        const answer = await site.ask("/b.js", ["Accept-Encoding: gzip"]);
        assert(!answer.text.includes("secret"));
      });
      await t.step("and lists those that it follows", async () => {
        const { text } = await site.ask("/", ["Accept: application/json"]);
        const names = JSON.parse(text).entries.map(({ name }: { name: string }) => name);
        assertEquals(
          names.filter((name: string) => /dir|file|relative|chain|dangling/.test(name)),
          [],
        );
        assert(names.includes("inner"));
      });
      await t.step("unless symlinks is true", async () => {
        await using open = new Site({}, { directory: site.directory.path, symlinks: true });
        assertEquals((await open.ask("/file.txt")).text, "secret");
        assertEquals((await open.ask("/dir/secret.txt")).text, "secret");
      });
    } finally {
      Deno.removeSync(outside, { recursive: true });
    }
  },
});

Deno.test({
  ...IGNORED,
  name: "FileHTTPRequestHandler serves a directory that is reached by a link itself",
  async fn(): Promise<void> {
    await using site = new Site({ "a.txt": "a" });
    using elsewhere = new TempDir();
    const current = elsewhere.join("current");
    Deno.symlinkSync(site.directory.path, current);
    await using linked = new Site({}, { directory: current });
    assertEquals((await linked.ask("/a.txt")).text, "a");
    // As a new release is put in the place of the old one.
    await using next = new Site({ "a.txt": "b" });
    Deno.removeSync(current);
    Deno.symlinkSync(next.directory.path, current);
    assertEquals((await linked.ask("/a.txt")).text, "b");
  },
});

Deno.test({
  ...IGNORED,
  name: "FileHTTPRequestHandler sends nothing from outside while a link is swapped",
  async fn(): Promise<void> {
    await using site = new Site({ "in.txt": "inside" });
    const outside = outsideOf(site);
    // A program of its own, so that it does not wait for the server.
    const program = `
      const [link, inside, outside] = Deno.args;
      for (let count = 0; ; count++) {
        Deno.symlinkSync(count % 2 ? inside : outside, link + ".new");
        Deno.renameSync(link + ".new", link);
      }`;
    const source = Deno.makeTempFileSync({ suffix: ".ts" });
    Deno.writeTextFileSync(source, program);
    const link = site.directory.join("link.txt");
    Deno.symlinkSync("in.txt", link);
    const swapper = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", source, link, "in.txt", `${outside}/secret.txt`],
    }).spawn();
    try {
      const seen = new Map<string, number>();
      const end = Date.now() + 2000;
      for (let count = 0; count < 300 || (seen.size < 2 && Date.now() < end); count++) {
        const { status, text } = await site.ask("/link.txt");
        assert(!text.includes("secret"));
        seen.set(`${status}`, (seen.get(`${status}`) ?? 0) + 1);
      }
      assert(seen.has("200") || seen.has("404"));
    } finally {
      swapper.kill("SIGKILL");
      await swapper.status;
      Deno.removeSync(source);
      Deno.removeSync(outside, { recursive: true });
    }
  },
});

Deno.test("isEnclosed() compares whole names", () => {
  using directory = new TempDir();
  directory.mkdir("www");
  directory.mkdir("www-old");
  directory.write("www/a", "");
  const root = directory.join("www");
  assert(isEnclosed(root, root));
  assert(isEnclosed(`${root}/`, directory.join("www/a")));
  assert(!isEnclosed(root, directory.join("www-old")));
  assert(!isEnclosed(root, directory.path));
  assert(!isEnclosed(root, directory.join("www/nothing")));
  assert(isEnclosed("/", directory.join("www/a")));
  const { dev, ino } = Deno.statSync(directory.join("www/a"));
  assertEquals(enclosedIdentity(root, directory.join("www/a")), { dev, ino });
});

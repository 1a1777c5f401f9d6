/**
 * Clients that people use, whose downloads are compared by checksum.
 */

import { assert, assertEquals } from "@std/assert";
import { noise } from "../../helpers/bytes.ts";
import { which } from "../../helpers/programs.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { Site } from "./site.ts";

const SIZE = 3_000_000;
const CONTENT = noise(SIZE, 7);
const TEXT = "A line that comes again and again.\n".repeat(20_000);

async function sha256(path: string): Promise<string> {
  return hex(await crypto.subtle.digest("SHA-256", Deno.readFileSync(path)));
}

function hex(digest: ArrayBuffer): string {
  return new Uint8Array(digest).toHex();
}

const EXPECTED = hex(await crypto.subtle.digest("SHA-256", CONTENT));

/** Run a client to its end. Returns its exit status. */
async function run(program: string, args: readonly string[], cwd: string): Promise<number> {
  const { code } = await new Deno.Command(program, {
    args: [...args],
    cwd,
    env: { LANG: "C", no_proxy: "*", http_proxy: "" },
    stdout: "null",
    stderr: "null",
  }).output();
  return code;
}

/** The client, what is downloaded already, and its arguments besides the address. */
const CASES: [name: string, program: string, done: number, args: readonly string[]][] = [
  ["curl", "curl", 0, ["-sSf", "-o", "a.bin"]],
  ["curl goes on with a part", "curl", 1_000_000, ["-sSf", "-C", "-", "-o", "a.bin"]],
  ["wget", "wget", 0, ["-q", "-O", "a.bin"]],
  ["wget -c goes on with a part", "wget", 1_234_567, ["-q", "-c"]],
  ["wget -c leaves a file as it is that is complete", "wget", SIZE, ["-q", "-c"]],
  ["aria2c takes eight parts at once", "aria2c", 0, [
    ...["-q", "-x8", "-s8", "-k", "1M", "--no-conf", "-o", "a.bin"],
  ]],
];

for (const [name, program, done, args] of CASES) {
  Deno.test({
    name: `FileHTTPRequestHandler gives a client the whole file: ${name}`,
    ignore: which(program) === undefined,
    async fn(): Promise<void> {
      await using site = new Site({ "a.bin": CONTENT });
      using target = new TempDir();
      if (done > 0) target.write("a.bin", CONTENT.subarray(0, done));
      const url = `http://127.0.0.1:${site.port}/a.bin`;
      assertEquals(await run(which(program)!, [...args, url], target.path), 0);
      assertEquals(await sha256(target.join("a.bin")), EXPECTED);
    },
  });
}

Deno.test({
  name: "FileHTTPRequestHandler gives curl what it takes apart again, in each coding that it knows",
  ignore: which("curl") === undefined,
  async fn(): Promise<void> {
    await using site = new Site({ "a.txt": TEXT, "small.txt": TEXT.slice(0, 5000) });
    using target = new TempDir();
    for (const [name, text] of [["a.txt", TEXT], ["small.txt", TEXT.slice(0, 5000)]] as const) {
      const args = ["-sSf", "--compressed", "-o", name, "-w", "%{size_download}"];
      const { stdout } = await new Deno.Command("curl", {
        args: [...args, `http://127.0.0.1:${site.port}/${name}`],
        cwd: target.path,
      }).output();
      assertEquals(Deno.readTextFileSync(target.join(name)), text);
      assert(Number(new TextDecoder().decode(stdout)) < text.length / 2);
    }
  },
});

Deno.test({
  name: "FileHTTPRequestHandler has curl and wget go on only with the same file",
  ignore: which("curl") === undefined,
  async fn(): Promise<void> {
    await using site = new Site({ "a.bin": CONTENT });
    using target = new TempDir();
    const url = `http://127.0.0.1:${site.port}/a.bin`;
    const head = ["-sS", "-I", url];
    const { stdout } = await new Deno.Command("curl", { args: head }).output();
    const [, tag = ""] = /^etag: (.*)\r$/im.exec(new TextDecoder().decode(stdout)) ?? [];
    const other = noise(SIZE, 9);
    site.directory.writeOld("a.bin", other, new Date("2021-03-03T03:03:03Z"));
    const resume = [
      "-sSf",
      "-H",
      `If-Range: ${tag}`,
      "-H",
      "Range: bytes=1000-",
      "-o",
      "a.bin",
      url,
    ];
    assertEquals(await run("curl", resume, target.path), 0);
    // The whole of the new file, and not its end behind the start of the old one.
    assertEquals(Deno.statSync(target.join("a.bin")).size, SIZE);
    assertEquals(
      await sha256(target.join("a.bin")),
      hex(await crypto.subtle.digest("SHA-256", other)),
    );
  },
});

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import jsQR from "npm:jsqr@1.4.0";
import { formatQr } from "../../src/cli/welcome/qr_code.ts";
import { ownAddresses, reachableUrls } from "../../src/cli/welcome/reachable.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { eventually } from "../helpers/eventually.ts";
import { Command, HAS_IPV6, runCommand } from "./command.ts";

const LOCAL = ["-b", "127.0.0.1"];

/** The command on a port of its own, with more permissions. */
function start(args: readonly string[], flags: readonly string[] = [], env = {}): Command {
  return new Command([...args, "0"], { flags: ["-N", "-R", ...flags], env });
}

/** What a reader of QR codes sees in a terminal that is light on dark. */
function readQr(text: string): string | undefined {
  const scale = 4;
  const lines = text.trimEnd().split("\n");
  const width = lines[0]!.length * scale;
  const height = lines.length * 2 * scale;
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const character = lines[Math.floor(y / scale / 2)]![Math.floor(x / scale)]!;
      const isLight = (Math.floor(y / scale) % 2 === 0 ? "▀█" : "▄█").includes(character);
      pixels.fill(isLight ? 255 : 0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  const read = jsQR as unknown as typeof jsQR.default;
  return read(pixels, width, height)?.data;
}

Deno.test("formatQr() draws what a reader reads", async () => {
  for (
    const url of ["http://192.168.1.20:8000/", `https://[2001:db8::1]:8443/${"a".repeat(80)}/`]
  ) {
    assertEquals(readQr(await formatQr(url, false)), url);
    const colored = await formatQr(url, true);
    // deno-lint-ignore no-control-regex -- these are the colours
    assertEquals(colored.replace(/\x1b\[97;40m(.*)\x1b\[0m/g, "$1"), await formatQr(url, false));
  }
});

Deno.test("reachableUrls() has an own address as it is, and for all of them this machine's", () => {
  const of = (host: string, port: number, secure = false, path = "/"): string[] =>
    reachableUrls({ host, port, secure }, path);
  assertEquals(of("192.0.2.1", 8000), ["http://192.0.2.1:8000/"]);
  assertEquals(of("::1", 443, true, "/files/"), ["https://[::1]/files/"]);
  assertEquals(of("localhost", 80), ["http://localhost/"]);
  for (const host of ["::", "0.0.0.0"]) {
    const [first, ...others] = of(host, 8000);
    assertEquals(first, "http://localhost:8000/");
    assertEquals(others.length, ownAddresses(host).length);
    for (const url of others) assertEquals(new URL(url).port, "8000");
  }
  assertEquals(ownAddresses("0.0.0.0").filter((address) => address.includes(":")), []);
});

Deno.test("main() says behind CPython's line where else it is reached", async () => {
  await using command = start(["-b", "0.0.0.0"], ["--allow-sys=networkInterfaces"]);
  const line = await command.readLine();
  const [, port = ""] =
    /^Serving HTTP on 0\.0\.0\.0 port (\d+) \(http:\/\/0\.0\.0\.0:\1\/\) \.\.\.$/
      .exec(line) ?? [];
  assert(port !== "", line);
  for (const host of ["localhost", ...ownAddresses("0.0.0.0")]) {
    assertEquals(await command.readLine(), `  http://${host}:${port}/`);
  }
});

Deno.test("main() says what it knows without --allow-sys, and how to know more", async () => {
  await using command = start(["-b", "0.0.0.0", "--prefix", "/files"]);
  const port = await command.readPort();
  assertEquals(await command.readLine(), `  http://localhost:${port}/files/`);
  assertStringIncludes(await command.readLine(), "--allow-sys=networkInterfaces");
});

Deno.test("main() says the address with the prefix where it listens on one", async () => {
  await using command = start([...LOCAL, "--prefix", "/files"]);
  const port = await command.readPort();
  assertEquals(await command.readLine(), `  http://127.0.0.1:${port}/files/`);
});

Deno.test("main() warns when the file of --spa is missing, and serves", async () => {
  using directory = new TempDir();
  await using command = start([...LOCAL, "--spa=app.html", "-d", directory.path]);
  await command.readPort();
  await eventually(() => {
    assertStringIncludes(command.errors, "--spa has no effect while there is no file 'app.html'");
  });
});

Deno.test("main() shows a QR code with --qr", async () => {
  await using command = start([...LOCAL, "--qr"]);
  const port = await command.readPort();
  assertEquals(await command.readLine(), "");
  const lines: string[] = [];
  for (let line; (line = await command.readLine()) !== `http://127.0.0.1:${port}/`;) {
    assert(lines.length < 100);
    lines.push(line);
  }
  assertEquals(readQr(lines.join("\n")), `http://127.0.0.1:${port}/`);
});

/** A program in the place of the one that opens addresses. */
function withOpener(script: string): TempDir & { path: string } {
  const directory = new TempDir();
  const path = directory.write("xdg-open", `#!/bin/sh\n${script}\n`);
  Deno.chmodSync(path, 0o755);
  return directory;
}

Deno.test({
  name: "main() opens the browser with --open",
  ignore: Deno.build.os !== "linux",
  fn: async (): Promise<void> => {
    using directory = withOpener('echo "$@" > "$OPENED.part" && mv "$OPENED.part" "$OPENED"');
    const opened = directory.join("opened");
    const env = { PATH: `${directory.path}:/usr/bin:/bin`, OPENED: opened };
    await using command = start(["-b", "0.0.0.0", "--open"], ["--allow-run=xdg-open"], env);
    const port = await command.readPort();
    await eventually(() =>
      assertEquals(Deno.readTextFileSync(opened), `http://localhost:${port}/\n`)
    );
  },
});

Deno.test({
  name: "main() serves, and says so, when the browser cannot be opened",
  ignore: Deno.build.os !== "linux",
  fn: async (): Promise<void> => {
    using directory = withOpener("exit 3");
    const env = { PATH: `${directory.path}:/usr/bin:/bin` };
    await using command = start([...LOCAL, "--open"], ["--allow-run=xdg-open"], env);
    const port = await command.readPort();
    const answer = await fetch(`http://127.0.0.1:${port}/nope`);
    await answer.body?.cancel();
    assertEquals(answer.status, 404);
    const message = "http-server: Cannot open the browser: xdg-open ended with status 3\n";
    await eventually(() => assertStringIncludes(command.errors, message));
  },
});

const REFUSED: [args: string[], flags: string[], message: string][] = [
  [
    [...LOCAL, "--open"],
    [],
    "Deno does not permit to run xdg-open, which opens the browser: add --allow-run=xdg-open",
  ],
  [
    ["--qr"],
    [],
    "Deno does not permit to know this machine's addresses, one of which the QR code is of: " +
    "add --allow-sys=networkInterfaces or choose an address with --bind",
  ],
  [
    ["-b", "unix:/tmp/none.sock", "--qr"],
    ["-W"],
    "Cannot show a QR code of unix:/tmp/none.sock: it takes a host and a port",
  ],
];

for (const [args, flags, message] of REFUSED) {
  Deno.test({
    name: `main() says what is missing for ${args.join(" ")}`,
    ignore: Deno.build.os !== "linux",
    fn: async (): Promise<void> => {
      const outcome = await runCommand([...args, "0"], { flags: ["-N", "-R", ...flags] });
      const stderr = `http-server: error: ${message}\n`;
      assertEquals(outcome, { code: 1, stdout: "", stderr });
    },
  });
}

Deno.test("main() takes the next free port, and says so, when none was given", async () => {
  // Whoever has it already has taken it as well.
  using _taken = listenOrNull(8000);
  await using command = new Command(LOCAL, { flags: ["-N", "-R"] });
  const port = await command.readPort();
  assert(port > 8000 && port < 8100);
  const message = `http-server: port 8000 is in use: serving on port ${port}\n`;
  await eventually(() => assertEquals(command.errors, message));
});

Deno.test({
  name: "main() takes the same port on all addresses",
  ignore: !HAS_IPV6,
  fn: async (): Promise<void> => {
    using _taken = listenOrNull(8000);
    await using command = new Command([...LOCAL, "-b", "::1"], { flags: ["-N", "-R"] });
    const first = await command.readPort();
    assert(first > 8000);
    assertEquals(await command.readPort(), first);
  },
});

Deno.test("main() fails when the port is taken that Deno permits", async () => {
  using _taken = listenOrNull(8000);
  const outcome = await runCommand(LOCAL, { flags: ["-N=127.0.0.1:8000", "-R"] });
  assertEquals([outcome.code, outcome.stdout], [1, ""]);
  assertMatch(outcome.stderr, /Cannot listen on 127\.0\.0\.1, port 8000: the port is in use/);
});

function listenOrNull(port: number): Deno.TcpListener & Disposable | null {
  try {
    return Deno.listen({ hostname: "127.0.0.1", port });
  } catch {
    return null;
  }
}

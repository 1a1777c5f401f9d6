import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { certificateNames } from "../../src/cli/tls/certificate_names.ts";
import { makeCertificate } from "../../src/cli/tls/make_certificate.ts";
import { selfSigned } from "../../src/cli/tls/self_signed.ts";
import { nodeCrypto } from "../../src/server/node/node_builtins.ts";
import { certificate, plainKey, RECORDED, writePair } from "../helpers/certificates.ts";
import { LaterClock } from "../helpers/later_clock.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { connectTls, requestTls } from "../helpers/tls_client.ts";
import { Command, type CommandOptions, runCommand } from "./command.ts";

const LOCAL = ["-b", "127.0.0.1"];
const DAY = 24 * 60 * 60 * 1000;

/** The message of a command that fails. */
async function failure(
  args: readonly string[],
  options: CommandOptions = {},
): Promise<[code: number, message: string]> {
  const { code, stdout, stderr } = await runCommand(args, options);
  assertEquals(stdout, "");
  return [code, stderr.slice(stderr.indexOf("http-server: error: ") + 20).trimEnd()];
}

Deno.test("main() serves over TLS with --tls-cert and --tls-key", async () => {
  using directory = new TempDir();
  directory.write("a.txt", "here");
  using keys = new TempDir();
  const { cert, key } = await certificate();
  const { certfile, keyfile } = writePair(keys, { cert, key });
  // No more than these.
  const flags = [
    "--allow-net=127.0.0.1:0",
    `--allow-read=${directory.path},${certfile},${keyfile}`,
  ];
  const args = [...LOCAL, "--tls-cert", certfile, "--tls-key", keyfile, "-d", directory.path, "0"];
  await using command = new Command(args, { flags });
  const line = await command.readLine();
  const [, port] =
    /^Serving HTTPS on 127\.0\.0\.1 port (\d+) \(https:\/\/127\.0\.0\.1:\1\/\) \.\.\.$/
      .exec(line) ?? [];
  assert(port !== undefined, line);
  assertEquals((await requestTls({ port: Number(port), cert }, "/a.txt")).text, "here");
});

Deno.test({
  name: "main() serves over TLS with several workers",
  ignore: Deno.build.os === "windows",
  async fn(): Promise<void> {
    using directory = new TempDir();
    const { cert, key } = await certificate();
    const { certfile, keyfile } = writePair(directory, { cert, key });
    const flags = ["-N", "-R", "--unstable-net"];
    const tls = ["--tls-cert", certfile, "--tls-key", keyfile];
    const args = [...LOCAL, "--workers", "2", ...tls, "-d", directory.path, "0"];
    await using command = new Command(args, { flags });
    const port = await command.readPort();
    const answers = Array.from({ length: 20 }, () => requestTls({ port, cert }, "/cert.pem"));
    assertEquals((await Promise.all(answers)).map(({ text }) => text), Array(20).fill(cert));
  },
});

Deno.test("main() takes the password of the key from --tls-password-file", async () => {
  using directory = new TempDir();
  const { key: name, pem } = RECORDED.encrypted[0]!;
  const certfile = directory.write("both.pem", RECORDED.certificates[name]! + pem);
  const password = directory.write("password", ` ${RECORDED.password} \r\n`);
  const args = [...LOCAL, "--tls-cert", certfile, "--tls-password-file", password, "0"];
  await using command = new Command(args);
  assertMatch(await command.readLine(), /^Serving HTTPS /);
});

Deno.test("main() refuses options of TLS that do not go together, in CPython's words", async (t) => {
  using directory = new TempDir();
  const missing = directory.join("missing");
  const read = "Failed to read TLS password file: ";
  const cases: [args: string[], message: string][] = [
    [["--tls-key", "a"], "--tls-key requires --tls-cert to be set"],
    [["--tls-key", "a", "--tls-password-file", "b"], "--tls-key requires --tls-cert to be set"],
    [["--tls-password-file", "a"], "--tls-password-file requires --tls-cert to be set"],
    [
      ["--tls-cert", "a", "--tls-password-file", missing],
      `${read}[Errno 2] No such file or directory: '${missing}'`,
    ],
    [
      ["--tls-cert", "a", "--tls-password-file", directory.path],
      `${read}[Errno 21] Is a directory: '${directory.path}'`,
    ],
    [
      ["--tls-cert", "a", "--tls-self-signed"],
      "argument --tls-self-signed: not allowed with argument --tls-cert",
    ],
    [["--tls-cert", ""], "argument --tls-cert: invalid path: ''"],
  ];
  for (const [args, message] of cases) {
    await t.step(args.join(" "), async () => {
      assertEquals(await failure(args), [2, message]);
    });
  }
});

Deno.test("main() says it in one sentence when it cannot use a certificate", async (t) => {
  using directory = new TempDir();
  const missing = directory.join("missing.pem");
  const certfile = directory.write("cert.pem", RECORDED.certificates["RSA"]!);
  const keyfile = directory.write("key.pem", plainKey("P-256"));
  const cases: [args: string[], message: string, flags?: string[]][] = [
    [["--tls-cert", missing], `Cannot use the certificate '${missing}': there is no such file`],
    [
      ["--tls-cert", certfile, "--tls-key", keyfile],
      `Cannot use the certificate '${certfile}': ` +
      `the private key in '${keyfile}' does not belong to it`,
    ],
    [
      ["--tls-cert", "/tls/cert.pem"],
      "Deno does not permit to read '/tls/cert.pem': add --allow-read=/tls/cert.pem",
      ["-N", "-R=."],
    ],
    [
      ["--tls-cert", "a", "--tls-password-file", "/tls/password"],
      "Deno does not permit to read '/tls/password': add --allow-read=/tls/password",
      ["-N", "-R=."],
    ],
    [
      ["--tls-self-signed=kept"],
      "Deno does not permit to write in 'kept': add --allow-write=kept",
    ],
  ];
  for (const [args, message, flags = ["-N", "-R"]] of cases) {
    await t.step(args.join(" "), async () => {
      assertEquals(await failure([...LOCAL, ...args, "0"], { flags }), [1, message]);
    });
  }
});

/** The fingerprint that a command says it has, of a certificate that is then in a directory. */
async function start(kept: string): Promise<{ port: number; fingerprint: string; cert: string }> {
  const flags = ["-N", "-R", `--allow-write=${kept}`];
  await using command = new Command([...LOCAL, `--tls-self-signed=${kept}`, "0"], { flags });
  const port = await command.readPort();
  const cert = Deno.readTextFileSync(`${kept}/self-signed.pem`);
  (await connectTls({ port, cert })).conn.close();
  command.kill("SIGINT");
  const { stderr } = await command.outcome();
  const [, fingerprint] = /^The certificate's SHA-256 fingerprint is ((?:[\dA-F]{2}:?){32})$/m
    .exec(stderr) ?? [];
  assert(fingerprint !== undefined, stderr);
  return { port, fingerprint, cert };
}

Deno.test("main() makes a certificate with --tls-self-signed, and keeps it", async () => {
  using directory = new TempDir();
  const kept = directory.join("kept");
  const first = await start(kept);
  const { fingerprint256 } = new (nodeCrypto().X509Certificate)(first.cert);
  assertEquals(first.fingerprint, fingerprint256);
  assertEquals((await start(kept)).fingerprint, first.fingerprint);
  if (Deno.build.os === "windows") return;
  assertEquals(Deno.statSync(`${kept}/self-signed.pem`).mode! & 0o777, 0o600);
  assertEquals(Deno.statSync(kept).mode! & 0o777, 0o700);
});

Deno.test("main() says that it does not keep the certificate if Deno does not permit it", async () => {
  await using command = new Command([...LOCAL, "--tls-self-signed", "0"]);
  const port = await command.readPort();
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  assertEquals(connection.remoteAddr.port, port);
  command.kill("SIGINT");
  const { stderr } = await command.outcome();
  assertMatch(stderr, /^The certificate is not kept, .*--tls-self-signed=DIR, or add --allow-env=/);
});

Deno.test({
  name: "main() says that it does not keep the certificate if the user has no home",
  ignore: Deno.build.os !== "linux",
  async fn(): Promise<void> {
    const cache = new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).outputSync();
    const { denoDir } = JSON.parse(new TextDecoder().decode(cache.stdout));
    const options = { flags: ["-NRW", "--allow-env=HOME"], env: { HOME: "", DENO_DIR: denoDir } };
    await using command = new Command([...LOCAL, "--tls-self-signed", "0"], options);
    await command.readPort();
    command.kill("SIGINT");
    const { stderr } = await command.outcome();
    assertMatch(stderr, /^The certificate is not kept, .*--tls-self-signed=DIR, or set HOME\n/);
  },
});

Deno.test({
  name: "main() keeps the certificate with the user's data if Deno permits it",
  ignore: Deno.build.os !== "linux",
  async fn(): Promise<void> {
    using directory = new TempDir();
    const cache = new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).outputSync();
    const { denoDir } = JSON.parse(new TextDecoder().decode(cache.stdout));
    const env = { HOME: directory.path, DENO_DIR: denoDir };
    const flags = ["-N", "-R", "-W", "--allow-env=HOME"];
    await using command = new Command([...LOCAL, "--tls-self-signed", "0"], { flags, env });
    const port = await command.readPort();
    const cert = Deno.readTextFileSync(directory.join(".local/share/http-server/self-signed.pem"));
    (await connectTls({ port, cert })).conn.close();
  },
});

Deno.test("certificateNames() has what browsers say, and the addresses to listen on", () => {
  const local = ["localhost", "127.0.0.1", "::1"];
  const names = certificateNames(["0.0.0.0", "::", "192.0.2.1", "Example.TEST", "127.0.0.1"]);
  assertEquals(names.slice(0, 5), [...local, "192.0.2.1", "example.test"]);
  assertEquals(new Set(names).size, names.length);
  assert(names.includes(Deno.hostname().toLowerCase()));
  assertEquals(names.filter((name) => ["::", "0.0.0.0"].includes(name) || /%/.test(name)), []);
});

Deno.test("makeCertificate() makes one that servers may have, for all of the names", async () => {
  const pair = await makeCertificate(["localhost", "192.0.2.1", "2001:db8::1"]);
  const certificate = new (nodeCrypto().X509Certificate)(pair.cert);
  assertEquals(certificate.ca, false);
  assert(certificate.checkPrivateKey(nodeCrypto().createPrivateKey(pair.key)));
  assert(certificate.verify(certificate.publicKey));
  assertMatch(
    certificate.subjectAltName!,
    /^DNS:localhost, IP Address:192\.0\.2\.1, IP Address:2001:db8:(?:0:0:0:0:0)?:1$/i,
  );
  const days = (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / DAY;
  // More is refused by browsers.
  assertEquals(Math.round(days), 397);
});

/** The fingerprint of the certificate that is kept in a directory. */
async function fingerprint(names: readonly string[], directory: TempDir): Promise<string> {
  return (await selfSigned(names, directory.path)).fingerprint;
}

Deno.test("selfSigned() keeps a certificate as long as it is good", async () => {
  using directory = new TempDir();
  const made = await fingerprint(["localhost", "::1"], directory);
  assertEquals(await fingerprint(["::1"], directory), made);
  const more = await fingerprint(["other.test"], directory);
  assertNotEquals(more, made);
  // It is for the names of the one before, too.
  assertEquals(await fingerprint(["localhost", "::1", "other.test"], directory), more);
  assertEquals([...Deno.readDirSync(directory.path)].length, 1);
});

Deno.test("selfSigned() makes a new certificate in the last 90 days", async () => {
  using directory = new TempDir();
  using clock = new LaterClock();
  clock.offset = 0;
  const made = await fingerprint(["localhost"], directory);
  clock.offset = (396 - 91) * DAY;
  assertEquals(await fingerprint(["localhost"], directory), made);
  clock.offset = (396 - 89) * DAY;
  assertNotEquals(await fingerprint(["localhost"], directory), made);
});

Deno.test("selfSigned() makes a new certificate when the one that is kept is damaged", async () => {
  using directory = new TempDir();
  directory.write("self-signed.pem", "nonsense");
  const made = await fingerprint(["localhost"], directory);
  assertEquals(await fingerprint(["localhost"], directory), made);
});

Deno.test("selfSigned() makes another certificate each time when there is no directory", async () => {
  const first = await selfSigned(["localhost"]);
  assertNotEquals((await selfSigned(["localhost"])).fingerprint, first.fingerprint);
});

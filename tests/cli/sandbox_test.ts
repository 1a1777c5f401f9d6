/**
 * What each feature takes of Deno, to the letter: it works with that, on one address and in one
 * directory, and with one flag less it says which one is missing.
 *
 * @module
 */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { basic, HASHES } from "../handlers/auth/users.ts";
import type { KeyPair } from "../../src/server/tls/certificate.ts";
import { certificate } from "../helpers/certificates.ts";
import { type Answer, RawClient, request } from "../helpers/raw_client.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { requestTls } from "../helpers/tls_client.ts";
import { Command } from "./command.ts";

/** A server, and what it serves. */
interface Context {
  readonly port: number;
  readonly command: Command;
  readonly directory: string;
  readonly keys: string;
}

/** A flag, and what is said without it. */
type Flag = readonly [flag: string, message: string];

/** A feature. `DIR` stands for the directory that is served, and `KEYS` for one beside it. */
interface Feature {
  /** What the table in the README calls it. */
  readonly name: string;
  /** Where it listens, unless on 127.0.0.1. */
  readonly bind?: readonly string[];
  /** The flag for that. */
  readonly net?: Flag;
  /** Its options. */
  readonly args?: readonly string[];
  /** The flags that it takes on top of those for listening and reading. */
  readonly flags?: readonly Flag[];
  /** Whether it is not before it is used that a flag is missed. */
  readonly startsWithout?: boolean;
  /** Fails if the feature does not work. */
  readonly use: (context: Context) => unknown;
}

/** What workers load. In a package from a registry they may. */
const SOURCES = fromFileUrl(new URL("../../src/", import.meta.url));

const NET: Flag = [
  "--allow-net=127.0.0.1:0",
  "Deno does not permit to listen on 127.0.0.1, port 0: add --allow-net=127.0.0.1",
];

const READ: Flag = ["--allow-read=DIR", "Deno does not permit to read 'DIR': add --allow-read=DIR"];

const WRITE: Flag = [
  "--allow-write=DIR",
  "Deno does not permit to write in 'DIR': add --allow-write=DIR",
];

async function get({ port }: Context, target: string, fields = {}): Promise<Answer> {
  return await request(port, target, { headers: { Connection: "close", ...fields } });
}

async function getsFile(context: Context): Promise<void> {
  assertEquals((await get(context, "/a.unheard-of")).text, "here");
}

async function send({ port }: Context, head: string, body = "", more = ""): Promise<Answer> {
  using client = await RawClient.connect(port);
  const fields = `Host: 127.0.0.1:${port}\r\nContent-Length: ${body.length}\r\n${more}`;
  return await client.request(`${head} HTTP/1.1\r\n${fields}\r\n${body}`);
}

async function getsFileOverTls({ port }: Context): Promise<void> {
  const { cert } = await certificate();
  const answer = await requestTls({ port, cert }, "/a.unheard-of");
  assertEquals(answer.text, "here");
}

const FEATURES: readonly Feature[] = [
  {
    name: "Serve one directory on one address only",
    async use(context): Promise<void> {
      await getsFile(context);
      assertStringIncludes((await get(context, "/")).text, "a.unheard-of");
      assertEquals((await get(context, "/", { Accept: "application/json" })).status, 200);
    },
  },
  {
    name: "Serve one directory on one address only, as CPython does",
    args: ["--simple"],
    use: getsFile,
  },
  {
    name: "Download archives, ask for checksums",
    args: ["--archive", "--checksums"],
    async use(context): Promise<void> {
      assertEquals((await get(context, "/?archive=tar.gz")).status, 200);
      assertMatch((await get(context, "/a.unheard-of?sha256")).text, /^[0-9a-f]{64}/);
    },
  },
  {
    name: "Let clients upload, make directories, delete and move",
    args: ["--upload", "--mkdir", "--delete"],
    flags: [WRITE],
    async use(context): Promise<void> {
      assertEquals((await send(context, "MKCOL /new")).status, 201);
      assertEquals((await send(context, "PUT /new/b", "text")).status, 201);
      assertEquals(Deno.readTextFileSync(`${context.directory}/new/b`), "text");
      const move = await send(context, "MOVE /new/b", "", "Destination: /new/c\r\n");
      assertEquals(move.status, 201);
      assertEquals((await send(context, "DELETE /new/c")).status, 204);
    },
  },
  ...["--upload", "--mkdir", "--delete"].map((option): Feature => ({
    name: `Let clients upload, make directories, delete and move (${option})`,
    args: [option],
    flags: [WRITE],
    use: getsFile,
  })),
  {
    name: "Serve only to some users",
    args: ["--auth-file", "KEYS/users"],
    flags: [[
      "--allow-read=KEYS/users",
      "Deno does not permit to read 'KEYS/users': add --allow-read=KEYS/users",
    ]],
    async use(context): Promise<void> {
      assertEquals((await get(context, "/a.unheard-of")).status, 401);
      const answer = await get(context, "/a.unheard-of", { Authorization: basic("ada") });
      assertEquals(answer.text, "here");
    },
  },
  {
    name: "Reload pages with `--live`, slow networks, limits, logs",
    args: ["--live", "--delay", "1", "--limit", "idle-timeout=30", "--log", "json"],
    async use(context): Promise<void> {
      await getsFile(context);
      const page = await get(context, "/page.html", { Accept: "text/html" });
      assertStringIncludes(page.text, "<script");
    },
  },
  {
    name: "Trusted proxies, health and metrics",
    args: ["--trust-proxy", "127.0.0.1", "--health", "/health", "--metrics", "/metrics"],
    async use(context): Promise<void> {
      assertEquals((await get(context, "/health", { Forwarded: "for=1.2.3.4" })).text, "ok\n");
      assertStringIncludes((await get(context, "/metrics")).text, "process_resident_memory_bytes");
    },
  },
  {
    name: "Serve over TLS",
    args: ["--tls-cert", "KEYS/cert.pem", "--tls-key", "KEYS/key.pem"],
    flags: [
      [
        "--allow-read=KEYS/cert.pem",
        "Deno does not permit to read 'KEYS/cert.pem': add --allow-read=KEYS/cert.pem",
      ],
      [
        "--allow-read=KEYS/key.pem",
        "Deno does not permit to read 'KEYS/key.pem': add --allow-read=KEYS/key.pem",
      ],
    ],
    use: getsFileOverTls,
  },
  {
    name: "Keep a certificate of `--tls-self-signed=DIR`",
    args: ["--tls-self-signed=KEYS/own"],
    flags: [
      [
        "--allow-read=KEYS/own",
        "Deno does not permit to read 'KEYS/own': add --allow-read=KEYS/own",
      ],
      [
        "--allow-write=KEYS/own",
        "Deno does not permit to write in 'KEYS/own': add --allow-write=KEYS/own",
      ],
    ],
    use: ({ keys }) => assert([...Deno.readDirSync(`${keys}/own`)].length > 0),
  },
  {
    name: "Serve with several workers",
    args: ["--workers", "2"],
    // Port 0 is another one once it is bound, and workers bind it again.
    net: ["--allow-net=127.0.0.1", NET[1]],
    flags: [
      [
        "--unstable-net",
        "Deno does not share the port between workers: add --unstable-net",
      ],
      [
        `--allow-read=${SOURCES}`,
        `Deno does not permit workers to read the server's own modules: add --allow-read=${SOURCES}`,
      ],
    ],
    use: getsFile,
  },
  {
    name: "Listen on a Unix socket",
    bind: ["-b", "unix:DIR/socket"],
    net: [
      "--allow-net=unix:DIR/socket",
      "Deno does not permit to listen on the socket 'DIR/socket': add --allow-net=unix:DIR/socket",
    ],
    flags: [
      [
        "--allow-write=DIR/socket",
        "Deno does not permit to listen on the socket 'DIR/socket': add --allow-write=DIR/socket",
      ],
    ],
    use: ({ directory }) => assert(Deno.statSync(`${directory}/socket`).isSocket),
  },
  {
    name: "Open the browser with `--open`",
    args: ["--open"],
    flags: [
      [
        "--allow-run=xdg-open",
        "Deno does not permit to run xdg-open, which opens the browser: add --allow-run=xdg-open",
      ],
    ],
    use: getsFile,
  },
  {
    name: "Run CGI scripts",
    args: ["--cgi"],
    flags: [
      [
        "--allow-run=DIR/cgi-bin/run",
        "Deno does not permit to run 'DIR/cgi-bin/run': add --allow-run=DIR/cgi-bin/run",
      ],
    ],
    startsWithout: true,
    async use(context): Promise<void> {
      assertStringIncludes((await get(context, "/cgi-bin/run")).text, "ran");
    },
  },
];

/** A directory to serve, and one beside it with what else is needed. */
class Site implements Disposable {
  readonly #parent = new TempDir();
  /** The directory to serve. */
  readonly directory = this.#parent.join("site");
  /** The other. */
  readonly keys = this.#parent.join("keys");

  constructor({ cert, key }: KeyPair) {
    for (const name of ["site/cgi-bin", "keys/bin"]) this.#parent.mkdir(name);
    this.#parent.write("site/a.unheard-of", "here");
    this.#parent.write("site/page.html", "<!DOCTYPE html><title>A page</title><p>text");
    this.#parent.write("keys/cert.pem", cert);
    this.#parent.write("keys/key.pem", key);
    this.#parent.write("keys/users", `ada:${HASHES[0]}\n`);
    this.#script("site/cgi-bin/run", "echo Content-Type: text/plain\necho\necho ran");
    this.#script("keys/bin/xdg-open", "exit 0");
  }

  #script(name: string, text: string): void {
    Deno.chmodSync(this.#parent.write(name, `#!/bin/sh\n${text}\n`), 0o755);
  }

  /** Put the paths in. */
  place(text: string): string {
    return text.replaceAll("DIR", this.directory).replaceAll("KEYS", this.keys);
  }

  /** Start the server with just these flags. */
  start({ args = [], bind = ["-b", "127.0.0.1", "0"] }: Feature, flags: readonly Flag[]): Command {
    const all = [...bind, "-d", "DIR", ...args].map((arg) => this.place(arg));
    const env = { PATH: `${this.keys}/bin:${Deno.env.get("PATH")}` };
    return new Command(all, { flags: flags.map(([flag]) => this.place(flag)), env });
  }

  [Symbol.dispose](): void {
    this.#parent[Symbol.dispose]();
  }
}

function flagsOf({ net = NET, flags = [] }: Feature): Flag[] {
  return [net, READ, ...flags];
}

for (const feature of FEATURES) {
  Deno.test({
    name: `main() takes no more than its flags to ${feature.name}`,
    ignore: Deno.build.os !== "linux",
    async fn(): Promise<void> {
      using site = new Site(await certificate());
      const { directory, keys } = site;
      await using command = site.start(feature, flagsOf(feature));
      const port = feature.bind === undefined ? await command.readPort() : 0;
      if (feature.bind !== undefined) await command.readLine();
      await feature.use({ port, command, directory, keys });
      command.kill("SIGTERM");
      assertEquals((await command.outcome()).code, 143);
    },
  });

  for (const missing of flagsOf(feature)) {
    Deno.test({
      name: `main() names ${missing[0]} when it is missing to ${feature.name}`,
      ignore: Deno.build.os !== "linux",
      async fn(): Promise<void> {
        using site = new Site(await certificate());
        const rest = flagsOf(feature).filter((flag) => flag !== missing);
        await using command = site.start(feature, rest);
        if (feature.startsWithout && feature.flags?.includes(missing)) {
          await command.readLine();
          command.kill("SIGTERM");
        }
        const { stderr } = await command.outcome();
        assertStringIncludes(stderr, site.place(missing[1]));
      },
    });
  }
}

Deno.test("main() takes no flag that permits more than a feature uses", () => {
  const flags = FEATURES.flatMap(flagsOf).map(([flag]) => flag);
  for (const flag of flags) {
    assert(!/^--allow-(?:all|ffi|env|sys)|^-A/.test(flag), flag);
    assert(flag.startsWith("--unstable-") || /=./.test(flag), `${flag} is for everything`);
  }
});

Deno.test("README.md names what each feature takes", () => {
  const readme = Deno.readTextFileSync(new URL("../../README.md", import.meta.url));
  const [, section = ""] = /\n## Permissions\n([^]*?)\n## /.exec(readme) ?? [];
  for (const { name } of FEATURES) {
    assertStringIncludes(section, `| ${name.replace(/, as CPython does| \(.*/, "")} `);
  }
});

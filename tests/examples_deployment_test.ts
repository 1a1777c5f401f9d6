/**
 * The examples that are no programs: what is in them is run, with other ports and directories.
 *
 * @module
 */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Command } from "./cli/command.ts";
import { noise } from "./helpers/bytes.ts";
import { TempDir } from "./helpers/temp_dir.ts";
import { caddy, freePort, nginx, type Proxy, start } from "./hostile/proxies.ts";

/** What the server is called in all of them. */
const PACKAGE = "jsr:@pyport/http-server";
const MAIN = new URL("../mod.ts", import.meta.url).pathname;

function read(name: string): string {
  return Deno.readTextFileSync(new URL(`../examples/${name}`, import.meta.url));
}

/** A part of a text that must be there once, replaced. */
function replaceOnce(whole: string, part: string, replacement: string): string {
  assertEquals(whole.split(part).length, 2, part);
  return whole.replace(part, () => replacement);
}

/** The arguments that a comment at the beginning starts the server with. */
function argsIn(configuration: string): string[] {
  const [, line = ""] = /^# +deno run -NR jsr:@pyport\/http-server (.*)$/m.exec(configuration) ??
    [];
  return line.split(" ");
}

async function startNginx(configuration: string, port: number, upstream: number): Promise<Proxy> {
  const directory = new TempDir();
  const ported = replaceOnce(configuration, "listen 80;", `listen 127.0.0.1:${port};`);
  directory.write("site.conf", replaceOnce(ported, "127.0.0.1:8000;", `127.0.0.1:${upstream};`));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${directory.join(name)};`);
  directory.write(
    "nginx.conf",
    `daemon off; master_process off; pid nginx.pid; events {}
    http { access_log off; ${temporary.join(" ")} include site.conf; }`,
  );
  const args = ["-p", directory.path, "-c", "nginx.conf", "-e", "error.log"];
  return await start(nginx.path!, args, {
    port,
    directory,
    end: "SIGQUIT",
    parse: () => undefined,
  });
}

async function startCaddy(configuration: string, port: number, upstream: number): Promise<Proxy> {
  const directory = new TempDir();
  const ported = replaceOnce(configuration, "example.com {", `http://127.0.0.1:${port} {`);
  const site = replaceOnce(ported, "127.0.0.1:8000 {", `127.0.0.1:${upstream} {`);
  directory.write("Caddyfile", `{\n\tadmin off\n}\n${site}`);
  const args = ["run", "--adapter", "caddyfile", "--config", directory.join("Caddyfile")];
  return await start(caddy.path!, args, {
    port,
    directory,
    end: "SIGTERM",
    parse: () => undefined,
  });
}

const PROXIES = [
  { file: "behind_nginx.conf", path: nginx.path, startProxy: startNginx },
  { file: "Caddyfile", path: caddy.path, startProxy: startCaddy },
];

/** Ask as 127.0.0.2, with lies about it. What comes back are head and body. */
async function ask(port: number, target: string): Promise<string> {
  const lies = ["-H", "X-Forwarded-For: 6.6.6.6", "-H", "Forwarded: for=6.6.6.6;proto=https"];
  const args = ["-si", "--interface", "127.0.0.2", ...lies, `http://127.0.0.1:${port}${target}`];
  const { stdout } = await new Deno.Command("curl", { args }).output();
  return new TextDecoder().decode(stdout);
}

for (const { file, path, startProxy } of PROXIES) {
  Deno.test({
    name:
      `examples/${file} tells the server who the client is, whatever that says, and lets uploads through`,
    // Elsewhere the machine has one address for itself only.
    ignore: path === undefined || Deno.build.os !== "linux" || !find("curl"),
    async fn(): Promise<void> {
      using directory = new TempDir();
      directory.write("a.txt", "hello");
      const configuration = read(file);
      const args = argsIn(configuration).map((arg) => arg === "/srv/www" ? directory.path : arg)
        .map((arg) => arg === "8000" ? "0" : arg);
      assertEquals(args.includes("--trust-proxy"), true);
      const flags = ["-NR", `--allow-write=${directory.path}`];
      const more = ["--metrics", "/metrics", "--upload"];
      await using command = new Command([...args, ...more], { flags });
      const upstream = await command.readPort();
      await using proxy = await startProxy(configuration, freePort(), upstream);
      assertMatch(await ask(proxy.port, "/a.txt"), /^HTTP\/1\.1 200 [^]*\r\n\r\nhello$/);
      assertMatch(await ask(proxy.port, "/metrics"), /^HTTP\/1\.1 404 /);
      await upload(proxy.port, "/b.bin", UPLOAD);
      assertEquals(Deno.readFileSync(directory.join("b.bin")), UPLOAD);
      command.kill("SIGTERM");
      const { stderr } = await command.outcome();
      assertMatch(stderr, /^127\.0\.0\.2 - - \[[^\]]+\] "GET \/a\.txt HTTP\/1\.1" 200 -\n/);
    },
  });
}

/** What `docs/deployment.md` says to change where the proxy has the server below a path. */
const BELOW_PATH: Readonly<Record<string, readonly (readonly [line: string, below: string])[]>> = {
  "behind_nginx.conf": [
    ["location / {", "location /files/ {"],
    [
      "proxy_pass http://http_server;",
      "proxy_pass http://http_server/;\nproxy_redirect / /files/;",
    ],
  ],
  "Caddyfile": [
    ["reverse_proxy 127.0.0.1:8000 {", "handle_path /files/* {\nreverse_proxy 127.0.0.1:8000 {"],
    [
      "header_up -Forwarded\n\t}",
      'header_up -Forwarded\nheader_down Location "^/" "/files/"\n}\n\t}',
    ],
  ],
};

for (const { file, path, startProxy } of PROXIES) {
  Deno.test({
    name: `examples/${file} puts the server below a path with the lines in docs/deployment.md`,
    ignore: path === undefined || !find("curl"),
    async fn(): Promise<void> {
      using directory = new TempDir();
      directory.mkdir("a/b");
      directory.write("a/b/index.html", "below");
      const guide = Deno.readTextFileSync(new URL("../docs/deployment.md", import.meta.url));
      let configuration = read(file);
      for (const [line, below] of BELOW_PATH[file]!) {
        for (const added of below.split("\n")) {
          if (!line.includes(added)) assertStringIncludes(guide, added);
        }
        configuration = replaceOnce(configuration, line, below);
      }
      await using command = new Command(["-b", "127.0.0.1", "-d", directory.path, "0"]);
      const upstream = await command.readPort();
      await using proxy = await startProxy(configuration, freePort(), upstream);
      const url = `http://127.0.0.1:${proxy.port}/files/a/b`;
      const args = ["-sL", "-w", " %{url_effective}", `${url}?x`];
      const { stdout } = await new Deno.Command("curl", { args }).output();
      assertEquals(new TextDecoder().decode(stdout), `below ${url}/?x`);
    },
  });
}

/** More than nginx lets through by itself. */
const UPLOAD = noise(3_000_000);

async function upload(port: number, target: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const origin = `http://127.0.0.1:${port}`;
  // As a page sends it.
  const headers = { Origin: origin };
  const answer = await fetch(origin + target, { method: "PUT", body, headers });
  await answer.body?.cancel();
  assertEquals(answer.status, 201);
}

function find(name: string): boolean {
  try {
    return new Deno.Command(name, { args: ["--version"] }).outputSync().success;
  } catch {
    return false;
  }
}

Deno.test({
  name: "examples/http-server.service and .socket are understood by systemd",
  ignore: !find("systemd-analyze"),
  fn(): void {
    using directory = new TempDir();
    const service = read("http-server.service");
    directory.write(
      "http-server.service",
      replaceOnce(service, "/usr/local/bin/deno ", `${Deno.execPath()} `),
    );
    directory.write("http-server.socket", read("http-server.socket"));
    const units = ["service", "socket"].map((kind) => directory.join(`http-server.${kind}`));
    const { stderr } = new Deno.Command("systemd-analyze", { args: ["verify", ...units] })
      .outputSync();
    // What it says of the machine's own units does not count.
    const said = new TextDecoder().decode(stderr).split("\n")
      .filter((line) => line.includes("http-server"));
    assertEquals(said, []);
  },
});

Deno.test({
  name: "examples/http-server.service serves on the socket that is handed over",
  ignore: !find("systemd-socket-activate"),
  async fn(): Promise<void> {
    using directory = new TempDir();
    directory.write("a.txt", "hello");
    const [, line = ""] = /^ExecStart=(.*)$/m.exec(read("http-server.service")) ?? [];
    const args = replaceOnce(line, PACKAGE, MAIN).replace("/usr/local/bin/deno", Deno.execPath())
      .replaceAll("/srv/www", directory.path).split(" ");
    const port = freePort();
    const manner = {
      port,
      directory: new TempDir(),
      end: "SIGTERM",
      parse: () => undefined,
    } as const;
    // The connection that waits for it to listen is what starts the server.
    const activation = ["--listen", `127.0.0.1:${port}`, ...args];
    await using _server = await start("systemd-socket-activate", activation, manner);
    const answer = await fetch(`http://127.0.0.1:${port}/a.txt`);
    assertEquals([answer.status, await answer.text()], [200, "hello"]);
  },
});

Deno.test("examples/Containerfile starts the server with what it needs", async () => {
  using directory = new TempDir();
  directory.write("a.txt", "hello");
  const [, json = ""] = /^ENTRYPOINT (\[.*\])$/m.exec(read("Containerfile")) ?? [];
  const [program, run, ...rest]: string[] = JSON.parse(json);
  assertEquals([program, run], ["deno", "run"]);
  const port = freePort();
  const all = rest.map((arg) =>
    arg.replace("/srv/www", directory.path).replace(":8000", `:${port}`)
  );
  const flags = all.slice(0, all.indexOf(PACKAGE));
  const args = [...all.slice(all.indexOf(PACKAGE) + 1), String(port)];
  await using command = new Command(args, { flags });
  assertEquals(await command.readPort(), port);
  for (const [target, body] of [["/a.txt", "hello"], ["/healthz", "ok\n"]] as const) {
    assertEquals(await (await fetch(`http://127.0.0.1:${port}${target}`)).text(), body);
  }
  command.kill("SIGTERM");
  assertEquals((await command.outcome()).code, 143);
});

Deno.test("Containerfile compiles the command, and starts it with what it needs", async () => {
  using directory = new TempDir();
  directory.write("a.txt", "hello");
  const containerfile = read("../Containerfile");
  const [, task = ""] = /^RUN (deno task .*)$/m.exec(containerfile) ?? [];
  const [, json = ""] = /^ENTRYPOINT (\[.*\])$/m.exec(containerfile) ?? [];
  const [program, ...rest]: string[] = JSON.parse(json);
  assertEquals(task, `deno task compile --output ${program} $FLAGS`);
  const port = freePort();
  const args = rest.map((arg) => arg.replace("/srv/www", directory.path));
  await using command = new Command([...args, String(port)]);
  assertEquals(await command.readPort(), port);
  const answer = await fetch(`http://127.0.0.1:${port}/a.txt`);
  assertEquals([answer.status, await answer.text()], [200, "hello"]);
  command.kill("SIGTERM");
  assertEquals((await command.outcome()).code, 143);
});

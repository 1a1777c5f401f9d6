import { assert, assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { Command } from "../../cli/command.ts";
import { eventually } from "../../helpers/eventually.ts";
import { GIT_HTTP_BACKEND, PERL, PHP, PYTHON } from "../../helpers/programs.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { type Scripts, scriptTest, serveScripts } from "./scripts.ts";

const MIB = 1024 * 1024;

/** Scripts that answer alike: with the method, the path behind the script, the query, a field and the body. */
const ECHOES: readonly (readonly [language: string, program: string | undefined, text: string])[] =
  [
    [
      "sh",
      "/bin/sh",
      `#!/bin/sh
printf 'Status: 201 Made\\r\\nContent-Type: text/plain\\r\\n\\r\\n'
printf '%s' "$REQUEST_METHOD|$PATH_INFO|$QUERY_STRING|$HTTP_X_FIELD|"
cat
`,
    ],
    [
      "Python",
      PYTHON,
      `#!${PYTHON}
import os, sys
print("Status: 201 Made\\nContent-Type: text/plain\\n")
names = ["REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "HTTP_X_FIELD"]
print("|".join(os.environ[name] for name in names), end="|")
print(sys.stdin.read(int(os.environ["CONTENT_LENGTH"])), end="")
`,
    ],
    [
      "Perl",
      PERL,
      `#!${PERL} -T
read(STDIN, my $body, $ENV{CONTENT_LENGTH});
print "Status: 201 Made\\r\\nContent-Type: text/plain\\r\\n\\r\\n";
print join("|", map { $ENV{$_} } qw(REQUEST_METHOD PATH_INFO QUERY_STRING HTTP_X_FIELD)), "|$body";
`,
    ],
    [
      "PHP",
      PHP,
      `#!${PHP}
<?php
header("Status: 201 Made");
header("Content-Type: text/plain");
$names = ["REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "HTTP_X_FIELD"];
foreach ($names as $name) echo $_SERVER[$name], "|";
echo file_get_contents("php://input");
`,
    ],
  ];

/** Ask an echo in the two ways in which a body can be framed. */
async function assertEcho(scripts: Scripts, target: string): Promise<void> {
  const url = `http://127.0.0.1:${scripts.port}${target}/a%20b/c?d=e%20f`;
  const headers = { "X-Field": "g" };
  const bodies = [(): string => "body", (): ReadableStream => new Response("body").body!];
  for (const body of bodies) {
    const answer = await fetch(url, { method: "POST", headers, body: body() });
    const text = await answer.text();
    assertEquals([answer.status, text], [201, "POST|/a b/c|d=e%20f|g|body"]);
  }
}

for (const [language, program, text] of ECHOES) {
  scriptTest(`CGIHTTPRequestHandler runs scripts in ${language}`, async () => {
    await using scripts = serveScripts();
    scripts.script("echo", text);
    await assertEcho(scripts, "/cgi-bin/echo");
  }, [program]);
}

scriptTest("CGIHTTPRequestHandler runs scripts in TypeScript", async () => {
  await using scripts = serveScripts();
  scripts.directory.write(
    "cgi-bin/echo.ts",
    `const names: readonly string[] = ["REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "HTTP_X_FIELD"];
const body = await new Response(Deno.stdin.readable).text();
console.log("Status: 201 Made\\nContent-Type: text/plain\\n");
const text = [...names.map((name) => Deno.env.get(name)), body].join("|");
await Deno.stdout.write(new TextEncoder().encode(text));
`,
  );
  await assertEcho(scripts, "/cgi-bin/echo.ts");
});

scriptTest("php-cgi shows no source for a query that looks like an option", async () => {
  await using scripts = serveScripts();
  scripts.script("a", `#!${PHP}\n<?php echo "ran"; // SOURCE\n`);
  for (const query of ["", "-s", "-s+-n", "%2ds", "--version"]) {
    const answer = await fetch(`http://127.0.0.1:${scripts.port}/cgi-bin/a?${query}`);
    assertEquals(await answer.text(), "ran");
  }
}, [PHP]);

/** Run Git, without what the machine has configured. */
async function git(directory: string, ...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("git", {
    args: ["-C", directory, ...args],
    env: { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null", HOME: directory },
  }).output();
  assert(success, new TextDecoder().decode(stderr));
}

scriptTest("examples/git_server.ts takes 20 MiB in chunks, and gives them back", async () => {
  using directory = new TempDir();
  const repositories = directory.mkdir("repositories");
  await git(repositories, "init", "--quiet", "--bare", "project.git");
  await git(`${repositories}/project.git`, "config", "http.receivepack", "true");
  const flags = ["--allow-net", "--allow-read", "--allow-write", "--allow-run"];
  const program = new URL("../../../examples/git_server.ts", import.meta.url);
  await using command = new Command(["0", repositories], { program, flags });
  const url = `http://127.0.0.1:${await command.readPort()}/cgi-bin/git/project.git`;
  await git(directory.path, "clone", "--quiet", url, "first");
  const content = crypto.getRandomValues(new Uint8Array(65536));
  const large = new Uint8Array(20 * MIB);
  // No two blocks are the same, so that there is nothing to compress.
  for (let start = 0; start < large.length; start += content.length) {
    large.set(createHash("sha512").update(`${start}`).update(content).digest(), start);
    crypto.getRandomValues(large.subarray(start + 64, start + content.length));
  }
  directory.write("first/large", large);
  const first = directory.join("first");
  await git(first, "add", "large");
  const identity = ["-c", "user.name=A", "-c", "user.email=a@b.example"];
  await git(first, ...identity, "commit", "--quiet", "--message", "Add something large");
  const options = ["-c", "http.postBuffer=65536", "-c", "http.extraHeader=Expect: 100-continue"];
  await git(first, ...options, "push", "--quiet", "origin", "HEAD:refs/heads/main");
  await git(directory.path, "clone", "--quiet", "--branch", "main", url, "second");
  const back = Deno.readFileSync(directory.join("second/large"));
  assertEquals(sha256(back), sha256(large));
}, [GIT_HTTP_BACKEND]);

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

scriptTest("examples/cgi_guest_book keeps what is posted, as text", async () => {
  using directory = new TempDir();
  const flags = ["--allow-net", "--allow-read", "--allow-run"];
  const program = new URL("../../../examples/cgi_guest_book/main.ts", import.meta.url);
  await using command = new Command(["0", directory.path], { program, flags });
  const url = `http://127.0.0.1:${await command.readPort()}/cgi-bin/guest_book.ts`;
  for (const entry of ["Ada was here", "<b>So\n was</b> Grace"]) {
    const body = new URLSearchParams({ entry });
    const answer = await fetch(url, { method: "POST", body, redirect: "manual" });
    await answer.body?.cancel();
    assertEquals([answer.status, answer.headers.get("location")], [303, "/cgi-bin/guest_book.ts"]);
  }
  const page = await (await fetch(url)).text();
  const items = [...page.matchAll(/<li>(.*)<\/li>/g)].map(([, item]) => item);
  assertEquals(items, ["Ada was here", "&#60;b&#62;So was&#60;/b&#62; Grace"]);
});

/** A directory with two scripts. */
function writeScripts(directory: TempDir): { first: string; second: string } {
  directory.mkdir("cgi-bin");
  const text = "#!/bin/sh\nprintf 'Content-Type: text/plain\\n\\nran'\n";
  const [first, second] = ["first", "second"].map((name) => {
    const path = directory.write(`cgi-bin/${name}`, text);
    Deno.chmodSync(path, 0o755);
    return path;
  });
  return { first: first!, second: second! };
}

scriptTest(
  "main() with --cgi runs what Deno permits, and names the flag for the rest",
  async () => {
    using directory = new TempDir();
    const { first, second } = writeScripts(directory);
    const flags = ["--allow-net", "--allow-read", `--allow-run=${first}`];
    const args = ["--cgi", "-b", "127.0.0.1", "-d", directory.path, "0"];
    await using command = new Command(args, { flags });
    const url = `http://127.0.0.1:${await command.readPort()}/cgi-bin`;
    assertEquals(await (await fetch(`${url}/first`)).text(), "ran");
    const refused = await fetch(`${url}/second`);
    assertEquals([refused.status, (await refused.text()).includes("allow-run")], [403, false]);
    command.kill("SIGINT");
    const { code, stderr } = await command.outcome();
    const message = `Deno does not permit to run '${second}': add --allow-run=${second}\n`;
    assertEquals([code, stderr.split(message).length], [0, 3], stderr);
    assert(stderr.startsWith(`http-server: CGI: ${message}`), stderr);
  },
);

for (const [permission, workers] of [["all", "1"], ["scoped", "1"], ["all", "3"]] as const) {
  const name = `${permission} permission and ${workers} event loops`;
  scriptTest(`main() with --cgi leaves no scripts behind: ${name}`, async () => {
    using directory = new TempDir();
    directory.mkdir("cgi-bin");
    const text = '#!/bin/sh\nmkdir "$DOCUMENT_ROOT/$$"\nexec sleep 600\n';
    const path = directory.write("cgi-bin/a", text);
    Deno.chmodSync(path, 0o755);
    const run = permission === "scoped" ? `--allow-run=${path}` : "--allow-run";
    const args = ["--cgi", "--workers", workers, "-b", "127.0.0.1", "-d", directory.path, "0"];
    const flags = ["--allow-net", "--allow-read", "--unstable-net", run];
    await using command = new Command(args, { flags });
    const url = `http://127.0.0.1:${await command.readPort()}/cgi-bin/a`;
    const asked = Array.from({ length: 6 }, () => fetch(url).catch(() => {}));
    const pids = await eventually(() => {
      const names = [...Deno.readDirSync(directory.path)].map(({ name }) => name);
      assertEquals(names.length, 1 + asked.length);
      return names.filter((name) => name !== "cgi-bin");
    });
    command.kill("SIGINT");
    assertEquals((await command.outcome()).code, 0);
    await Promise.all(asked);
    await eventually(() => {
      for (const pid of pids) {
        const { success } = new Deno.Command("kill", { args: ["-0", pid] }).outputSync();
        assertEquals(success, false);
      }
    });
  });
}

scriptTest("main() with --cgi runs scripts with several workers", async () => {
  using directory = new TempDir();
  writeScripts(directory);
  const flags = ["--allow-net", "--allow-read", "--allow-run", "--unstable-net"];
  const args = ["--cgi", "--workers", "2", "-b", "127.0.0.1", "-d", directory.path, "0"];
  await using command = new Command(args, { flags });
  const port = await command.readPort();
  for (let turn = 0; turn < 20; turn++) {
    const answer = await fetch(`http://127.0.0.1:${port}/cgi-bin/first`, {
      headers: { Connection: "close" },
    });
    assertEquals(await answer.text(), "ran");
  }
});

scriptTest("main() with --cgi runs scripts as nobody when it is root, and may know", async () => {
  using directory = new TempDir();
  directory.mkdir("cgi-bin");
  Deno.chmodSync(directory.path, 0o755);
  const path = directory.write(
    "cgi-bin/a",
    "#!/bin/sh\nprintf 'Content-Type: a/b\\n\\n'; id -u; id -g\n",
  );
  Deno.chmodSync(path, 0o755);
  const args = ["--cgi", "-b", "127.0.0.1", "-d", directory.path, "0"];
  for (const [flag, user] of [["--allow-sys=uid", "65534\n65534\n"], ["--deny-sys", "0\n0\n"]]) {
    const flags = ["--allow-net", "--allow-read", "--allow-run", flag!];
    await using command = new Command(args, { flags });
    const answer = await fetch(`http://127.0.0.1:${await command.readPort()}/cgi-bin/a`);
    assertEquals(await answer.text(), user);
  }
}, [Deno.uid() === 0 ? "root" : undefined]);

Deno.test("main() takes --cgi without a directory for scripts", async () => {
  using directory = new TempDir();
  directory.write("page.txt", "page");
  const args = ["--cgi", "-b", "127.0.0.1", "-d", directory.path, "0"];
  await using command = new Command(args);
  const answer = await fetch(`http://127.0.0.1:${await command.readPort()}/page.txt`);
  assertEquals(await answer.text(), "page");
  command.kill("SIGINT");
  assertEquals((await command.outcome()).code, 0);
});

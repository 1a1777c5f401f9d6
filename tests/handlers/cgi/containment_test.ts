import { assert, assertEquals } from "@std/assert";
import { type Answer, RawClient, request } from "../../helpers/raw_client.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { latin1 } from "../../helpers/bytes.ts";
import {
  LoggingFileHandler,
  LoggingHandler,
  type Scripts,
  scriptTest,
  serveScripts,
} from "./scripts.ts";

/** Ask over a connection of its own. */
async function get(scripts: Scripts, target: string): Promise<Answer> {
  return await request(scripts.port, target, { headers: { Connection: "close" } });
}

/** The body of an answer with chunks in it, which is near enough. */
async function textOf(scripts: Scripts, target: string): Promise<string> {
  const { status, text } = await get(scripts, target);
  assertEquals(status, 200, text);
  return text;
}

/** The ways to run scripts, and the handlers that serve what is beside them. */
const MODES = [
  { mode: "complete", interpretScriptHeaders: true, Handler: LoggingHandler },
  { mode: "exact", interpretScriptHeaders: false, Handler: LoggingHandler },
  { mode: "with files", interpretScriptHeaders: true, Handler: LoggingFileHandler },
] as const;

for (const { mode, interpretScriptHeaders, Handler } of MODES) {
  scriptTest(
    `CGIHTTPRequestHandler (${mode}) keeps the server's environment to itself`,
    async () => {
      await using scripts = serveScripts({
        interpretScriptHeaders,
        cgiEnvironment: { PATH: "/usr/bin:/bin", CONFIGURED: "yes" },
      }, Handler);
      scripts.shell("a", "echo Content-Type: a/b", "echo", "env");
      Deno.env.set("SECRET_TOKEN", "secret");
      try {
        using client = await RawClient.connect(scripts.port);
        await client.send("GET /cgi-bin/a HTTP/1.0\r\n\r\n");
        const text = new TextDecoder().decode(await client.readToEnd());
        const names = [...text.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name!);
        assert(names.includes("CONFIGURED"));
        const inherited = Object.keys(Deno.env.toObject()).filter((name) => names.includes(name));
        // The shell sets PWD by itself.
        assertEquals(inherited.filter((name) => !["PATH", "PWD", "_", "SHLVL"].includes(name)), []);
      } finally {
        Deno.env.delete("SECRET_TOKEN");
      }
    },
  );

  scriptTest(`CGIHTTPRequestHandler (${mode}) never serves the source of a script`, async () => {
    using outside = new TempDir();
    await using scripts = serveScripts({ interpretScriptHeaders }, Handler);
    const { directory } = scripts;
    const source = "SOURCE";
    const text = `#!/bin/sh\n# ${source}\nprintf 'Content-Type: a/b\\r\\n\\r\\nran'\n`;
    scripts.script("a.sh", text);
    directory.mkdir("cgi-bin/below/deep");
    directory.mkdir("files");
    Deno.writeTextFileSync(directory.write("cgi-bin/below/deep/b.sh", text), text);
    // Links into the CGI directory, to it, and out of it; and another name for the same file.
    Deno.symlinkSync(directory.join("cgi-bin/a.sh"), directory.join("link.txt"));
    Deno.symlinkSync(directory.join("cgi-bin"), directory.join("scripts"));
    Deno.symlinkSync(directory.join("cgi-bin/a.sh"), directory.join("files/index.html"));
    Deno.symlinkSync(directory.write("files/out.sh", text), directory.join("cgi-bin/out.sh"));
    Deno.linkSync(directory.join("cgi-bin/a.sh"), directory.join("hard.txt"));
    // What a system that does not look at the case of names makes of them.
    Deno.symlinkSync(directory.join("cgi-bin"), directory.join("CGI-BIN"));
    Deno.symlinkSync(directory.join("cgi-bin/a.sh"), directory.join("cgi-bin/A.SH"));
    outside.write("c.sh", text);
    Deno.symlinkSync(outside.path, directory.join("cgi-bin/outside"));
    Deno.symlinkSync(outside.join("c.sh"), directory.join("c.txt"));
    // In circles.
    Deno.symlinkSync(directory.join("cgi-bin"), directory.join("cgi-bin/below/circle"));
    directory.write("plain.txt", "plain");
    for (
      const target of [
        ...[
          "/cgi-bin/a.sh",
          "/cgi-bin/a.sh/",
          "/cgi-bin//a.sh",
          "//cgi-bin/a.sh",
          "/./cgi-bin/a.sh",
        ],
        ...["/x/../cgi-bin/a.sh", "/cgi-bin/x/../a.sh", "/%63gi-bin/a.sh", "/cgi-bin/%61.sh"],
        ...[
          "/cgi-bin%2Fa.sh",
          "/cgi-bin%2fa.sh",
          "/cgi-bin/a.sh%2f",
          "/cgi-bin/./a.sh",
          "/cgi-bin/a.sh/.",
        ],
        ...[
          "/cgi-bin/a.sh/..",
          "/cgi-bin/a.sh%00",
          "/cgi-bin/a.sh.",
          "/cgi-bin/a.sh%20",
          "/cgi-bin/a.sh?",
        ],
        ...[
          "/cgi-bin/a.sh#/../../x",
          "/cgi-bin/a.sh#",
          "/x#/../cgi-bin/a.sh",
          "/cgi-bin/a.sh%23/../../x",
        ],
        ...["/../cgi-bin/a.sh", "/x/../../cgi-bin/a.sh", "/..%2fcgi-bin/a.sh", "cgi-bin/a.sh"],
        ...[
          "/CGI-BIN/a.sh",
          "/cgi-bin/A.SH",
          "/cgi-bin\\a.sh",
          "/cgi-bin%5Ca.sh",
          "/cgi-bin;x/a.sh",
        ],
        ...[
          "/cgi-bin/below/deep/b.sh",
          "/cgi-bin/below/../a.sh",
          "/cgi-bin/a.sh::$DATA",
          "/cgi-bin%252fa.sh",
        ],
        ...[
          "/link.txt",
          "/scripts/a.sh",
          "/scripts/",
          "/scripts/below/deep/b.sh",
          "/files/",
          "/files/index.html",
        ],
        ...["/CGI-BIN/A.SH", "/CGI-BIN/below/deep/b.sh", "/Cgi-Bin/a.sh", "/cgi-bin/a.SH"],
        ...["/files/out.sh", "/hard.txt", "/c.txt", "/cgi-bin/outside/c.sh", "/files/../link.txt"],
        ...[
          "/cgi-bin/%c0%afa.sh",
          "/cgi-bin/..%2f/cgi-bin/a.sh",
          "/cgi-bin",
          "/cgi-bin/",
          "/cgi-bin/below/",
        ],
      ]
    ) {
      for (const method of ["GET", "POST"]) {
        using client = await RawClient.connect(scripts.port);
        await client.send(latin1(`${method} ${target} HTTP/1.0\r\n\r\n`));
        const answer = new TextDecoder().decode(await client.readToEnd());
        assert(!answer.includes(source), `${method} ${target}\n${answer}`);
      }
    }
    assertEquals((await get(scripts, "/plain.txt")).text, "plain");
    assertEquals((await get(scripts, "/link.txt")).status, 403);
  });

  scriptTest(`CGIHTTPRequestHandler (${mode}) hands no script to a shell`, async () => {
    await using scripts = serveScripts({ interpretScriptHeaders }, Handler);
    const mark = scripts.directory.join("mark");
    scripts.script("a", `echo ran > '${mark}'\n`);
    using client = await RawClient.connect(scripts.port);
    await client.send("GET /cgi-bin/a HTTP/1.0\r\n\r\n");
    const answer = new TextDecoder().decode(await client.readToEnd());
    assertEquals(answer.slice(0, 13), `HTTP/1.1 ${interpretScriptHeaders ? 500 : 200} `);
    assertEquals([...Deno.readDirSync(scripts.directory.path)].map(({ name }) => name), [
      "cgi-bin",
    ]);
    assertEquals(scripts.server.errors.length, interpretScriptHeaders ? 0 : 1);
    if (!interpretScriptHeaders) assertEquals(scripts.log.at(-1), "CGI script exit code 127");
  });
}

const DENO_SCRIPT = `
const tried: Record<string, () => unknown> = {
  own: () => Deno.readTextFileSync(new URL("data.txt", import.meta.url)),
  served: () => Deno.readTextFileSync(Deno.env.get("DOCUMENT_ROOT") + "/page.txt"),
  variable: () => Deno.env.get("HTTP_X_UNHEARD_OF") ?? "unset",
  configured: () => Deno.env.get("CONFIGURED"),
  other: () => Deno.readTextFileSync("/etc/hostname"),
  home: () => Deno.env.get("HOME"),
  write: () => Deno.writeTextFileSync(new URL("written.txt", import.meta.url), "x"),
  run: () => new Deno.Command("/bin/true").outputSync(),
  sys: () => Deno.hostname(),
  net: () => Deno.listen({ port: 0 }).close(),
};
console.log("Content-Type: text/plain\\n");
for (const [name, attempt] of Object.entries(tried)) {
  try {
    console.log(name, attempt());
  } catch (error) {
    console.log(name, error.name);
  }
}
`;

scriptTest(
  "CGIHTTPRequestHandler lets Deno scripts do what they need, and more where told",
  async () => {
    await using scripts = serveScripts({
      cgiEnvironment: { CONFIGURED: "yes" },
      denoFlags: { "/cgi-bin/more": ["--allow-write=."], "/cgi-bin": [], "/": ["--allow-all"] },
    });
    scripts.directory.mkdir("cgi-bin/more/below");
    scripts.directory.write("page.txt", "page");
    for (const name of ["cgi-bin", "cgi-bin/more", "cgi-bin/more/below"]) {
      // Without its execute bit.
      scripts.directory.write(`${name}/a.ts`, DENO_SCRIPT);
      scripts.directory.write(`${name}/data.txt`, "data");
    }
    const outcome = async (target: string): Promise<Record<string, string>> => {
      const text = await textOf(scripts, target);
      return Object.fromEntries(
        [...text.matchAll(/^([a-z]+) (\w+)$/gm)].map(([, a, b]) => [a!, b!]),
      );
    };
    const denied = "NotCapable";
    const expected = {
      own: "data",
      served: "page",
      variable: "unset",
      configured: "yes",
      other: denied,
      home: denied,
      write: denied,
      run: denied,
      sys: denied,
      net: denied,
    };
    assertEquals(await outcome("/cgi-bin/a.ts"), expected);
    for (const target of ["/cgi-bin/more/a.ts", "/cgi-bin/more/below/a.ts"]) {
      assertEquals(await outcome(target), { ...expected, write: "undefined" });
    }
  },
);

scriptTest(
  "CGIHTTPRequestHandler runs a script in its own directory, with the words of the query",
  async () => {
    await using scripts = serveScripts();
    scripts.directory.mkdir("cgi-bin/below");
    scripts.script("a", "#!/bin/sh\nprintf 'Content-Type: a/b\\n\\n'; pwd; printf '[%s]' \"$@\"\n");
    const text = await textOf(scripts, "/cgi-bin/a?one%20word+two");
    assert(text.includes(`${scripts.directory.path}/cgi-bin\n`));
    assert(text.includes("[one word][two]"), text);
  },
);

scriptTest(
  "CGIHTTPRequestHandler looks again at what has taken the place of a script",
  async () => {
    await using scripts = serveScripts();
    const text = scripts.script("text", "touch ../ran\n");
    const link = `${scripts.directory.path}/cgi-bin/link`;
    // It was there long before, so that what it is can be remembered.
    Deno.symlinkSync("/bin/true", link);
    const statuses = [];
    for (const path of ["/bin/true", "/bin/true", text, "/bin/true", "/etc/passwd"]) {
      Deno.removeSync(link);
      Deno.symlinkSync(path, link);
      statuses.push((await get(scripts, "/cgi-bin/link")).status);
    }
    assertEquals(statuses, [502, 502, 500, 502, 403]);
    assertEquals(Array.from(Deno.readDirSync(scripts.directory.path), ({ name }) => name), [
      "cgi-bin",
    ]);
  },
);

scriptTest("CGIHTTPRequestHandler looks again at a script that is written to", async () => {
  await using scripts = serveScripts();
  const path = scripts.script("a", "#!/bin/sh\necho Status: 204; echo\n");
  const { mtime } = Deno.statSync(path);
  assertEquals((await get(scripts, "/cgi-bin/a")).status, 204);
  scripts.script("a", "##/bin/sh\necho Status: 204; echo\n");
  Deno.utimeSync(path, mtime!, mtime!);
  assertEquals((await get(scripts, "/cgi-bin/a")).status, 500);
});

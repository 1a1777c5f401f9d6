import { assertEquals } from "@std/assert";
import { type AuthOptions, type FileServer, serve, type ServeOptions } from "../../../mod.ts";
import { type Answer, RawClient, request } from "../../helpers/raw_client.ts";
import { LaterClock } from "../../helpers/later_clock.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { basic, HASHES } from "../auth/users.ts";
import { Browsing, NO_BROWSER, startBrowser, stopBrowser } from "./browser.ts";

const [SCRYPT] = HASHES as [string];
const USERS = [`ada:${SCRYPT}`, `bob:${SCRYPT}:ro`];
const ALL: ServeOptions = { upload: true, mkdir: true, delete: true, archive: true };

Deno.test.beforeAll(startBrowser);
Deno.test.afterAll(stopBrowser);

function start(directory: TempDir, auth: Partial<AuthOptions> = {}): FileServer {
  const options = { hostname: "127.0.0.1", port: 0, log: "off" } as const;
  return serve({
    ...options,
    ...ALL,
    directory: directory.path,
    auth: { users: USERS, ...auth },
  });
}

function askFor(client: RawClient, user: string | undefined, fields = ""): Promise<Answer> {
  const field = user === undefined ? "" : `Authorization: ${basic(user)}\r\n`;
  return client.request(
    `GET / HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\n${field}${fields}\r\n`,
  );
}

/** The controls of a page, by the ids of their elements. */
async function controlsFor(client: RawClient, user: string | undefined): Promise<string[]> {
  const { status, text } = await askFor(client, user);
  assertEquals(status, 200);
  const ids = ["upload", "mkdir", "archive", "delete-chosen", "archive-chosen", "deletion"];
  return ids.filter((id) => text.includes(`id="${id}"`));
}

const READING = ["archive", "archive-chosen"];
const WRITING = ["upload", "mkdir", "archive", "delete-chosen", "archive-chosen", "deletion"];

Deno.test("The page has controls for what its user may do, whoever was shown it before", async () => {
  using directory = new TempDir();
  directory.write("a.txt", "a");
  // Late enough for a page to be remembered.
  using _clock = new LaterClock();
  await using server = start(directory);
  using client = await RawClient.connect(server.addr.port);
  for (const user of ["ada", "bob", "ada", "bob", "bob", "ada"]) {
    assertEquals(await controlsFor(client, user), user === "bob" ? READING : WRITING, user);
  }
});

Deno.test("The page that a user has is not taken for that of another", async () => {
  using directory = new TempDir();
  directory.write("a.txt", "a");
  using _clock = new LaterClock();
  await using server = start(directory);
  using client = await RawClient.connect(server.addr.port);
  const field = `If-None-Match: ${(await askFor(client, "bob")).field("etag")}\r\n`;
  const users: [string | undefined, number][] = [["bob", 304], ["ada", 200], ["bob", 304]];
  for (const [user, status] of users) {
    assertEquals((await askFor(client, user, field)).status, status, user);
  }
});

Deno.test("Where anyone may read, the page leads those to the log-in who are not known yet", async () => {
  using directory = new TempDir();
  using _clock = new LaterClock();
  await using server = start(directory, { publicRead: true });
  using client = await RawClient.connect(server.addr.port);
  assertEquals(await controlsFor(client, undefined), WRITING);
  // Nobody verifies a password that is not asked for: only whoever has logged in is known.
  for (const [user, status] of [["ada", 405], ["bob", 403]] as const) {
    const headers = { Authorization: basic(user), Connection: "close" };
    assertEquals((await request(server.addr.port, "/", { method: "PUT", headers })).status, status);
  }
  assertEquals(await controlsFor(client, "bob"), READING);
  assertEquals(await controlsFor(client, "ada"), WRITING);
  assertEquals(await controlsFor(client, undefined), WRITING);
});

Deno.test({
  name: "Whoever may only read downloads what is selected as an archive",
  ignore: NO_BROWSER,
  fn: async () => {
    using directory = new TempDir();
    for (const name of ["a.txt", "b & ö.txt"]) directory.write(name, name);
    await using server = start(directory);
    const browsed = {
      serverPort: server.addr.port,
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    await using browsing = new Browsing(browsed);
    const page = await browsing.open("/", {
      httpCredentials: { username: "bob", password: "correct horse" },
    });
    await page.getByRole("button", { name: "Select" }).click();
    await page.getByRole("checkbox", { name: "Select b & ö.txt" }).check();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Zip" }).click(),
    ]);
    const content = Deno.readTextFileSync(await download.path());
    assertEquals([content.includes("b & ö.txt"), content.includes("a.txt")], [true, false]);
  },
});

import { assert, assertEquals } from "@std/assert";
import type { Browser, BrowserContextOptions, Page } from "npm:playwright-core@^1.65.1";
import { type FileServer, serve, type ServeOptions } from "../../../mod.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { HASHES, PASSWORD } from "../auth/users.ts";
import { launchBrowser, NO_BROWSER, untilTrue } from "../page/browser.ts";

const RED = "rgb(255, 0, 0)";
const BLUE = "rgb(0, 0, 255)";

let browser: Browser | undefined;

Deno.test.beforeAll(async () => {
  if (!NO_BROWSER) browser = await launchBrowser();
});
Deno.test.afterAll(() => browser?.close());

/** A site with a page, a style sheet, and one that it imports. */
function makeSite(policy = ""): TempDir {
  const site = new TempDir();
  const head = `${policy}<link rel="stylesheet" href="style.css">`;
  site.write("index.html", `<!DOCTYPE html><title>Site</title>${head}<h1>Old</h1><input>`);
  site.write("style.css", `@import "more.css"; h1 { color: ${RED} }`);
  site.write("more.css", "input { width: 100px }");
  return site;
}

/** Serve a site with live reload, and look at its page. */
async function look(
  site: TempDir,
  test: (page: Page, server: FileServer) => Promise<void>,
  options: ServeOptions = {},
  context: BrowserContextOptions = {},
): Promise<void> {
  const local = { hostname: "127.0.0.1", port: 0, directory: site.path } as const;
  await using server = serve({ ...local, live: true, log: "off", ...options });
  const window = await browser!.newContext(context);
  const complaints: string[] = [];
  try {
    const page = await window.newPage();
    page.setDefaultTimeout(10_000);
    page.on("pageerror", (error) => complaints.push(String(error)));
    const listening = page.waitForRequest(/live\?since=/);
    await page.goto(`http://127.0.0.1:${server.addr.port}/`);
    await listening;
    await test(page, server);
    assertEquals(complaints, []);
  } finally {
    await window.close();
  }
}

/** Wait until the first element has a style. */
async function untilStyle(
  page: Page,
  selector: string,
  name: string,
  value: string,
): Promise<void> {
  await untilTrue(
    page,
    `getComputedStyle(document.querySelector("${selector}")).${name} === "${value}"`,
  );
}

function liveTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: NO_BROWSER, fn });
}

liveTest("A page is loaded again when its file changes, also by rename", async () => {
  using site = makeSite();
  await look(site, async (page) => {
    site.write("index.html", "<!DOCTYPE html><h1>New</h1>");
    await page.getByRole("heading", { name: "New" }).waitFor();
    const listening = page.waitForRequest(/live\?since=/);
    site.write(".index.html.swp", "<!DOCTYPE html><h1>Renamed</h1>");
    Deno.renameSync(site.join(".index.html.swp"), site.join("index.html"));
    await page.getByRole("heading", { name: "Renamed" }).waitFor();
    await listening;
  });
});

liveTest("A style sheet is swapped without loading the page again", async () => {
  using site = makeSite();
  await look(site, async (page) => {
    await page.getByRole("textbox").fill("what I was typing");
    await untilStyle(page, "h1", "color", RED);
    site.write("style.css", `@import "more.css"; h1 { color: ${BLUE} }`);
    await untilStyle(page, "h1", "color", BLUE);
    // One that is imported.
    site.write("more.css", "input { width: 200px }");
    await untilStyle(page, "input", "width", "200px");
    assertEquals(await page.getByRole("textbox").inputValue(), "what I was typing");
    await untilTrue(page, "document.querySelectorAll('link').length === 1");
  });
});

const POLICIES = [
  "default-src 'self'",
  "default-src 'none'; style-src 'self'",
  "script-src 'none'",
];

for (const policy of POLICIES) {
  liveTest(
    `A page is loaded again under the policy ${policy}, which forbids the rest`,
    async () => {
      using site = makeSite();
      site.write(
        "index.html",
        "<!DOCTYPE html><h1>Old</h1><script>document.title = 'run'</script>",
      );
      const extraResponseHeaders = [["Content-Security-Policy", policy]] as const;
      const server = serve({
        hostname: "127.0.0.1",
        port: 0,
        directory: site.path,
        live: true,
        log: "off",
        extraResponseHeaders,
      });
      const window = await browser!.newContext();
      try {
        const page = await window.newPage();
        const listening = page.waitForRequest(/live\?since=/);
        await page.goto(`http://127.0.0.1:${server.addr.port}/`);
        await listening;
        site.write(
          "index.html",
          "<!DOCTYPE html><h1>New</h1><script>document.title = 'run'</script>",
        );
        await page.getByRole("heading", { name: "New" }).waitFor();
        assertEquals(await page.title(), "");
      } finally {
        await window.close();
        await server.shutdown();
      }
    },
  );
}

liveTest(
  "A listing is loaded again when there is a new file, and several windows are",
  async () => {
    using site = new TempDir();
    await look(site, async (page, server) => {
      const other = await page.context().newPage();
      const listening = other.waitForRequest(/live\?since=/);
      await other.goto(`http://127.0.0.1:${server.addr.port}/`);
      await listening;
      site.write("new.txt", "");
      for (const window of [page, other]) await window.getByText("new.txt").first().waitFor();
    });
  },
);

liveTest("A page is loaded again when the server was started again", async () => {
  using site = makeSite();
  let port = 0;
  await look(site, async (page, server) => {
    port = server.addr.port;
    await server.shutdown();
    site.write("index.html", "<!DOCTYPE html><h1>New</h1>");
    const local = { hostname: "127.0.0.1", directory: site.path, live: true, log: "off" } as const;
    await using _again = serve({ ...local, port });
    await page.getByRole("heading", { name: "New" }).waitFor();
  });
});

liveTest("A browser asks for the password, and the page reloads with it", async () => {
  using site = makeSite();
  const auth = { users: [`ada:${HASHES[0]}`] };
  const httpCredentials = { username: "ada", password: PASSWORD };
  await look(
    site,
    async (page, server) => {
      site.write("index.html", "<!DOCTYPE html><h1>New</h1>");
      await page.getByRole("heading", { name: "New" }).waitFor();
      const stranger = await browser!.newContext({
        httpCredentials: { username: "ada", password: "wrong" },
      });
      const answer = await (await stranger.newPage()).goto(`http://127.0.0.1:${server.addr.port}/`);
      assertEquals(answer!.status(), 401);
      assert(!(await answer!.text()).includes("New"));
      await stranger.close();
    },
    { auth },
    { httpCredentials },
  );
});

/** What a browser does by a name that was made to lead here (DNS rebinding). */

import { assert, assertEquals } from "@std/assert";
import type { Browser } from "npm:playwright-core@^1.65.1";
import { serve, type ServeOptions } from "../../../mod.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { launchBrowser, NO_BROWSER } from "../page/browser.ts";

let browser: Browser | undefined;

Deno.test.beforeAll(async () => {
  if (NO_BROWSER) return;
  browser = await launchBrowser(["--host-resolver-rules=MAP *.example 127.0.0.1"]);
});
Deno.test.afterAll(() => browser?.close());

/** What the page at a name finds when it is opened, and when its script asks for something and writes. */
async function statusesAt(
  hostname: string,
  options: ServeOptions = {},
): Promise<{ opened: number | undefined; read: number; written: number[]; stored: string[] }> {
  using directory = new TempDir();
  directory.write("page.html", "<!DOCTYPE html><title>Page</title>");
  await using server = serve({
    hostname: "127.0.0.1",
    port: 0,
    log: "off",
    directory: directory.path,
    upload: true,
    mkdir: true,
    delete: true,
    ...options,
  });
  const window = await browser!.newContext();
  try {
    const page = await window.newPage();
    const answer = await page.goto(`http://${hostname}:${server.addr.port}/page.html`);
    const send = async (init: Record<string, unknown>, target = "/new"): Promise<number> =>
      await page.evaluate(
        `fetch(${JSON.stringify(target)}, ${JSON.stringify(init)}).then(({ status }) => status)`,
      );
    const read = await send({}, "/page.html");
    const written = [
      await send({ method: "PUT", body: "x" }),
      await send({ method: "PUT", body: "x", referrerPolicy: "no-referrer" }, "/newer"),
      await send({ method: "DELETE" }, "/new"),
    ];
    const stored = [...Deno.readDirSync(directory.path)].map(({ name }) => name).sort();
    return { opened: answer?.status(), read, written, stored };
  } finally {
    await window.close();
  }
}

function reboundTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: NO_BROWSER, fn });
}

reboundTest("A page of a rebound name reads, and writes nothing", async () => {
  const { written, ...rest } = await statusesAt("rebound.example");
  assertEquals(rest, { opened: 200, read: 200, stored: ["page.html"] });
  assert(written.every((status) => status === 421 || status === 403), written.join());
});

reboundTest("A page of a rebound name reads nothing either with allowedHosts", async () => {
  const { written, ...rest } = await statusesAt("rebound.example", { allowedHosts: [] });
  assertEquals(rest, { opened: 421, read: 421, stored: ["page.html"] });
  assertEquals(written, [421, 421, 421]);
});

reboundTest("Pages write by names that lead here by right", async () => {
  for (
    const [hostname, options] of [
      ["127.0.0.1", {}],
      ["localhost", {}],
      ["app.localhost", { allowedHosts: [] }],
      ["files.example", { allowedHosts: ["files.example"] }],
    ] as const
  ) {
    const { opened, written } = await statusesAt(hostname, options);
    assertEquals({ opened, written }, { opened: 200, written: [201, 201, 204] }, hostname);
  }
});

/**
 * The page behind a proxy that puts the server below a path of its own: all that it does, it does there.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type { Page } from "npm:playwright-core@^1.65.1";
import { noise } from "../../helpers/bytes.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { SharingServer, WRITABLE } from "../sharing/sharing_server.ts";
import { Browsing, NO_BROWSER, shownNames, startBrowser, stopBrowser } from "./browser.ts";
import { bufferOf } from "./sharing_browser.ts";
import { StrippingProxy } from "./stripping_proxy.ts";

Deno.test.beforeAll(startBrowser);
Deno.test.afterAll(stopBrowser);

const PATH = "/my/files/";

/** Look at a server through the proxy. Nothing else than what is below the path is asked for. */
function test(
  name: string,
  javaScriptEnabled: boolean,
  test: (page: Page, sharing: SharingServer) => Promise<void>,
): void {
  Deno.test({
    name,
    ignore: NO_BROWSER,
    fn: async () => {
      await using sharing = new SharingServer({ ...WRITABLE, archive: true });
      sharing.directory.mkdir("in/deep");
      await using browsing = new Browsing(new StrippingProxy(sharing.port, PATH));
      const page = await browsing.open(`${PATH}in/`, { javaScriptEnabled });
      const elsewhere: string[] = [];
      page.on("request", (request) => {
        const { pathname } = new URL(request.url());
        if (!pathname.startsWith(PATH)) elsewhere.push(`${request.method()} ${pathname}`);
      });
      await test(page, sharing);
      assertEquals([browsing.complaints, browsing.foreign, elsewhere], [[], [], []]);
    },
  });
}

test(
  "The page uploads, moves and deletes below the path of a proxy",
  true,
  async (page, sharing) => {
    const large = noise(2_000_000);
    await page.getByLabel("Upload files").setInputFiles([
      { name: "small.txt", mimeType: "", buffer: bufferOf("small") },
      { name: "large.bin", mimeType: "", buffer: bufferOf(large) },
    ]);
    await page.getByRole("link", { name: "large.bin" }).waitFor();
    using local = new TempDir();
    local.mkdir("trip/day 1");
    local.write("trip/day 1/plan.bin", noise(1_500_000));
    await page.locator("#upload-folder").setInputFiles(local.join("trip"));
    await page.getByRole("link", { name: "trip" }).waitFor();
    await page.getByLabel("Name of a new folder").fill("made");
    await page.getByText("Create", { exact: true }).click();
    await page.getByRole("link", { name: "made" }).waitFor();
    const visible = sharing.names().filter((name) => !/(?:^|\/)\./.test(name));
    assertEquals(visible, [
      "in/",
      ...["deep/", "large.bin", "made/", "small.txt", "trip/", "trip/day 1/", "trip/day 1/plan.bin"]
        .map((name) => `in/${name}`),
    ]);

    await page.getByRole("link", { name: "small.txt" }).focus();
    await page.keyboard.press("F2");
    await page.getByLabel("New name, or path").fill("/top.txt");
    await page.keyboard.press("Enter");
    await page.getByText("Moved to /top.txt").waitFor({ state: "attached" });
    await page.getByRole("link", { name: "made" }).focus();
    await page.keyboard.press("Delete");
    await page.locator("#deletion-confirm").click();
    await page.getByText("1 deleted").waitFor({ state: "attached" });
    assertEquals(await shownNames(page), ["deep", "trip", "large.bin"]);
    assertEquals(sharing.read("top.txt"), "small");
  },
);

test(
  "The page uploads below the path of a proxy without JavaScript",
  false,
  async (page, sharing) => {
    await page.goto(`${page.url()}?sort=size`);
    await page.locator("#upload-files").setInputFiles([
      { name: "a.txt", mimeType: "", buffer: bufferOf("a") },
    ]);
    await page.getByText("Send", { exact: true }).click();
    await page.getByRole("link", { name: "a.txt" }).waitFor();
    await page.getByLabel("Name of a new folder").fill("made");
    await page.getByText("Create", { exact: true }).click();
    await page.getByRole("link", { name: "made" }).waitFor();
    await page.getByRole("link", { name: "Home" }).click();
    assertEquals(await shownNames(page), ["in"]);
    assertEquals(sharing.names(), ["in/", "in/a.txt", "in/deep/", "in/made/"]);
  },
);

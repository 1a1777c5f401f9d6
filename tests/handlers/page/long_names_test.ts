import { assert, assertEquals } from "@std/assert";
import type { Page } from "npm:playwright-core@^1.65.1";
import { TempDir } from "../../helpers/temp_dir.ts";
import { Browsing, NO_BROWSER, startBrowser, stopBrowser } from "./browser.ts";
import { browserTest, bufferOf } from "./sharing_browser.ts";

Deno.test.beforeAll(startBrowser);
Deno.test.afterAll(stopBrowser);

/** As long as names are, with words of every length. */
const LONG = `${"minutes of the meeting in the large room ".repeat(4)}${"x".repeat(80)}.bin`;

/** Whether a part of the long name is cut. */
function isCut(page: Page): Promise<boolean> {
  const label = page.locator("#entries .label", { hasText: "minutes" });
  return label.evaluate((element) => element.scrollHeight > element.clientHeight);
}

Deno.test({
  name: "Long names are read in full: on phones, where selected, and with the mouse",
  ignore: NO_BROWSER,
  fn: async () => {
    using site = new TempDir();
    for (const name of [LONG, "short.bin"]) site.write(name, "");
    await using browsing = new Browsing(site.path);
    const phone = await browsing.open("/", { viewport: { width: 360, height: 740 } });
    assertEquals(await isCut(phone), false);
    assertEquals(await phone.evaluate("document.documentElement.scrollWidth"), 360);
    await phone.goto(`${browsing.origin}/?view=grid`);
    assert(await isCut(phone));
    await phone.getByRole("button", { name: "Select", exact: true }).click();
    await phone.locator("#entries").getByRole("link", { name: "minutes" }).click();
    assertEquals(await isCut(phone), false);
    const desk = await browsing.open("/?view=grid", { viewport: { width: 1280, height: 800 } });
    assert(await isCut(desk));
    for (const [name, title] of [["minutes", LONG], ["short.bin", ""]] as const) {
      const label = desk.locator("#entries .label", { hasText: name });
      await label.hover();
      assertEquals(await label.getAttribute("title"), title);
    }
  },
});

browserTest("Long names are read in full in the list of uploads", async (scene) => {
  scene.sharing.directory.write(LONG, "old");
  const page = await scene.browsing.open("/", { viewport: { width: 360, height: 740 } });
  const file = { name: LONG, mimeType: "", buffer: bufferOf("new") };
  await page.getByLabel("Upload files").setInputFiles(file);
  await page.getByText("There is a file with this name already").waitFor();
  const widths = await page.locator("#uploads-list bdi").evaluate((name) => [
    name.scrollWidth - name.clientWidth,
    name.getBoundingClientRect().right > 360 ? 1 : 0,
  ]);
  assertEquals(widths, [0, 0]);
  assertEquals(await page.evaluate("document.documentElement.scrollWidth"), 360);
});

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { BrowserContextOptions, Page } from "npm:playwright-core@^1.65.1";
import axe from "npm:axe-core@^4.14.1";
import { TempDir } from "../../helpers/temp_dir.ts";
import {
  browserTest,
  Browsing,
  NO_BROWSER,
  shownNames,
  startBrowser,
  stopBrowser,
  untilTrue,
} from "./browser.ts";
import { HOSTILE_NAMES } from "./site.ts";

Deno.test.beforeAll(startBrowser);
Deno.test.afterAll(stopBrowser);

browserTest(
  "The page shows a README without its scripts, styles and far pictures",
  async (browsing) => {
    const page = await browsing.open("/");
    const readme = page.getByRole("region", { name: "README.md" });
    assertEquals(
      await readme.getByRole("heading", { name: "Title" }).getAttribute("id"),
      "readme-title",
    );
    assertEquals(
      await readme.locator("img").evaluateAll((images) =>
        images.map((image) => image.getAttribute("src"))
      ),
      [
        "photo%201.png",
      ],
    );
    assertEquals(
      await readme.locator("a").evaluateAll((links) =>
        links.map((link) => link.getAttribute("href"))
      ),
      [
        "page%209.txt",
        "https://example.org/",
        "#readme-title",
        // Markup is text, and in text addresses are links.
        "https://example.org/z.png",
      ],
    );
    assertStringIncludes(
      await readme.textContent() ?? "",
      "<script>document.title = 'owned'</script>",
    );
    assertEquals(await page.title(), "/");
    assertEquals(await readme.getByRole("checkbox", { checked: true }).count(), 1);
  },
);

/** What axe finds wrong with the page: WCAG 2 A and AA, and good practice. */
async function violations(page: Page): Promise<unknown[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<
    { violations: { id: string; nodes: { html: string }[] }[] }
  >(
    "axe.run()",
  );
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}

browserTest("What there is to do with what is selected fits on a phone", async (browsing) => {
  const page = await browsing.open("/", { viewport: { width: 360, height: 740 } });
  await page.getByRole("button", { name: "Select", exact: true }).click();
  for (const name of ["docs", "film.webm", "song.wav"]) {
    await page.locator("#entries").getByRole("link", { name }).click();
  }
  assertEquals(await page.locator("#selected").textContent(), "3 selected, 75 kB");
  const buttons = await page.locator("#selection button:visible").evaluateAll((buttons) =>
    buttons.map((button) => button.getBoundingClientRect().toJSON())
  );
  assertEquals(buttons.length, 6);
  for (const { left, right, width } of buttons) {
    assert(left >= 8 && right <= 352 && width >= 24, JSON.stringify(buttons));
  }
  assertEquals(await violations(page), []);
}, { upload: true, mkdir: true, delete: true, archive: true });

Deno.test({
  name: "The entry that has the focus is not behind the bar of what is selected",
  ignore: NO_BROWSER,
  fn: async () => {
    using site = new TempDir();
    for (let number = 0; number < 40; number++) site.write(`${number}.bin`, "");
    await using browsing = new Browsing(site.path);
    for (const [width, height] of [[360, 640], [1280, 720]] as const) {
      for (const view of ["list", "grid"]) {
        const page = await browsing.open(`/?view=${view}`, { viewport: { width, height } });
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Space");
        const bar = (await page.locator("#selection").boundingBox())!;
        for (let step = 0; step < 20; step++) {
          await page.keyboard.press("ArrowDown");
          const box = (await page.locator("#entries tr:focus-within").boundingBox())!;
          assert(box.y + box.height <= bar.y, `${width} ${view} ${step}`);
        }
        await page.context().close();
      }
    }
  },
});

browserTest("The page says which files cannot be shown", async (browsing) => {
  const page = await browsing.open("/");
  for (const [name, isShown] of [["film.webm", false], ["photo 1.png", true]] as const) {
    await page.locator("#entries").getByRole("link", { name }).click();
    if (!isShown) await page.getByRole("status").filter({ hasText: "cannot be shown" }).waitFor();
    else await untilTrue(page, 'document.querySelector("#preview img").naturalWidth === 1');
    assertEquals(await page.locator("#preview-stage .note").count(), isShown ? 0 : 1);
    await page.keyboard.press("Escape");
  }
});

/** Colours don't depend on the width, nor does what is where on the theme. */
const LOOKS: readonly BrowserContextOptions[] = [
  { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { colorScheme: "dark", viewport: { width: 390, height: 844 } },
];

browserTest(
  "axe finds nothing wrong with the page, light and dark, narrow and wide",
  async (browsing) => {
    for (const look of LOOKS) {
      const page = await browsing.open("/", look);
      assertEquals(await violations(page), []);
      // Rows with the mouse over them, or chosen, have another ground.
      await page.keyboard.press("End");
      await page.keyboard.press("Space");
      await page.locator("tr", { hasText: "page 9.txt" }).hover();
      assertEquals(await violations(page), []);
      await page.locator("#entries").getByRole("link", { name: "page 9.txt" }).click();
      await page.getByText("<b>not bold</b>").waitFor();
      assertEquals(await violations(page), []);
      await page.goto(`${browsing.origin}/docs/?view=grid&limit=1`);
      assertEquals(await violations(page), []);
      // Nothing is wider than the window.
      assertEquals(
        await page.evaluate("document.documentElement.scrollWidth"),
        look.viewport?.width,
      );
      await page.context().close();
    }
  },
);

Deno.test({
  name: "The page shows hostile names as names, which lead to their files",
  ignore: NO_BROWSER,
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    using site = new TempDir();
    for (const [index, name] of HOSTILE_NAMES.entries()) site.write(name, `content ${index}`);
    await using browsing = new Browsing(site.path);
    for (const target of ["/", "/?view=grid"]) {
      const page = await browsing.open(target);
      assertEquals(await page.title(), "/");
      assertEquals(await page.locator("#entries tr").count(), HOSTILE_NAMES.length);
      const found = await page.evaluate<string[]>(
        `Promise.all(Array.from(document.querySelectorAll("td.name a"),
          async (link) => (await fetch(link.href)).text()))`,
      );
      assertEquals(
        found.toSorted(),
        HOSTILE_NAMES.map((_, index) => `content ${index}`).toSorted(),
      );
      // What is no picture has an icon.
      await untilTrue(page, 'document.querySelectorAll("#entries img").length === 0');
      assertEquals(await page.locator("#entries .picture.image svg.image").count(), 1);
      for (const row of await page.locator("#entries tr").all()) await row.hover();
      assertEquals(await page.title(), "/");
    }
    const page = await browsing.open("/", { viewport: { width: 390, height: 844 } });
    assertEquals(await page.evaluate("document.documentElement.scrollWidth"), 390);
    const names = await shownNames(page);
    assert(names.includes("evil\\u{202e}fdp.exe"));
    assert(names.includes("line\\nbreak.txt"));
    // A picture that is none is not shown as one, and the policy stayed silent.
    assertEquals(browsing.foreign, []);
    for (const complaint of browsing.complaints) assertMatch(complaint, /^Failed to load resource/);
  },
});

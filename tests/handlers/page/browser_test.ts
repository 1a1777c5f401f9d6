import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { eventually } from "../../helpers/eventually.ts";
import {
  browserTest,
  focusedName,
  shownNames,
  startBrowser,
  stopBrowser,
  untilTrue,
} from "./browser.ts";

/** By name: directories first, numbers by value. */
const IN_ORDER = [
  ...["docs", "data.bin", "film.webm", "page 9.txt", "page 10.txt", "paper.pdf"],
  ...["photo 1.png", "photo 2.png", "README.md", "song.wav"],
];

const LARGEST_FIRST = ["docs", "film.webm", "song.wav", "data.bin"];

Deno.test.beforeAll(startBrowser);
Deno.test.afterAll(stopBrowser);

browserTest("The page is complete without JavaScript", async (browsing) => {
  const page = await browsing.open("/", { javaScriptEnabled: false });
  assertEquals(await shownNames(page), IN_ORDER);
  assertEquals(
    await page.locator("tr", { hasText: "page 9.txt" }).locator("td").allTextContents(),
    [
      "page 9.txt",
      "20 B",
      "2021-02-01 23:30",
    ],
  );
  await page.getByRole("link", { name: "Size" }).click();
  assertEquals((await shownNames(page)).slice(0, 4), LARGEST_FIRST);
  await page.getByRole("link", { name: "Size" }).click();
  assertEquals((await shownNames(page)).slice(-3), LARGEST_FIRST.slice(1).toReversed());
  await page.getByRole("link", { name: "Modified" }).click();
  assertEquals((await shownNames(page)).slice(0, 4), [
    "docs",
    "page 10.txt",
    "page 9.txt",
    "photo 1.png",
  ]);
  await page.getByRole("link", { name: "Grid" }).click();
  assertEquals(await page.locator("#entries img").count(), 2);
  assertEquals(new URL(page.url()).search, "?sort=date&view=grid");
  await page.getByRole("searchbox").fill("PAGE");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=PAGE/);
  assertEquals(await shownNames(page), ["page 10.txt", "page 9.txt"]);
  await page.goto(`${browsing.origin}/?view=grid`);
  await page.getByRole("link", { name: "docs" }).click();
  await page.waitForURL("**/docs/?view=grid");
  assertEquals(await shownNames(page), ["deep", "inside.txt"]);
  await page.getByRole("link", { name: "Home" }).click();
  await page.waitForURL(`${browsing.origin}/?view=grid`);
  // What needs the script is not there to be tried.
  assertEquals(await page.locator("#entries").getByRole("checkbox").count(), 0);
  assertEquals(await page.getByRole("dialog").count(), 0);
  assertEquals(await page.getByRole("button", { name: "Select" }).count(), 0);
});

browserTest(
  "The page filters as you type, and shows local and relative dates",
  async (browsing) => {
    const page = await browsing.open("/");
    // Half past eleven in the evening, UTC, is the next day in Berlin.
    assertEquals(
      await page.locator("tr", { hasText: "page 9.txt" }).locator("time").textContent(),
      "2 Feb 2021",
    );
    assertEquals(
      await page.locator("tr", { hasText: "docs" }).locator("time").textContent(),
      "just now",
    );
    const date = page.locator("tr", { hasText: "page 9.txt" }).locator("time");
    await date.hover();
    assertMatch(
      await date.getAttribute("title") ?? "",
      /^Tuesday,? 2 February 2021\b.*\b00:30:00$/,
    );
    await page.keyboard.press("/");
    await page.keyboard.type("TXT pa");
    assertEquals(await shownNames(page), ["page 9.txt", "page 10.txt"]);
    assertEquals(await page.locator("#matches").textContent(), "2 of 10 match");
    await page.keyboard.type(" nothing");
    assertEquals(await shownNames(page), []);
    assert(await page.getByText("No name on this page matches.").isVisible());
    await page.keyboard.press("Escape");
    assertEquals(await shownNames(page), IN_ORDER);
    assertEquals(await page.locator("#matches").textContent(), "");
    // The server knows what is on the other pages.
    await page.goto(`${browsing.origin}/?limit=2`);
    await page.keyboard.press("/");
    await page.keyboard.type("photo");
    assert(await page.getByText("Press Enter to search all pages.").isVisible());
    await page.keyboard.press("Enter");
    await page.waitForURL("**/?limit=2&q=photo");
    assertEquals(await shownNames(page), ["photo 1.png", "photo 2.png"]);
    await page.keyboard.press("/");
    await page.keyboard.press("Escape");
    await page.waitForURL(/q=$/);
    assertEquals(await shownNames(page), IN_ORDER.slice(0, 2));
  },
);

browserTest("The page is walked through by keyboard", async (browsing) => {
  const page = await browsing.open("/");
  for (
    const [key, name] of [
      ["ArrowDown", "docs"],
      ["ArrowDown", "data.bin"],
      ["ArrowUp", "docs"],
      ["ArrowUp", "docs"],
      ["End", "song.wav"],
      ["Home", "docs"],
    ] as const
  ) {
    await page.keyboard.press(key);
    assertEquals(await focusedName(page), name, key);
  }
  await page.keyboard.press("Enter");
  await page.waitForURL("**/docs/");
  await page.keyboard.press("Backspace");
  await page.waitForURL(`${browsing.origin}/`);
  await page.keyboard.press("/");
  await page.keyboard.type("photo");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("ArrowDown");
  assertEquals(await focusedName(page), "photo 1.png");
  await page.goto(`${browsing.origin}/?view=grid`);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  assertEquals(await focusedName(page), "data.bin");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowDown");
  const tops = await page.locator("#entries tr").evaluateAll((rows) =>
    rows.map((row) => row.getBoundingClientRect().top)
  );
  const below = tops.findIndex((top) => top > tops[0]!);
  assertEquals(await focusedName(page), IN_ORDER[below]);
});

browserTest("The page previews files, with the next and the previous", async (browsing) => {
  const page = await browsing.open("/");
  const stage = page.locator("#preview-stage > *");
  const look = async (): Promise<string[]> => [
    await page.locator("#preview h2").textContent() ?? "",
    await page.locator("#preview-place").textContent() ?? "",
    await stage.evaluate((element) => element.localName),
  ];
  // It is none, which is not to be found out yet.
  await page.route("**/film.webm", () => {});
  await page.locator("#entries").getByRole("link", { name: "film.webm" }).click();
  assertEquals(await look(), ["film.webm", "1 of 8", "video"]);
  assert(await page.locator("#preview-previous").isHidden());
  await page.getByRole("button", { name: "Next" }).click();
  assertEquals(await look(), ["page 9.txt", "2 of 8", "pre"]);
  await page.getByText("<b>not bold</b>").waitFor();
  await page.keyboard.press("Enter");
  assertEquals(await look(), ["page 10.txt", "3 of 8", "pre"]);
  await page.keyboard.press("ArrowRight");
  assertEquals(await look(), ["paper.pdf", "4 of 8", "iframe"]);
  // Chromium's viewer is an extension that it brings.
  await eventually(() =>
    assert(page.frames().some((frame) => frame.url().startsWith("chrome-extension:")))
  );
  await page.keyboard.press("ArrowRight");
  assertEquals(await look(), ["photo 1.png", "5 of 8", "img"]);
  await untilTrue(page, 'document.querySelector("#preview img").naturalWidth === 1');
  await page.keyboard.press("ArrowLeft");
  assertEquals((await look())[0], "paper.pdf");
  for (let count = 0; count < 9; count++) await page.keyboard.press("ArrowRight");
  assertEquals(await look(), ["song.wav", "8 of 8", "audio"]);
  await untilTrue(page, 'document.querySelector("#preview audio").duration > 0.6');
  assertEquals(
    await page.locator("#preview-open").getAttribute("href"),
    `${browsing.origin}/song.wav`,
  );
  await page.keyboard.press("Escape");
  assert(await page.getByRole("dialog").isHidden());
  assertEquals([await focusedName(page), await stage.count()], ["song.wav", 0]);
  await page.goto(`${browsing.origin}/docs/deep/`);
  await page.getByRole("link", { name: "large.log" }).click();
  await page.getByText("Open the file to see the rest.").waitFor();
  assertEquals(await page.evaluate("document.activeElement.localName"), "pre");
  assertEquals((await stage.textContent() ?? "").replace(/[^é]+$/, "").length, 131_072);
  await page.goto(browsing.origin);
  // What cannot be previewed is opened, or downloaded.
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "data.bin" }).click(),
  ]);
  assertEquals(download.suggestedFilename(), "data.bin");
});

browserTest("The focus is back at an entry as soon as its preview is closed", async (browsing) => {
  const page = await browsing.open("/");
  // What the next key would find: it may come before the browser tells that the dialog is closed.
  await page.evaluate(`new MutationObserver(() => {
    const dialog = document.getElementById("preview");
    if (!dialog.open) window.found = document.activeElement.textContent.trim();
  }).observe(document.getElementById("preview"), { attributeFilter: ["open"] })`);
  for (const close of ["Escape", "Close", "beside"]) {
    await page.locator("#entries").getByRole("link", { name: "page 9.txt" }).click();
    await page.keyboard.press("ArrowRight");
    if (close === "Escape") await page.keyboard.press("Escape");
    else if (close === "Close") await page.getByRole("button", { name: "Close" }).click();
    else await page.mouse.click(5, 5);
    assertEquals(await page.evaluate("window.found"), "page 10.txt", close);
    await page.keyboard.press("ArrowDown");
    assertEquals(await focusedName(page), "paper.pdf", close);
  }
});

browserTest("The page lets entries be selected and downloaded", async (browsing) => {
  const page = await browsing.open("/", { permissions: ["clipboard-read", "clipboard-write"] });
  const bar = page.getByRole("region", { name: "Selection" });
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Space");
  assertStringIncludes(await bar.textContent() ?? "", "1 selected, 5.0 kB");
  await page.getByRole("checkbox", { name: "Select photo 1.png" }).check({ force: true });
  await page.locator("tr", { hasText: "docs" }).locator(".size").click({ modifiers: ["Control"] });
  assertStringIncludes(await bar.textContent() ?? "", "3 selected");
  await page.getByRole("button", { name: "Copy links" }).click();
  await page.getByText("Links copied").waitFor();
  assertEquals(
    await page.evaluate("navigator.clipboard.readText()"),
    ["docs/", "photo%201.png", "song.wav"].map((name) => `${browsing.origin}/${name}`).join("\n"),
  );
  const names: string[] = [];
  page.on("download", (download) => names.push(download.suggestedFilename()));
  const second = page.waitForEvent("download", () => names.length === 2);
  await page.getByRole("button", { name: "Download" }).click();
  await second;
  assertEquals(names.toSorted(), ["photo 1.png", "song.wav"]);
  await page.keyboard.press("Escape");
  assert(await bar.isHidden());
  await page.getByRole("checkbox", { name: "Select data.bin" }).check({ force: true });
  await page.locator("tr", { hasText: "page 10.txt" }).locator(".date").click({
    modifiers: ["Shift"],
  });
  assertStringIncludes(await bar.textContent() ?? "", "4 selected, 72 kB");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Select", exact: true }).click();
  await page.getByRole("link", { name: "docs" }).click();
  assertStringIncludes(await bar.textContent() ?? "", "1 selected");
  assert(await page.getByRole("button", { name: "Download" }).isHidden());
});

browserTest("The page works below a prefix", async (browsing) => {
  const page = await browsing.open("/files/?view=grid");
  assertEquals([await shownNames(page), await page.title()], [IN_ORDER, "/"]);
  await untilTrue(page, 'document.querySelector("#entries img").naturalWidth === 1');
  await page.keyboard.press("Backspace");
  await page.locator("#entries").getByRole("link", { name: "page 9.txt" }).click();
  await page.getByText("<b>not bold</b>").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${browsing.origin}/files/docs/?view=grid`);
  assertEquals(await page.getByRole("navigation", { name: "Path" }).innerText(), "Home\ndocs");
  await page.keyboard.press("Backspace");
  await page.waitForURL(`${browsing.origin}/files/?view=grid`);
}, { prefix: "/files" });

import { assert, assertEquals } from "@std/assert";
import type { Page } from "npm:playwright-core@^1.65.1";
import { pathAfterMove } from "../../../src/handlers/page/client/moving.ts";
import { eventually } from "../../helpers/eventually.ts";
import { focusedName, shownNames, startBrowser, stopBrowser } from "./browser.ts";
import { browserTest, violations } from "./sharing_browser.ts";

Deno.test.beforeAll(startBrowser);
Deno.test.afterAll(stopBrowser);

Deno.test("pathAfterMove() takes names, and paths from here and from the top", () => {
  for (
    const [typed, path] of [
      ["b.txt", "/files/in/b.txt"],
      ["ä $& 50%?#.txt", "/files/in/%C3%A4%20%24%26%2050%25%3F%23.txt"],
      ["sub/", "/files/in/sub/a%20%24%26.txt"],
      ["sub/b", "/files/in/sub/b"],
      ["..", "/files/in/../a%20%24%26.txt"],
      ["../", "/files/in/../a%20%24%26.txt"],
      [".", "/files/in/./a%20%24%26.txt"],
      ["/", "/files/a%20%24%26.txt"],
      ["/x/y", "/files/x/y"],
      ["/x/..", "/files/x/../a%20%24%26.txt"],
      ["\ud800", "/files/in/%EF%BF%BD"],
    ] as const
  ) assertEquals(pathAfterMove("a $&.txt", typed, "/files/in/", "/files/"), path, typed);
  assertEquals(pathAfterMove("a", "b", "/in%2F", "/"), "/in%2F/b");
  assertEquals(pathAfterMove("a", "b", '/a|"b/', "/"), "/a%7C%22b/b");
});

/** Wait for the page that is loaded behind a change, and tells of it: the browser is not to end within. */
async function reloaded(page: Page, outcome: string): Promise<void> {
  await page.locator("#outcome", { hasText: outcome }).waitFor({ state: "attached" });
}

browserTest("The page renames an entry by keyboard, and leads to it again", async (scene) => {
  const { directory } = scene.sharing;
  for (const name of ["a.txt", "report.tar.gz", "taken.txt"]) directory.write(name, name);
  const page = await scene.browsing.open("/");
  const dialog = page.getByRole("dialog");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("F2");
  assert(await dialog.isVisible());
  assertEquals(await violations(page), []);
  // What is typed takes the place of the name, and not of the extension.
  await page.keyboard.type("2025");
  assertEquals(await dialog.getByLabel("New name").inputValue(), "2025.gz");
  await dialog.getByLabel("New name").fill("taken.txt");
  await page.keyboard.press("Enter");
  await dialog.getByText("report.tar.gz: There is something with this name already").waitFor();
  assertEquals(scene.sharing.read("taken.txt"), "taken.txt");
  await dialog.getByLabel("New name").fill("größe & <b>.gz");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "größe & <b>.gz" }).waitFor();
  await eventually(async () => assertEquals(await focusedName(page), "größe & <b>.gz"));
  assertEquals(await page.locator("#outcome").textContent(), "Moved to größe & <b>.gz");
  assertEquals(scene.sharing.names(), ["a.txt", "größe & <b>.gz", "taken.txt"]);
  // It is said once.
  await page.reload();
  assertEquals(await page.locator("#outcome").textContent(), "");
});

browserTest("The page moves what is selected to a folder, and says what stays", async (scene) => {
  const { directory } = scene.sharing;
  directory.mkdir("deep/er/here");
  directory.mkdir("deep/er/folder");
  for (const name of ["a.txt", "b $&.txt", "c.txt"]) directory.write(`deep/er/${name}`, name);
  directory.write("deep/a.txt", "other");
  const page = await scene.browsing.open("/deep/er/");
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Select" }).click();
  for (const name of ["a.txt", "b $&.txt", "folder"]) {
    await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  }
  await page.getByRole("button", { name: "Move or rename" }).click();
  assertEquals(await dialog.getByRole("heading").textContent(), "Move these 3");
  await dialog.getByLabel("Path of the folder").fill("..");
  await dialog.getByRole("button", { name: "Move" }).click();
  await dialog.getByText("a.txt: There is something with this name already").waitFor();
  const moved = ["deep/a.txt", "deep/b $&.txt", "deep/er/", "deep/er/a.txt", "deep/er/c.txt"];
  assertEquals(
    scene.sharing.names(),
    ["deep/", ...moved, "deep/er/here/", "deep/folder/"].toSorted(),
  );
  // It is still about a folder.
  await dialog.getByRole("button", { name: "Cancel" }).click();
  assertEquals(await shownNames(page), ["here", "a.txt", "c.txt"]);
  await page.getByRole("button", { name: "Move or rename" }).click();
  await dialog.getByLabel("New name").fill("here/");
  await page.keyboard.press("Enter");
  await reloaded(page, "Moved to here/");
  assertEquals(scene.sharing.read("deep/er/here/a.txt"), "a.txt");
  await eventually(async () => assertEquals(await focusedName(page), "c.txt"));
  await page.keyboard.press("F2");
  await dialog.getByLabel("New name").fill("/");
  await page.keyboard.press("Enter");
  await reloaded(page, "Moved to /");
  assertEquals(scene.sharing.read("c.txt"), "c.txt");
});

browserTest(
  "Entries are dragged to a folder, and to one above, which has to be confirmed",
  async (scene) => {
    const { directory } = scene.sharing;
    directory.mkdir("in/sub");
    for (const name of ["a.txt", "b.txt"]) directory.write(`in/${name}`, name);
    const page = await scene.browsing.open("/in/");
    const dialog = page.getByRole("dialog");
    const link = (name: string): ReturnType<Page["locator"]> =>
      page.locator("#entries").getByRole("link", { name });
    await link("a.txt").dragTo(link("b.txt"));
    assert(await dialog.isHidden());
    await link("a.txt").dragTo(link("sub"));
    assertEquals(await dialog.getByLabel("New name").inputValue(), "sub/");
    await page.locator(".into").waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    assertEquals(scene.sharing.names().includes("in/sub/a.txt"), false);
    await link("a.txt").dragTo(link("sub"));
    await page.keyboard.press("Enter");
    await eventually(() => assertEquals(scene.sharing.read("in/sub/a.txt"), "a.txt"));
    await reloaded(page, "Moved to sub/");
    await link("b.txt").dragTo(page.getByRole("link", { name: "Home" }));
    assertEquals(await dialog.getByLabel("New name").inputValue(), "../");
    await page.keyboard.press("Enter");
    await eventually(() => assertEquals(scene.sharing.read("b.txt"), "b.txt"));
    await reloaded(page, "Moved to ../");
  },
);

browserTest(
  "The page has no controls for moving unless uploads and deletions are on",
  async (scene) => {
    scene.sharing.directory.write("a.txt", "a");
    const page = await scene.browsing.open("/");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("F2");
    assertEquals(await page.getByText("rename").count(), 0);
    assertEquals(await page.getByRole("dialog").count(), 0);
  },
  { options: { upload: true, mkdir: true } },
);

browserTest(
  "Links to folders are deleted and renamed, and not what they lead to",
  async (scene) => {
    const { directory } = scene.sharing;
    directory.mkdir("there");
    directory.write("there/kept.txt", "kept");
    Deno.symlinkSync("there", directory.join("link"));
    const page = await scene.browsing.open("/");
    const dialog = page.getByRole("dialog");
    await page.keyboard.press("ArrowDown");
    assertEquals(await focusedName(page), "link");
    await page.keyboard.press("F2");
    await dialog.getByLabel("New name").fill("renamed");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "renamed" }).waitFor();
    await eventually(async () => assertEquals(await focusedName(page), "renamed"));
    await page.keyboard.press("Space");
    await page.keyboard.press("Delete");
    await dialog.getByRole("button", { name: "Delete" }).click();
    await reloaded(page, "1 deleted");
    assertEquals(scene.sharing.names(), ["there/", "there/kept.txt"]);
  },
);

browserTest(
  "Delete is about the entry that has the focus, unless some are selected",
  async (scene) => {
    for (const name of ["a.txt", "b.txt", "c.txt"]) scene.sharing.directory.write(name, name);
    const page = await scene.browsing.open("/");
    const dialog = page.getByRole("dialog");
    await page.keyboard.press("Delete");
    assert(await dialog.isHidden());
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Delete");
    assertEquals(await page.locator("#deletion-names").textContent(), "a.txt");
    await dialog.getByRole("button", { name: "Delete" }).click();
    await eventually(() => assertEquals(scene.sharing.names(), ["b.txt", "c.txt"]));
    await eventually(async () => assertEquals(await focusedName(page), "b.txt"));
    assertEquals(await page.locator("#outcome").textContent(), "1 deleted");
  },
);

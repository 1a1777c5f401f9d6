import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "npm:playwright-core@^1.65.1";
import { areSame, noise, utf8 } from "../../helpers/bytes.ts";
import { eventually } from "../../helpers/eventually.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { shownNames, startBrowser, stopBrowser } from "./browser.ts";
import { browserTest, bufferOf, violations } from "./sharing_browser.ts";

Deno.test.beforeAll(startBrowser);
Deno.test.afterAll(stopBrowser);

browserTest("The page has controls for what is on, and for nothing else", async ({ browsing }) => {
  const page = await browsing.open("/");
  for (const name of ["Upload files", "Create", "Zip", "Delete"]) {
    assertEquals(await page.getByText(name, { exact: true }).count(), 0, name);
  }
  assert(!(await page.content()).includes("PageUpload"));
}, { options: {} });

browserTest("The page uploads files that are picked, several at once", async (scene) => {
  const page = await scene.browsing.open("/");
  const large = noise(3_000_000);
  const names = ["a.txt", "größe.txt", "c.txt", "d.txt"];
  const files = names.map((name) => ({ name, mimeType: "", buffer: bufferOf(name) }));
  await page.getByLabel("Upload files").setInputFiles([
    ...files,
    { name: "large.bin", mimeType: "", buffer: bufferOf(large) },
  ]);
  await page.getByText("5 of 5 uploaded").waitFor({ state: "attached" });
  await page.getByRole("link", { name: "large.bin" }).waitFor();
  assertEquals((await shownNames(page)).toSorted(), [...names, "large.bin"].toSorted());
  assertEquals(scene.sharing.read("größe.txt"), "größe.txt");
  assert(areSame(Deno.readFileSync(scene.sharing.directory.join("large.bin")), large));
});

browserTest("The page uploads a folder that is picked", async (scene) => {
  using local = new TempDir();
  local.mkdir("trip/day 1");
  local.write("trip/plan.txt", "plan");
  local.write("trip/day 1/ä.txt", "day");
  const page = await scene.browsing.open("/");
  await page.locator("#upload-folder").setInputFiles(local.join("trip"));
  await page.getByRole("link", { name: "trip" }).waitFor();
  assertEquals(scene.sharing.names(), [
    "trip/",
    ...["day 1/", "day 1/ä.txt", "plan.txt"].map((name) => `trip/${name}`),
  ]);
});

browserTest(
  "The page uploads what is dropped: files, and folders with all in them",
  async (scene) => {
    using local = new TempDir();
    local.mkdir("trip/day 1/deep/empty");
    local.write("trip/day 1/deep/ä.txt", "day");
    // Browsers give the entries of a folder a hundred at a time.
    const many = Array.from({ length: 105 }, (_, index) => `trip/day 1/${index}.txt`);
    for (const name of many) local.write(name, name);
    local.write("beside.txt", "beside");
    const page = await scene.browsing.open("/");
    await drop(page, [local.join("trip"), local.join("beside.txt")]);
    // A hundred files take a while where much else is going on.
    await page.getByRole("link", { name: "beside.txt" }).waitFor({ timeout: 60_000 });
    assertEquals(
      scene.sharing.names(),
      ["beside.txt", "trip/", "trip/day 1/", "trip/day 1/deep/", "trip/day 1/deep/ä.txt", ...many]
        .concat("trip/day 1/deep/empty/").toSorted(),
    );
    for (const name of many) assertEquals(scene.sharing.read(name), name);
  },
);

browserTest(
  "The page makes the folders that are dropped and have no files in them",
  async (scene) => {
    using local = new TempDir();
    local.mkdir("trip/50% ä/empty");
    local.mkdir("trip/there");
    local.mkdir("trip/taken");
    scene.sharing.directory.mkdir("trip/there");
    scene.sharing.directory.write("trip/taken", "a file");
    const page = await scene.browsing.open("/");
    await drop(page, [local.join("trip")]);
    await page.getByText("2 of 3 uploaded, 1 failed").waitFor();
    const failed = page.locator("#uploads-list .failed");
    assertMatch(
      await failed.innerText(),
      /^trip\/taken\s+There is something with this name already/,
    );
    assertEquals(
      scene.sharing.names(),
      ["trip/", "trip/50% ä/", "trip/50% ä/empty/", "trip/taken", "trip/there/"],
    );
    Deno.removeSync(scene.sharing.directory.join("trip/taken"));
    await page.getByRole("button", { name: "Retry trip/taken" }).click();
    await page.getByText("3 of 3 uploaded").waitFor({ state: "attached" });
    assert(scene.sharing.names().includes("trip/taken/"));
  },
);

browserTest("The page says that it cannot make the folders that are dropped", async (scene) => {
  using local = new TempDir();
  local.mkdir("trip/empty");
  local.write("trip/a.txt", "a");
  const page = await scene.browsing.open("/");
  await drop(page, [local.join("trip")]);
  await page.getByText("1 of 2 uploaded, 1 failed").waitFor();
  const row = page.getByRole("listitem").filter({ hasText: "trip/empty" });
  assertEquals(await row.locator(".state").textContent(), "Empty, and folders cannot be made here");
  assertEquals(scene.sharing.names(), ["trip/", "trip/a.txt"]);
}, { options: { upload: true } });

browserTest(
  "The page says which of what is dropped cannot be read, and uploads the rest",
  async (scene) => {
    using local = new TempDir();
    local.mkdir("trip");
    for (const name of ["a.txt", "z.txt"]) local.write(`trip/${name}`, name);
    const page = await scene.browsing.open("/");
    local.write("locked.txt", "");
    await page.evaluate(LOCK);
    await drop(page, [local.join("locked.txt"), local.join("trip")]);
    await page.getByText("2 of 3 uploaded, 1 failed").waitFor();
    const row = page.getByRole("listitem").filter({ hasText: "locked.txt" });
    assertEquals(await row.locator(".state").textContent(), "Cannot be read");
    assertEquals(scene.sharing.names(), ["trip/", "trip/a.txt", "trip/z.txt"]);
  },
);

/** Let the browser fail to read a file: tests are run by root, from whom nothing can be kept. */
const LOCK = `
const { webkitGetAsEntry } = DataTransferItem.prototype;
DataTransferItem.prototype.webkitGetAsEntry = function () {
  const entry = webkitGetAsEntry.call(this);
  if (entry.name !== "locked.txt") return entry;
  entry.file = (found, failed) => failed(new DOMException("Locked", "NotReadableError"));
  return entry;
};
`;

/** Drop files and folders on a page, as the system does that the browser runs on. */
async function drop(page: Page, files: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", {
      type,
      x: 200,
      y: 200,
      data: { items: [], files: [...files], dragOperationsMask: 1 },
    });
    const isShown = await page.locator("body.dropping").count() === 1;
    assertEquals(isShown, type === "dragOver", type);
  }
}

browserTest("The page uploads what is pasted", async (scene) => {
  const page = await scene.browsing.open("/", {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  // The browser makes a file of a picture, all of which have the same name.
  await page.evaluate(COPY_PICTURE);
  await page.keyboard.press("Control+V");
  await page.getByRole("link", { name: /^pasted .*\.png$/ }).waitFor();
  const [name, ...others] = scene.sharing.names();
  assertEquals([others, name!.replace(/\d/g, "0")], [[], "pasted 0000-00-00 00.00.00.png"]);
  const content = Deno.readFileSync(scene.sharing.directory.join(name!));
  assertEquals(content.subarray(1, 4), utf8("PNG"));
});

/** Copy a picture, as the menu of the browser does. */
const COPY_PICTURE = `
new OffscreenCanvas(1, 1).getContext("2d").canvas.convertToBlob()
  .then((blob) => navigator.clipboard.write([new ClipboardItem({ [blob.type]: blob })]))
`;

browserTest("The page goes on with an upload that was cut in the middle", async (scene) => {
  const page = await scene.browsing.open("/");
  const content = noise(5_000_000);
  const offsets: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "PATCH") offsets.push(request.headers()["upload-offset"]!);
  });
  await page.getByLabel("Upload files").setInputFiles({
    name: "large.bin",
    mimeType: "",
    buffer: bufferOf(content),
  });
  await page.getByRole("link", { name: "large.bin" }).waitFor();
  assert(areSame(Deno.readFileSync(scene.sharing.directory.join("large.bin")), content));
  // It did not begin anew.
  assertEquals(offsets[0], "0");
  assert(offsets.length === 2 && Number(offsets[1]) > 0, offsets.join());
}, { cuts: [2_000_000] });

browserTest("The page says why an upload failed, and tries it again", async (scene) => {
  scene.sharing.directory.write("a.txt", "old");
  const page = await scene.browsing.open("/");
  await page.getByLabel("Upload files").setInputFiles({
    name: "a.txt",
    mimeType: "",
    buffer: bufferOf("new"),
  });
  await page.getByText("There is a file with this name already").waitFor();
  assertMatch(
    await page.locator("#uploads-summary").textContent() ?? "",
    /0 of 1 uploaded, 1 failed/,
  );
  assertEquals(await violations(page), []);
  Deno.removeSync(scene.sharing.directory.join("a.txt"));
  await page.getByRole("button", { name: "Retry a.txt" }).click();
  await eventually(() => assertEquals(scene.sharing.read("a.txt"), "new"));
  await page.getByText("1 of 1 uploaded").waitFor({ state: "attached" });
});

browserTest("The page deletes what is selected, once that was confirmed", async (scene) => {
  const { directory } = scene.sharing;
  directory.mkdir("folder");
  directory.write("folder/inner.txt", "");
  for (const name of ["a & b.txt", "kept.txt"]) directory.write(name, "");
  const page = await scene.browsing.open("/");
  await page.getByRole("button", { name: "Select" }).click();
  await page.getByRole("checkbox", { name: "Select a & b.txt" }).check();
  await page.getByRole("checkbox", { name: "Select folder" }).check();
  const dialog = page.getByRole("dialog");
  await page.locator("#delete-chosen").click();
  assertMatch(await dialog.textContent() ?? "", /Delete these 2\?\s*folder\s*a & b\.txt/);
  assertEquals(await violations(page), []);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  assertEquals(scene.sharing.names().length, 4);
  await page.keyboard.press("Delete");
  await dialog.getByRole("button", { name: "Delete" }).click();
  // A folder that is not empty stays, unless that is asked for.
  await dialog.getByText("folder: The directory is not empty").waitFor();
  assertEquals(scene.sharing.names(), ["folder/", "folder/inner.txt", "kept.txt"]);
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await dialog.waitFor({ state: "hidden" });
  await eventually(() => assertEquals(scene.sharing.names(), ["kept.txt"]));
});

browserTest("The page makes folders, and downloads archives", async (scene) => {
  scene.sharing.directory.write("a.txt", "a");
  scene.sharing.directory.write("b.txt", "b");
  const page = await scene.browsing.open("/");
  assertEquals(await violations(page), []);
  await page.getByLabel("Name of a new folder").fill("new / folder");
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByRole("link", { name: "new _ folder" }).waitFor();
  await page.getByRole("button", { name: "Select" }).click();
  await page.getByRole("checkbox", { name: "Select b.txt" }).check();
  for (
    const [control, wanted] of [
      [page.getByRole("link", { name: "Download all as zip" }), "a.txt"],
      [page.locator("#archive-chosen"), "b.txt"],
    ] as const
  ) {
    const [download] = await Promise.all([page.waitForEvent("download"), control.click()]);
    assertEquals(download.suggestedFilename(), "files.zip");
    const content = Deno.readTextFileSync(await download.path());
    assertEquals(content.includes("files/a.txt"), wanted === "a.txt");
    assert(content.includes(`files/${wanted}`));
  }
});

browserTest("The page uploads and makes folders without JavaScript", async (scene) => {
  const page = await scene.browsing.open("/", { javaScriptEnabled: false });
  await page.getByLabel("Name of a new folder").fill("folder");
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByRole("link", { name: "folder" }).click();
  await page.waitForURL("**/folder/");
  await page.getByLabel("Upload files").setInputFiles([
    { name: "a.txt", mimeType: "", buffer: bufferOf("a") },
    { name: "ö b.txt", mimeType: "", buffer: bufferOf("b") },
  ]);
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("link", { name: "ö b.txt" }).waitFor();
  assertEquals(scene.sharing.names(), ["folder/", "folder/a.txt", "folder/ö b.txt"]);
  assertEquals(await page.getByRole("button", { name: "Delete" }).count(), 0);
});

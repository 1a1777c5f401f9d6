/**
 * Takes the pictures of the listing page in `docs/images/`: run it with `-A`. With the name of a
 * directory it takes more, in all sizes and themes, into that.
 *
 * @module
 */

import type { Browser, Page } from "npm:playwright-core@^1.65.1";
import { serve } from "../mod.ts";

/** What a picture shows. */
interface Look {
  readonly name: string;
  readonly target: string;
  readonly width: number;
  readonly height: number;
  readonly dark?: boolean;
  /** What to do before it is taken. */
  prepare?(page: Page): Promise<void>;
}

/** The time in the pictures. */
const NOW = Date.UTC(2026, 8, 18, 9, 30);
const DAY = 24 * 60 * 60 * 1000;

/** How long the browser may take for a step, in milliseconds: a busy machine needs more than the usual 30 s. */
const PATIENCE = 180_000;

/** Those in the README. */
const PUBLISHED: readonly Look[] = [
  { name: "listing_light", target: "/", width: 1000, height: 660 },
  { name: "listing_dark", target: "/?view=grid", width: 1000, height: 660, dark: true },
];

/** What a person looks at who changes the page. */
const REVIEWED: readonly Look[] = [390, 1280].flatMap((width) =>
  [false, true].flatMap((dark) => {
    const look = { width, height: width === 390 ? 844 : 900, dark };
    const suffix = `${width}_${dark ? "dark" : "light"}`;
    return [
      { ...look, name: `list_${suffix}`, target: "/" },
      { ...look, name: `grid_${suffix}`, target: "/?view=grid" },
      { ...look, name: `readme_${suffix}`, target: "/", prepare: showReadme },
      { ...look, name: `image_${suffix}`, target: "/", prepare: preview("dusk.png") },
      { ...look, name: `text_${suffix}`, target: "/", prepare: preview("measure.py") },
      { ...look, name: `audio_${suffix}`, target: "/", prepare: preview("interview.wav") },
      { ...look, name: `pdf_${suffix}`, target: "/", prepare: preview("report.pdf") },
      { ...look, name: `chosen_${suffix}`, target: "/Photos%202026/?view=grid", prepare: choose },
      { ...look, name: `pages_${suffix}`, target: "/Photos%202026/?limit=2&page=2" },
    ];
  })
);

function preview(name: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.locator("#entries").getByRole("link", { name }).click();
    await page.waitForFunction(IS_SHOWN);
  };
}

/** Whether the preview has what it shows. A frame does not tell: its viewer is an extension. */
const IS_SHOWN = `(() => {
  const [viewer] = document.getElementById("preview-stage").children;
  switch (viewer?.localName) {
    case "img": return viewer.complete;
    case "pre": return viewer.textContent !== "";
    case "audio": return viewer.duration > 0;
    default: return viewer !== undefined;
  }
})()`;

async function showReadme(page: Page): Promise<void> {
  await page.locator("#readme").evaluate((element) => element.scrollIntoView());
}

async function choose(page: Page): Promise<void> {
  for (const key of ["ArrowRight", "Space", "ArrowRight", "Space"]) await page.keyboard.press(key);
}

const README = `# Field notes

Measurements along the coast, **spring and summer 2026**. See [the data](data.csv) and
[how they were made](measure.py).

| Station | Height (m) | Days |
| ------- | ---------: | ---: |
| Bay     |         12 |   41 |
| Ridge   |        870 |   38 |

- Times are UTC.
- \`latest.csv\` leads to the newest data.
`;

const PROGRAM = `"""Reads the stations, and writes data.csv."""

import csv
from pathlib import Path


def read(path: Path) -> list[float]:
    return [float(line) for line in path.read_text().split()]


if __name__ == "__main__":
    with open("data.csv", "w") as file:
        for path in sorted(Path().glob("station *.txt")):
            csv.writer(file).writerow([path.stem, *read(path)])
`;

/** The files, how old they are in days, and what is in them. */
async function makeSite(directory: string, browser: Browser): Promise<void> {
  const page = await browser.newPage();
  const files: [path: string, days: number, content: string | Uint8Array][] = [
    ["README.md", 0.08, README],
    ["measure.py", 3, PROGRAM],
    ["data.csv", 40, "station,height\\n".repeat(340)],
    ["interview.wav", 90, wave()],
    ["מסמכים/תוכנית.txt", 33, "..."],
    ["تقرير نهائي.txt", 35, "..."],
    ["archive 2025.tar.gz", 300, new Uint8Array(48_200_000)],
    ...[1, 2, 9, 10].map((number): [string, number, string] => [
      `station ${number}.txt`,
      number + 0.4,
      "12.1 ".repeat(number * 40),
    ]),
    ["report.pdf", 120, await printedPdf(page)],
  ];
  for (const [index, name] of ["alpine lake", "dusk", "sunrise over the bay", "valley"].entries()) {
    files.push([`${name}.png`, 60 + index * 20, await landscape(page, index)]);
  }
  for (let index = 0; index < 9; index++) {
    files.push([`Photos 2026/ridge ${index + 1}.png`, 70, await landscape(page, index * 7 + 3)]);
  }
  for (const [path, days, content] of files) {
    const slash = path.lastIndexOf("/");
    if (slash > 0) Deno.mkdirSync(`${directory}/${path.slice(0, slash)}`, { recursive: true });
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    Deno.writeFileSync(`${directory}/${path}`, bytes);
    const time = (NOW - days * DAY) / 1000;
    Deno.utimeSync(`${directory}/${path}`, time, time);
  }
  Deno.symlinkSync("data.csv", `${directory}/latest.csv`);
  for (const name of ["Photos 2026", "מסמכים"]) {
    Deno.utimeSync(`${directory}/${name}`, (NOW - 34 * DAY) / 1000, (NOW - 34 * DAY) / 1000);
  }
  await page.close();
}

/** A picture of hills, drawn by the browser. */
async function landscape(page: Page, seed: number): Promise<Uint8Array> {
  const url = await page.evaluate<string>(`((seed) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
    const context = canvas.getContext("2d");
    const hue = (seed * 67 + 205) % 360;
    const sky = context.createLinearGradient(0, 0, 0, 480);
    sky.addColorStop(0, \`hsl(\${hue} 55% 38%)\`);
    sky.addColorStop(1, \`hsl(\${(hue + 40) % 360} 70% 82%)\`);
    context.fillStyle = sky;
    context.fillRect(0, 0, 640, 480);
    context.fillStyle = "hsl(45 100% 92%)";
    context.beginPath();
    context.arc(140 + (seed * 97) % 360, 130, 42, 0, 7);
    context.fill();
    for (let layer = 0; layer < 4; layer++) {
      context.fillStyle = \`hsl(\${hue} \${26 - layer * 3}% \${52 - layer * 12}%)\`;
      context.beginPath();
      context.moveTo(0, 480);
      for (let x = 0; x <= 640; x += 4) {
        const wave = Math.sin(x / (70 - layer * 9) + seed + layer * 2) + Math.sin(x / 31 + seed) / 3;
        context.lineTo(x, 250 + layer * 58 + wave * 26);
      }
      context.lineTo(640, 480);
      context.fill();
    }
    return canvas.toDataURL("image/png");
  })(${seed})`);
  return Uint8Array.fromBase64(url.slice(url.indexOf(",") + 1));
}

async function printedPdf(page: Page): Promise<Uint8Array> {
  await page.setContent("<h1>Report</h1><p>All stations, spring 2026.</p>");
  return await page.pdf();
}

/** A second of silence, in the format that all browsers play. */
function wave(): Uint8Array {
  const bytes = new Uint8Array(44 + 44_100);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode("RIFF____WAVEfmt "));
  view.setUint32(4, bytes.length - 8, true);
  view.setUint32(16, 16, true);
  view.setUint32(20, 0x0001_0001, true);
  view.setUint32(24, 44_100, true);
  view.setUint32(28, 44_100, true);
  view.setUint32(32, 0x0008_0001, true);
  bytes.set(new TextEncoder().encode("data"), 36);
  view.setUint32(40, 44_100, true);
  return bytes.fill(128, 44);
}

async function take(browser: Browser, look: Look, origin: string, output: string): Promise<void> {
  const { name, target, width, height, dark = false, prepare } = look;
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: 1.5,
    colorScheme: dark ? "dark" : "light",
    locale: "en-GB",
    timezoneId: "UTC",
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  await page.clock.setFixedTime(NOW);
  await page.goto(origin + target, { waitUntil: "networkidle" });
  await prepare?.(page);
  await page.screenshot({ path: `${output}/${name}.png`, animations: "disabled" });
  await context.close();
}

if (import.meta.main) {
  const [output, only = ""] = Deno.args;
  const root = Deno.makeTempDirSync();
  const directory = `${root}/field notes`;
  Deno.mkdirSync(directory);
  const { chromium } = await import("npm:playwright-core@^1.65.1");
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    await makeSite(directory, browser);
    await using server = serve({ hostname: "127.0.0.1", port: 0, directory: root, log: "off" });
    const origin = `http://127.0.0.1:${server.addr.port}/field%20notes`;
    const images = new URL("../docs/images", import.meta.url).pathname;
    Deno.mkdirSync(output ?? images, { recursive: true });
    for (
      const look of output === undefined
        ? PUBLISHED
        : [...REVIEWED, ...PUBLISHED].filter(({ name }) => name.includes(only))
    ) {
      await take(browser, look, origin, output ?? images);
    }
  } finally {
    await browser.close();
    Deno.removeSync(root, { recursive: true });
  }
}

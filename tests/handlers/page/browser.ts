/**
 * A real browser: the system's Chromium, driven by Playwright.
 *
 * @module
 */

import type { Browser, BrowserContextOptions, Page } from "npm:playwright-core@^1.65.1";
import { serveWith, type TestServer } from "../../helpers/servers.ts";
import { ListingHandler } from "./listing_handler.ts";

/** Where Debian has Chromium. */
const CHROMIUM = "/usr/bin/chromium";

/** Switches that keep it to itself. Playwright gives it a fresh profile. */
const SWITCHES = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Otherwise Playwright looks for Windows' files below `/proc` as soon as it is loaded, for which Deno
 * asks for every permission there is.
 */
const NOT_WSL = "__IS_WSL_TEST__";

/** Whether there is no browser here. */
export const NO_BROWSER: boolean = !exists(CHROMIUM);

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** A browser and a server for the length of a test. */
export class Browsing implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #server: TestServer<{ directory: string }>;
  /** What pages complained of, which includes what their policy forbids. */
  readonly complaints: string[] = [];
  /** Addresses that pages asked for outside of the server. */
  readonly foreign: string[] = [];

  private constructor(
    browser: Browser,
    server: TestServer<{ directory: string }>,
  ) {
    this.#browser = browser;
    this.#server = server;
  }

  /** Start both. */
  static async start(directory: string): Promise<Browsing> {
    Deno.env.set(NOT_WSL, "1");
    const { chromium } = await import("npm:playwright-core@^1.65.1");
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: SWITCHES });
    return new Browsing(browser, serveWith(ListingHandler, { directory }));
  }

  /** The server's own directory. */
  get origin(): string {
    return `http://127.0.0.1:${this.#server.serverPort}`;
  }

  /** Open a listing in a browser of its own: in Berlin, speaking British English. */
  async open(target: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      locale: "en-GB",
      timezoneId: "Europe/Berlin",
      ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on("console", (message) => this.complaints.push(message.text()));
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("request", (request) => {
      const url = request.url();
      // The viewer of PDF is an extension that Chromium brings.
      if (/^(https?|wss?):/.test(url) && !url.startsWith(this.origin)) this.foreign.push(url);
    });
    await page.goto(this.origin + target, { waitUntil: "load" });
    return page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await this.#server[Symbol.asyncDispose]();
  }
}

/** The names that the page shows, in order. */
export function shownNames(page: Page): Promise<string[]> {
  return page.locator("#entries tr:visible bdi").allTextContents();
}

/** The name of the entry that has the focus. */
export function focusedName(page: Page): Promise<string | undefined> {
  return page.evaluate('document.activeElement.closest("tr")?.querySelector("bdi").textContent');
}

/**
 * A real browser: the system's Chromium, driven by Playwright.
 *
 * @module
 */

import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Page,
} from "npm:playwright-core@^1.65.1";
import { assert, assertEquals } from "@std/assert";
import { FileHTTPRequestHandler, type FileHTTPRequestHandlerOptions } from "../../../mod.ts";
import { eventually } from "../../helpers/eventually.ts";
import { serveWith } from "../../helpers/servers.ts";
import { makeSite } from "./site.ts";

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

/** Serves files, and lists directories with the page. */
class Handler extends FileHTTPRequestHandler {
  /** None: `index.html` is a name among others here. */
  override indexPages: string[] = [];

  override logMessage(): void {}
}

/** The browser of all tests. */
let browser: Browser | undefined;

/** Launch a browser, with some more switches. */
export async function launchBrowser(switches: readonly string[] = []): Promise<Browser> {
  Deno.env.set(NOT_WSL, "1");
  const { chromium } = await import("npm:playwright-core@^1.65.1");
  return await chromium.launch({ executablePath: CHROMIUM, args: [...SWITCHES, ...switches] });
}

/** Start the browser, before the first test. */
export async function startBrowser(): Promise<void> {
  if (!NO_BROWSER) browser = await launchBrowser();
}

/** End it, after the last. */
export async function stopBrowser(): Promise<void> {
  await browser?.close();
}

/** A server that is looked at. */
export interface BrowsedServer extends AsyncDisposable {
  /** Its port on 127.0.0.1. */
  readonly serverPort: number;
}

/** A server for the length of a test, and windows in which it is seen. */
export class Browsing implements AsyncDisposable {
  readonly #server: BrowsedServer;
  readonly #contexts: BrowserContext[] = [];
  /** What pages complained of, which includes what their policy forbids. */
  readonly complaints: string[] = [];
  /** Addresses that pages asked for outside of the server. */
  readonly foreign: string[] = [];

  /** Serve a directory, or look at a server, which is ended with this. */
  constructor(served: string | BrowsedServer, options: FileHTTPRequestHandlerOptions = {}) {
    this.#server = typeof served === "string"
      ? serveWith<FileHTTPRequestHandlerOptions>(Handler, { ...options, directory: served })
      : served;
  }

  /** The server's own directory. */
  get origin(): string {
    return `http://127.0.0.1:${this.#server.serverPort}`;
  }

  /** Open a listing in a window of its own: in Berlin, speaking British English. */
  async open(target: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser!.newContext({
      locale: "en-GB",
      timezoneId: "Europe/Berlin",
      ...options,
    });
    this.#contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
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
    await Promise.all(this.#contexts.map((context) => context.close()));
    await this.#server[Symbol.asyncDispose]();
  }
}

/** A test with a browser that looks at {@linkcode makeSite}'s directory, and nothing that the page complains of. */
export function browserTest(
  name: string,
  test: (browsing: Browsing) => Promise<void>,
  options: FileHTTPRequestHandlerOptions = {},
): void {
  Deno.test({
    name,
    ignore: NO_BROWSER,
    // The browser goes on from test to test.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      using site = makeSite();
      await using browsing = new Browsing(site.path, options);
      await test(browsing);
      assertEquals([browsing.complaints, browsing.foreign], [[], []]);
    },
  });
}

/** The names that the page shows, in order. */
export function shownNames(page: Page): Promise<string[]> {
  return page.locator("#entries tr:visible bdi").allTextContents();
}

/** The name of the entry that has the focus. */
export function focusedName(page: Page): Promise<string | undefined> {
  return page.evaluate('document.activeElement.closest("tr")?.querySelector("bdi").textContent');
}

/**
 * Wait until an expression is true in the page. `waitForFunction()` has the page evaluate it, which the
 * page's policy forbids from the second time on.
 */
export function untilTrue(page: Page, expression: string): Promise<void> {
  return eventually(async () => assert(await page.evaluate(expression), expression));
}

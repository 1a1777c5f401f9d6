/**
 * The page of a directory that may be written to, in a browser.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { assertEquals } from "@std/assert";
import type { Page } from "npm:playwright-core@^1.65.1";
import axe from "npm:axe-core@^4.14.1";
import type { FileHTTPRequestHandlerOptions } from "../../../mod.ts";
import { CuttingProxy } from "../sharing/cutting_proxy.ts";
import { SharingServer } from "../sharing/sharing_server.ts";
import { Browsing, NO_BROWSER } from "./browser.ts";

const ALL: FileHTTPRequestHandlerOptions = {
  upload: true,
  mkdir: true,
  delete: true,
  archive: true,
};

/** What a test has. */
export interface Scene {
  readonly sharing: SharingServer;
  readonly browsing: Browsing;
}

/** A test with a browser, in which the page complains of nothing but answers that are errors. */
export function browserTest(
  name: string,
  test: (scene: Scene) => Promise<void>,
  { options = ALL, cuts = [] }: {
    readonly options?: FileHTTPRequestHandlerOptions;
    readonly cuts?: readonly number[];
  } = {},
): void {
  Deno.test({
    name,
    ignore: NO_BROWSER,
    fn: async () => {
      await using sharing = new SharingServer(options);
      await using proxy = new CuttingProxy(sharing.port, cuts);
      const server = { serverPort: proxy.port, [Symbol.asyncDispose]: () => Promise.resolve() };
      {
        await using browsing = new Browsing(server);
        await test({ sharing, browsing });
        const complaints = browsing.complaints.filter((text) =>
          !text.startsWith("Failed to load resource")
        );
        assertEquals([complaints, browsing.foreign], [[], []]);
      }
      assertEquals(proxy.cut, cuts.length);
      assertEquals(sharing.server.errors, []);
    },
  });
}

/** What is wrong with a page for those who don't see it. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate("axe.run()") as { violations: { id: string }[] };
  return violations.map(({ id }) => id);
}

/** What Playwright takes files as. */
export function bufferOf(content: string | Uint8Array): never {
  return Buffer.from(content) as never;
}

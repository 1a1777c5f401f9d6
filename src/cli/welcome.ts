/**
 * What the command says and does besides, once it listens: where it can be reached, as text and as a
 * QR code, and a browser.
 *
 * @module
 */

import { rootOf } from "../handlers/file/request_target.ts";
import { mayColor, THEME } from "../handlers/logging/colors.ts";
import { print } from "./output.ts";
import { type Endpoint, isWildcard, mayKnowAddresses, reachableUrls } from "./welcome/reachable.ts";
import type { Settings } from "./settings.ts";

/**
 * Print the URLs of the servers, and show a QR code or open a browser if that is asked for.
 *
 * @param settings Whether it is, and the path that all is below
 * @param endpoints What the servers listen on
 */
export async function welcome(
  { qr, open, file }: Pick<Settings, "qr" | "open" | "file">,
  endpoints: readonly Endpoint[],
): Promise<void> {
  const path = rootOf(file.prefix);
  for (const endpoint of endpoints) {
    // The first line has neither the prefix, nor an address that can be used if it is for all.
    if (isWildcard(endpoint.host) || path !== "/") printUrls(endpoint, path);
  }
  const [first] = endpoints;
  if (first === undefined) return;
  const urls = reachableUrls(first, path);
  if (qr) {
    const { formatQr } = await import("./welcome/qr_code.ts");
    const url = urls[1] ?? urls[0]!;
    print(`\n${await formatQr(url, mayColor(Deno.stdout))}${url}\n`);
  }
  if (open) {
    const { openBrowser } = await import("./welcome/open_browser.ts");
    await openBrowser(urls[0]!);
  }
}

function printUrls(endpoint: Endpoint, path: string): void {
  const [before, after] = mayColor(Deno.stdout) ? [THEME.url, THEME.reset] : ["", ""];
  const lines = reachableUrls(endpoint, path).map((url) => `  ${before}${url}${after}\n`);
  const hint = "  (--allow-sys=networkInterfaces shows the addresses for other machines)\n";
  // A program that `deno compile` made takes no flags of Deno's any more.
  const isShown = !mayKnowAddresses() && isWildcard(endpoint.host) && !Deno.build.standalone;
  print(lines.join("") + (isShown ? hint : ""));
}

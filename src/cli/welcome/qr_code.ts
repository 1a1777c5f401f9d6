/**
 * QR codes in the terminal.
 *
 * @module
 */

import { loadPackage } from "../../server/node/load_package.ts";

/** The library. */
const LIBRARY = "npm:qr@0.7.0";

/** What is around a code, in modules (ISO/IEC 18004, section 9.1). */
const QUIET_ZONE = 4;

/** Two modules above each other in one character, by which of them are light. */
const CHARACTERS = [" ", "▄", "▀", "█"];

/** Black on white, whatever the terminal's own colours are; and back to these. */
const COLORS = ["\x1b[97;40m", "\x1b[0m"];

/**
 * Draw the QR code of a text.
 *
 * @param text The text
 * @param colored Whether the terminal takes colours; without them its own have to be light on dark,
 * as most are, or the reader one that doesn't mind
 * @returns Lines, with their ends
 * @throws {TypeError} when the library for it cannot be loaded
 */
export async function formatQr(text: string, colored: boolean): Promise<string> {
  const { default: encode } = await loadLibrary();
  const modules = encode(text, "raw", { border: QUIET_ZONE, ecc: "medium" });
  const [before, after] = colored ? COLORS : ["", ""];
  const lines: string[] = [];
  for (let y = 0; y < modules.length; y += 2) {
    const line = modules[y]!.map((dark, x) => {
      const below = modules[y + 1]?.[x] ?? false;
      return CHARACTERS[(dark ? 0 : 2) + (below ? 0 : 1)];
    });
    lines.push(`${before}${line.join("")}${after}\n`);
  }
  return lines.join("");
}

async function loadLibrary(): Promise<typeof import("npm:qr@0.7.0")> {
  try {
    return await loadPackage(LIBRARY);
  } catch (cause) {
    throw new TypeError(`Cannot draw the QR code: ${(cause as Error).message}`, { cause });
  }
}

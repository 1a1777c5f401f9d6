/**
 * A directory with something of everything.
 *
 * @module
 */

import { utf8 } from "../../helpers/bytes.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

/** The smallest PNG there is: one grey pixel. */
const PIXEL = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==",
);

/** A blank page. Readers do without the table of references that is missing. */
const PAPER = `%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 72 72]>> endobj
trailer <</Root 1 0 R>>
`;

/** Silence as WAV: 8,000 samples a second, of a byte each. */
function silence(size: number): Uint8Array {
  const bytes = new Uint8Array(size).fill(128);
  const view = new DataView(bytes.buffer);
  bytes.set(utf8("RIFF____WAVEfmt "));
  bytes.set(utf8("data"), 36);
  const fields = [[4, size - 8], [16, 16], [24, 8000], [28, 8000], [40, size - 44]] as const;
  for (const [offset, value] of fields) view.setUint32(offset, value, true);
  for (const [offset, value] of [[20, 1], [22, 1], [32, 1], [34, 8]] as const) {
    view.setUint16(offset, value, true);
  }
  return bytes;
}

/** Names that try to become markup, scripts, other addresses, or other names. */
export const HOSTILE_NAMES = [
  "<script>document.title='owned'<%2fscript>.txt",
  '"><img src=x onerror="document.title=`owned`">.png',
  "' onmouseover='document.title=1' x='.txt",
  "javascript:document.title='owned'",
  "evil\u202efdp.exe",
  "line\nbreak.txt",
  "\x1b[31mred.txt",
  "100%.txt",
  "50%41.txt",
  "a?b#c.txt",
  "index.html",
  "&lt;b&gt;.md",
  "x".repeat(255),
  "عربي.txt",
] as const;

/** Make it. It goes away with the test. */
export function makeSite(): TempDir {
  const site = new TempDir();
  site.mkdir("docs/deep");
  site.writeOld("docs/inside.txt", "inside");
  site.writeOld("docs/deep/large.log", "é".repeat(500_000));
  site.writeOld("page 10.txt", "ten", new Date("2021-03-01T10:00:00Z"));
  site.writeOld("page 9.txt", "nine\n<b>not bold</b>", new Date("2021-02-01T23:30:00Z"));
  site.writeOld("photo 1.png", PIXEL, new Date("2021-01-01T10:00:00Z"));
  site.writeOld("photo 2.png", PIXEL);
  site.writeOld("song.wav", silence(5000));
  site.writeOld("film.webm", new Uint8Array(70_000));
  site.writeOld("paper.pdf", PAPER);
  site.writeOld("data.bin", new Uint8Array(2000));
  site.writeOld(
    "README.md",
    [
      "# Title",
      "[own](page%209.txt) [there](https://example.org/) [bad](javascript:alert(1)) [to](#title)",
      "<script>document.title = 'owned'</script><style>body{display:none}</style>",
      "![own](photo%201.png) ![far](https://example.org/x.png) ![near](//example.org/y.png)",
      '<img src="https://example.org/z.png" onerror="alert(1)">',
      "",
      "| a | b |",
      "|---|--:|",
      "| 1 | 2 |",
      "",
      "- [x] ready",
      "- [ ] open",
    ].join("\n"),
  );
  return site;
}

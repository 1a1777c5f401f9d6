/**
 * A directory with something of everything.
 *
 * @module
 */

import { TempDir } from "../../helpers/temp_dir.ts";

/** The smallest PNG there is: one grey pixel. */
export const PIXEL = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==",
);

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
  site.writeOld("song.mp3", new Uint8Array(5000));
  site.writeOld("film.webm", new Uint8Array(70_000));
  site.writeOld("paper.pdf", "%PDF-1.4");
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
    ].join("\n"),
  );
  return site;
}

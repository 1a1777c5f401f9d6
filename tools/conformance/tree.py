"""The fixed tree of files that is served while recording, and again while replaying.

It is data: `describe` writes it down, `build` makes it real, and tests/conformance/tree.ts makes
the same from the same JSON. No two names of a directory are equal in lower case: the order in which
a listing shows such names is the file system's.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

DEFAULT_MTIME = 1_000_000_000
"""Sun, 09 Sep 2001 01:46:40 GMT."""

Entry = dict[str, Any]


def directory(path: str) -> Entry:
    """A directory, with those above it."""
    return {"kind": "directory", "path": path}


def file(path: str, content: Any = "content\n", mtime: float = DEFAULT_MTIME) -> Entry:
    """A file; the content's code points 0 to 255 are its bytes."""
    return {"kind": "file", "path": path, "content": content, "mtime": mtime}


def link(path: str, target: str) -> Entry:
    """A symbolic link."""
    return {"kind": "link", "path": path, "target": target}


NAMES = (
    # What HTML, URLs and shells give a meaning to.
    "with space", " leading", "trailing ", "quote\"", "apostrophe'", "a&b", "&amp;", "<tag>", "%41",
    "100%", "%zz", "hash#", "question?", "semi;colon", "plus+", "comma,", "at@", "equals=",
    "colon:", "a:b", "star*", "[brackets]", "{braces}", "(parens)", "$dollar", "~tilde", "^caret",
    "`grave`", "|pipe", "-dash", "_under", "!bang", "back\\slash", "..dots", "...", "dots...",
    ".hidden", "trailing.",
    # Control characters.
    "new\nline", "tab\there", "return\rhere", "bell\x07", "delete\x7f", "escape\x1b[1m",
    # Beyond ASCII: encodings, directions, widths, compositions.
    "caf\xe9", "cafe\u0301s", "\xc3\xa9", "nbsp\xa0here", "next\x85line", "soft\xadhyphen",
    "\u65e5\u672c\u8a9e", "\ud55c\uae00", "\u05e9\u05dc\u05d5\u05dd", "\u202etxt.exe",
    "\u2028separator", "\U0001f600", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\ufb01",
    "\uff21", "\ufffd", "\ue000",
    # The longest name there is: 255 bytes.
    "long" * 63 + "abc",
)  # fmt: skip

SORTED_NAMES = (
    "B", "a", "C", "_", "Z", "^x", "z1", "10", "9", "\xc4", "\xe5", "\u0130", "i\u0308x", "\u1e9e",
    "ss", "\u03a3", "\u03b1\u03a3", "\u0391\u03a3\u0391", "\u01c5", "\u212aelvin", "\u2126",
    "\uff22", "\U00010400", "\U0001d400", "\ufb02", "\u0500", "\u10a0", "\u13a0", "K9", "\u1fbc",
    "\u2160", "\u24b6", "\ua64a",
)  # fmt: skip

ODD_DIRECTORIES = (
    "space dir", "query?dir", "hash#dir", "semi;dir", "percent%2fdir", "quote\"dir", "<b>dir",
    "amp&dir", "\xfcn\xefc\xf6de", "\u65e5\u672c", "...", "a:b", "back\\dir",
    "http:/example.com/dir", "\xc3\xbc", "ftp:", "new\nline", "%41dir", "plus+dir", "colon:", "[",
    "[dir]", "~", "-", "x=1&y=2",
)  # fmt: skip

EXTENSIONS = (
    "", ".", "..", ".unknown", ".HTML", ".Html", ".TXT", ".tar", ".tar.gz", ".TAR.GZ", ".tar.GZ",
    ".tgz", ".TGZ", ".taz", ".tz", ".tbz2", ".txz", ".tar.bz2", ".tar.xz", ".tar.Z", ".tar.z",
    ".tar.br", ".txt.gz", ".txt.GZ", ".txt.Z", ".txt.z", ".txt.bz2", ".txt.xz", ".txt.br",
    ".html.br", ".html.gz.br", ".svgz", ".SVGZ", ".svg.gz", ".gz", ".GZ", ".Gz", ".Z", ".z", ".bz2",
    ".BZ2", ".xz", ".XZ", ".br", ".BR", ".zip", ".zst", ".7z", ".rar", ".ts", ".tsx", ".jsx",
    ".yaml", ".yml", ".toml", ".lock", ".log", ".map", ".php", ".sh", ".rs", ".go", ".html.",
    ".html ", ".html~", ".html.bak", ".html.unknown", ".min.js", ".d.ts", ".ht\u0130ml",
    ".T\u0130FF", ".\u212aML", ".txt%20", ".txt?", ".txt;1", ".txt\n",
)  # fmt: skip


def describe(extensions: Iterable[str]) -> list[Entry]:
    """The whole tree; `extensions` are those of the media type tables."""
    return [
        file("outside/secret.txt", "secret\n"),
        file("outside/site/index.html", "outside\n"),
        *_top(),
        *_index_pages(),
        *_dates(),
        *_links(),
        *(file(f"root/names/{name}") for name in NAMES),
        file("root/names/dir/inner.txt"),
        *(file(f"root/sorted/{name}", "") for name in SORTED_NAMES),
        *(file(f"root/odd/{name}/inside.txt", "inside\n") for name in ODD_DIRECTORIES),
        *_media_types(extensions),
        file("root/http:/example.com/a.txt", "absolute\n"),
        file("root/http:/example.com/dir/b.txt", "absolute\n"),
    ]


def _top() -> list[Entry]:
    return [
        file("root/a.txt", "hello\n"),
        file("root/page.html", "<!DOCTYPE html>\n<title>page</title>\n"),
        file("root/empty.txt", ""),
        file("root/big.txt", [{"repeat": ["x", 200_000]}]),
        file("root/bytes.bin", "".join(map(chr, range(256)))),
        file("root/noext"),
        directory("root/empty"),
        file("root/dir/a.txt", "in dir\n"),
        file("root/dir/sub/deep/deeper.txt", "deep\n"),
        file("root/0/1/2/3/4/5.txt"),
    ]


def _index_pages() -> list[Entry]:
    return [
        file("root/site/index.html", "index.html\n"),
        file("root/site/page.html", "page\n"),
        file("root/site-htm/index.htm", "index.htm\n"),
        file("root/site-both/index.html", "index.html\n"),
        file("root/site-both/index.htm", "index.htm\n"),
        file("root/site-upper/INDEX.HTML", "INDEX.HTML\n"),
        file("root/site-dir/index.html/inner.txt", "inner\n"),
        file("root/site-dir-htm/index.html/inner.txt", "inner\n"),
        file("root/site-dir-htm/index.htm", "index.htm\n"),
        file("root/site-link/real.html", "real\n"),
        link("root/site-link/index.html", "real.html"),
        file("root/site-dangling/other.txt"),
        link("root/site-dangling/index.html", "nowhere"),
        file("root/site-empty/index.html", ""),
    ]


def _dates() -> list[Entry]:
    return [
        file("root/dates/default.txt", "d\n"),
        file("root/dates/fraction.txt", "f\n", DEFAULT_MTIME + 0.75),
        file("root/dates/last-ms.txt", "l\n", DEFAULT_MTIME + 0.999),
        file("root/dates/epoch.txt", "e\n", 0),
        file("root/dates/2000.txt", "2\n", 951_782_399),
        file("root/dates/2038.txt", "3\n", 2_147_483_648),
        file("root/dates/2099.txt", "9\n", 4_102_444_799),
    ]


def _links() -> list[Entry]:
    return [
        link("root/links/file", "../a.txt"),
        link("root/links/file.html", "../a.txt"),
        link("root/links/dir", "../dir"),
        link("root/links/dangling", "nowhere"),
        # U+FFFD, which Deno also puts in the place of what is not UTF-8.
        link("root/links/dangling \ufffd", "nowhere"),
        link("root/links/self \ufffd", "."),
        link("root/links/loop", "loop"),
        link("root/links/self", "."),
        link("root/links/outside.txt", "../../outside/secret.txt"),
        link("root/links/outside", "../../outside"),
        file("root/links/plain.txt"),
    ]


def _media_types(extensions: Iterable[str]) -> list[Entry]:
    # A name of nothing but an extension has no extension.
    bare = (".html", ".gz", ".tar.gz", "..html", "x.y/f", "x.html/f", "x.tar/f.gz")
    return [
        *(file(f"root/types/f{extension}", "") for extension in sorted({*extensions, *EXTENSIONS})),
        *(file(f"root/types-bare/{name}", "") for name in bare),
    ]


def build(entries: Iterable[Entry], base: Path) -> None:
    """Make the tree under the directory `base`."""
    for entry in entries:
        path = base / entry["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        match entry["kind"]:
            case "directory":
                path.mkdir(exist_ok=True)
            case "link":
                path.symlink_to(entry["target"])
            case _:
                path.write_bytes(_unpack(entry["content"]).encode("latin-1"))
                os.utime(path, ns=(0, round(entry["mtime"] * 1000) * 1_000_000))


def _unpack(content: Any) -> str:
    if isinstance(content, str):
        return content
    text, times = content[0]["repeat"]
    return str(text * times)

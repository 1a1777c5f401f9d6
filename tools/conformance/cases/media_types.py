"""Media types by name, in CPython's own table."""

from __future__ import annotations

import mimetypes
from urllib.parse import quote

from ..tree import EXTENSIONS
from .case import Case, case, request

BARE = (
    ".html",
    ".gz",
    ".tar.gz",
    "..html",
    "x.y/f",
    "x.html/f",
    "x.tar/f.gz",
    "x.html/",
    "x.html",
    "x.html/f/",
)


def known() -> list[str]:
    """Every extension that CPython's tables know something about."""
    return sorted(
        {
            *mimetypes.types_map,
            *mimetypes.common_types,
            *mimetypes.suffix_map,
            *mimetypes.encodings_map,
        }
    )


def cases() -> list[Case]:
    names = [
        *(f"types/f{extension}" for extension in sorted({*known(), *EXTENSIONS})),
        *(f"types-bare/{name}" for name in BARE),
        "types/f.html?x.txt",
        "types/f.html#x.txt",
        "types/f.html%3fx.txt",
        "types/f%2ehtml",
        "types/f.%68tml",
        "types/./f.html",
        "site/",
        "site-htm/",
        "links/file",
        "links/file.html",
        "a.txt",
        "noext",
        "page.html",
    ]
    return [
        case(
            "simple 1.1",
            request(
                "/" + (name if "?" in name[:-1] or "%" in name else quote(name, safe="/#")),
                method="HEAD",
            ),
            name=name,
        )
        for name in names
    ]

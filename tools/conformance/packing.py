"""Bytes as JSON: readable, and small where something long repeats itself.

Bytes are written as strings of the code points 0 to 255. A text is a string, or a list of strings,
`{"repeat": [text, times]}` and `{"shared": name}`, the last being a text of shared.json.
The replay unpacks it in tests/conformance/packing.ts.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

_RUN = re.compile(r"(.)\1{199,}", re.DOTALL)
_ERROR_PAGE_HEAD = re.compile(
    r"<!DOCTYPE HTML>\n<html lang=\"en\">\n    <head>.*?<body>\n.*?\n", re.DOTALL
)
_LISTING_HEAD = re.compile(
    r"<!DOCTYPE HTML>\n<html lang=\"en\">\n<head>\n.*?\n</style>\n", re.DOTALL
)
_LISTING_ITEMS = re.compile(r"<hr>\n<ul>\n.*?</html>\n", re.DOTALL)


class Packer:
    """Packs texts and gathers what they share."""

    def __init__(self) -> None:
        self.shared: dict[str, Any] = {}

    def pack(self, text: str) -> Any:
        """Pack a text: a plain string if nothing in it is long and repeated."""
        parts: list[Any] = [text]
        for pattern, kind in (
            (_ERROR_PAGE_HEAD, "error page"),
            (_LISTING_HEAD, "listing"),
            (_LISTING_ITEMS, "items"),
        ):
            parts = self._split(parts, pattern, kind)
        parts = _split_runs(parts)
        return parts[0] if len(parts) == 1 and isinstance(parts[0], str) else parts

    def _split(self, parts: list[Any], pattern: re.Pattern[str], kind: str) -> list[Any]:
        result: list[Any] = []
        for part in parts:
            if not isinstance(part, str):
                result.append(part)
                continue
            position = 0
            for match in pattern.finditer(part):
                _append(result, part[position : match.start()])
                result.append({"shared": self._share(kind, match[0])})
                position = match.end()
            _append(result, part[position:])
        return result or [""]

    def _share(self, kind: str, text: str) -> str:
        name = f"{kind} {hashlib.sha256(text.encode()).hexdigest()[:8]}"
        packed = _split_runs([text])
        self.shared[name] = packed[0] if len(packed) == 1 else packed
        return name


def _split_runs(parts: list[Any]) -> list[Any]:
    """Write a long run of one character as a repetition."""
    result: list[Any] = []
    for part in parts:
        if not isinstance(part, str):
            result.append(part)
            continue
        position = 0
        for match in _RUN.finditer(part):
            _append(result, part[position : match.start()])
            result.append({"repeat": [match[1], len(match[0])]})
            position = match.end()
        _append(result, part[position:])
    return result or [""]


def _append(parts: list[Any], text: str) -> None:
    if text:
        parts.append(text)

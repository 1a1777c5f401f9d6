"""One exchange to record, and short ways of writing requests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote


@dataclass(frozen=True)
class Case:
    """Bytes to send to one of the servers, in one piece or several."""

    name: str
    server: str
    send: tuple[bytes, ...]


def case(server: str, *send: bytes, name: str = "") -> Case:
    """A case that is called after what it sends, unless a better name is given."""
    return Case(name or _name(b"".join(send)), server, send)


def request(
    target: bytes | str,
    *headers: bytes | str,
    method: str = "GET",
    version: str = "HTTP/1.1",
) -> bytes:
    """A well-formed request, unless its parts are not."""
    lines = [b" ".join((_bytes(method), _bytes(target), _bytes(version))), *map(_bytes, headers)]
    return b"".join(line + b"\r\n" for line in lines) + b"\r\n"


def script(*calls: list[Any], version: str = "HTTP/1.1", method: str = "GET") -> bytes:
    """A request that makes the probe handler call methods of its own."""
    text = json.dumps(calls, separators=(",", ":"), ensure_ascii=False)
    return request("/run?" + quote(text), version=version, method=method)


def _bytes(text: bytes | str) -> bytes:
    return text.encode("latin-1") if isinstance(text, str) else text


def _name(sent: bytes) -> str:
    text = repr(sent)[1:]
    return text if len(text) <= 100 else f"{text[:60]}...{text[-30:]} ({len(sent)} bytes)"

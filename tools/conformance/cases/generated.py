"""Cases that nobody would have thought of: seeded, so that they are the same every time."""

from __future__ import annotations

import random

from .case import Case, case

METHODS = (b"GET", b"HEAD", b"GET", b"GET", b"PUT", b"get", b"POST", b"G\xc9T")
TARGETS = (
    b"/", b"/a.txt", b"/dir", b"/dir/", b"/site/", b"/nothing", b"//a.txt", b"/%61.txt",
    b"/dir/../a.txt", b"/names/%c3%a9", b"/%ff", b"a.txt", b"*", b"/dir?x#y", b"/empty/",
    b"http://x/../../dir",
)  # fmt: skip
VERSIONS = (
    b"HTTP/1.1",
    b"HTTP/1.1",
    b"HTTP/1.1",
    b"HTTP/1.0",
    b"HTTP/0.9",
    b"HTTP/2.0",
    b"HTTP/1.x",
    b"",
)
HEADERS = (
    b"Host: x", b"Connection: close", b"Connection: keep-alive", b"Connection: Keep-Alive, x",
    b"Expect: 100-continue", b"A: b", b" folded", b"\tfolded", b"no colon", b": no name", b"A : b",
    b"From x", b"If-Modified-Since: Sun, 09 Sep 2001 01:46:40 GMT",
    b"If-Modified-Since: Sun, 09 Sep 2001 01:46:39 GMT", b"If-None-Match: *", b"A: \xe9\x00",
    b"A: b\rB: c", b"Content-Type: multipart/mixed; boundary=x", b"--x", b"\x85A: b",
)  # fmt: skip
ENDS = (b"\r\n", b"\r\n", b"\r\n", b"\r\n", b"\n", b"\r\r\n")
BYTES = (
    *range(0x00, 0x22),
    0x23,
    0x25,
    0x27,
    0x2F,
    0x3A,
    0x3F,
    0x5C,
    0x7F,
    0x80,
    0x85,
    0xA0,
    0xAD,
    0xE9,
    0xFF,
)


def cases() -> list[Case]:
    source = random.Random("conformance")
    servers = ("simple 1.1", "probe 1.1", "simple 1.0", "probe 1.0", "probe named")
    return [
        case(source.choice(servers), *_pieces(source, _connection(source)), name=f"number {number}")
        for number in range(400)
    ]


def _connection(source: random.Random) -> bytes:
    sent = b"".join(_request(source) for _ in range(source.choice((1, 1, 1, 2, 3))))
    for _ in range(source.choice((0, 0, 0, 1, 1, 2, 4))):
        sent = _mutate(source, sent)
    return sent


def _request(source: random.Random) -> bytes:
    words = [source.choice(METHODS), source.choice(TARGETS), source.choice(VERSIONS)]
    lines = [b" ".join(word for word in words if word)]
    lines += [source.choice(HEADERS) for _ in range(source.choice((0, 0, 1, 2, 3, 6)))]
    return b"".join(line + source.choice(ENDS) for line in lines) + source.choice(ENDS[:5])


def _mutate(source: random.Random, sent: bytes) -> bytes:
    at = source.randrange(len(sent)) if sent else 0
    byte = bytes([source.choice(BYTES)])
    match source.randrange(4):
        case 0:
            return sent[:at] + byte + sent[at:]
        case 1:
            return sent[:at] + byte + sent[at + 1 :]
        case 2:
            return sent[:at] + sent[at + 1 :]
        case _:
            return sent[:at]


def _pieces(source: random.Random, sent: bytes) -> list[bytes]:
    count = source.choice((1, 1, 1, 1, 2, 3))
    cuts = sorted(source.randrange(len(sent) + 1) for _ in range(count - 1))
    return [sent[start:end] for start, end in zip([0, *cuts], [*cuts, len(sent)], strict=True)]

"""Request lines: what splits them, what ends them, what is said about bad ones."""

from __future__ import annotations

from .case import Case, case

WHITE_SPACE = (
    b"\t", b"\x0b", b"\x0c", b"\r", b"\x1c", b"\x1d", b"\x1e", b"\x1f", b" ", b"\x85", b"\xa0",
)  # fmt: skip
"""Everything in ISO 8859-1 at which str.split() splits, but for the line feed."""

NOT_SPACE = (
    b"\x00",
    b"\x08",
    b"\x0e",
    b"\x1b",
    b"\x7f",
    b"\x80",
    b"\x84",
    b"\x86",
    b"\xad",
    b"\xff",
)

QUOTED = (
    b"'", b'"', b"'\"", b"\"'\"", b"\\", b"\\'", b"\\n", b"\x00", b"\x01", b"\x07", b"\x08",
    b"\x1b", b"\x7f", b"\x80", b"\x9f", b"\xa1", b"\xac", b"\xad", b"\xae", b"\xe9", b"\xff",
    b"\xc3\xa9", b"\xe2\x82\xac", b"<b>", b"&amp;", b"&", b">", b"%s", b"%d%%", b"{0}", b"${x}",
    b"<script>alert('x')</script>",
)  # fmt: skip
"""Words whose repr, HTML or %-format is worth a look."""

ENDS = (
    b"\r\n",
    b"\n",
    b"\r\r\n",
    b"\r\r\r\n",
    b" \r\n",
    b"\t\n",
    b"\x0b\r\n",
    b"\x00\r\n",
    b"\r \r\n",
    b"",
)


def cases() -> list[Case]:
    return [
        *_white_space(),
        *_word_counts(),
        *_line_ends(),
        *_blank_lines_first(),
        *_messages(),
        *_every_byte(),
    ]


def _white_space() -> list[Case]:
    lines = []
    for space in WHITE_SPACE:
        lines += [
            b"GET" + space + b"/a" + space + b"HTTP/1.1\r\n\r\n",
            b"GET " + space + b" /a" + space + space + b"HTTP/1.1" + space + b"\r\n\r\n",
            space + b"GET /a HTTP/1.1\r\n\r\n",
            b"GET /a" + space + b"b HTTP/1.1\r\n\r\n",
            b"GET" + space + b"/a\r\n\r\n",
            space + b"\r\n\r\n",
            b"GET /a HTTP/1.1" + space + b"\r\n\r\n",
        ]
    for other in NOT_SPACE:
        lines += [
            b"GET" + other + b"/a HTTP/1.1\r\n\r\n",
            b"GET /a" + other + b"b HTTP/1.1\r\n\r\n",
            b"GET /a HTTP/1.1" + other + b"\r\n\r\n",
            other + b"\r\n\r\n",
        ]
    return [case("probe 1.1", line) for line in lines]


def _word_counts() -> list[Case]:
    lines = [
        b"GET",
        b"get",
        b"HTTP/1.1",
        b"/",
        b"x",
        b"GET /",
        b"GET  /",
        b"get /",
        b"POST /",
        b"HEAD /",
        b"HTTP/1.1 200 OK",
        b"GET HTTP/1.1",
        b"GET / / HTTP/1.1",
        b"GET / HTTP/1.0 HTTP/1.1",
        b"GET / HTTP/1.1 HTTP/1.0",
        b"GET /a b c d HTTP/1.1",
        b"GET / HTTP/1.1 x",
        b"GET / x",
        b"GET / HTTP/3.0 x",
        b"a b c",
        b"a b c d",
        b"a b c d HTTP/1.0",
        b"a b c d HTTP/2.0",
        b"a b c d e f g h i j",
        b"GET / HTTP/1.1 HTTP/1.1 HTTP/1.1",
        b"GET  HTTP/1.1",
        b"/ GET HTTP/1.1",
        b"PRI * HTTP/2.0",
        b"CONNECT example.com:443 HTTP/1.1",
        b"OPTIONS * HTTP/1.1",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"SSH-2.0-OpenSSH_9.6",
        b"{}",
        b"EHLO x",
    ]
    return [
        case(server, line + b"\r\n\r\n")
        for server in ("probe 1.1", "probe 1.0", "probe named", "simple 1.1")
        for line in lines
    ]


def _line_ends() -> list[Case]:
    starts = (b"GET /a HTTP/1.1", b"GET /a", b"GET", b"GET /a HTTP/9", b"")
    endings = [
        case("probe 1.1", start + end + rest)
        for start in starts
        for end in ENDS
        for rest in (b"", b"A: b\r\n\r\n")
        if end or not rest
    ]
    return [
        *endings,
        case("probe 1.1", b"GET /a HTTP/1.1\rGET /b HTTP/1.1\r\n\r\n"),
        case("probe 1.1", b"GET /a HTTP/1.1\r\rA: b\r\r"),
        case("probe 1.1", b"GET /a HTTP/1.1\n\nGET /b HTTP/1.1\n\n"),
        case("probe 1.1", b"", name="nothing at all"),
        case("simple 1.1", b"", name="nothing at all"),
        case("probe 1.1", b"GET /a", b" HTTP/1.1\r", b"\nA: b", b"\r\n\r", b"\n", name="in pieces"),
        case("probe 1.1", *(bytes([byte]) for byte in b"GET / HTTP/1.1\r\n\r\n"), name="bytes"),
    ]


def _blank_lines_first() -> list[Case]:
    return [
        case(server, first + b"GET /a HTTP/1.1\r\n\r\n")
        for server in ("probe 1.1", "probe 1.0")
        for first in (
            b"\r\n",
            b"\n",
            b"\r\n\r\n",
            b"\r",
            b" \r\n",
            b"\x00\r\n",
            b"\r\r\n",
            b"\xef\xbb\xbf",
        )
    ]


def _messages() -> list[Case]:
    shapes = (
        b"%b",
        b"GET / %b",
        b"GET / a%bHTTP/1.1",
        b"GET %b x HTTP/1.1",
        b"%b / HTTP/1.1",
        b"%b /",
    )
    return [
        case(server, shape.replace(b"%b", b"x" + word + b"y") + b"\r\n\r\n")
        for server in ("probe 1.1", "probe named")
        for shape in shapes
        for word in QUOTED
    ]


def _every_byte() -> list[Case]:
    return [
        case("probe named", b"<" + bytes([byte]) + b">\r\n\r\n", name=f"the byte {byte:#04x}")
        for byte in range(256)
        if byte != 0x0A
    ]

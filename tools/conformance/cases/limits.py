"""How long a line may be, and how many headers there may be."""

from __future__ import annotations

from .case import Case, case, request

LINE = 65536
"""http.client's limit on a line, with its end."""


def cases() -> list[Case]:
    return [*_request_lines(), *_header_lines(), *_header_counts(), *_second_requests()]


def _fill(before: bytes, after: bytes, size: int) -> bytes:
    return before + b"a" * (size - len(before) - len(after)) + after


def _request_lines() -> list[Case]:
    result = []
    for size in (LINE - 1, LINE, LINE + 1):
        for before, after in (
            (b"GET /", b" HTTP/1.1\r\n"),
            (b"GET /", b" HTTP/1.1\n"),
            (b"GET /", b" HTTP/1.1"),
            (b"GET /", b"\r\n"),
            (b"", b"\r\n"),
            (b"HEAD /", b" HTTP/1.1\r\n"),
        ):
            line = _fill(before, after, size)
            for server in ("simple 1.1", "simple 1.0", "probe named"):
                name = f"{before!r} to {after!r}, {size} bytes"
                # Nothing may be left unread behind a line that is echoed: closing then resets the
                # connection, and a long answer loses its end.
                block = b"\r\n" if before and after.endswith(b"\n") else b""
                result.append(case(server, line + block, name=name))
    return result


def _header_lines() -> list[Case]:
    result = []
    for size in (LINE - 1, LINE, LINE + 1):
        for before, after in (
            (b"A: ", b"\r\n"),
            (b"A: ", b"\n"),
            (b"A: ", b""),
            (b" ", b"\r\n"),
            (b"", b"\r\n"),
        ):
            line = _fill(before, after, size)
            for rest in (b"B: c\r\n\r\n", b"\r\n", b"") if after else (b"",):
                name = f"header {before!r} to {after!r}, {size} bytes, then {rest!r}"
                head = b"GET /a HTTP/1.1\r\n"
                result.append(case("probe 1.1", head + line + rest, name=name))
        head = b"HEAD /a HTTP/1.1\r\nConnection: keep-alive\r\n"
        result.append(
            case(
                "probe 1.1",
                head + _fill(b"A: ", b"\r\n", size) + b"\r\n",
                name=f"HEAD, {size} bytes",
            )
        )
        folded = b"A: " + b"b" * 1000 + b"\r\n " + _fill(b"", b"\r\n", size - 1) + b"\r\n"
        result.append(
            case("probe 1.1", b"GET /a HTTP/1.1\r\n" + folded, name=f"folded line of {size} bytes")
        )
    return result


def _header_counts() -> list[Case]:
    result = []
    for count in (0, 1, 98, 99, 100, 101, 102):
        block = b"".join(b"H%d: %d\r\n" % (number, number) for number in range(count))
        for end, name in ((b"\r\n", "blank line"), (b"", "end of file")):
            for server in ("probe 1.1", "simple 1.0"):
                target = b"GET /a HTTP/1.1\r\n"
                result.append(
                    case(server, target + block + end, name=f"{count} headers, then {name}")
                )
    result += [
        case(
            "probe 1.1",
            b"GET /a HTTP/1.1\r\nA: b\r\n" + b" c\r\n" * count + b"\r\n",
            name=f"{count} folds",
        )
        for count in (98, 99, 100)
    ]
    result += [
        case(
            "probe 1.1",
            b"GET /a HTTP/1.1\r\n" + b"no colon\r\n" * count + b"\r\n",
            name=f"{count} bare lines",
        )
        for count in (99, 100)
    ]
    return result


def _second_requests() -> list[Case]:
    long_line = _fill(b"GET /", b" HTTP/1.1\r\n", LINE + 1)
    return [
        case("simple 1.1", request("/a.txt") + long_line, name="a long line after a good request"),
        case("probe 1.1", request("/a", method="HEAD") + long_line, name="a long line after HEAD"),
        case(
            "probe 1.1", request("/a", version="HTTP/0.9") + long_line, name="a long line after 0.9"
        ),
        case("probe 1.1", long_line[:40000], long_line[40000:], name="a long line in two pieces"),
    ]

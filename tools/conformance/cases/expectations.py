"""Expect: 100-continue, and everything that is not it."""

from __future__ import annotations

from .case import Case, case, request

VALUES = (
    "100-continue", "100-Continue", "100-CONTINUE", "100-continue ", " 100-continue",
    "100-continue,", "100 continue", "100", "100-continue, foo", "foo, 100-continue", "foo", "",
    "100-continue; a=b", "\"100-continue\"", "100-continue\r\n ", "\r\n 100-continue",
    "100-continue\t", "200-ok", "100\xadcontinue", "100-cont\xecnue", "100-\r\n continue",
    "100-continue\r\nExpect: foo", "foo\r\nExpect: 100-continue",
)  # fmt: skip

VERSIONS = (
    "HTTP/1.1",
    "HTTP/1.0",
    "HTTP/0.9",
    "HTTP/1.2",
    "HTTP/1.10",
    "HTTP/01.1",
    "HTTP/1.01",
    "HTTP/001.0",
    "HTTP/1.00",
    "HTTP/1.9",
)


def cases() -> list[Case]:
    expect = "Expect: 100-continue"
    return [
        *(
            case(server, request("/a.txt", f"Expect: {value}") * 2, name=f"Expect: {value!r}")
            for server in ("probe 1.1", "simple 1.1")
            for value in VALUES
        ),
        *(
            case(server, request("/a", expect, version=version), name=f"in {version}")
            for server in (
                "probe 1.1",
                "probe 1.0",
                "probe 2",
                "probe named",
                "refusing 1.1",
                "silent 1.1",
                "simple 1.0",
            )
            for version in VERSIONS
        ),
        *(
            case(
                server,
                request("/a.txt", expect, method=method) + request("/a.txt"),
                name=f"with {method}",
            )
            for server in ("probe 1.1", "simple 1.1", "refusing 1.1", "silent 1.1")
            for method in ("HEAD", "GET", "PUT", "FOO", "POST")
        ),
        *(
            case(
                server,
                request("/a.txt", expect, f"Connection: {value}") * 2,
                name=f"with Connection: {value}",
            )
            for server in ("probe 1.1", "simple 1.1", "refusing 1.1")
            for value in ("close", "keep-alive", "foo")
        ),
        case("simple 1.1", request("/nothing", expect), name="for a missing file"),
        case("simple 1.1", request("/dir", expect) * 2, name="for a redirect"),
        case(
            "simple 1.1",
            request("/a.txt", "If-Modified-Since: Sun, 09 Sep 2001 01:46:40 GMT", expect),
            name="for a 304",
        ),
        case("refusing 1.1", request("/a", "Expect: foo"), name="another expectation"),
        case("probe 1.1", b"GET /a\r\nExpect: 100-continue\r\n\r\n", name="in two words"),
        case(
            "probe 1.1", request("/a", "expect: 100-continue", "EXPECT: 100-continue"), name="twice"
        ),
    ]

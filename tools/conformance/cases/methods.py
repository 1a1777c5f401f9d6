"""The method token names a method of the handler: do_ and the token, as it is."""

from __future__ import annotations

from .case import Case, case, request

TOKENS = (
    "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "PROPFIND",
    "M-SEARCH", "m-search", "get", "Get", "gET", "head", "GETS", "GE", "G", "GET_", "_GET",
    "do_GET", "GET__class__", "__init__", "__class__", "__dict__", "constructor", "__proto__",
    "toString", "hasOwnProperty", "prototype", "GET.call", "GET()", "GET;", "GET,", "GET:", "GET/",
    "'GET'", "\"GET\"", "G'ET", "G\"E'T", "G\\ET", "<GET>", "&GET", "%s", "%d%%", "\x01GET",
    "GET\x01", "GE\x00T", "GET\x7f", "GET\x80", "GET\xad", "\xc9T\xc9", "\xe9t\xe9",
    "\xc3\x89T\xc3\x89", "G\xc9T", "\xff", "EMPTY", "RAISE", "1", "-", "*", "?", "", "HTTP/1.1",
    "A" * 300,
)  # fmt: skip


def cases() -> list[Case]:
    servers = ("probe 1.1", "probe 1.0", "simple 1.1", "simple 1.0")
    return [
        *(
            case(
                server,
                request("/a.txt", method=token, version=version) + request("/a.txt"),
                name=f"{token[:40]!r} in {version}",
            )
            for token in TOKENS
            for server in servers
            for version in ("HTTP/1.1", "HTTP/1.0")
            if version == "HTTP/1.1" or server == "probe 1.1"
        ),
        *(
            case(
                server, f"{token} /a.txt\r\n".encode("latin-1"), name=f"{token[:40]!r} in two words"
            )
            for token in TOKENS
            for server in ("probe 1.1",)
        ),
        *(
            case(server, request(target, method="HEAD") * 2, name=f"HEAD {target}")
            for server in ("simple 1.1", "simple 1.0")
            for target in (
                "/",
                "/a.txt",
                "/empty.txt",
                "/big.txt",
                "/nothing",
                "/dir",
                "/dir/",
                "/site/",
                "/site",
                "/%00",
                "/a.txt/",
                "*",
            )
        ),
        case(
            "probe 1.1",
            request("/a", method="EMPTY") * 2 + request("/a"),
            name="no answer, twice, then one",
        ),
        case(
            "probe 1.1",
            request("/a") + request("/a", method="RAISE") + request("/a"),
            name="an exception between",
        ),
        case(
            "simple 1.1",
            request("/a.txt") + request("/%00") + request("/a.txt"),
            name="a NUL between",
        ),
    ]

"""Directory listings: the order, the names, the title."""

from __future__ import annotations

from .case import Case, case, request

DIRECTORIES = (
    "/", "/empty/", "/dir/", "/dir/sub/", "/names/", "/sorted/", "/odd/", "/links/", "/links/self/",
    "/dates/", "/site-dir/", "/site-dir/index.html/", "/site-upper/", "/site-dangling/",
    "/types-bare/", "/http:/", "/links/outside/",
)  # fmt: skip

TITLES = (
    "/dir/?", "/dir/?x", "/dir/?x=<b>&y", "/dir/#", "/dir/#x", "/dir/?x#y", "/dir/#x?y",
    "/dir/%3fx/../", "/dir/%23x/../", "/dir/%3f/..%2f", "/%64ir/", "/dir%2f", "/dir%2F",
    "/dir%2f?x", "/dir/%2f", "/dir//", "/dir///", "//dir/", "/./dir/", "/dir/./", "/dir/sub/../",
    "/dir/sub/%2e%2e/", "/../dir/", "dir/", "./dir/", "../dir/", "/<b>/../dir/", "/&amp;/../dir/",
    "/%3Cb%3E/../dir/", "/%26amp;/../dir/", "/\"'/../dir/", "/%22%27/../dir/", "/%0a/../dir/",
    "/%0d%0a/../dir/", "/%01/../dir/", "/\x01/../dir/", "/%7f/../dir/", "/%c3%a9/../dir/",
    "/\xc3\xa9/../dir/", "/\xe9/../dir/", "/%e9/../dir/", "/\xc3%a9/../dir/", "/%ff/../dir/",
    "/%c3%28/../dir/", "/%ed%a0%80/../dir/", "/%ed%b2%80/../dir/", "/%ed%b3%bf/../dir/",
    "/%ed%a0%80%ff/../dir/", "/%ed%a0%bd%ed%b8%80/../dir/", "/%f0%9f%98%80/../dir/", "/%00/../dir/",
    "/%zz/../dir/", "/%/../dir/", "/+/../dir/", "/%2b/../dir/", "/%2520/../dir/", "/%20/../dir/",
    "/;x/../dir/", "http:/dir/", "http://x/../../dir/", "x:/../dir/", "/;", "/?", "/?x=y", "/#x",
    "/..", "/../", "/.", "/./", "/%2e/", "/%2e%2e/", "/%2f", "%2f", "/%3f/../", "/%23/../",
    "/%E2%80%AE/../dir/", "/%C2%A0/../dir/", "/\xad/../dir/", "/%s/../dir/", "/%(x)s/../dir/",
    "/{}/../dir/", "/$1/../dir/", "/" + "x" * 2000 + "/../dir/", "http:/dir/?x", "http:/dir/#x",
)  # fmt: skip


def cases() -> list[Case]:
    return [
        *(
            case(server, request(path, method=method), name=f"{method} {path}")
            for server in ("simple 1.1", "simple 1.0")
            for method in ("GET", "HEAD")
            for path in DIRECTORIES
        ),
        *(case("simple 1.1", request(title), name=repr(title[:80])) for title in TITLES),
        *(
            case("simple 1.1", request("/dir/", header) + request("/empty/"), name=f"with {header}")
            for header in (
                "If-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT",
                "Connection: close",
                "If-None-Match: *",
                "Accept: text/plain",
                "Range: bytes=0-0",
            )
        ),
        *(
            case("simple 1.1", request("/dir/", version=version), name=f"in {version}")
            for version in ("HTTP/0.9", "HTTP/1.0", "HTTP/1.9")
        ),
    ]

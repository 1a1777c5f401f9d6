"""A directory without its slash, and where the client is sent."""

from __future__ import annotations

from urllib.parse import quote

from ..tree import ODD_DIRECTORIES
from .case import Case, case, request

SUFFIXES = (
    "", "?", "?x", "?x=y&z", "?x?y", "#", "#x", "?x#y", "#x?y", "?#", "?#x", "#?", "?x=/", "?/",
    "#/", "?x=//", ";", ";x", ";x=y;z", "%2f", "%2F", "%2f?x", "%2F#x", "%2f%2f", "%2f/", "/%2f",
    "/.", "/..", "/./.", "//", "///", "/?x", "/#x", "%2e", "%2f.", "%20", "%00", "?%0d%0aX: y",
    "?%0a", "?\xe9", "?%e9", "?\"<>", "?'", "?\x01", "?\x7f", "#\x01", "?\xff", "?a\\b", "?a|b",
    "?[", "?]", "#[", "?http://x/", "?@", "?%", "?%zz", "?+", "?&&", "?=", "?a;b", "?:", "#:",
    "?" + "q" * 1000,
)  # fmt: skip

TARGETS = (
    "dir", "./dir", "../dir", "/./dir", "/dir/../dir", "//dir", "///dir", "////dir", "/dir/sub",
    "/dir/sub/deep", "/dir//sub", "/dir/./sub", "/dir/sub/..", "/dir/sub/deep/..",
    "/dir/sub/deep/../..", "/..", "/.", "/dir/..", "", "?", "#", "?x", "#x", "%2e", "/%64ir",
    "/%64%69%72", "/d%69r?x", "/dir%2fsub", "/dir%2fsub%2f", "/%2fdir", "/%2f/dir",
    "/%2f%2fexample.com/../dir", "//example.com/../dir", "///example.com/../dir",
    "/%5c%5cexample.com/../dir", "\\dir", "/.//dir", "/..//dir", "/../dir", "/../../dir",
    "/x/..//dir", "/./..//dir", "http:/dir", "http://dir", "http:dir", "http://x/../../dir",
    "http://x/../../dir?y", "http://x/../../dir#z", "http:///../dir", "http:////../dir",
    "HTTP://x/../../dir", "ftp://x/../../dir", "x://y/../../dir", "x:/../dir", "x:../dir",
    "x:y/../dir", "mailto:/../dir", "javascript:/../dir", "javascript:x//../../dir",
    "data:,x/../dir", "://x/../../dir", ":/../dir", "1x:/../dir", "x+y-z.1:/../dir", "x_y:/../dir",
    "\xe9:/../dir", "http://a@b:c/../../dir", "http://b:99999999/../../dir", "http://B/../../dir",
    "http://%41/../../dir", "http://\xe9/../../dir", "http://x?/../dir", "http://x#/../dir",
    "http:?x", "http://?x", "http:#x", "\x01/dir", "\x02\x01dir", "/\x01/../dir", "x\x01:/../dir",
    "\x7f/../dir", "/\xe9/../dir", "/%e9/../dir", "/%ff/../dir", "/%ed%a0%80/../dir",
    "/%ed%b2%80/../dir", "/\"/../dir", "/<b>/../dir", "/%0d%0aX:y/../dir", "/;/../dir",
    "/a;b/../dir;c", "/?/../dir", "/#/../dir", "/dir/%2e", "/dir/%2e%2e", "/dir/%2E%2E/dir",
    "*/../dir", "/*/../dir", "/ftp:", "/odd/ftp:", "odd/ftp:", "/http:", "http:",
    "http:/example.com", "http://example.com", "http://example.com/dir?x#y",
    "/http:/example.com/dir", "/http://example.com/dir", "/site", "/site?x", "/site#x", "/empty",
    "/links/dir", "/links/self", "/links/outside", "/links/outside/site", "/site-dir/index.html",
    "/names/dir", "/0/1/2/3/4",
)  # fmt: skip


def cases() -> list[Case]:
    return [
        *(
            case("simple 1.1", request(f"/dir{suffix}"), name=f"/dir{suffix[:40]!r}")
            for suffix in SUFFIXES
        ),
        *(
            case(
                "simple 1.0",
                request(f"/site{suffix}", method="HEAD"),
                name=f"HEAD /site{suffix[:40]!r}",
            )
            for suffix in SUFFIXES
        ),
        *(case("simple 1.1", request(target), name=repr(target)) for target in TARGETS),
        *(
            case("simple 1.1", request(f"/odd/{quote(name)}{rest}"), name=f"/odd/{name}{rest}")
            for name in ODD_DIRECTORIES
            for rest in ("", "/", "?x=y", "/inside.txt")
        ),
        *(
            case("simple 1.1", request(b"/odd/" + name.encode()), name=f"/odd/{name}, raw")
            for name in ODD_DIRECTORIES
            if not set(name) & set(" \n")
        ),
        *(
            case("simple 1.1", request(f"odd/{quote(name)}"), name=f"odd/{name}, without a slash")
            for name in ODD_DIRECTORIES
        ),
        *(
            case(
                "simple 1.1",
                request("/dir", *headers, version=version, method=method) + request("/a.txt"),
                name=f"{method} in {version} with {headers}",
            )
            for method in ("GET", "HEAD")
            for version in ("HTTP/1.1", "HTTP/1.0", "HTTP/0.9")
            for headers in (
                (),
                ("Connection: keep-alive",),
                ("Connection: close",),
                ("Host: example.com",),
            )
        ),
    ]

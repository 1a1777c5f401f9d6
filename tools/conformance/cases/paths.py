"""From the request target to a file."""

from __future__ import annotations

from urllib.parse import quote

from ..tree import NAMES
from .case import Case, case, request

TARGETS = (
    # Plain.
    "/", "/a.txt", "/A.TXT", "/noext", "/empty.txt", "/bytes.bin", "/big.txt", "/page.html",
    "/nothing", "/nothing/", "/nothing/at/all", "/dir/a.txt", "/dir/sub/deep/deeper.txt",
    "/0/1/2/3/4/5.txt", "a.txt", "dir/a.txt", "nothing", "*", "-", ".", "..", "", "%", "?", "#",
    "//", "///", "/.", "/..", "/./", "/../",
    # Slashes and dots.
    "/a.txt/", "/a.txt//", "/a.txt/.", "/a.txt/./", "/a.txt/..", "/a.txt/../", "/a.txt/../a.txt",
    "//a.txt", "///a.txt", "//dir//a.txt", "/dir//a.txt", "/dir///a.txt", "/./a.txt", "/././a.txt",
    "/../a.txt", "/../../a.txt", "/dir/../a.txt", "/dir/../../a.txt", "/nothing/../a.txt",
    "/dir/./a.txt", "/dir/.../a.txt", "/.../a.txt", "/dir/..a.txt", "/dir/a.txt..",
    "/dir/sub/../a.txt", "/dir/sub/deep/../../a.txt", "/../outside/secret.txt",
    "/dir/../../outside/secret.txt", "/..../a.txt", "/.a.txt", "/..a.txt", "/dir/..", "/dir/../",
    "/dir/.", "/dir/./", "/dir/sub/..", "/dir/sub/../", "../a.txt", "../outside/secret.txt",
    "./a.txt", "//../a.txt", "/..//a.txt", "/..//../outside/secret.txt", "\\a.txt", "/\\a.txt",
    "/dir\\a.txt", "/..\\a.txt", "/../..\\outside/secret.txt", "/C:/a.txt", "/a.txt:", "/~",
    "/~root",
    # Encoded.
    "/%61.txt", "/%61%2e%74%78%74", "/a%2etxt", "/a%2Etxt", "/%2e/a.txt", "/%2e%2e/a.txt",
    "/%2E%2E/%2e%2e/outside/secret.txt", "/..%2foutside/secret.txt", "/..%2Foutside%2Fsecret.txt",
    "/dir%2fa.txt", "/dir%2Fa.txt", "/dir%2f..%2fa.txt", "/a.txt%2f", "/a.txt%2F", "/a.txt%2f.",
    "/%2fa.txt", "/%2Fa.txt", "/%2f%2fa.txt", "/%2e%2e%2fa.txt", "/%2561.txt", "/%252e%252e/a.txt",
    "/%5ca.txt", "/dir%5ca.txt", "%2fa.txt", "%61.txt", "%2e%2e%2foutside%2fsecret.txt",
    "/a.txt%20", "/%20a.txt", "/a.txt%0a", "/a.txt%0d%0a", "/%0a", "/%09", "/a.txt%3f",
    "/a.txt%3Fx=y", "/a.txt%23x", "/a.txt%3b", "/a+txt", "/a%2btxt",
    # Broken encodings.
    "/%", "/%a", "/%zz", "/%6", "/a.txt%", "/a.txt%6", "/%6%31.txt", "/%%61.txt", "/%%36%31.txt",
    "/%u0061.txt", "/%-1", "/%+6", "/% 61", "/%6\xe9", "/\xe9%", "/%c3%a9%zz",
    # NUL.
    "/%00", "/a.txt%00", "/a.txt%00.html", "/%00a.txt", "/dir/%00", "/dir/%00/", "/dir/%00/../",
    "/dir/%00/..", "/dir/%00/../a.txt", "/\x00", "/a.txt\x00", "/dir\x00/", "/nothing/%00", "/%00/",
    "/site/%00",
    # UTF-8, and what is not.
    "/names/caf%c3%a9", "/names/caf%C3%A9", "/names/caf%e9", "/names/caf\xc3\xa9", "/names/caf\xe9",
    "/names/%c3%83%c2%a9", "/names/\xc3\xa9", "/names/%c3\xa9", "/names/caf%C3\xa9", "/%ff",
    "/%ff/", "/%c3", "/%c3/", "/%c3%28", "/%c0%ae%c0%ae/a.txt", "/%c0%afa.txt", "/%e0%80%af",
    "/%f0%9f%98%80", "/names/%f0%9f%98%80", "/%f4%90%80%80", "/%f8%88%80%80%80", "/%ed%a0%80",
    "/%ed%a0%80/", "/%ed%b2%80", "/%ed%b2%80/", "/%ed%b3%bf", "/%ed%a0%bd%ed%b8%80",
    "/names/%ed%a0%bd%ed%b8%80", "/%ef%bf%bd", "/names/%ef%bf%bd", "/names/%ff", "/names/%80",
    "/%ef%bf%bf", "/%ef%bb%bfa.txt", "/%ed%a0%80/../a.txt", "/%ed%b2%80/../a.txt", "/%ff/../a.txt",
    "/dir/%ed%a0%80/../", "/dir/%ed%b2%80/../", "/dir/%ff/../", "/dir/%ed%a0%80%ff/../",
    "/dir/%ed%a0%80/..", "/dir/\xed\xa0\x80/../", "/names/%e2%80%aetxt.exe", "/names/cafe%cc%81s",
    "/names/%ef%ac%81",
    # Queries and fragments.
    "/a.txt?", "/a.txt?x", "/a.txt?x=y&z", "/a.txt?x?y", "/a.txt#", "/a.txt#x", "/a.txt#x?y",
    "/a.txt?x#y", "/a.txt?/../..", "/a.txt?/", "/a.txt#/", "/a.txt/?x", "/a.txt/#x", "/nothing?x",
    "/?x", "/#x", "?x", "#x", "?/a.txt", "/a?.txt", "/a#.txt", "/a.txt;x", "/a.txt;",
    "/a.txt;x=y?z", "/;", "/;/a.txt", "/dir;/a.txt", "/dir/;x", "/a.txt?%00", "/a.txt?\xe9",
    "/a.txt#%zz", "/a.txt%3fx?y", "/names/question%3f", "/names/question?", "/names/hash%23",
    "/names/hash#", "/names/semi;colon", "/names/%41", "/names/%2541",
    # Absolute and other forms.
    "http://example.com/a.txt", "http://example.com/dir", "http://example.com/dir/",
    "http://example.com", "http://example.com/", "http:", "http:/", "http://",
    "HTTP://example.com/a.txt", "https://example.com/a.txt", "http:a.txt", "http:/a.txt",
    "http://example.com/../../a.txt", "http://example.com:80/a.txt", "http://[", "http://[/",
    "http://[/../../a.txt", "http://]/../..", "http://[/../..", "http://[x]/../../",
    "http://[::1]/../../", "http://[::1]/../..", "http://[::1]x/../..", "http://x[::1]/../..",
    "http://[127.0.0.1]/../..", "http://[v1.x]/../..", "http://[v1]/../..",
    "http://[::1%25lo]/../..", "http://[::1%lo]/../..", "http://[::1]:x/../..", "http://\xbc/../..",
    "http://\xe9/../..", "http://a@b/../..", "http://a:b@c/../..", "http://?/../..", "http://#",
    "file:///a.txt", "file:/a.txt", "javascript:alert(1)", "mailto:a@b", "data:,x",
    "/http://example.com/a.txt", "/http:/example.com/a.txt", "/http:/example.com", "//example.com",
    "//example.com/", "//example.com/..", "//example.com/../dir", "example.com:443", ":", "::",
    "/:", "a:b", "1:2",
    # Control characters and others that split nothing.
    "/\x01", "\x01/dir/", "\x01/a.txt", "/a.txt\x01", "/\x7f", "/\x7fa.txt", "/names/bell%07",
    "/names/bell\x07", "/\x80", "/\xad", "/\xff", "/dir/\x01/../", "/\"", "/'", "/<b>", "/&amp;",
    "/`", "/{}", "/|", "/^", "/~", "/!", "/$", "/*", "/(", "/,", "/=", "/@", "/[", "/]",
    # Long.
    "/" + "a" * 255, "/" + "a" * 256, "/" + "a" * 5000, "/" + "dir/../" * 500 + "a.txt",
    "/" + "./" * 3000 + "a.txt", "/" + "/" * 5000 + "a.txt", "/" + "%61" * 300, "/" + "0/" * 3000,
    "/" + "x/" * 2000 + "../" * 2000 + "a.txt",
    # Links.
    "/links/file", "/links/file.html", "/links/dir", "/links/dir/", "/links/dir/a.txt",
    "/links/dangling", "/links/dangling/", "/links/loop", "/links/loop/", "/links/self",
    "/links/self/", "/links/self/self/self/plain.txt", "/links/outside.txt", "/links/outside",
    "/links/outside/", "/links/outside/secret.txt", "/links/outside/site/", "/links/outside/..",
    "/links/dir/../plain.txt",
)  # fmt: skip

INDEXES = (
    "site",
    "site-htm",
    "site-both",
    "site-upper",
    "site-dir",
    "site-dir-htm",
    "site-link",
    "site-dangling",
    "site-empty",
)


def cases() -> list[Case]:
    return [
        *(case("simple 1.1", request(target), name=_name(target)) for target in TARGETS),
        *(
            case("simple 1.0", request(target, method="HEAD"), name=f"HEAD {_name(target)}")
            for target in TARGETS
        ),
        *(
            case(
                "simple 1.1",
                request(f"/{name}{rest}", method=method),
                name=f"{method} /{name}{rest}",
            )
            for name in INDEXES
            for rest in (
                "",
                "/",
                "/index.html",
                "/index.html/",
                "/index.htm",
                "/?x",
                "//",
                "/.",
                "/%2e/",
                "%2f",
                "/%2F",
            )
            for method in ("GET", "HEAD")
        ),
        *(
            case("simple 1.1", request(f"/names/{quote(name)}"), name=f"the name {name[:40]!r}")
            for name in NAMES
        ),
        *(
            case(
                "simple 1.1",
                request(b"/names/" + name.encode()),
                name=f"the name {name[:40]!r}, raw",
            )
            for name in NAMES
        ),
        *(
            case("probe 1.1", request(target), name=f"seen as {_name(target)}")
            for target in TARGETS
            if target.startswith(("//", "h", ".", "%")) and len(target) < 100
        ),
    ]


def _name(target: str) -> str:
    text = repr(target)[1:-1]
    return text if len(text) <= 100 else f"{text[:60]}... ({len(target)} bytes)"

"""Which methods are called, in which order and with what; and those that a subclass has of its own."""

from __future__ import annotations

from .case import Case, case, request

MODIFIED = "Sun, 09 Sep 2001 01:46:40 GMT"


def cases() -> list[Case]:
    return [*_calls(), *_loops(), *_tunnels(), *_oddities()]


def _calls() -> list[Case]:
    get = request("/a.txt")
    sent = (
        *(request(target, method=method) for method in ("GET", "HEAD") for target in _targets()),
        *(request(target, version="HTTP/1.0") for target in _targets()),
        *(get * count for count in (2, 3)),
        get + request("/nothing") + get,
        request("/a.txt", f"If-Modified-Since: {MODIFIED}") * 2,
        request("/a.txt", "Expect: 100-continue"),
        request("/a.txt", "Connection: close"),
        request("/a.txt", "Connection: keep-alive", version="HTTP/1.0"),
        request("/a.txt", method="POST"),
        request("/a.txt", method="get"),
        request("/a.txt", version="HTTP/2.0"),
        request("/a.txt", version="HTTP/1.x"),
        request("/a.txt", "A: " + "a" * 65536),
        request("/a.txt", *["A: b"] * 101),
        b"GET " + b"a" * 65536 + b" HTTP/1.1\r\n\r\n",
        b"a b c d\r\n\r\n",
        b"bad\r\n\r\n",
        b"\r\n",
        b"",
    )
    return [case(server, each) for server in ("tracing 1.1", "tracing 1.0") for each in sent]


def _targets() -> tuple[str, ...]:
    return (
        "/", "/a.txt", "/a.txt/", "/a.txt?x#y", "/nothing", "/dir", "/dir/", "/dir%2f", "/empty/",
        "/noext", "//a.txt", "/%61.txt", "/%e9", "/%ed%a0%80", "/../a.txt", "/page.html", "/site/",
        "/site-dir/", "/dates/fraction.txt", "/links/dangling", "*",
    )  # fmt: skip


def _loops() -> list[Case]:
    get = request("/a", "Host: x")
    post = request("/b", "Content-Length: 5", method="POST") + b"hello"
    sent = (
        *((get * count,) for count in (1, 2, 5)),
        *((post * count,) for count in (1, 2, 5)),
        (get + post + get + post,),
        (get, post, get),
        (get[:10], get[10:] + post[:20], post[20:-2], post[-2:] + get),
        (get + request("/c", "Connection: close") + get,),
        (get + request("/c", version="HTTP/1.0") + get,),
        (request("/c", "Connection: keep-alive", version="HTTP/1.0") * 2 + get,),
        (get + request("/c", method="NONE") + get,),
        (get + request("/c", method="EMPTY") + get,),
        (get + request("/c", method="RAISE") + get,),
        (request("/b", "Content-Length: 5", "Expect: 100-continue", method="POST") + b"hello" + get,),
        (get + b"bad\r\n\r\n" + get,),
        (get + b"\r\n" + get,),
        (get + b"GET " + b"a" * 65536 + b" HTTP/1.1\r\n\r\n",),
        (get + request("/c", *["A: b"] * 101),),
        (get + get[:12],),
        (b"\r\n",),
        (b"",),
    )
    return [case(server, *each) for server in ("looping 1.1", "looping 1.0") for each in sent]


def _tunnels() -> list[Case]:
    upgrade = request("/", "Connection: Upgrade", "Upgrade: echo")
    sent = (
        (request("x:1", method="CONNECT") + b"one\ntwo\n\nGET / HTTP/1.1\r\n\r\n",),
        (request("x:1", method="CONNECT"), b"one\n", b"two"),
        (upgrade + b"one\ntwo\n\nGET / HTTP/1.1\r\n\r\nend\n" + upgrade,),
        (upgrade[:9], upgrade[9:] + b"o", b"ne\nend\n"),
        (request("/b", "Content-Length: 5", method="POST") + b"hello" + upgrade + b"one\nend\n",),
    )
    return [case(server, *each) for server in ("tunnel 1.1", "tunnel 1.0") for each in sent]


def _oddities() -> list[Case]:
    get = request("/a.txt")
    sent = (
        *(request(target, method=method) for method in ("GET", "HEAD") for target in _targets()),
        *(request("/a.txt", method=method) + get for method in ("LATE", "SILENT", "WHOLE", "NONE")),
        request("/a.txt", version="HTTP/2.0"),
        b"bad\r\n\r\n",
    )
    return [case(server, each) for server in ("odd 1.1", "odd 1.0") for each in sent]

"""HTTP/0.9: a request line of two words, an answer without a head."""

from __future__ import annotations

from .case import Case, case, request


def cases() -> list[Case]:
    lines = [
        b"GET /a.txt\r\n",
        b"GET /a.txt\n",
        b"GET /a.txt",
        b"GET /a.txt\r\n\r\n",
        b"GET  /a.txt \r\n",
        b"GET /a.txt\r\nIf-Modified-Since: Sun, 09 Sep 2001 01:46:40 GMT\r\n\r\n",
        b"GET /a.txt\r\nConnection: keep-alive\r\n\r\nGET /b\r\n",
        b"GET /nothing\r\n",
        b"GET /dir\r\n",
        b"GET /dir/\r\n",
        b"GET /site/\r\n",
        b"GET /empty.txt\r\n",
        b"GET //a.txt\r\n",
        b"GET a.txt\r\n",
        b"GET HTTP/1.1\r\n",
        b"GET HTTP/0.9\r\n",
        b"GET /a.txt HTTP/0.9\r\n\r\n",
        b"GET /a.txt HTTP/0.9\r\nConnection: keep-alive\r\n\r\nGET /a.txt HTTP/1.1\r\n\r\n",
        b"HEAD /a.txt HTTP/0.9\r\n\r\n",
        b"HEAD /nothing HTTP/0.9\r\n\r\n",
        b"HEAD /a.txt\r\n",
        b"POST /a.txt\r\n",
        b"get /a.txt\r\n",
        b"DELETE /a.txt\r\n",
        b"POST /a.txt HTTP/0.9\r\n\r\n",
        b"GET /%00\r\n",
        b"GET /bytes.bin\r\n",
        b"GET /a.txt HTTP/0.9\r\nIf-Modified-Since: Sun, 09 Sep 2001 01:46:40 GMT\r\n\r\n",
        b"GET /a.txt HTTP/00.09\r\n\r\n",
        b"GET /a.txt HTTP/0.90\r\n\r\n",
    ]
    servers = ("simple 1.1", "simple 1.0", "probe 1.1", "probe 1.0", "probe named")
    return [
        *(case(server, line) for server in servers for line in lines),
        *(
            case(server, request("/a.txt") + line, name=f"second: {line!r}")
            for server in ("simple 1.1", "probe 1.1")
            for line in lines
        ),
    ]

"""Protocol versions in the request line."""

from __future__ import annotations

from .case import Case, case

VERSIONS = (
    b"HTTP/1.0", b"HTTP/1.1", b"HTTP/0.9", b"HTTP/0.0", b"HTTP/0.10", b"HTTP/1.2", b"HTTP/1.9",
    b"HTTP/1.10", b"HTTP/1.11", b"HTTP/1.99", b"HTTP/2", b"HTTP/2.0", b"HTTP/2.1", b"HTTP/3.0",
    b"HTTP/9.9", b"HTTP/10.0", b"HTTP/11.1", b"HTTP/01.1", b"HTTP/1.01", b"HTTP/01.01",
    b"HTTP/001.001", b"HTTP/1.00", b"HTTP/02.0", b"HTTP/00000000001.1", b"HTTP/0000000001.1",
    b"HTTP/0000000001.0000000001", b"HTTP/1.0000000001", b"HTTP/1.00000000001",
    b"HTTP/1.9999999999", b"HTTP/9999999999.9999999999", b"HTTP/1.12345678901",
    b"HTTP/1234567890.1", b"HTTP/12345678901.1", b"HTTP/1", b"HTTP/1.", b"HTTP/.1", b"HTTP/.",
    b"HTTP/", b"HTTP", b"HTTP/1.1.1", b"HTTP/1.1.", b"HTTP/1..1", b"HTTP/1,1", b"HTTP/-1.1",
    b"HTTP/1.-1", b"HTTP/+1.1", b"HTTP/1.+1", b"HTTP/1.1a", b"HTTP/a.1", b"HTTP/1.x", b"HTTP/0x1.1",
    b"HTTP/1e1.1", b"HTTP/1_0.1", b"HTTP/1.1_0", b"HTTP/\xb9.\xb9", b"HTTP/1.\xb2", b"HTTP/\xb31.1",
    b"HTTP/1.\xb9", b"HTTP/\xbd.1", b"HTTP/1.\xbc", b"HTTP/1.\xaa", b"HTTP/1.\xd9\xa1",
    b"HTTP/\xef\xbc\x91.1", b"HTTP/1\x00.1", b"HTTP/1.1\x00", b"HTTP/\x7f.1", b"HTTP/1.1/",
    b"HTTP/1.1/1.1", b"HTTP//1.1", b"HTTP/1/1", b"HTTP/1.1/x", b"HTTP/1.0/2.0", b"http/1.1",
    b"Http/1.1", b"hTTP/1.1", b"HTTPS/1.1", b"HTTP1.1", b"HTTP\\1.1", b"SHTTP/1.1", b"RTSP/1.0",
    b"FTP/1.1", b"ICY", b"1.1", b"/1.1", b"'HTTP/1.1'", b'"HTTP/1.1"', b"HTTP/'1'.1", b"HTTP/1.1;",
    b"HTTP/1.1\\", b"HTTP/<1>.1", b"HTTP/1.&1", b"HTTP/%s.1", b"HTTP/2.%d", b"HTTP/2.0.0",
    b"HTTP/2.0x", b"HTTP/\xad.1", b"HTTP/1.1\xad", b"xHTTP/1.1", b"\xefHTTP/1.1",
)  # fmt: skip


def cases() -> list[Case]:
    return [
        *(
            case(server, b"GET /a " + version + b"\r\nA: b\r\n\r\n", name=_name(version))
            for server in ("probe 1.1", "probe 1.0", "probe 2", "probe named")
            for version in VERSIONS
        ),
        *(
            case(
                "probe 1.1",
                b"GET /a b " + version + b"\r\n\r\n",
                name=f"four words, {_name(version)}",
            )
            for version in VERSIONS[:40]
        ),
        *(
            case("simple 1.1", b"HEAD /a.txt " + version + b"\r\n\r\n", name=_name(version))
            for version in VERSIONS[:24]
        ),
    ]


def _name(version: bytes) -> str:
    return repr(version)[2:-1]

"""Which connections stay open, and what comes of requests sent one behind the other."""

from __future__ import annotations

from .case import Case, case, request, script

CONNECTIONS = (
    "close", "Close", "CLOSE", "keep-alive", "Keep-Alive", "KEEP-ALIVE", "keep-alive, close",
    "close, keep-alive", "keep-alive, foo", "foo, keep-alive", "foo", "upgrade", "close ", " close",
    "close\t", "keep-alive ", "keepalive", "keep alive", "", "close,", ",close", "close;",
    "\"close\"", "clos\xe9", "keep-al\u0131ve".encode("utf-8").decode("latin-1"),
    "\u212aeep-alive".encode("utf-8").decode("latin-1"), "Upgrade, HTTP2-Settings", "TE",
    "c\x00lose", "cl\r\n ose", "\r\n close", "close\r\n ", "keep-alive\r\nConnection: close",
    "close\r\nConnection: keep-alive", "foo\r\nConnection: close", "\r\nConnection: close",
)  # fmt: skip


def cases() -> list[Case]:
    return [
        *(
            case(
                server,
                request("/a.txt", f"Connection: {value}", version=version) * 2,
                name=f"Connection: {value!r} in {version}",
            )
            for server in ("simple 1.1", "simple 1.0", "probe 1.1", "probe 2")
            for version in ("HTTP/1.1", "HTTP/1.0")
            for value in CONNECTIONS
        ),
        *_names(),
        *_pipelines(),
        *_after_errors(),
        *_by_the_handler(),
        *_bodies(),
    ]


def _names() -> list[Case]:
    names = (
        "connection",
        "CONNECTION",
        "Connection ",
        "Proxy-Connection",
        "Keep-Alive",
        "X-Connection",
        "Connect\xecon",
    )
    return [
        case("probe 1.1", request("/a", f"{name}: close") * 2, name=f"{name!r}: close")
        for name in names
    ]


def _pipelines() -> list[Case]:
    result = []
    for server in ("simple 1.1", "simple 1.0"):
        for versions in ("11", "10", "01", "00", "111", "110", "101", "19", "91", "1111111111"):
            sent = b"".join(
                request(
                    "/a.txt", version={"1": "HTTP/1.1", "0": "HTTP/1.0", "9": "HTTP/0.9"}[version]
                )
                for version in versions
            )
            result.append(case(server, sent, name=f"versions {', '.join(versions)}"))
    gets = [
        request(path)
        for path in ("/a.txt", "/dir", "/dir/", "/site/", "/empty.txt", "/a.txt?x", "/nothing")
    ]
    result += [
        case("simple 1.1", b"".join(gets), name="a whole page"),
        case(
            "simple 1.1",
            b"".join(get.replace(b"GET", b"HEAD") for get in gets),
            name="a whole page of HEAD",
        ),
        case(
            "simple 1.1",
            *[piece for get in gets for piece in (get[:7], get[7:])],
            name="a page in pieces",
        ),
        case(
            "simple 1.1",
            request("/a.txt") + b"\r\n" + request("/a.txt"),
            name="a blank line between",
        ),
        case("simple 1.1", request("/a.txt") + b"\r\n\r\n\r\n", name="blank lines behind"),
        case(
            "simple 1.1", request("/a.txt") + b" \r\n" + request("/a.txt"), name="a space between"
        ),
        case("simple 1.1", request("/a.txt") + b"GET /a", name="half a request line behind"),
        case(
            "simple 1.1",
            request("/a.txt") + b"GET /a.txt HTTP/1.1\r\nA",
            name="half a block behind",
        ),
        case("simple 1.1", request("/a.txt") + b"G", name="one byte behind"),
        case("simple 1.1", request("/a.txt") + b"\xff\xfe\n", name="rubbish behind"),
        case("simple 1.1", request("/big.txt") + request("/a.txt"), name="behind a large file"),
        case(
            "simple 1.1",
            request("/big.txt", method="HEAD") + request("/a.txt"),
            name="behind a large HEAD",
        ),
        case("simple 1.1", request("/a.txt") * 50, name="fifty requests"),
        case("simple 1.0", request("/a.txt") * 3, name="three requests"),
        case(
            "simple 1.1",
            request("/a.txt", "Connection: close") + request("/nothing"),
            name="behind a close",
        ),
    ]
    return result


def _after_errors() -> list[Case]:
    bad = (
        b"GET\r\n\r\n", b"GET / HTTP/2.0\r\n\r\n", b"GET / HTTP/x\r\n\r\n",
        b"FOO / HTTP/1.1\r\n\r\n", b"a b c d\r\n", b"GET /\r\n\r\n", b"\r\n",
        b"FOO / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", b"GET / x HTTP/1.1\r\n\r\n",
        b"FOO / HTTP/1.1\r\nConnection: keep-alive\r\n\r\n",
        b"GET /a HTTP/1.1\r\n" + b"A: b\r\n" * 101 + b"\r\n",
    )  # fmt: skip
    return [
        *(case("probe 1.1", line + request("/a"), name=f"first {line[:40]!r}") for line in bad),
        *(
            case("probe 1.1", request("/a") + line + request("/a"), name=f"second {line[:40]!r}")
            for line in bad
        ),
    ]


def _by_the_handler() -> list[Case]:
    """send_header decides as well."""
    result = []
    for value in ("close", "Close", "keep-alive", "Keep-Alive", "foo", "close, keep-alive", ""):
        for name in ("Connection", "connection", "CONNECTION", "Connections"):
            calls = (["send_response", 200], ["send_header", "Content-Length", "0"],
                     ["send_header", name, value], ["end_headers"])  # fmt: skip
            for server, version in (
                ("probe 1.1", "HTTP/1.1"),
                ("probe 1.1", "HTTP/1.0"),
                ("probe 1.0", "HTTP/1.1"),
            ):
                sent = script(*calls, version=version) + request("/a", version=version)
                result.append(case(server, sent, name=f"sends {name}: {value!r} in {version}"))
    no_head = script(["send_header", "Connection", "keep-alive"], version="HTTP/0.9") + request(
        "/a"
    )
    set_false = script(
        ["send_response", 204],
        ["end_headers"],
        ["set", "close_connection", False],
        version="HTTP/1.0",
    )
    set_true = script(["send_response", 204], ["end_headers"], ["set", "close_connection", True])
    return [
        *result,
        case("probe 1.1", no_head, name="sends Connection: keep-alive in HTTP/0.9"),
        case("probe 1.0", no_head, name="sends Connection: keep-alive in HTTP/0.9"),
        case("probe 1.0", set_false + request("/a"), name="sets close_connection to False"),
        case("probe 1.1", set_true + request("/a"), name="sets close_connection to True"),
    ]


def _bodies() -> list[Case]:
    """Bodies that the handler reads."""

    def post(
        body: bytes, *headers: str, length: int | None = None, version: str = "HTTP/1.1"
    ) -> bytes:
        size = len(body) if length is None else length
        return (
            request("/a", *headers, f"Content-Length: {size}", method="POST", version=version)
            + body
        )

    return [
        case("probe 1.1", post(b"") * 2, name="an empty body, twice"),
        case("probe 1.1", post(b"hello") * 2, name="a body, twice"),
        case(
            "probe 1.1",
            post(b"GET / HTTP/1.1\r\n\r\n") + request("/b"),
            name="a body like a request",
        ),
        case("probe 1.1", post(bytes(range(256))), name="a body of all bytes"),
        case("probe 1.1", post(b"x" * 100_000) + request("/b"), name="a large body"),
        case("probe 1.1", post(b"\r\n\r\n") + request("/b"), name="a body of line ends"),
        case("probe 1.1", post(b"hello", length=10), name="a body that ends too soon"),
        case(
            "probe 1.1",
            post(b"hello", version="HTTP/1.0") + request("/b"),
            name="a body in HTTP/1.0",
        ),
        case(
            "probe 1.1",
            post(b"hello", "Connection: close") + request("/b"),
            name="a body, then close",
        ),
        case(
            "probe 1.1",
            post(b"hello", "Expect: 100-continue") + request("/b"),
            name="an expected body",
        ),
        case("probe 1.1", request("/a", method="POST") + request("/b"), name="no length"),
        case(
            "probe 1.1",
            post(b"hello")[:-5],
            b"he",
            b"l",
            b"lo" + request("/b"),
            name="a body in pieces",
        ),
        case("probe 1.0", post(b"hello"), name="a body"),
        case(
            "probe 1.1",
            request("/a", "content-LENGTH: 3", method="POST") + b"abc",
            name="content-LENGTH",
        ),
    ]

"""What goes to the log, and how it is escaped."""

from __future__ import annotations

from .case import Case, case, request, script

TEXTS = (
    "plain", "", "\\", "\\n", "\n", "\r\n", "\t", "\x00", "\x01\x1b[31m", "\x7f", "\x80\x85\x9f",
    "\xa0", "\xad", "\xff", "caf\xe9", "\u20ac", "\u2028", "\u202e", "\U0001f600", "it's", "\"",
    "100%%", "<b>",
)  # fmt: skip

FORMATS = (
    ["%s", "a"], ["%s and %s", "a", "b"], ["%r", "it's"], ["%r", "\xad\xe9\u20ac\n"],
    ["%a", "\u20ac"], ["%d", 5], ["%5d|%-5d|%05d|%+d|% d", 1, 2, 3, 4, 5],
    ["%x %X %o %#x", 255, 255, 8, 255], ["%i", 7], ["%c", "a"], ["%c", 65], ["%.2f", 1.005],
    ["%f", 1.5], ["%e", 12345.678], ["%g", 0.0001], ["%g", 1e20],
    ["%10s|%-10s|%.2s", "abc", "abc", "abc"], ["%*d", 5, 1], ["%.*f", 1, 2.25], ["%%"], ["%5%"],
    ["no placeholder"], ["%s", None], ["%s", True], ["%d", True], ["%s", 1.5], ["%d", 3.99],
    ["%s", [1, "a"]], ["%r", "\\"], ["%r", "'\""], ["%s"], ["%d", "x"], ["%s", "a", "b"], ["%z", 1],
    ["%", 1], ["%s %s", "a"], ["%ls", "a"], ["%hd", 5],
)  # fmt: skip


def cases() -> list[Case]:
    done = (["send_response", 204], ["end_headers"])
    return [
        *(
            case(
                "probe 1.1",
                script(["log_message", "%s", text], *done),
                name=f"log_message {text!r}",
            )
            for text in TEXTS
        ),
        *(
            case("probe 1.1", script(["log_error", "%s", text], *done), name=f"log_error {text!r}")
            for text in TEXTS[:6]
        ),
        *(
            case("probe 1.1", script(["log_message", *args], *done), name=f"format {args!r}")
            for args in FORMATS
        ),
        *(
            case("probe 1.1", script(["log_request", *args], *done), name=f"log_request {args!r}")
            for args in ([], [200], [200, 15], ["-", 15], [404, "x"], ["a\n"])
        ),
        *(
            case(
                server,
                request(target, version=version, method=method),
                name=f"{method} {target!r} {version}",
            )
            for server in ("simple 1.1", "simple 1.0")
            for method in ("GET", "HEAD")
            for version in ("HTTP/1.1", "HTTP/1.0")
            for target in (
                "/a.txt",
                "/nothing",
                "/dir",
                "/dir/",
                "/\\x",
                "/\x01\x7f\x80\xff",
                "/%0a%1b",
                '/a.txt?x="y"',
            )
        ),
        case("simple 1.1", b"GET   /a.txt\t HTTP/1.1  \r\n\r\n", name="spaces are kept"),
        case(
            "simple 1.1",
            b"GET /a.txt\x0bHTTP/1.1\r\r\n\r\n",
            name="a vertical tab, and a return too many",
        ),
        case("simple 1.1", request("/a.txt") * 2 + request("/nothing"), name="one line a request"),
        case(
            "simple 1.1", request("/a.txt", "Expect: 100-continue"), name="no line for 100 Continue"
        ),
    ]

"""send_response, send_header, end_headers and their kin, called in good order and in bad."""

from __future__ import annotations

from http import HTTPStatus

from .case import Case, case, request, script

CODES = (99, 0, 7, -1, 1000, 12345)

TEXTS = (
    "",
    "plain",
    "caf\xe9",
    "  spaces  ",
    "\t",
    "tab\tin",
    "%s",
    "it's",
    "\x01",
    "\x7f\x80\xff",
    "a" * 1000,
)

DONE = (["send_header", "Content-Length", "0"], ["end_headers"])


def cases() -> list[Case]:
    return [
        *(
            case(
                "probe 1.1",
                script(["send_response", status.value], *DONE) + request("/a"),
                name=f"send_response({status.value})",
            )
            for status in HTTPStatus
        ),
        *(
            case(
                "probe 1.1",
                script(["send_response_only", status.value], ["end_headers"]),
                name=f"send_response_only({status.value})",
            )
            for status in HTTPStatus
        ),
        *(
            case("probe 1.1", script(["send_response", code], *DONE), name=f"send_response({code})")
            for code in CODES
        ),
        *(
            case(
                "probe 1.1",
                script(["send_response", 200, text], *DONE),
                name=f"message {text[:40]!r}",
            )
            for text in TEXTS
        ),
        *(
            case(
                "probe 1.1",
                script(["send_response", 200], ["send_header", "A", text], *DONE),
                name=f"value {text[:40]!r}",
            )
            for text in TEXTS
        ),
        *(
            case(
                "probe 1.1",
                script(["send_response", 200], ["send_header", name, "b"], *DONE),
                name=f"name {name!r}",
            )
            for name in ("a", "A-B", "", " ", "A B", "A:", "caf\xe9", "\x01")
        ),
        *(
            case(
                server,
                script(*calls, version=version) + request("/a", version=version),
                name=f"{calls} in {version}",
            )
            for calls in _sequences()
            for server, version in (
                ("probe 1.1", "HTTP/1.1"),
                ("probe 1.0", "HTTP/1.0"),
                ("probe 1.1", "HTTP/0.9"),
            )
        ),
        *(
            case(
                "probe 1.1",
                script(
                    ["write_result", "date_time_string", timestamp],
                    ["set", "close_connection", True],
                ),
                name=f"date_time_string({timestamp})",
            )
            for timestamp in (
                0,
                1,
                0.5,
                0.999,
                1e9,
                1000000000.9,
                951782399,
                951782400,
                2147483648,
                4102444800,
                253402300799,
                -1,
                -0.5,
                -1.5,
                -62135596800,
            )
        ),
        *(
            case(
                "probe 1.1",
                script(["send_response", 200], ["send_header", "A", text], ["end_headers"])
                + request("/a"),
                name=f"value {text!r}",
            )
            for text in ("\u20ac", "\U0001f600", "caf\xe9\u0301")
        ),
        case(
            "probe 1.1",
            script(["send_response", 200], ["send_header", "\u20ac", "a"], ["end_headers"]),
            name="a name beyond Latin-1",
        ),
        case(
            "probe 1.1",
            script(["send_response", 200, "\u20ac"], ["end_headers"]),
            name="a reason beyond Latin-1",
        ),
    ]


def _sequences() -> list[tuple[list[object], ...]]:
    ok: list[object] = ["send_response", 200]
    end: list[object] = ["end_headers"]
    zero: list[object] = ["send_header", "Content-Length", "0"]
    return [
        (),
        (ok,),
        (ok, zero),
        (["flush_headers"],),
        (ok, ["flush_headers"], zero, end),
        (ok, zero, end, end),
        (zero, ok, end),
        (zero, end),
        (["write", "bare"],),
        (ok, ["write", "early"], zero, end),
        (ok, zero, end, ["write", ""], ["write", "late"]),
        (["send_response_only", 100], end, ok, zero, end),
        (["send_response_only", 103], ["send_header", "Link", "</a>"], end, ok, zero, end),
        (ok, ok, zero, end),
        (
            ok,
            ["send_header", "A", "1"],
            ["send_header", "A", "2"],
            ["send_header", "a", "3"],
            zero,
            end,
        ),
        (["set", "server_version", "Own/1"], ["set", "sys_version", ""], ok, zero, end),
        (["set", "protocol_version", "HTTP/9.9"], ok, zero, end),
        (["set", "request_version", "HTTP/0.9"], ok, zero, end, ["write", "body"]),
        (["set", "request_version", "x"], ok, zero, end, ["write", "body"]),
        (["set", "command", "HEAD"], ["send_error", 404]),
        (["set", "requestline", "other line"], ok, zero, end),
        (
            ok,
            ["send_header", "Transfer-Encoding", "chunked"],
            end,
            ["write", "2\r\nhi\r\n0\r\n\r\n"],
        ),
    ]

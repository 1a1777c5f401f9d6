"""send_error: the status line, the page, and when there is none."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from .case import Case, case, request, script

UNKNOWN = (100, 104, 199, 209, 299, 306, 399, 419, 420, 430, 450, 452, 499, 509, 512, 599, 600, 999)

TEXTS = (
    "plain", "", " ", "it's", "say \"hi\"", "<b>bold</b>", "a & b", "&lt;", "100%",
    "%s %d %(code)s", "%%", "\\", "back\\n", "tab\there", "\x01\x1b\x7f", "\x80\x9f", "caf\xe9",
    "\xff", "nbsp\xa0", "a" * 300, "]]>", "<!--", "\x0b\x0c", "{}", "$&",
)  # fmt: skip

BEYOND_LATIN_1 = (
    "\u20ac",
    "\u65e5\u672c",
    "\U0001f600",
    "\u0100",
    "caf\xe9 \u2013 caf\xe9",
    "\u2028",
)


def cases() -> list[Case]:
    codes = sorted({*UNKNOWN, *(status.value for status in HTTPStatus)})
    return [
        *(
            case(
                server,
                _error(code, method=method, version=version) + request("/a"),
                name=f"{method} {code} in {version}",
            )
            for server, method, version in (
                ("probe 1.1", "GET", "HTTP/1.1"),
                ("probe 1.0", "HEAD", "HTTP/1.0"),
                ("probe 1.1", "GET", "HTTP/0.9"),
            )
            for code in codes
        ),
        *(case("probe 1.1", _error(404, text), name=f"message {text[:40]!r}") for text in TEXTS),
        *(
            case("probe 1.1", _error(404, None, text), name=f"explain {text[:40]!r}")
            for text in TEXTS
        ),
        *(case("probe 1.1", _error(499, text, text), name=f"both {text[:40]!r}") for text in TEXTS),
        *(
            case("probe 1.1", _error(404, text) + request("/a"), name=f"message {text!r}")
            for text in BEYOND_LATIN_1
        ),
        *(
            case("probe 1.1", _error(404, None, text) + request("/a"), name=f"explain {text!r}")
            for text in BEYOND_LATIN_1
        ),
        *(
            case(
                "probe 1.1",
                _error(404, text, version="HTTP/0.9"),
                name=f"message {text!r} in HTTP/0.9",
            )
            for text in BEYOND_LATIN_1
        ),
        *(
            case("probe 1.1", _error(404, None, text), name=f"explain {text!r}")
            for text in ("two\nlines", "a\r\nb", "\x00")
        ),
        *(
            case(
                "probe 1.1",
                _error(404, "x", text, version="HTTP/0.9"),
                name=f"in HTTP/0.9, {text!r}",
            )
            for text in TEXTS[:8]
        ),
        *_formats(),
        case(
            "probe 1.1",
            script(["send_error", 404], ["send_error", 500]) + request("/a"),
            name="two errors in one answer",
        ),
        case(
            "probe 1.1",
            script(["send_response", 200], ["send_error", 500]) + request("/a"),
            name="an error after a response",
        ),
        case(
            "probe 1.1",
            script(["send_error", 404], ["send_header", "A", "b"], ["end_headers"]),
            name="headers after an error",
        ),
        case(
            "probe 1.1",
            script(["send_error", 404], ["set", "close_connection", False]) + request("/a"),
            name="an error that stays open",
        ),
        case("probe 1.1", script(["send_error", 404], method="PUT"), name="PUT 404"),
    ]


def _error(code: int, *texts: str | None, method: str = "GET", version: str = "HTTP/1.1") -> bytes:
    return script(["send_error", code, *texts], method=method, version=version)


def _formats() -> list[Case]:
    """The page and its type can be replaced."""
    formats = (
        "%(code)d %(message)s %(explain)s", "%(code)s", "", "no placeholder",
        "%(message)s%(message)s", "100%%", "%(explain)s\r\n",
        "%(code)5d|%(code)-5d|%(code)05d|%(code)x|%(code)o|%(code)X|%(code)+d",
        "%(code)e|%(code)f|%(code)g|%(code)c",
        "%(message)r", "%(message)10s|%(message)-10s|%(message).3s", "%(missing)s", "%", "%(code",
        "%(code)", "%(message)d", "\u20ac %(code)d", "%(code)d\x00", "%(code)i %(code)u",
        "%(code)#x %(code)#o", "%(message)a", "%(code)r", "%(code)z",
    )  # fmt: skip
    result = []
    for text in formats:
        set_format: list[Any] = ["set", "error_message_format", text]
        result.append(
            case(
                "probe 1.1",
                script(set_format, ["send_error", 404, "it's \xe9 <"]),
                name=f"format {text!r}",
            )
        )
    set_type: list[Any] = ["set", "error_content_type", "text/plain"]
    result.append(case("probe 1.1", script(set_type, ["send_error", 404]), name="content type"))
    return result

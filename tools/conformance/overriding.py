"""Handlers that override what CPython's handlers call.

Their twins for the replay are in tests/conformance/overriding.ts: a change here is a change there.
Import this module only after `reference.load`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from typing import Any

from .handlers import ProbeHandler

TRACED = (
    "setup", "handle", "handle_one_request", "parse_request", "handle_expect_100", "do_GET",
    "do_HEAD", "send_head", "list_directory", "translate_path", "guess_type", "copyfile",
    "send_error", "send_response", "send_response_only", "send_header", "end_headers",
    "flush_headers", "log_request", "log_error", "log_message", "version_string",
    "date_time_string", "log_date_time_string",
)  # fmt: skip
"""What a subclass may override, but for `finish` and `address_string`."""


class TracingHandler(SimpleHTTPRequestHandler):
    """Serves files, and logs in the end which of its methods were called, with what, in order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.calls: list[list[Any]] = []
        super().__init__(*args, **kwargs)

    def show(self, value: Any) -> Any:
        """An argument as JSON can hold it; a path without the directory that is served."""
        if isinstance(value, HTTPStatus):
            return value.value
        if isinstance(value, float):
            return int(value)
        if isinstance(value, str):
            return value.removeprefix(str(self.directory))
        return value if isinstance(value, (int, type(None))) else "object"

    def finish(self) -> None:
        """Log the calls."""
        calls = json.dumps(self.calls, separators=(",", ":"))
        self.calls = []
        super().log_message("%s", calls)
        super().finish()


def _traced(name: str) -> Callable[..., Any]:
    def method(self: TracingHandler, *args: Any) -> Any:
        # The clock and the name of the system differ.
        shown = args[:1] if args[:1] in (("Date",), ("Server",)) else args
        self.calls.append([name, *map(self.show, shown)])
        return getattr(super(TracingHandler, self), name)(*args)

    return method


for traced in TRACED:
    setattr(TracingHandler, traced, _traced(traced))


class LoopingHandler(ProbeHandler):
    """Reads requests by itself, as CPython does."""

    def handle_one_request(self) -> None:
        """What CPython does, and an answer to every method."""
        self.raw_requestline = self.rfile.readline(65537)
        if len(self.raw_requestline) > 65536:
            self.requestline = self.request_version = self.command = ""
            self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
        elif not self.raw_requestline:
            self.close_connection = True
        elif self.parse_request():
            getattr(self, "do_" + self.command, self.answer)()
            self.wfile.flush()


class TunnelHandler(ProbeHandler):
    """Gives what the client sends after its request back, line by line, up to `end`."""

    def do_CONNECT(self) -> None:
        self._give_back(200)

    def do_GET(self) -> None:
        self._give_back(101)

    def _give_back(self, status: int) -> None:
        self.send_response(status)
        self.end_headers()
        while (line := self.rfile.readline()) not in (b"", b"end\n"):
            self.wfile.write(line.upper())
        self.close_connection = True


class OddHandler(SimpleHTTPRequestHandler):
    """Has odd values where a subclass may have others."""

    responses = {200: ("Fine", ""), 404: ("Gone <fishing>", 'Try "later" & again')}
    error_message_format = "%(code)r|%(code)s|%(code)05d|%(code)x|%(message).4s|%(explain)a|100%%"
    error_content_type = "text/plain; caf\xe9"

    def __init__(self, *args: Any, directory: str, **kwargs: Any) -> None:
        self.index_pages = ("none.html", f"{directory}/a.txt")
        super().__init__(*args, directory=directory, **kwargs)

    def do_LATE(self) -> None:
        self.send_error(404)
        raise TimeoutError("it's late")

    def do_SILENT(self) -> None:
        raise TimeoutError

    def do_WHOLE(self) -> None:
        self.error_message_format = "%s"
        self.send_error(HTTPStatus.NOT_FOUND, "m")

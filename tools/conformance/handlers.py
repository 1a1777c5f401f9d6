"""The request handlers that are recorded besides SimpleHTTPRequestHandler.

Their twins for the replay are in tests/conformance/handlers.ts: a change here is a change there.
Import this module only after `reference.load`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler
from typing import Any
from urllib.parse import unquote

SCRIPT_PREFIX = "/run?"
"""A path that starts so goes on with a percent-encoded JSON list of calls to make."""


class ProbeHandler(BaseHTTPRequestHandler):
    """Answers with what it understood of the request, or makes the calls that the path names."""

    def answer(self) -> None:
        """Run the script in the path, or echo the request."""
        if self.path.startswith(SCRIPT_PREFIX):
            self._run(json.loads(unquote(self.path.removeprefix(SCRIPT_PREFIX))))
        else:
            self._echo()

    # One of the tokens is beyond ASCII.
    do_GET = do_HEAD = do_PUT = do_DELETE = do_ÉTÉ = answer

    def do_POST(self) -> None:
        """Echo the request with its body."""
        size = int(self.headers.get("Content-Length", "0"))
        self._echo(self.rfile.read(size).decode("latin-1"))

    def do_EMPTY(self) -> None:
        """Answer nothing at all."""

    def do_RAISE(self) -> None:
        """Fail."""
        raise ValueError("raised by do_RAISE")

    def header_text(self) -> str:
        """The header fields as text."""
        return str(self.headers)

    def _echo(self, body: str | None = None) -> None:
        seen: dict[str, Any] = {
            "command": self.command,
            "path": self.path,
            "requestVersion": self.request_version,
            "headers": [list(item) for item in self.headers.items()],
            "closeConnection": self.close_connection,
        }
        if body is not None:
            seen["body"] = body
        content = json.dumps(seen, separators=(",", ":")).encode("ascii")
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _run(self, calls: list[list[Any]]) -> None:
        helpers: dict[str, Callable[..., None]] = {
            "set": lambda name, value: setattr(self, name, value),
            "set_responses": lambda *rows: setattr(
                self, "responses", {code: tuple(texts) for code, *texts in rows}
            ),
            "write": lambda text: self.wfile.write(text.encode("utf-8")),
            "write_result": lambda name, *args: self.wfile.write(
                str(getattr(self, name)(*args)).encode("utf-8")
            ),
        }
        for name, *args in calls:
            helpers.get(name, getattr(self, name, None))(*args)


# A token that no assignment in the class can spell.
setattr(ProbeHandler, "do_M-SEARCH", ProbeHandler.answer)


class RefusingHandler(ProbeHandler):
    """Refuses every expectation."""

    def handle_expect_100(self) -> bool:
        self.send_error(417)
        return False


class SilentHandler(ProbeHandler):
    """Accepts every expectation without an interim answer."""

    def handle_expect_100(self) -> bool:
        return True


HANDLERS: dict[str, type[BaseHTTPRequestHandler]] = {
    "simple": SimpleHTTPRequestHandler,
    "probe": ProbeHandler,
    "refusing": RefusingHandler,
    "silent": SilentHandler,
}

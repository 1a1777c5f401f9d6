"""The servers that are recorded. Import this module only after `reference.load`."""

from __future__ import annotations

import functools
import socketserver
import sys
import threading
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from . import overriding
from .handlers import HANDLERS
from .journal import Journal, connection_key


@dataclass(frozen=True)
class Setup:
    """One server: a handler and the class attributes that it overrides."""

    handler: str
    protocol_version: str = "HTTP/1.1"
    default_request_version: str = "HTTP/0.9"

    def describe(self) -> dict[str, str]:
        """The setup as it stands in the recorded data, in the names of the TypeScript side."""
        return {
            "handler": self.handler,
            "protocolVersion": self.protocol_version,
            "defaultRequestVersion": self.default_request_version,
        }


SETUPS: dict[str, Setup] = {
    "simple 1.1": Setup("simple"),
    "simple 1.0": Setup("simple", "HTTP/1.0"),
    "probe 1.1": Setup("probe"),
    "probe 1.0": Setup("probe", "HTTP/1.0"),
    "probe 2": Setup("probe", "HTTP/2"),
    "probe named": Setup("probe", "HTTP/1.1", "HTTP/1.0"),
    "refusing 1.1": Setup("refusing"),
    "silent 1.1": Setup("silent"),
    "tracing 1.1": Setup("tracing"),
    "tracing 1.0": Setup("tracing", "HTTP/1.0"),
    "looping 1.1": Setup("looping"),
    "looping 1.0": Setup("looping", "HTTP/1.0"),
    "tunnel 1.1": Setup("tunnel"),
    "tunnel 1.0": Setup("tunnel", "HTTP/1.0"),
    "odd 1.1": Setup("odd"),
    "odd 1.0": Setup("odd", "HTTP/1.0"),
}
"""Every server that a case may ask for. "named" answers errors in the first line with a head."""


OVERRIDING = {
    "tracing": overriding.TracingHandler,
    "looping": overriding.LoopingHandler,
    "tunnel": overriding.TunnelHandler,
    "odd": overriding.OddHandler,
}
"""More handlers, by the names that setups give them."""

WITH_FILES = ("simple", "tracing", "odd")
"""The handlers that serve a directory."""


class Server(ThreadingHTTPServer):
    """A server on a free port of 127.0.0.1, in a thread of its own."""

    request_queue_size = 128

    def __init__(self, setup: Setup, directory: Path, journal: Journal) -> None:
        self._journal = journal
        super().__init__(("127.0.0.1", 0), _handler(setup, directory))
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def server_bind(self) -> None:
        """Bind without looking up the name of 127.0.0.1, which may take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Note the exception in the place of printing a traceback."""
        error = sys.exception()
        assert error is not None
        self._journal.fail(connection_key(self.server_port, client_address[1]), error)


def _handler(setup: Setup, directory: Path) -> Any:
    """The class of a setup. In the place of the client's host it logs what a connection goes by."""
    base = (HANDLERS | OVERRIDING)[setup.handler]
    handler = type(
        base.__name__,
        (base,),
        {
            "protocol_version": setup.protocol_version,
            "default_request_version": setup.default_request_version,
            "address_string": lambda self: connection_key(
                self.server.server_port, self.client_address[1]
            ),
        },
    )
    if setup.handler not in WITH_FILES:
        return handler
    return functools.partial(handler, directory=directory)


def start(directory: Path, journal: Journal) -> dict[str, int]:
    """Start every setup over `directory`, and return the ports by the names of `SETUPS`."""
    return {name: Server(setup, directory, journal).server_port for name, setup in SETUPS.items()}

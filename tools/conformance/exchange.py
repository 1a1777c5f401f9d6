"""One conversation with a server: what is sent, what comes back, what is logged."""

from __future__ import annotations

import contextlib
import re
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass

from .journal import Journal, connection_key

PROBE = b"GET /probe HTTP/1.0\r\n\r\n"
"""Sent behind an exchange to see whether the server still listens."""

_PAUSE = 0.004
"""Seconds between two pieces, so that the server gets them one by one."""

_DATE = re.compile(rb"(?<=\r\nDate: )\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT(?=\r\n)")
_SYSTEM = re.compile(rb"(?<= )Python/\d+\.\d+\.\d+\S*(?=\r\n)")


@dataclass(frozen=True)
class Outcome:
    """What a server did with the bytes of an exchange."""

    answer: bytes
    log: list[str]
    raises: str | None
    closes: bool


def record(port: int, pieces: Sequence[bytes], journal: Journal) -> Outcome:
    """Run an exchange against a server that logs to `journal`."""
    key, answer = _converse(port, pieces)
    # The connection ends after the last word about it.
    entry = journal.take(key)
    # A second connection tells whether the server would have read on. It cannot be told from the
    # first one: a half-closed connection comes to its end in any case. A server that closes before
    # it has read all resets the connection, and then the end of a long answer may be lost.
    key, probed = _converse(port, [*pieces[:-1], pieces[-1] + PROBE])
    journal.take(key)
    return Outcome(answer, entry.log, entry.raises, closes=answer.startswith(probed))


def _converse(port: int, pieces: Sequence[bytes]) -> tuple[str, bytes]:
    """Send the pieces over a fresh connection, half-close it, and read all that comes back.

    Returns what the connection goes by, and what came, masked.
    """
    received = bytearray()
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        key = connection_key(port, connection.getsockname()[1])
        # A server that answers early closes early: what it wrote is still there to be read.
        with contextlib.suppress(OSError):
            for number, piece in enumerate(pieces):
                if number:
                    time.sleep(_PAUSE)
                connection.sendall(piece)
            connection.shutdown(socket.SHUT_WR)
        with contextlib.suppress(ConnectionError):
            while block := connection.recv(1 << 16):
                received += block
    return key, _mask(bytes(received))


def _mask(answer: bytes) -> bytes:
    """Replace what differs from run to run and from system to system: the clock and the name."""
    return _SYSTEM.sub(b"<system>", _DATE.sub(b"<date>", answer))

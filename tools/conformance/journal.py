"""What the servers say on standard error, sorted by the connection that it is about."""

from __future__ import annotations

import io
import re
import sys
import threading
from collections import defaultdict
from dataclasses import dataclass, field

_LINE = re.compile(r"(\d+-\d+) - - \[\d\d/\w{3}/\d{4} \d\d:\d\d:\d\d\] (.*)\n", re.DOTALL)
"""A line of the log. It begins with the key of a connection in the place of the client's host."""


def connection_key(server_port: int, client_port: int) -> str:
    """What a connection goes by. The client's port alone is not enough: connections to two
    servers may have the same."""
    return f"{server_port}-{client_port}"


@dataclass
class Entry:
    """What was said about one connection."""

    log: list[str] = field(default_factory=list)
    """The log lines, without the part that comes before the message."""
    raises: str | None = None
    """The exception that ended the connection."""


class Journal(io.TextIOBase):
    """Stands in for sys.stderr."""

    def __init__(self) -> None:
        self._entries: defaultdict[str, Entry] = defaultdict(Entry)
        self._lock = threading.Lock()

    def write(self, text: str) -> int:
        """Take what the log_message of a handler writes: always one whole line."""
        line = _LINE.fullmatch(text)
        if line is None:
            assert sys.__stderr__ is not None
            return sys.__stderr__.write(text)
        with self._lock:
            self._entries[line[1]].log.append(line[2])
        return len(text)

    def fail(self, key: str, error: BaseException) -> None:
        """Note that a handler failed."""
        # A position in a path depends on where the tree happens to be.
        text = re.sub(r"in position [\d-]+", "in position ...", str(error))
        with self._lock:
            self._entries[key].raises = f"{type(error).__name__}: {text}"

    def take(self, key: str) -> Entry:
        """What was said about a connection since the last time."""
        with self._lock:
            return self._entries.pop(key, Entry())

    def take_all(self) -> dict[str, Entry]:
        """What was said about all connections since the last time."""
        with self._lock:
            entries = dict(self._entries)
            self._entries.clear()
            return entries

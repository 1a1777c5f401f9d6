"""CPython's side of the fuzzer: `python3 tools/fuzz_reference.py LIB DIRECTORY`.

Serves DIRECTORY with the http.server of LIB, a CPython 3.14 `Lib`, in every setup that is recorded,
and prints the ports as one line of JSON. Then, for each line on standard input, prints what was
logged since the last one, by what the connection goes by. Ends with its standard input. Started by
tools/fuzz.ts.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from conformance import reference


def main(library: Path, directory: Path) -> None:
    """Serve until standard input ends."""
    reference.load(library)
    # These use the modules that have just been loaded.
    from conformance import servers
    from conformance.journal import Journal

    sys.stderr = journal = Journal()
    ports = servers.start(directory, journal)
    setups = [servers.SETUPS[name].describe() | {"port": port} for name, port in ports.items()]
    print(json.dumps(setups), flush=True)
    for _ in sys.stdin:
        entries = {key: asdict(entry) for key, entry in journal.take_all().items()}
        print(json.dumps(entries), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.argv[0]} LIB DIRECTORY")
    main(Path(sys.argv[1]), Path(sys.argv[2]))

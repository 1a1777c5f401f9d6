"""Record how CPython answers: `python3 tools/record_conformance.py LIB [KIND...]`.

LIB is the path of a CPython 3.14 `Lib` directory; the Python that runs this may be 3.13 or newer.
Everything is written to tests/conformance/data/: the tree of files (tree.json), the exchanges of
each kind, and what they share (shared.json). With KINDs, only those are run, and nothing is
written.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance import reference

if TYPE_CHECKING:
    from conformance.cases.case import Case
    from conformance.exchange import Outcome
    from conformance.packing import Packer

OUTPUT = Path(__file__).resolve().parent.parent / "tests" / "conformance" / "data"


def main(library: Path, kinds: list[str]) -> None:
    """Record all kinds, or try those that are named."""
    reference.load(library)
    # These use the modules that have just been loaded.
    from conformance import cases, servers, tree
    from conformance.journal import Journal
    from conformance.packing import Packer

    entries = tree.describe(cases.media_types.known())
    packer = Packer()
    files: dict[str, Any] = {"tree": entries}
    sys.stderr = journal = Journal()
    with tempfile.TemporaryDirectory() as base:
        tree.build(entries, Path(base))
        ports = servers.start(Path(base, "root"), journal)
        for kind in kinds or cases.KINDS:
            started = time.monotonic()
            files[kind] = _record_kind(cases.KINDS[kind](), ports, journal, packer)
            count = sum(len(table["exchanges"]) for table in files[kind])
            print(f"{kind}: {count} exchanges, {time.monotonic() - started:.1f} s")
    files["shared"] = packer.shared
    if not kinds:
        OUTPUT.mkdir(exist_ok=True)
        for name, content in files.items():
            text = json.dumps(content, indent=1) + "\n"
            OUTPUT.joinpath(f"{name}.json").write_text(text, encoding="ascii")


def _record_kind(
    cases: list[Case], ports: dict[str, int], journal: Any, packer: Packer
) -> list[dict[str, Any]]:
    """The cases of one kind as they are stored: a table for each server."""
    from conformance.exchange import record
    from conformance.servers import SETUPS

    tables: dict[str, dict[str, Any]] = {}
    for name, case in _named(cases):
        setup = SETUPS[case.server].describe()
        table = tables.setdefault(case.server, {"server": setup, "exchanges": []})
        outcome = record(ports[case.server], case.send, journal)
        table["exchanges"].append(_describe(name, case, outcome, packer))
    return list(tables.values())


def _describe(name: str, case: Case, outcome: Outcome, packer: Packer) -> dict[str, Any]:
    exchange = {
        "name": name,
        "send": [packer.pack(piece.decode("latin-1")) for piece in case.send],
        "answer": packer.pack(outcome.answer.decode("latin-1")),
        "log": [packer.pack(line) for line in outcome.log],
        "closes": outcome.closes,
    }
    return exchange if outcome.raises is None else exchange | {"raises": outcome.raises}


def _named(cases: list[Case]) -> Iterator[tuple[str, Case]]:
    """The cases with names that differ, and without those that were written twice."""
    seen: dict[tuple[str, str], int] = {}
    for case in {(case.server, case.send): case for case in cases}.values():
        number = seen[case.server, case.name] = seen.get((case.server, case.name), 0) + 1
        yield (case.name if number == 1 else f"{case.name} #{number}"), case


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} LIB [KIND...]")
    main(Path(sys.argv[1]), sys.argv[2:])

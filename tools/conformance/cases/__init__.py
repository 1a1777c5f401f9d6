"""The requests that are recorded, one module a kind."""

from __future__ import annotations

from collections.abc import Callable

from . import (
    conditional,
    errors,
    expectations,
    generated,
    header_blocks,
    header_texts,
    http_0_9,
    limits,
    listings,
    log_lines,
    media_types,
    methods,
    overrides,
    paths,
    persistence,
    redirects,
    request_lines,
    responses,
    versions,
)
from .case import Case

KINDS: dict[str, Callable[[], list[Case]]] = {
    module.__name__.rpartition(".")[2]: module.cases
    for module in (
        request_lines,
        versions,
        http_0_9,
        limits,
        header_blocks,
        header_texts,
        persistence,
        expectations,
        conditional,
        paths,
        redirects,
        listings,
        media_types,
        methods,
        errors,
        responses,
        log_lines,
        overrides,
        generated,
    )
}
"""The cases of each kind, by the name of its file in tests/conformance/."""

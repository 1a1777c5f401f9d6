"""CPython 3.14's http.server over a Python that may be a little older.

The behaviour that shows on the wire lives in pure Python modules, so the modules of a 3.14 `Lib`
are loaded over the running interpreter. What stays the interpreter's own (str, datetime, posix) has
not changed from 3.13 to 3.14 in anything that these modules use.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

PACKAGES = ("email", "html", "http", "urllib")
"""Packages taken from the library, with every module in them."""

MODULES = ("mimetypes", "socketserver")
"""Single modules taken from the library."""


class _Loader(importlib.abc.FileLoader, importlib.abc.SourceLoader):
    """Loads a source file, written for 3.14, without reading or writing byte code caches."""

    def get_data(self, path: str) -> bytes:
        data = Path(path).read_bytes()
        if sys.version_info >= (3, 14):
            return data
        # 3.14 gave `re` the spelling `\z`; for an older one the same thing is called `\Z`.
        return data.replace(rb"\z", rb"\Z")


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the modules of `PACKAGES` and `MODULES` in the library, before anyone else does."""

    def __init__(self, library: Path) -> None:
        self._library = library

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] not in PACKAGES + MODULES:
            return None
        base = self._library.joinpath(*fullname.split("."))
        for file, is_package in ((base / "__init__.py", True), (base.with_suffix(".py"), False)):
            if file.is_file():
                return importlib.util.spec_from_file_location(
                    fullname,
                    file,
                    loader=_Loader(fullname, str(file)),
                    submodule_search_locations=[str(base)] if is_package else None,
                )
        return None


def load(library: Path) -> None:
    """Make `import http.server` and its like mean the modules of `library`.

    Call it before any of them is used. Raises RuntimeError when the modules are not 3.14's.
    """
    if sys.version_info < (3, 13):
        raise RuntimeError("The recorder needs Python 3.13 or newer")
    library = library.resolve()
    for name in list(sys.modules):
        if name.partition(".")[0] in PACKAGES + MODULES:
            del sys.modules[name]
    sys.meta_path.insert(0, _Finder(library))
    for name in ("http.server", "http.client", "email.feedparser", "mimetypes", "urllib.parse"):
        importlib.import_module(name)
    _check(library)
    _forget_system_media_types()


def _check(library: Path) -> None:
    """Make sure that the wire shows 3.14, whatever is installed beside it."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] not in PACKAGES + MODULES:
            continue
        if not Path(module.__file__ or "").is_relative_to(library):
            raise RuntimeError(f"{name} comes from {module.__file__}, not from {library}")
    server = sys.modules["http.server"]
    if "color-scheme: light dark" not in server.DEFAULT_ERROR_MESSAGE:
        raise RuntimeError(f"{library} is older than 3.14: its error page has no color scheme")
    if not hasattr(server, "HTTPSServer"):
        raise RuntimeError(f"{library} is older than 3.14: it has no HTTPSServer")
    if sys.getfilesystemencoding() != "utf-8":
        raise RuntimeError("The file system encoding must be utf-8: set PYTHONUTF8=1")


def _forget_system_media_types() -> None:
    """Keep the table that CPython ships, whatever this machine's mime.types files say."""
    mimetypes = sys.modules["mimetypes"]
    mimetypes.knownfiles.clear()
    mimetypes.init(files=[])

"""Imports a module of ours as soon as a library is imported, without importing the library."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType


def after(library: str, own: str) -> None:
    """Import a module once a module of a library has been imported: at once if it has been.

    A library whose version ours cannot be imported with is left alone.
    """
    if library in sys.modules:
        _import(own)
    else:
        sys.meta_path.insert(0, _After(library, own))


class _After(MetaPathFinder):
    """Finds one module as all other finders do, once, and lets the import of another one follow."""

    def __init__(self, library: str, own: str) -> None:
        self._library, self._own = library, own

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """The module's spec with the import of ours behind its execution; None for every other module."""
        if fullname != self._library:
            return None
        sys.meta_path.remove(self)
        spec = find_spec(fullname)
        if spec is None or spec.loader is None:
            return spec
        execute = spec.loader.exec_module

        def both(module: ModuleType) -> None:
            execute(module)
            _import(self._own)

        spec.loader.exec_module = both  # type: ignore[method-assign]
        return spec


def _import(own: str) -> None:
    with suppress(ImportError):
        import_module(own)

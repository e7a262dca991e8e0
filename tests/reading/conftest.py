"""The tests of reading use the shell of the command line's tests as well."""

from __future__ import annotations

from tests.cli.conftest import shell

__all__ = ["shell"]

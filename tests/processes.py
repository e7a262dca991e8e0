"""The processes that this one has started, as Linux lists them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

finds_processes = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes by /proc")


def children(mark: bytes) -> list[int]:
    """Those whose command holds a mark."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command, parent = (folder / "cmdline").read_bytes(), (folder / "stat").read_text().rpartition(")")[2]
        except OSError:
            continue
        if mark in command and int(parent.split()[1]) == os.getpid():
            found.append(int(folder.name))
    return found

"""Freed memory stays with the process, where glibc is the C library."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

# Blocks of 64 MB, each freed before the next: fetched anew they cost a fault a page, kept they cost none.
CODE = """
import resource, sys, torch
from ssp_core.network.allocator import keep_freed_memory
if sys.argv[1] == "keep":
    assert keep_freed_memory()
def faults(): return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
torch.zeros(16_000_000).add_(1)
before = faults()
for _ in range(10):
    torch.empty(16_000_000).fill_(1.0)
print(faults() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the setting is glibc's")
def test_freed_memory_is_kept() -> None:
    faults = {
        way: int(subprocess.run([sys.executable, "-c", CODE, way], capture_output=True, check=True, text=True).stdout)
        for way in ("keep", "stock")
    }
    assert faults["keep"] * 5 < faults["stock"]

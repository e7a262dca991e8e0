"""Freed memory serves the next pass, and much of it goes back to the system, where glibc is the C library."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the options are glibc's")

# Blocks of 64 MB, each freed before the next: fetched anew they cost a fault a page, kept they cost none.
FAULTS = """
import resource, sys, torch
from ssp_core.network.allocator import ALLOCATOR
if sys.argv[1] == "managed":
    assert ALLOCATOR.manage()
def faults(): return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
torch.zeros(16_000_000).add_(1)
before = faults()
for _ in range(10):
    torch.empty(16_000_000).fill_(1.0)
print(faults() - before)
"""

# 400 MB in blocks between others that stay, all of them freed: how many MB the process has kept.
KEPT = """
import sys, torch
from ssp_core.network.allocator import ALLOCATOR, resident, trimmed
if sys.argv[1] == "managed":
    assert ALLOCATOR.manage()
stay, free = [], []
def work():
    for _ in range(100):
        free.append(torch.ones(1_000_000))
        stay.append(torch.ones(1000))
    free.clear()
torch.ones(1000)
before = resident()
trimmed(work)()
print((resident() - before) // 1_000_000)
"""


def printed(code: str) -> dict[str, int]:
    """The number that a program prints with the allocator managed, and without."""
    return {
        way: int(subprocess.run([sys.executable, "-c", code, way], capture_output=True, check=True, text=True).stdout)
        for way in ("managed", "stock")
    }


def test_freed_memory_is_kept_for_the_next_pass() -> None:
    # A system that is short of memory takes pages back at any time: one run of three without that is enough.
    runs = [printed(FAULTS) for _ in range(3)]
    assert min(run["managed"] for run in runs) * 5 < max(run["stock"] for run in runs)


def test_much_freed_memory_goes_back() -> None:
    assert printed(KEPT)["managed"] < 50

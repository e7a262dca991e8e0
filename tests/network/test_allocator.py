"""Freed memory serves the next pass, and much of it goes back to the system, where glibc is the C library."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the options are glibc's")

# Blocks of 64 MB and less, each freed before the next: fetched anew they cost a fault a page, kept they cost none.
# Each is a little smaller, since aligned blocks do not fit where one of the same size was.
FAULTS = """
import resource, sys, torch
from ssp_core.network.allocator import ALLOCATOR
if sys.argv[1] == "managed":
    assert ALLOCATOR.manage()
def faults(): return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
torch.zeros(16_000_000).add_(1)
before = faults()
for number in range(10):
    torch.empty(16_000_000 - 100_000 * number).fill_(1.0)
print(faults() - before)
"""

# Some MB in blocks between others that stay, all of them freed: how many the process has kept, at once and when idle.
KEPT = """
import sys, time, torch
from ssp_core.network.allocator import ALLOCATOR, resident, trimmed
if sys.argv[1] == "managed":
    assert ALLOCATOR.manage()
stay, free = [], []
def work():
    for _ in range(int(sys.argv[2])):
        free.append(torch.ones(1_000_000))
        stay.append(torch.ones(1000))
    free.clear()
torch.ones(1000)
before = resident()
trimmed(work)()
print((resident() - before) // 1_000_000)
time.sleep(float(sys.argv[3]))
print((resident() - before) // 1_000_000)
"""

# As many again, freed outside of a pass as soon as those of the pass have been given back.
KEPT_AFTER_IT = KEPT.replace(
    "time.sleep",
    """
while resident() - before > 20_000_000:
    time.sleep(0.05)
work()
print((resident() - before) // 1_000_000)
time.sleep""",
)


def printed(code: str, *arguments: str) -> list[int]:
    """The numbers that a program prints."""
    command = [sys.executable, "-c", code, *arguments]
    return [int(line) for line in subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()]


def test_freed_memory_is_kept_for_the_next_pass() -> None:
    [managed], [stock] = printed(FAULTS, "managed"), printed(FAULTS, "stock")
    assert managed * 5 < stock


def test_much_freed_memory_goes_back_at_once() -> None:
    at_once, _ = printed(KEPT, "managed", "100", "0")
    assert at_once < 50


def test_a_little_goes_back_when_the_process_is_idle() -> None:
    at_once, idle = printed(KEPT, "managed", "12", "3")
    assert idle < 30 < at_once


def test_what_is_freed_after_the_pass_goes_back_too() -> None:
    *_, at_once, idle = printed(KEPT_AFTER_IT, "managed", "12", "4")
    assert idle < 30 < at_once

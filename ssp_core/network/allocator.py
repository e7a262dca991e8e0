"""Freed memory is reused by the next pass of a network, and given back to the system where it is much.

By default glibc gives large blocks back at once and fetches them anew, page by page, which took half of the time of a
fold of 1,000 nucleotides. Kept for ever, the memory of one long RNA would stay with the process. So freed memory is
kept, and given back after a pass if the process has grown by more than `_KEPT` bytes. `_IDLE_S` seconds after the last
pass the rest is given back, and every `_IDLE_S` seconds what has been freed since (drawing an answer frees as much as
the pass), until there is no more.
"""

from __future__ import annotations

import ctypes
import os
import platform
import threading
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

# Options of glibc's mallopt, from its malloc.h: from how much free memory on the heap shrinks, how many blocks may be
# mapped apart from it, how many heaps (arenas) there may be.
_TRIM_THRESHOLD, _MMAP_MAX, _ARENA_MAX = -1, -4, -8
_NEVER = 2**31 - 1
_KEPT = 64 << 20
_IDLE_S = 1.0
_LITTLE = 1 << 20  # bytes; the process is idle when no more than these can be given back


class Allocator:
    """glibc's allocator; leaves everything as it is until `manage` is called, and with another C library."""

    def __init__(self) -> None:
        self._libc: ctypes.CDLL | None = None
        self._base = 0  # bytes that the process had in memory when it was last trimmed
        self._idle: threading.Timer | None = None

    def manage(self) -> bool:
        """Keep freed memory for the next pass from now on; False, and nothing changes, where there is no glibc.

        All threads then share one heap: memory that one thread has freed serves the next.
        """
        if platform.libc_ver()[0] != "glibc":
            return False
        libc = ctypes.CDLL(None)
        options = ((_ARENA_MAX, 1), (_MMAP_MAX, 0), (_TRIM_THRESHOLD, _NEVER))
        if not all(libc.mallopt(option, value) == 1 for option, value in options):
            return False
        self._libc, self._base = libc, resident()
        return True

    def before_pass(self) -> None:
        """Keep freed memory for the pass that begins."""
        if self._idle is not None:
            self._idle.cancel()

    def after_pass(self) -> None:
        """Give freed memory back to the system, at once where it is much, else when the process is idle."""
        if self._libc is None:
            return
        now = resident()
        self._base = min(self._base, now)
        if now > self._base + _KEPT:
            self._trim(self._libc)
        self._wait(self._libc)

    def _wait(self, libc: ctypes.CDLL) -> None:
        self.before_pass()
        self._idle = threading.Timer(_IDLE_S, self._trim_while_there_is_more, (libc,))
        self._idle.daemon = True
        self._idle.start()

    def _trim_while_there_is_more(self, libc: ctypes.CDLL) -> None:
        if self._trim(libc) > _LITTLE:
            self._wait(libc)

    def _trim(self, libc: ctypes.CDLL) -> int:
        """Give all freed memory back; how many bytes that were."""
        before = resident()
        libc.malloc_trim(0)
        self._base = resident()
        return before - self._base


ALLOCATOR = Allocator()


def trimmed(run: Callable[P, T]) -> Callable[P, T]:
    """The function, after which freed memory is given back where it is much."""

    @wraps(run)
    def run_and_trim(*args: P.args, **kwargs: P.kwargs) -> T:
        ALLOCATOR.before_pass()
        try:
            return run(*args, **kwargs)
        finally:
            ALLOCATOR.after_pass()

    return run_and_trim


def resident() -> int:
    """Bytes of this process that are in memory (Linux)."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")

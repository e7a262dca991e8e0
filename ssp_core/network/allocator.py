"""Memory that a network frees and asks for again at every pass: kept by the process rather than given back.

glibc hands large blocks back to the system at once and fetches them anew, page by page; at 1,000 nucleotides half of
the time of a fold went there.
"""

from __future__ import annotations

import ctypes
import platform

# From glibc's malloc.h: where freed memory is given back, from what size on a block is mapped apart, how many arenas.
_TRIM_THRESHOLD, _MMAP_MAX, _ARENA_MAX = -1, -4, -8
_NEVER = 2**31 - 1


def keep_freed_memory() -> bool:
    """Tell glibc to keep what is freed for this process's next pass; False where another C library is in use.

    All threads share one arena then, as a block that a second arena cannot hold would be mapped apart again.
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    mallopt = ctypes.CDLL(None).mallopt
    settings = ((_ARENA_MAX, 1), (_MMAP_MAX, 0), (_TRIM_THRESHOLD, _NEVER))
    return all(mallopt(name, value) == 1 for name, value in settings)

"""What has been computed and may be asked for again: one cache for the process, bounded by bytes, oldest use first out.

Network outputs, thermodynamic ensembles, family hits and layouts share `CACHE`, so that the bound holds for all of them
together. The environment variable SSP_CORE_CACHE_MB sets it. Arrays in it are read-only copies.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, cast

import numpy as np
from cachetools import LRUCache

from .environment import CACHE_MB
from .progress import CancelledWorkError, awaited, checkpoint

_OVERHEAD = 200  # bytes of a Python object that holds nothing of size

Value = TypeVar("Value")


class ByteCache:
    """A least-recently-used cache of at most `max_bytes`, for any thread.

    What several threads ask for at the same time is computed once; an error is raised to all of them and not kept. A
    thread whose work is cancelled (`ssp_core.progress`) stops to wait, and leaves the others what they wait for.
    """

    def __init__(self, max_bytes: int) -> None:
        self._kept: LRUCache[Hashable, Any] = LRUCache(max_bytes, getsizeof=byte_size)
        self._running: dict[Hashable, Future[Any]] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, compute: Callable[[], Value]) -> Value:
        """The value of a key, computed where it is not here. The first part of a key names what kind it is."""
        mine: Future[Any] = Future()
        while True:
            with self._lock:
                if key in self._kept:
                    return cast(Value, self._kept[key])
                running = self._running.setdefault(key, mine)
            if running is mine:
                break
            with suppress(CancelledWorkError):  # cancelled by whoever computes it: then it is computed here
                return cast(Value, awaited(running))
            checkpoint()
        try:
            value = self.put(key, compute())
        except BaseException as error:
            with self._lock:
                del self._running[key]
            mine.set_exception(error)
            raise
        with self._lock:
            del self._running[key]
        mine.set_result(value)
        return value

    def peek(self, key: Hashable) -> Any | None:
        """The value of a key, or None where it is not here."""
        with self._lock:
            return self._kept.get(key)

    def put(self, key: Hashable, value: Value) -> Value:
        """Keep a value, unless it alone is larger than the bound; gives it back with its arrays read-only."""
        value = read_only(value)
        with self._lock:
            if byte_size(value) <= self._kept.maxsize:
                self._kept[key] = value
        return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()

    @property
    def bytes(self) -> int:
        """How much is kept."""
        return int(self._kept.currsize)


def byte_size(value: Any) -> int:
    """About how many bytes a value takes: arrays, and dataclasses and tuples of them, are counted exactly."""
    if isinstance(value, np.ndarray):
        return value.nbytes + _OVERHEAD
    if is_dataclass(value):
        return _OVERHEAD + sum(byte_size(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, (tuple, list)):
        return _OVERHEAD + sum(map(byte_size, value))
    return _OVERHEAD + (len(value) if isinstance(value, (str, bytes)) else 0)


def read_only(value: Value) -> Value:
    """The value with every array in it made read-only; an array that is a view into a larger one is copied first."""
    if isinstance(value, np.ndarray):
        kept = value if value.base is None else value.copy()
        kept.setflags(write=False)
        return cast(Value, kept)
    if isinstance(value, tuple) and type(value) is tuple:
        return cast(Value, tuple(map(read_only, value)))
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            object.__setattr__(value, field.name, read_only(getattr(value, field.name)))
    return value


CACHE = ByteCache(CACHE_MB.value() * 1_000_000)

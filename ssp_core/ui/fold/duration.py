"""How long a fold will take yet: a law of the length, scaled to what folds have taken on this machine so far."""

from __future__ import annotations

from threading import Lock

_NEW = 0.5  # weight of the newest fold in the scale
_LEAST = 0.2  # seconds: what takes no longer teaches nothing about this machine


class Durations:
    """What folds take, by model; for any thread. It keeps no sequence."""

    def __init__(self) -> None:
        self._scales: dict[str, float] = {}
        self._lock = Lock()

    def expected(self, model: str, length: int) -> float:
        """Seconds that a fold will take."""
        return self._scales.get(model, 1.0) * _seconds(length)

    def learn(self, model: str, length: int, seconds: float) -> None:
        """Take a finished fold into account."""
        if seconds < _LEAST:
            return
        with self._lock:
            before = self._scales.get(model, seconds / _seconds(length))
            self._scales[model] = (1 - _NEW) * before + _NEW * seconds / _seconds(length)


def _seconds(length: int) -> float:
    """About what a fold takes on two cores: the network by the square of the length, ViennaRNA by its cube."""
    share = length / 500
    return 0.1 + 1.2 * share**2 + 0.8 * share**3

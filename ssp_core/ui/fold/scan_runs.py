"""The running scan of one visitor."""

from __future__ import annotations

from asyncio import Event
from typing import Any


class ScanRuns:
    """Says to a visitor's scan that it is to stop; used on the server's event loop only."""

    def __init__(self) -> None:
        self._stopped: Event | None = None

    def __deepcopy__(self, memo: dict[int, Any]) -> ScanRuns:
        """One for the next visitor."""
        return ScanRuns()

    def begin(self) -> Event:
        """What is set when the scan that begins now is to stop; a scan that is running stops."""
        self.stop()
        self._stopped = Event()
        return self._stopped

    def stop(self) -> None:
        """Stop the scan that is running, if one is."""
        if self._stopped is not None:
            self._stopped.set()

"""Long work of a command: progress on standard error, and an end by Ctrl-C or a failure that loses nothing."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from types import FrameType
from typing import Any, TypeVar

from ssp_core.analysis.wording import time_left
from ssp_core.errors import SspCoreError

_EVERY = 10.0  # seconds between two lines of progress where standard error is no terminal
Item = TypeVar("Item")


class Work:
    """Items computed one by one, with progress on standard error; stopped by Ctrl-C or a failure without loss.

    Ctrl-C stops the computation of an item at once, but not what is done with a finished one. What stopped the work is
    kept as `error`, so that a writer can close its file before it is raised.

    Args:
        total: how many items there will be.
        verb: what is done with each, such as "folded".
        done: how many of them an earlier run has done.
        seconds_left: says how long the others take; None where that is not known.
    """

    def __init__(
        self,
        total: int,
        verb: str = "folded",
        *,
        done: int = 0,
        seconds_left: Callable[[], float | None] = lambda: None,
    ) -> None:
        self.done = done
        self.error: BaseException | None = None
        self._total, self._verb, self._seconds_left = total, verb, seconds_left
        self._computing = False
        self._shown = time.monotonic()

    def each(self, items: Iterable[Item], counts: Callable[[Item], bool] = lambda _: True) -> Iterator[Item]:
        """Yield the items; ends early where something stops the work. Those that do not count are not shown."""
        iterator = iter(items)
        previous = self._handle_interrupts()
        try:
            while self.error is None:
                self._computing = True
                try:
                    item = next(iterator)
                finally:
                    self._computing = False
                self.done += counts(item)
                yield item
                self._show()
        except StopIteration:
            pass
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - `finish` raises it
            self.error = error
        finally:
            if previous is not None:
                signal.signal(signal.SIGINT, previous)
            self._show(at_end=True)

    def finish(self, place: str) -> None:
        """Raise what stopped the work, if something did, saying how much of it is in `place`."""
        if self.error is None:
            return
        state = f"{self.done:,} of {self._total:,} {self._verb}, in {place}" if self.done else "nothing was written"
        if isinstance(self.error, KeyboardInterrupt):
            raise KeyboardInterrupt(f"interrupted; {state}")
        if isinstance(self.error, SspCoreError) and self.done:
            raise type(self.error)(f"{self.error} {state[0].upper()}{state[1:]}.")
        raise self.error

    def _handle_interrupts(self) -> Any:
        if threading.current_thread() is not threading.main_thread():
            return None
        return signal.signal(signal.SIGINT, self._interrupt)

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        self.error = KeyboardInterrupt()
        if self._computing:
            raise self.error

    def _show(self, *, at_end: bool = False) -> None:
        """Show how far the work is: in one line of a terminal, written anew, else now and then and at the end."""
        on_terminal = sys.stderr.isatty()
        if not (on_terminal or at_end or time.monotonic() - self._shown > _EVERY):
            return
        self._shown = time.monotonic()
        end = "\n" if at_end or not on_terminal else ""
        start = "\r" if on_terminal else ""
        left = None if at_end else self._seconds_left()
        more = "" if left is None else f", {time_left(left)}{' ' * 10 if on_terminal else ''}"
        sys.stderr.write(f"{start}{self.done:,} of {self._total:,} {self._verb}{more}{end}")
        sys.stderr.flush()

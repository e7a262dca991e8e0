"""What one visitor sees and has chosen, and the one rule about answers that come late.

`Session` is frozen. A visitor's `gr.State` holds a `SessionHolder`, which has the newest session; gradio runs a
visitor's events side by side, so handlers never keep a session of their own over time. **The rule:**

1. What a visitor chooses (decoder, view options) is written at once, by `choose`.
2. Everything else is a function from the newest session to the next one, given to `publish`. It is applied by compare
   and swap: if the session has changed while the function ran, the function runs again on the newer one. So an event
   about the RNA that is shown can never bring back an older RNA, decoder or colouring.
3. Only folds take long enough to be overtaken by another RNA. A fold takes a number when it begins, the session keeps
   the number of the fold that it shows, and the answer of an older fold is dropped.
4. Each answer carries a serial number, and `assets/js/answer.js` never puts an older one over a newer one into a
   panel, in whatever order they arrive.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import orjson

from ssp_core.folding.decoding import BEST, DecoderSettings
from ssp_core.progress import Progress

from .result import Result

VIEW_TITLES = {
    "planar": "Drawing",
    "heatmap": "Probabilities",
    "arcs": "Arcs",
    "circle": "Circle",
    "matrix": "Matrix",
}
VIEWS = tuple(VIEW_TITLES)
DecoderChoice = str | DecoderSettings  # "best", or settings


# Panels that are written outside of `publish`, too: what the page has there is not known, so they are always sent.
MESSAGES = frozenset(
    {
        "found",
        "why",
        "standing",
        "sequence-message",
        "records",
        "reference-message",
        "whatif",
        "scan-progress",
        "scan-map",
        "learn-step",
        "learn-attention",
        "train-message",
        "train-standing",
        "train-curves",
        "train-watched",
        "train-adopted",
        "many-message",
        "many-standing",
        "many-table",
    }
)


@dataclass(frozen=True)
class ViewOptions:
    """How a visitor wants results shown.

    Attributes:
        colour: what nucleotides are coloured by, one of `ssp_core.drawing.COLOURINGS`.
        source: whose probabilities heatmap and matrix show, one of `fold.sources.SOURCES`.
        mfe: whether the strip has ViennaRNA's structure too.
    """

    colour: str = "element"
    source: str = "decoded"
    mfe: bool = False


@dataclass(frozen=True, eq=False)
class Session:
    """One visitor's page.

    Attributes:
        result: what is shown.
        decoder: what was chosen last: "best", or settings.
        options: how it is shown.
        fold: the number of the fold that `result` comes from.
        typed: the number of the last fold that had begun when something was typed into the sequence box.
        is_other_in_box: whether the sequence box holds another RNA than the result's, as far as typing tells.
        sent: for each panel, the hash of the HTML that the page has.
    """

    result: Result
    decoder: DecoderChoice = BEST
    options: ViewOptions = ViewOptions()
    fold: int = 0
    typed: int = -1
    is_other_in_box: bool = False
    sent: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_box_folded(self) -> bool:
        """Whether the sequence box holds what was folded, as far as typing tells."""
        return self.fold > self.typed

    def has(self, name: str, html: str) -> bool:
        """Whether the page is known to have this HTML in a panel."""
        return name not in MESSAGES and self.sent.get(name) == hash(html)

    def having(self, panels: Mapping[str, str]) -> Session:
        """The session of a page that has these panels."""
        return replace(self, sent={**self.sent, **{name: hash(html) for name, html in panels.items()}})


Change = Callable[[Session], Session]
Panels = Callable[[Session], Mapping[str, str]]


def same(session: Session) -> Session:
    """The change that changes nothing: to show what was chosen."""
    return session


def with_options(**options: Any) -> Change:
    """The change of some fields of `ViewOptions`."""
    return lambda session: replace(session, options=replace(session.options, **options))


def _folded(session: Session, *, change: Change, number: int) -> Session:
    """The session that shows the fold of that number; what was typed since it began is another RNA."""
    return replace(change(session), fold=number, is_other_in_box=session.typed >= number)


class SessionHolder:
    """The newest session of one visitor, for handlers that run side by side; see the rule above."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lock = threading.Lock()
        self._serial = 0
        self._begun = session.fold
        self._progress = Progress()

    def __deepcopy__(self, memo: dict[int, Any]) -> SessionHolder:
        """A holder for the next visitor; sessions are frozen, so the first one is shared."""
        return SessionHolder(self._session)

    @property
    def session(self) -> Session:
        """The newest session."""
        return self._session

    def choose(self, change: Change) -> Session:
        """Write at once what the visitor chose: decoder or options, never a result."""
        with self._lock:
            self._session = change(self._session)
            return self._session

    def note_typing(self, *, is_other: bool) -> None:
        """Keep that something was typed, and whether the sequence box holds another RNA now than the result's."""
        with self._lock:
            self._session = replace(self._session, typed=self._begun, is_other_in_box=is_other)

    def begin_fold(self) -> int:
        """The number of a fold that begins now; the one before it is not wanted any more."""
        with self._lock:
            self._progress.cancel()
            self._progress = Progress()
            self._begun += 1
            return self._begun

    def progress_of(self, fold: int) -> Progress:
        """The progress of a fold, which is cancelled where a newer one has begun."""
        with self._lock:
            if fold == self._begun:
                return self._progress
        overtaken = Progress()
        overtaken.cancel()
        return overtaken

    def is_overtaken(self, fold: int) -> bool:
        """Whether a newer fold has begun, so that this one need not run any more."""
        return fold < self._begun

    def publish(self, change: Change, panels: Panels) -> str:
        """Change the session and answer with the panels that look different now.

        Args:
            change: gives the next session; it may run more than once.
            panels: gives the HTML of the panels that the change may have touched, by name.

        Returns:
            The answer as the page takes it.
        """
        while True:
            answer = self._swap(self._session, change, panels)
            if answer is not None:
                return answer

    def publish_fold(self, number: int, change: Change, panels: Panels) -> str | None:
        """The same for the answer of a fold that took this number; None if a newer one is shown already."""
        while True:
            before = self._session
            if number < before.fold:
                return None
            answer = self._swap(before, partial(_folded, change=change, number=number), panels)
            if answer is not None:
                return answer

    def _swap(self, before: Session, change: Change, panels: Panels) -> str | None:
        """Change the session, unless it is not `before` any more."""
        after = change(before)
        made = panels(after)
        new = {name: html for name, html in made.items() if not before.has(name, html)}
        after = after.having(made)
        with self._lock:
            if self._session is not before:
                return None
            self._session = after
            return self._answer(new)

    def answer(self, panels: Mapping[str, str]) -> str:
        """An answer that leaves the session as it is; only for panels of `MESSAGES`."""
        with self._lock:
            return self._answer(panels)

    def _answer(self, panels: Mapping[str, str]) -> str:
        # Microseconds, so that a holder that is made anew for a page that is open already does not begin below it.
        self._serial = max(self._serial + 1, time.time_ns() // 1000)
        made = {"serial": self._serial, "panels": {name: str(html) for name, html in panels.items()}}
        return orjson.dumps(made).decode()

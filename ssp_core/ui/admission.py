"""Which folds run at the same time, of all visitors: as many as there is memory for, each client in its turn.

Those inside share the network's passes (`ssp_core.passes`) and the worker processes. Of those that wait, the next is
one whose client has the fewest inside, so that who asks for many waits for himself. A client has a share of the places.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from ssp_core.errors import BusyError

_CELLS = 4_000_000  # pairs of positions of all folds inside: four RNAs of 1,000 nt
_INSIDE = 16  # folds; more than a pass takes bring nothing
_SHARE = 40  # of the places to wait, for one client: a class behind one address is one


@dataclass(eq=False)
class _Fold:
    """A fold that wants in; `entered` is done once it may."""

    client: Hashable
    cells: int
    entered: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Admission:
    """Lets folds in, for one event loop."""

    def __init__(self, share: int = _SHARE) -> None:
        self.share = share
        self._waiting: list[_Fold] = []
        self._inside: list[_Fold] = []

    @property
    def waiting(self) -> int:
        """How many folds wait to be let in."""
        return len(self._waiting)

    @asynccontextmanager
    async def fold(self, client: Hashable, length: int) -> AsyncIterator[None]:
        """Hold a place while an RNA of this length is folded, once there is one.

        Raises:
            BusyError: at once, if the client has its share of folds waiting.
        """
        fold = _Fold(client, length * length)
        if sum(other.client == client for other in self._waiting) >= self.share:
            raise BusyError(
                f"{self.share} folds of yours are waiting here already, so this one was not taken; please wait for one "
                "of them."
            )
        self._waiting.append(fold)
        self._let_in()
        try:
            await fold.entered
            yield
        finally:
            (self._inside if fold in self._inside else self._waiting).remove(fold)
            self._let_in()

    def _let_in(self) -> None:
        while self._waiting:
            of_client = Counter(fold.client for fold in self._inside)
            following = min(self._waiting, key=lambda fold: of_client[fold.client])  # the first of several
            cells = following.cells + sum(fold.cells for fold in self._inside)
            if self._inside and (cells > _CELLS or len(self._inside) >= _INSIDE):
                return  # nobody overtakes it, or a long RNA would never get in
            self._waiting.remove(following)
            self._inside.append(following)
            if not following.entered.cancelled():
                following.entered.set_result(None)

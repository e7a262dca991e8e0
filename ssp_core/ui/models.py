"""The models on offer and their predictors, loaded once each and shared: they hold weights, nothing of a visitor's."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock

from ssp_core.network.zoo import ZooModel, zoo
from ssp_core.predictor import Predictor

DEFAULT = "bundled"
_log = logging.getLogger(__name__)


class ModelError(RuntimeError):
    """A model that cannot be had or has failed; the message is one sentence to show."""


class Models:
    """Predictors by name. `load` makes one; it is called at most once at a time for a name."""

    def __init__(self, load: Callable[[str], Predictor] = Predictor) -> None:
        self._load = load
        self._loaded: dict[str, Predictor] = {}
        self._lock = Lock()

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Label and name of every model a visitor may choose."""
        return [(f"{entry.title}: {badge(entry)}", entry.key) for entry in zoo()]

    def get(self, name: str) -> Predictor:
        """The predictor of that name, loaded if need be; raises `ModelError` with a sentence."""
        if name not in {known for _, known in self.choices}:
            raise ModelError("There is no model of that name here; choose one from the list.")
        with self._lock:
            if name not in self._loaded:
                try:
                    self._loaded[name] = self._load(name)
                except Exception as error:
                    _log.exception("loading %s failed", name)
                    raise ModelError(f"The model {name} could not be loaded ({type(error).__name__}).") from error
            return self._loaded[name]

    def warm(self) -> None:
        """Load the model in the box ahead of the first visitor; a failure is told when a visitor asks for it."""
        try:
            self.get(DEFAULT)
        except ModelError:
            return


def badge(entry: ZooModel) -> str:
    """What a model's head has learned, in a few words that stand wherever its output stands."""
    if not entry.trained:
        return "fresh head, untrained"
    return "published head, zero-shot" if entry.head == "published" else "trained by this project"

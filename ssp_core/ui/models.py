"""The models on offer and their predictors, loaded once each and shared: they hold weights, nothing of a visitor's."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from threading import Lock
from typing import Protocol

import gradio as gr

from ssp_core.errors import CheckpointError, HubError
from ssp_core.network import zoo
from ssp_core.network.hub import Progress
from ssp_core.predictor import Predictor

from .templates import file_size as size

DEFAULT = "bundled"
_log = logging.getLogger(__name__)


class ModelError(RuntimeError):
    """A model that cannot be had or has failed; the message is one sentence to show."""


class NotHereError(ModelError):
    """A model that has to be downloaded first, which may take minutes."""


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turn a failure of the machinery into a `ModelError` that can be shown, and keep the details in the log."""
    try:
        yield
    except ModelError:
        raise
    except Exception as error:
        _log.exception("%s", what)
        raise ModelError(f"{what} ({type(error).__name__}); the last result stays.") from error


class Load(Protocol):
    """Makes the predictor of a name, saying how far a download is."""

    def __call__(self, name: str, /, *, progress: Progress) -> Predictor: ...


class Models:
    """Predictors by name. `load` makes one; it is called at most once at a time for a name."""

    def __init__(self, load: Load = Predictor) -> None:
        self._load = load
        self._loaded: dict[str, Predictor] = {}
        # One lock a name: a download of minutes keeps nobody from the model in the box.
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Label and name of every model a visitor may choose."""
        return [(f"{entry.title}: {badge(entry)}", entry.key) for entry in zoo.offered()]

    def here(self, name: str) -> Predictor:
        """The predictor of that name if its files are on this machine; raises `NotHereError` where they are not, and
        `ModelError` as `get` does. For handlers in a queue that no download may hold up."""
        entry = entry_of(name)
        if name not in self._loaded and zoo.folder_of(entry) is None:
            raise NotHereError(f"{entry.title} is being downloaded; the RNA is folded as soon as it is here.")
        return self.get(name)

    def get(self, name: str) -> Predictor:
        """The predictor of that name, loaded if need be; raises `ModelError` with a sentence."""
        entry_of(name)
        with self._locks[name]:
            if name not in self._loaded:
                self._loaded[name] = self._open(name)
            return self._loaded[name]

    def _open(self, name: str) -> Predictor:
        with told(f"The model {name} could not be loaded"):
            try:
                return self._load(name, progress=_on_the_page())
            except (CheckpointError, HubError) as error:
                raise ModelError(str(error)) from error

    def warm(self) -> None:
        """Load the model in the box ahead of the first visitor; a failure is told when a visitor asks for it."""
        try:
            self.get(DEFAULT)
        except ModelError:
            return


def _on_the_page() -> Progress:
    """Tells whoever waits for this event how much of a download is here; nobody, where no visitor waits."""
    bar, here = gr.Progress(), copy_context()

    def tell(done: int, total: int) -> None:
        # The threads that download do not know which event they work for; a context serves one thread at a time.
        words = f"Downloading the model: {size(done)} of {size(total)}"
        here.copy().run(bar, done / max(1, total), desc=words)

    return tell


def entry_of(name: str) -> zoo.ZooModel:
    """The entry of a model on offer; raises `ModelError` for anything else, so that a visitor never names a path."""
    for entry in zoo.offered():
        if entry.key == name:
            return entry
    raise ModelError("There is no model of that name here; one from the list is wanted.")


def badge(entry: zoo.ZooModel) -> str:
    """What a model's head has learned, and whether the model is here, in a few words."""
    learned = {"pairing": "trained by this project", "published": "published head, zero-shot"}
    words = learned.get(entry.head, "trained") if entry.trained else "fresh head, untrained"
    return words if zoo.folder_of(entry) else f"{words}, not downloaded"

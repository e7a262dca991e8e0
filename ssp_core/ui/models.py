"""The models on offer and their predictors, opened once each and shared: they hold nothing of any visitor."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Protocol

from ssp_core.errors import InputError, ModelError
from ssp_core.network import zoo
from ssp_core.network.hub import Progress
from ssp_core.progress import CancelledWorkError

from .fault_log import note
from .templates import file_size

if TYPE_CHECKING:
    from ssp_core.predictor import Predictor

DEFAULT = "bundled"
_MOST_ADOPTED = 8  # trained models that are kept in memory


@contextmanager
def reraise_as_model_error(what: str) -> Iterator[None]:
    """Turn a failure of the machinery into a `ModelError` that can be shown, and keep its details in the log.

    Errors that are a sentence already pass as they are, and so does the end of work that was cancelled.
    """
    try:
        yield
    except (ModelError, InputError, CancelledWorkError):
        raise
    except Exception as error:
        note(what, error)
        raise ModelError(f"{what} ({type(error).__name__}); nothing was changed.") from error


class Load(Protocol):
    """Makes the predictor of a name and reports how much of a download is done."""

    def __call__(self, name: str, /, *, progress: Progress) -> Predictor: ...


@dataclass
class Opening:
    """A model that is being opened: its predictor to be, and the bytes of a download, 0 where there is none."""

    predictor: Future[Predictor] = field(default_factory=Future)
    done: int = 0
    total: int = 0

    def progress(self, done: int, total: int) -> None:
        """Note how far a download is."""
        self.done, self.total = done, total


def _load(name: str, /, *, progress: Progress) -> Predictor:
    from ssp_core.predictor import Predictor  # torch comes with it: after the page

    return Predictor(name, progress=progress)


class Models:
    """Predictors by name; `load` makes one (by default `Predictor`), at most once at a time for each name."""

    def __init__(self, load: Load | None = None) -> None:
        self._load = load or _load
        self._openings: dict[str, Opening] = {}
        self._adopted: list[str] = []  # of models that visitors have trained
        self._lock = Lock()

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Label and name of every model a visitor may choose."""
        return [(label(entry), entry.key) for entry in zoo.offered()]

    def is_here(self, name: str) -> bool:
        """Whether a model can be opened without a download; ModelError for a name that is not on offer."""
        return self.is_open(name) or zoo.folder_of(entry_of(name)) is not None

    def is_open(self, name: str) -> bool:
        """Whether a model can be had at once."""
        opening = self._openings.get(name)
        return opening is not None and opening.predictor.done()

    def get(self, name: str) -> Predictor:
        """The predictor of a name, opened and downloaded where needed; ModelError where it cannot be had."""
        return self.open(name).predictor.result()

    def open(self, name: str) -> Opening:
        """Begin to open a model, unless that has begun; what failed before is tried again."""
        with self._lock:
            if name not in self._openings:
                entry_of(name)
                self._openings[name] = Opening()
                Thread(target=self._run, args=(name, self._openings[name]), daemon=True).start()
            return self._openings[name]

    def adopt(self, key: str, folder: Path) -> Predictor:
        """Open a model that a visitor has trained, under a key that nobody can guess; the oldest of too many goes.

        ModelError where its files are gone or damaged.
        """
        with reraise_as_model_error("The trained model could not be opened"):
            predictor = self._load(str(folder), progress=lambda *_: None)
        predictor.entry = replace(predictor.entry, key=key)
        opening = Opening()
        opening.predictor.set_result(predictor)
        with self._lock:
            self._openings[key] = opening
            self._adopted = [*(other for other in self._adopted if other != key), key]
            for old in self._adopted[:-_MOST_ADOPTED]:
                self._openings.pop(old, None)
            self._adopted = self._adopted[-_MOST_ADOPTED:]
        return predictor

    def _run(self, name: str, opening: Opening) -> None:
        try:
            with reraise_as_model_error(f"The model {name} could not be loaded"):
                predictor = self._load(name, progress=opening.progress)
        except Exception as error:  # noqa: BLE001 - it is raised where the predictor is asked for
            with self._lock:
                del self._openings[name]
            opening.predictor.set_exception(error)
        else:
            opening.predictor.set_result(predictor)


def entry_of(name: str) -> zoo.ZooModel:
    """The zoo's entry of a model on offer; ModelError for anything else, so that a visitor never names a path."""
    for entry in zoo.offered():
        if entry.key == name:
            return entry
    raise ModelError("There is no model of that name here; please choose one from the list.")


def label(entry: zoo.ZooModel) -> str:
    """How the list of models names an entry, with what it takes to use it."""
    if entry.repository is None:
        return f"{title(entry)} (works offline)"
    if zoo.folder_of(entry) is not None:
        return title(entry)
    size = f"{file_size(entry.download)} download" if entry.download else "download"
    return f"{title(entry)} ({size})"


def title(entry: zoo.ZooModel) -> str:
    """A model's name for people."""
    return "Built-in model" if entry.head == "pairing" else entry.title


def badge(entry: zoo.ZooModel) -> str:
    """What a model's head was trained for and whether the model is here, in a few words."""
    learned = {"pairing": "trained by this project", "published": "published head, not trained further"}
    words = learned.get(entry.head, "trained") if entry.trained else "untrained head"
    return words if zoo.folder_of(entry) else f"{words}, not downloaded"

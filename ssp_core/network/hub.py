"""Where a model's files are: a local folder, or a repository of the Hub, downloaded once into its cache."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huggingface_hub import snapshot_download
from huggingface_hub.errors import LocalEntryNotFoundError, RepositoryNotFoundError, RevisionNotFoundError
from huggingface_hub.utils.tqdm import tqdm

from ssp_core.errors import HubError
from ssp_core.network.checkpoint import CONFIG

# Tensors and their settings: no code, no pickled tokenizer.
_FILES = ["config.json", "model.safetensors", "vocab.txt"]
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Located:
    """A folder with a model's files; `revision` is the Hub's commit, or "local" for a local folder."""

    folder: Path
    revision: str


def locate(name: str | Path, *, revision: str | None = None, progress: Progress | None = None) -> Located:
    """The folder with a model's files, downloaded if they are not on this machine.

    Args:
        name: a local folder, or a Hub name (`owner/name`); a folder is preferred to a repository of the same name.
        revision: a commit, branch or tag of the repository.
        progress: called with bytes done and bytes in all, from the threads that download. An interrupted download
            continues where it stopped.

    Raises:
        HubError: there is no such folder, and the repository could not be downloaded.
    """
    folder = Path(name)
    if folder.is_dir():
        return Located(folder, "local")
    repository = str(name)
    if not _REPOSITORY.fullmatch(repository):
        raise HubError(f"Found no folder and no Hub name in {repository!r}: wanted a model's folder or owner/name.")
    found = find_local(repository, revision=revision)
    return found or _download(repository, revision, progress)


def find_local(repository: str, *, revision: str | None = None) -> Located | None:
    """A repository that was downloaded before, or None; makes no connection."""
    try:
        folder = Path(snapshot_download(repository, revision=revision, allow_patterns=_FILES, local_files_only=True))
    except OSError:
        return None
    return Located(folder, folder.name) if (folder / CONFIG).is_file() else None


def _download(repository: str, revision: str | None, progress: Progress | None) -> Located:
    bar = _bar_for(progress) if progress else None
    try:
        folder = Path(snapshot_download(repository, revision=revision, allow_patterns=_FILES, tqdm_class=bar))
    except (RepositoryNotFoundError, RevisionNotFoundError) as error:
        raise HubError(f"The Hub has no open repository {repository}, or no such revision of it.") from error
    except LocalEntryNotFoundError as error:
        raise HubError(
            f"{repository} is not on this machine and the Hub could not be reached: connect once to download it, or "
            "choose a model that is here."
        ) from error
    except Exception as error:  # the Hub's client, its transport and a full disk each raise other errors
        raise HubError(
            f"{repository} is not on this machine and its download failed ({type(error).__name__}): try again later, "
            "or choose a model that is here."
        ) from error
    if not (folder / CONFIG).is_file():
        raise HubError(f"The Hub's repository {repository} holds no {CONFIG}: wanted a published model.")
    return Located(folder, folder.name)


def _bar_for(progress: Progress) -> type[Any]:
    """A silent progress bar that reports the bytes written; the Hub's client wants a class."""

    class Bar(tqdm):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            # The client makes several bars; the one of this name counts the bytes that are on the disk.
            self._counts = kwargs.get("name") == "huggingface_hub.snapshot_download"
            self._done = int(kwargs.get("initial") or 0)
            super().__init__(*args, **{**kwargs, "file": io.StringIO()})

        def update(self, n: float | None = 1) -> None:
            self._done += int(n or 0)
            if self._counts:
                progress(self._done, int(self.total or 0))
            super().update(n)

    return Bar

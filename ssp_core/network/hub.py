"""Where the files of a model or a data set are: a local folder, or the Hub, downloaded once into its cache."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huggingface_hub import get_session, snapshot_download
from huggingface_hub.constants import HF_HUB_DOWNLOAD_TIMEOUT
from huggingface_hub.errors import LocalEntryNotFoundError, RepositoryNotFoundError, RevisionNotFoundError
from huggingface_hub.utils.tqdm import tqdm

from ssp_core.assets import ASSETS
from ssp_core.errors import HubError
from ssp_core.network.model_files import CONFIG

# Tensors and their settings: no code, no pickled tokenizer.
_FILES = ["config.json", "model.safetensors", "vocab.txt"]
_DATA_FILES = ["*.json", "*.jsonl", "*.tsv"]
# OmniGenBench keeps its sets, which have no owner in their names, as archives in one repository.
_SETS, _ARCHIVE = "yangheng/OmniGenBench_Hub", "datasets/{}.zip"
_SET = re.compile(r"[A-Za-z0-9][\w.-]{0,95}")
_BUNDLED = "bundled"
BUNDLED = ASSETS / _BUNDLED
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
        name: "bundled", a local folder, or a Hub name (`owner/name`); a folder is preferred to a repository of the same
            name.
        revision: a commit, branch or tag of the repository.
        progress: called with bytes done and bytes in all, from the threads that download. An interrupted download
            continues where it stopped.

    Raises:
        HubError: there is no such folder, and the repository could not be downloaded.
    """
    folder = BUNDLED if name == _BUNDLED else Path(name)
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


def locate_data(name: str) -> Path:
    """The folder or ZIP archive with a data set of the Hub, downloaded if it is not on this machine.

    Args:
        name: a set of OmniGenBench, such as RNA-SSP-Archive2, or a repository of data (`owner/name`).

    Raises:
        HubError: there is no such set, or it could not be downloaded.
    """
    found = find_local_data(name)
    if found is None:
        _snapshot(_data_repository(name)[0], "give a file or folder that is here", **_data_options(name))
        found = find_local_data(name)
    if found is None:
        raise HubError(f"The Hub has no data set {name}: wanted a set of OmniGenBench, or owner/name.")
    return found


def find_local_data(name: str) -> Path | None:
    """A data set that was downloaded before, or None; makes no connection."""
    repository, archive = _data_repository(name)
    try:
        folder = Path(snapshot_download(repository, local_files_only=True, **_data_options(name)))
    except OSError:
        return None
    if archive is None:
        return folder if any(path.match(pattern) for path in folder.rglob("*") for pattern in _DATA_FILES) else None
    return folder / archive if (folder / archive).is_file() else None


def _data_repository(name: str) -> tuple[str, str | None]:
    """The repository of a data set, and the archive in it that holds the set, None for the whole repository."""
    if _REPOSITORY.fullmatch(name):
        return name, None
    if _SET.fullmatch(name):
        return _SETS, _ARCHIVE.format(name)
    raise HubError(f"Found no file, no folder and no Hub name in {name!r}: wanted known structures, or a set's name.")


def _data_options(name: str) -> dict[str, Any]:
    archive = _data_repository(name)[1]
    return {"repo_type": "dataset", "allow_patterns": _DATA_FILES if archive is None else [archive]}


def _download(repository: str, revision: str | None, progress: Progress | None) -> Located:
    bar = _bar_for(progress) if progress else None
    options = {"revision": revision, "allow_patterns": _FILES, "tqdm_class": bar}
    folder = _snapshot(repository, "choose a model that is here", **options)
    if not (folder / CONFIG).is_file():
        raise HubError(f"The Hub's repository {repository} holds no {CONFIG}: wanted a published model.")
    return Located(folder, folder.name)


def _snapshot(repository: str, otherwise: str, **options: Any) -> Path:
    """Download files of a repository; the HubError names what else can be done."""
    hooks = get_session().event_hooks["request"]
    if _bound not in hooks:
        hooks.append(_bound)
    try:
        return Path(snapshot_download(repository, **options))
    except (RepositoryNotFoundError, RevisionNotFoundError) as error:
        raise HubError(f"The Hub has no open repository {repository}, or no such revision of it.") from error
    except LocalEntryNotFoundError as error:
        raise HubError(
            f"{repository} is not on this machine and the Hub could not be reached: connect once to download it, or "
            f"{otherwise}."
        ) from error
    except Exception as error:  # the Hub's client, its transport and a full disk each raise other errors
        raise HubError(
            f"{repository} is not on this machine and its download failed ({type(error).__name__}): try again later, "
            f"or {otherwise}."
        ) from error


def _bound(request: Any) -> None:
    """Give a request of the Hub's client a time in which an answer must begin: it has none for a repository's list."""
    times = request.extensions.get("timeout", {})
    request.extensions["timeout"] = {
        kind: times.get(kind) or HF_HUB_DOWNLOAD_TIMEOUT for kind in ("connect", "read", "write", "pool")
    }


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

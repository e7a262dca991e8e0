"""A set of known structures in three parts, train, valid and test: from a folder, a file, the Hub, or as shipped."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from ssp_core.assets import ASSETS
from ssp_core.errors import FormatError, HubError, InputError
from ssp_core.network import hub
from ssp_core.text import one_line

from .rows import LabelledRna, Limits, Parts, read_rows, split

SERIES = "RNA-SSP-Archive2"  # the set of the tutorial series
SHIPPED = ASSETS / "series"
_PARTS = {"train": ("train",), "valid": ("valid", "val", "validation", "dev"), "test": ("test",)}
_NO_DATA = {".py", ".md", ".ipynb"}
_SHARE, _SEED = 0.1, 0  # of a single file, for validation and for testing each


@dataclass(frozen=True)
class Splits:
    """RNAs by part; "train" is always there.

    `description` says in one clause where they are from; `notes` are sentences on what was left out, or on what was
    loaded instead; `by_thermodynamics` is true where ViennaRNA predicted the structures.
    """

    parts: Parts
    description: str
    notes: tuple[str, ...] = ()
    by_thermodynamics: bool = False


def read_splits(name: str | Path) -> Splits:
    """The parts of a set.

    Args:
        name: a folder with files train.*, valid.* and test.*; a single file, of which a tenth is for validation and
            another for testing; or the name of a set of the Hub. Where the Hub's RNA-SSP-Archive2 cannot be had, the
            shipped set stands in for it, with a note that says so.

    Raises:
        FormatError: a file or a row cannot be used; the message names file, line and reason.
        HubError: there is no such file or folder, and the set could not be downloaded.
        InputError: there is nothing to train on.
    """
    path = Path(name)
    if path.is_file():
        rnas, note = read_rows(path.read_bytes(), path.name)
        rest, test = split(rnas, _SHARE, _SEED)
        train, valid = split(rest, _SHARE / (1 - _SHARE), _SEED)
        parts = {"train": tuple(train), "valid": tuple(valid), "test": tuple(test)}
        return Splits(parts, path.name, (note,) if note else ())
    if path.is_dir():
        return _of_files(dict(_folder_files(path)), path.name)
    try:
        found = hub.locate_data(str(name))
    except HubError as error:
        if str(name) != SERIES:
            raise
        return _shipped(error)
    files = _folder_files(found) if found.is_dir() else _archive_files(found)
    return _of_files(dict(files), f"the Hub's {name}")


def _shipped(reason: HubError) -> Splits:
    found = _of_files(dict(_folder_files(SHIPPED)), "random RNAs with the structures that ViennaRNA predicts")
    counts = ", ".join(f"{len(rnas)} ({part})" for part, rnas in found.parts.items())
    note = f"The small set shipped with ssp_core is loaded in place of {SERIES}: {counts} {found.description}; {reason}"
    return Splits(found.parts, found.description, (note,), by_thermodynamics=True)


def _folder_files(folder: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes


def _archive_files(path: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        raise FormatError(f"{path.name} is damaged: remove it from the Hub's cache and download it again.") from None
    for entry in entries:
        if entry.file_size <= 4 * Limits().characters:
            yield entry.filename, partial(_unpacked, path, entry.filename)


def _unpacked(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def _of_files(files: Mapping[str, Callable[[], bytes]], description: str) -> Splits:
    parts: dict[str, tuple[LabelledRna, ...]] = {}
    notes = []
    for part, stems in _PARTS.items():
        names = [name for name in files if _stem(name) in stems]
        if len(names) > 1:
            raise InputError(f"{one_line(description)} has {' and '.join(names)}; one file for {part} is wanted.")
        for name in names:
            parts[part], note = read_rows(files[name](), PurePosixPath(name).name)
            notes += [f"{part}: {note}"] if note else []
    if "train" not in parts:
        raise InputError(f"{one_line(description)} has no file train.*; train.*, valid.* and test.* are wanted.")
    return Splits(parts, description, tuple(notes))


def _stem(name: str) -> str:
    path = PurePosixPath(name)
    return "" if path.suffix.lower() in _NO_DATA else path.name.split(".")[0].lower()

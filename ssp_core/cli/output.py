"""Where commands write: a file or standard output, tried before any work and written while the work goes on."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from ssp_core.errors import InputError, SspCoreError

STDOUT = "-"
_PROBE = 4096  # bytes that must fit the device


class Output:
    """A file or standard output, as a context.

    On entry the file is opened, without losing what it holds; `InputError` says why it cannot be written. The first
    `write` replaces what it held. A file that gets nothing stays as it was, or is not made.

    Args:
        target: a path, or `-`.
        inputs: paths that must not be overwritten.
    """

    def __init__(self, target: str, inputs: Sequence[str] = ()) -> None:
        self.title = "standard output" if target == STDOUT else target
        self._path = None if target == STDOUT else Path(target)
        self._inputs = inputs
        self._kept = 0
        self._written = False

    def __enter__(self) -> Output:
        if self._path is None:
            self._stream: IO[bytes] = sys.stdout.buffer
            return self
        self._is_new = not self._path.exists()
        try:
            self._stream = _open(self._path, self._inputs)
        except OSError as error:
            if self._is_new:
                self._path.unlink(missing_ok=True)
            raise InputError(f"{self.title!r} cannot be written: {error.strerror}.") from None
        return self

    @property
    def file(self) -> Path | None:
        """The file, if it is one that keeps what is written: neither standard output nor a device."""
        return self._path if self._path is not None and _is_regular(self._stream) else None

    def keep(self, size: int) -> None:
        """Let the first `write` leave so many bytes of what the file held."""
        self._kept = size

    def write(self, text: str) -> None:
        """Write text and hand it to the system at once."""
        try:
            if self._path is not None and not self._written and _is_regular(self._stream):
                self._stream.truncate(self._kept)
            self._written = True
            self._stream.write(text.encode())
            self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise SspCoreError(f"{self.title!r} could not be written to its end: {error.strerror}.") from None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._path is None:
            return
        with suppress(OSError):  # a full device has been reported by `write`
            self._stream.close()
        if self._is_new and not self._written:
            self._path.unlink(missing_ok=True)


def try_output(path: Path, inputs: Sequence[str] = ()) -> None:
    """Raise `InputError` if a file cannot be written; it stays as it is."""
    with Output(str(path), inputs):
        pass


def numbered(output: str, count: int, suffixes: Sequence[str]) -> list[Path | None]:
    """The file of each of so many results, numbered if there are several; None for standard output."""
    if output == STDOUT:
        if count > 1:
            raise InputError(f"The input holds {count} RNAs; standard output takes one of them, a file name is wanted.")
        return [None]
    path = Path(output)
    if path.suffix.lower() not in suffixes:
        raise InputError(
            f"The suffix {path.suffix!r} of the output is unknown; one of {', '.join(suffixes)} is wanted."
        )
    if count == 1:
        return [path]
    return [path.with_stem(f"{path.stem}-{number}") for number in range(1, count + 1)]


def _open(path: Path, inputs: Sequence[str]) -> IO[bytes]:
    """The file, ready for more at its end; raises `InputError`, or `OSError` with what the system says."""
    if path.is_dir():
        raise InputError(f"The output {str(path)!r} is a folder; a file is wanted.")
    if not path.parent.is_dir():
        raise InputError(f"There is no folder {str(path.parent)!r} for the output.")
    for given in inputs:
        if path.exists() and Path(given).exists() and path.samefile(given):
            raise InputError(f"The output {str(path)!r} is also an input; it would be overwritten.")
    stream = path.open("ab", buffering=0)
    try:
        if _is_regular(stream):
            _try_device(path.parent)
        else:
            os.write(stream.fileno(), b"")  # a full device refuses even that
    except OSError:
        stream.close()
        raise
    return stream


def _is_regular(stream: IO[bytes]) -> bool:
    return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)


def _try_device(folder: Path) -> None:
    """Raise `OSError` if nothing more fits the folder's device. A folder that takes no new files is not tried."""
    with suppress(PermissionError), tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(bytes(_PROBE))
        probe.flush()

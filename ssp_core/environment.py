"""The environment variables that change what a server does: what each means, and reading them with a sentence for a
value that cannot be used. README.md has them as a table."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from .errors import SettingsError

Value = TypeVar("Value")


@dataclass(frozen=True)
class Variable(Generic[Value]):
    """One variable: `read` makes its value of the text, and raises ValueError with what is wanted instead."""

    name: str
    default: Value
    read: Callable[[str], Value]
    meaning: str

    def value(self) -> Value:
        """The value now; SettingsError for a text that is none."""
        text = os.environ.get(self.name, "").strip()
        if not text:
            return self.default
        try:
            return self.read(text)
        except ValueError as error:
            raise SettingsError(f"{self.name} is {text[:60]!r}; {error} is wanted.") from None


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text[:12]) <= most:
            raise ValueError(f"a whole number from {least:,} to {most:,}")
        return int(text)

    return read


def _path(text: str) -> str:
    if not text.startswith(("/", "http://", "https://")):
        raise ValueError("a path that begins with /, or a whole address,")
    return text.rstrip("/")


def _one_of(*names: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.upper() not in names:
            raise ValueError(f"one of {', '.join(names)}")
        return text.upper()

    return read


def _names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if "bundled" not in names:
        raise ValueError("a list with commas that has 'bundled', which the page opens with,")
    return names


HOST = Variable("GRADIO_SERVER_NAME", "127.0.0.1", str, "address to listen on; `0.0.0.0` for all of this machine")
PORT = Variable("GRADIO_SERVER_PORT", 7860, _whole(1, 65_535), "port to listen on")
ROOT_PATH = Variable("GRADIO_ROOT_PATH", "", _path, "path under which a proxy shows the page, such as `/rna`")
_ALL: tuple[str, ...] = ()
MODELS = Variable("SSP_CORE_MODELS", _ALL, _names, "models that visitors may choose, with commas")
CACHE_MB = Variable("SSP_CORE_CACHE_MB", 256, _whole(0, 1_000_000), "megabytes of results that are kept")
QUEUE = Variable("SSP_CORE_QUEUE", 128, _whole(1, 10_000), "requests of all visitors that may wait; more are refused")
SESSIONS = Variable("SSP_CORE_SESSIONS", 256, _whole(1, 100_000), "visitors whose results are kept")
LOG = Variable(
    "SSP_CORE_LOG", "INFO", _one_of("DEBUG", "INFO", "WARNING"),
    "`INFO` writes a line for each request, `WARNING` faults only, `DEBUG` their tracebacks too",
)  # fmt: skip
VARIABLES: tuple[Variable[Any], ...] = (HOST, PORT, ROOT_PATH, MODELS, CACHE_MB, QUEUE, SESSIONS, LOG)


def check() -> None:
    """Read all of them; SettingsError for the first that cannot be used."""
    for variable in VARIABLES:
        variable.value()

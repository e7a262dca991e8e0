"""A shell for the tests: commands run in this process, with a predictor without a network."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest

from ssp_core.cli import main
from tests.fakes import FakePredictor


@dataclass(frozen=True)
class Answer:
    """What a command left: exit code, standard output and standard error."""

    code: int
    out: str
    err: str


@dataclass
class Shell:
    """Runs commands; `predictors` are those that were opened, `error` is raised by the record of that number."""

    capture: pytest.CaptureFixture[bytes]
    patch: pytest.MonkeyPatch
    predictors: list[FakePredictor] = field(default_factory=list)
    fails_at: int | None = None
    error: BaseException | None = None

    def __call__(self, *arguments: object, stdin: str = "") -> Answer:
        self.patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = main([str(argument) for argument in arguments])
        found = self.capture.readouterr()
        return Answer(code, found.out.decode(), found.err.decode())

    def open(self, *arguments: Any, **named: Any) -> FakePredictor:
        """What commands get as their `Predictor`."""
        predictor = FakePredictor(*arguments, **named)
        predictor.fails_at, predictor.error = self.fails_at, self.error
        self.predictors.append(predictor)
        return predictor


@pytest.fixture
def shell(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Shell:
    made = Shell(capsysbinary, monkeypatch)
    module = ModuleType("ssp_core.predictor")
    module.Predictor = made.open  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "ssp_core.predictor", module)
    return made

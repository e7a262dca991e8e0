"""Each benchmark names its command in its first line, and answers `--help`."""

from __future__ import annotations

import ast
import runpy
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"
SOURCES = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py")}
COMMANDS = sorted(name for name, source in SOURCES.items() if 'if __name__ == "__main__":' in source)
LIBRARIES = {"__init__", "data", "ensembles", "reliability"}


def test_all_but_the_libraries_are_commands() -> None:
    assert set(SOURCES) - set(COMMANDS) == LIBRARIES


@pytest.mark.parametrize("name", COMMANDS)
def test_the_first_line_names_the_command(name: str) -> None:
    docstring = ast.get_docstring(ast.parse(SOURCES[name])) or ""
    assert f"`python -m benchmarks.{name}`" in docstring.splitlines()[0]


@pytest.mark.parametrize("module", [*(f"benchmarks.{name}" for name in COMMANDS), "tools.card"])
def test_help_is_answered(module: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", [module, "--help"])
    monkeypatch.delitem(sys.modules, module, raising=False)
    with pytest.raises(SystemExit) as ended:
        runpy.run_module(module, run_name="__main__")
    assert ended.value.code == 0
    assert f"usage: python -m {module}" in " ".join(capsys.readouterr().out.split())

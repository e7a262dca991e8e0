"""A module of ours that follows the import of a library's: the library is as it would be alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import sys
sys.path.insert(0, {folder!r})
from ssp_core import late_import
{before}
late_import.after("library.part", {own!r})
print(*(name for name in ("library", "own") if name in sys.modules))
import library.part, inspect
print(library.part.VALUE, "own" in sys.modules, inspect.getsource(library.part).strip())
"""


@pytest.mark.parametrize(
    ("before", "own", "wanted"),
    [
        ("", "own", ["", "1 True VALUE = 1"]),
        ("import library.part", "own", ["library own", "1 True VALUE = 1"]),
        ("", "missing", ["", "1 False VALUE = 1"]),
    ],
)
def test_ours_follows_and_breaks_nothing(tmp_path: Path, before: str, own: str, wanted: list[str]) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "__init__.py").touch()
    (tmp_path / "library" / "part.py").write_text("VALUE = 1\n")
    (tmp_path / "own.py").write_text("from library.part import VALUE\n")
    code = CODE.format(folder=str(tmp_path), before=before, own=own)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == wanted

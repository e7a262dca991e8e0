"""The public door: its names, what loads them, and what importing it leaves alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import ssp_core

HEAVY = {"torch", "numpy", "transformers", "RNA", "gradio", "plotly", "scipy"}


def in_a_new_process(code: str) -> str:
    """What the code prints in a process that has imported nothing."""
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def test_importing_it_brings_no_library() -> None:
    code = """
import sys, time
started = time.perf_counter()
import ssp_core
print(f"{time.perf_counter() - started:.3f}")
print(*{name.split(".")[0] for name in sys.modules})
"""
    seconds, modules = in_a_new_process(code).splitlines()
    print(f"import ssp_core: {seconds} s")  # noqa: T201  # `pytest -rP` shows it
    assert "ssp_core" in modules.split()
    assert not HEAVY & set(modules.split())


def test_the_caller_keeps_its_energy_parameters() -> None:
    code = """
import RNA
RNA.params_load_RNA_Andronescu2007()
before = RNA.fold("GGGGAAAACCCC")
import ssp_core
print(RNA.fold("GGGGAAAACCCC") == before)
"""
    assert in_a_new_process(code).split() == ["True"]


def typed_names() -> dict[str, str]:
    """The module that type checkers take each public name from."""
    tree = ast.parse(Path(ssp_core.__file__).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    ours = [node for node in imports if str(node.module).startswith("ssp_core.")]
    return {alias.name: str(node.module) for node in ours for alias in node.names}


def test_every_public_name_is_known_to_type_checkers() -> None:
    assert sorted(typed_names()) == ssp_core.__all__


@pytest.mark.parametrize(("name", "module"), sorted(typed_names().items()))
def test_each_name_is_loaded_from_where_type_checkers_find_it(name: str, module: str) -> None:
    assert getattr(ssp_core, name) is getattr(import_module(module), name)
    assert getattr(ssp_core, name).__doc__
    assert name in dir(ssp_core)


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Predicter'"):
        _ = ssp_core.Predicter  # type: ignore[attr-defined]

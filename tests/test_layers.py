"""The import contracts of pyproject.toml see what they forbid, and no module is too long.

`lint-imports` checks the contracts themselves; the test command runs it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
CONFIG = ROOT / "pyproject.toml"
MAX_LINES = {"ssp_core": 300, "benchmarks": 300, "tools": 300, "tests": 350}


def test_every_library_has_a_contract() -> None:
    contracts = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    with_contract = {name for contract in contracts for name in contract.get("protected_modules", ())}
    graph = grimp.build_graph("ssp_core", include_external_packages=True, cache_dir=None)
    libraries = {name for name in graph.modules if name.split(".")[0] not in {"ssp_core", *sys.stdlib_module_names}}
    assert libraries - with_contract == {"numpy"}  # which every room may import


@pytest.mark.parametrize("folder", MAX_LINES)
def test_no_module_is_too_long(folder: str) -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / folder).rglob("*.py")}
    assert lengths
    assert not {path: lines for path, lines in lengths.items() if lines > MAX_LINES[folder]}


def broken_contracts(folder: Path) -> list[str]:
    """The names of the contracts that the package in a folder breaks."""
    command = [shutil.which("lint-imports", path=Path(sys.executable).parent) or "lint-imports", "--no-cache"]
    ran = subprocess.run(
        [*command, "--config", CONFIG],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200", "PYTHONUTF8": "1"},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert ran.returncode in (0, 1), ran.stdout + ran.stderr
    return [line.split(" BROKEN")[0] for line in ran.stdout.splitlines() if " BROKEN" in line]


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("network/labels", "from ssp_core.folding import structure", "A room imports only"),
        ("folding/structure", "import ssp_core.network.labels", "A room imports only"),
        ("folding/structure", "from ssp_core import Predictor", "A room imports only"),
        ("rna", "def late():\n    from .folding import structure", "A room imports only"),
        ("attic", "", "A room imports only"),
        ("folding/structure", "from . import metrics", "Inside folding"),
        ("network/labels", "from ssp_core.network import heads", "No circle"),
        ("folding/metrics", "import torch", "Only the network, its training and the predictor import torch"),
        ("folding/metrics", "import RNA", "Only thermo"),
        ("predictor", "import forgi.graph", "Only elements"),
        ("prediction", "import gradio as gr", "Only the page"),
    ],
)
def test_a_forbidden_import_is_found(module: str, line: str, contract: str, tmp_path: Path) -> None:
    package = shutil.copytree(ROOT / "ssp_core", tmp_path / "ssp_core", ignore=shutil.ignore_patterns("__pycache__"))
    with (package / f"{module}.py").open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    assert any(name.startswith(contract) for name in broken_contracts(tmp_path))

"""The laws of the house, read off the sources: who may import whom, who may import what, how long a module may be.

The order of `ROOMS` is the order of the floors, from the page down to what everyone speaks of. A new module
gets its place there, and a new outside library its room in `LIBRARIES`, or the tests fail.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAX_LINES = 300

# Rooms (modules or packages) from top to bottom; those in one row are neighbours that never import each other.
ROOMS = (
    ("app",),
    ("ssp_core.__main__",),
    ("ssp_core",),  # the public door: the file __init__.py alone
    ("ssp_core.ui",),
    ("ssp_core.charts", "ssp_core.training"),
    ("ssp_core.figures",),
    ("ssp_core.predictor",),
    ("ssp_core.prediction", "ssp_core.examples"),
    ("ssp_core.network", "ssp_core.folding"),
    ("ssp_core.cache", "ssp_core.sequence", "ssp_core.card"),
    ("ssp_core.rna", "ssp_core.errors"),
)

# Each outside library and the rooms that may know it.
LIBRARIES = {
    "torch": ("ssp_core.network", "ssp_core.training", "ssp_core.predictor"),
    "transformers": ("ssp_core.network", "ssp_core.training"),
    "safetensors": ("ssp_core.network", "ssp_core.training"),
    "huggingface_hub": ("ssp_core.network",),
    "accelerate": ("ssp_core.training",),
    "RNA": ("ssp_core.folding.thermo",),
    "forgi": ("ssp_core.folding.elements",),
    "pyhmmer": ("ssp_core.folding.homology.search", "ssp_core.training.families"),
    "scipy": ("ssp_core.training.families",),
    "plotly": ("ssp_core.figures", "ssp_core.charts"),
    "orjson": ("ssp_core.figures.frame", "ssp_core.charts.frame"),
    "jinja2": ("ssp_core.ui.templates",),
    "markupsafe": ("ssp_core.ui.templates",),
    "gradio": ("ssp_core.ui", "app"),
    "starlette": ("app",),  # what gradio serves with
    "playwright": ("ssp_core.ui.stills",),  # makes pictures for the repository, never for a visitor
    "numpy": ("ssp_core", "app"),
    "cachetools": ("ssp_core.cache",),
}

# What the figures draw is handed to them: of the rooms below they know only the values of folding.
FIGURES_KNOW = ("ssp_core.figures", "ssp_core.folding")
FIGURES_DO_NOT_KNOW = "ssp_core.folding.thermo"

Sources = dict[str, str]


def sources(*folders: str) -> Sources:
    """The text of app.py and of every module under the folders, by dotted name (a package by its `__init__.py`)."""
    paths = [ROOT / "app.py", *(path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))]
    found = {}
    for path in paths:
        if path.exists():
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = path.read_text(encoding="utf-8")
    return found


def within(module: str, room: str) -> bool:
    """Whether the module is the room or lies in it."""
    return module == room or module.startswith(room + ".")


def floor(module: str) -> tuple[int, str] | None:
    """The number of the module's floor, counted from the top, and its room; None for a module without a place."""
    places = [(number, room) for number, row in enumerate(ROOMS) for room in row]
    if module == "ssp_core":
        return next(place for place in places if place[1] == module)
    return next((place for place in places if place[1] != "ssp_core" and within(module, place[1])), None)


def imported(module: str, text: str, packages: set[str], modules: set[str]) -> Iterator[str]:
    """Dotted names of what the module imports, anywhere in it, functions and `if TYPE_CHECKING` included."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".") if module in packages else module.split(".")[:-1]
                above = parts[: len(parts) - node.level + 1]
                base = ".".join([*above, *([base] if base else [])])
            for alias in node.names:  # `from package import module` is an arrow to the module
                yield f"{base}.{alias.name}" if f"{base}.{alias.name}" in modules else base
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"import_module", "__import__"}:
            names = [argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant)]
            yield from (name for name in names if isinstance(name, str))


def arrows(modules: Sources) -> dict[str, set[str]]:
    """For each module, all that it imports: ours by full name, others by full name as written."""
    names = set(modules)
    packages = {name for name in names if any(other.startswith(name + ".") for other in names)}
    return {name: set(imported(name, text, packages, names)) - {name} for name, text in modules.items()}


def is_ours(module: str) -> bool:
    return module.split(".", maxsplit=1)[0] in {"app", "ssp_core", "benchmarks", "tests"}


def breaches(modules: Sources) -> list[str]:
    """One sentence for each arrow that breaks a law, and for each module or library without a place."""
    found = []
    for module, targets in arrows(modules).items():
        here = floor(module)
        if here is None:
            found.append(f"{module} has no place in ROOMS")
            continue
        for target in sorted(targets):
            if is_ours(target):
                found += list(inner_breaches(module, here, target))
            elif (library := target.split(".")[0]) not in sys.stdlib_module_names:
                rooms = LIBRARIES.get(library)
                if rooms is None:
                    found.append(f"{module} imports {library}, which has no room in LIBRARIES")
                elif not any(within(module, room) for room in rooms):
                    found.append(f"{module} imports {library}, which only {', '.join(rooms)} may")
    return found


def inner_breaches(module: str, here: tuple[int, str], target: str) -> Iterator[str]:
    """What is wrong with an arrow between two modules of ours."""
    there = floor(target)
    if there is None:
        yield f"{module} imports {target}, which has no place in ROOMS"
    elif there[0] < here[0]:
        yield f"{module} imports {target}, which lies above it"
    elif there[0] == here[0] and there[1] != here[1]:
        yield f"{module} imports its neighbour {target}"
    elif here[1] == "ssp_core.figures" and (
        not any(within(target, room) for room in FIGURES_KNOW) or within(target, FIGURES_DO_NOT_KNOW)
    ):
        yield f"{module} imports {target}; a figure draws what it is handed"


def circle(modules: Sources) -> list[str]:
    """The modules of one import circle, or nothing."""
    graph = {name: {target for target in targets if target in modules} for name, targets in arrows(modules).items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_there_is_something_to_check() -> None:
    modules = sources("ssp_core")
    assert {"ssp_core", "ssp_core.predictor", "ssp_core.sequence", "app"} <= set(modules)


def test_arrows_point_down_and_each_library_has_its_room() -> None:
    assert not breaches(sources("ssp_core"))


def test_no_import_circle() -> None:
    assert not circle(sources("ssp_core", "benchmarks"))


def test_no_module_is_too_long() -> None:
    lengths = {name: text.count("\n") for name, text in sources("ssp_core", "benchmarks", "tests").items()}
    assert not {name: lines for name, lines in lengths.items() if lines > MAX_LINES}


def test_every_module_says_what_it_is_for() -> None:
    modules = sources("ssp_core", "benchmarks", "tests")
    assert not [name for name, text in modules.items() if text.strip() and not ast.get_docstring(ast.parse(text))]
    assert not [name for name, text in sources("ssp_core").items() if not text.strip()]


# The checks themselves: each law broken once must be seen.
FINE: Sources = {
    "app": "from ssp_core.ui import page",
    "ssp_core": "from ssp_core.predictor import Predictor",
    "ssp_core.ui": "import gradio as gr\nfrom ssp_core.figures import planar",
    "ssp_core.ui.page": "from ssp_core import figures",
    "ssp_core.figures": "import plotly.graph_objects as go",
    "ssp_core.figures.planar": "from ..folding.structure import Structure",
    "ssp_core.predictor": "import torch\nfrom ssp_core.folding import decoding\nfrom ssp_core.network import model",
    "ssp_core.network": "",
    "ssp_core.network.model": "import torch.nn as nn\nfrom .heads import Head",
    "ssp_core.network.heads": "from ssp_core.sequence import MAX_LENGTH",
    "ssp_core.folding": "",
    "ssp_core.folding.decoding": "import json\nimport numpy as np\nfrom . import structure",
    "ssp_core.folding.structure": "",
    "ssp_core.folding.thermo": "import RNA",
    "ssp_core.sequence": "",
}


def test_a_lawful_house_passes() -> None:
    assert not breaches(FINE)
    assert not circle(FINE)


@pytest.mark.parametrize(
    ("module", "text", "expected"),
    [
        ("ssp_core.network.heads", "from ssp_core.folding import structure", "imports its neighbour"),
        ("ssp_core.folding.decoding", "from ..network.heads import Head", "imports its neighbour"),
        ("ssp_core.folding.structure", "from ssp_core import Predictor", "lies above"),
        ("ssp_core.folding.structure", "import ssp_core.figures.planar", "lies above"),
        ("ssp_core.figures.planar", "def late():\n    from ssp_core import ui", "lies above"),
        ("ssp_core.figures.planar", "from ssp_core.folding import thermo", "draws what it is handed"),
        ("ssp_core.figures.planar", "import ssp_core.predictor", "draws what it is handed"),
        ("ssp_core.sequence", "from .folding import structure", "lies above"),
        ("ssp_core.folding.decoding", "import torch", "which only"),
        ("ssp_core.folding.decoding", "import importlib\nimportlib.import_module('RNA')", "which only"),
        ("ssp_core.figures.planar", "import gradio", "which only"),
        ("ssp_core.ui.page", "from transformers import EsmModel", "which only"),
        ("ssp_core.ui.page", "import plotly", "which only"),
        ("ssp_core.predictor", "import forgi.graph", "which only"),
        ("ssp_core.predictor", "import seaborn", "no room"),
        ("ssp_core.predictor", "from benchmarks import speed", "no place"),
        ("ssp_core.attic", "", "no place"),
    ],
)
def test_each_breach_is_seen(module: str, text: str, expected: str) -> None:
    found = breaches(FINE | {module: text})
    assert len(found) == 1
    assert module in found[0]
    assert expected in found[0]


def test_a_circle_is_seen() -> None:
    house = FINE | {"ssp_core.network.heads": "def late():\n    from ssp_core.network.model import nn"}
    assert set(circle(house)) == {"ssp_core.network.heads", "ssp_core.network.model"}

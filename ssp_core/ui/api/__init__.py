"""The page's functions for programs: typed arguments in, JSON out, listed under "Use via API" and as MCP tools.

`folding`, `structures` and `catalogue` have the functions, `arguments` checks the types of what they are given.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from ssp_core.ui.http.calls import Calls
from ssp_core.ui.models import Models

from . import catalogue
from .arguments import checked
from .folding import Folding
from .structures import Structures

# Queues apart from the page's: a program may wait for a download, and no visitor waits behind it. Folds of all who wait
# share passes of the network; calls with much to do wait for each other, behind which no single fold waits.
_FOLDS = {"concurrency_id": "programs", "concurrency_limit": 16}
_MANY = {"concurrency_id": "programs with much to do", "concurrency_limit": 2}
_SHORT = {"concurrency_id": "decoding"}


def build(models: Models, calls: Calls) -> None:
    """Offer the functions on the page that is being built; they run as `calls`."""
    folding, structures = Folding(models), Structures(models)
    queues: dict[Callable[..., Any], dict[str, Any]] = {
        folding.fold: _FOLDS,
        folding.fold_many: _MANY,
        folding.suboptimal: _FOLDS,
        folding.mutate: _MANY,
        structures.compare: _SHORT,
        structures.draw: _FOLDS,
        catalogue.architecture: _SHORT,
        catalogue.models: _SHORT,
    }
    for function, queue in queues.items():
        gr.api(checked(function, calls), api_name=function.__name__, **queue)

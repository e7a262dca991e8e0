"""The page's functions for programs: typed arguments in, JSON out, listed under "Use via API" and as MCP tools.

`folding`, `structures` and `catalogue` have the functions. `requests` checks which arguments a call has, before gradio
reads it, and `arguments` their types.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from ssp_core.ui.models import Models

from . import catalogue
from .arguments import checked
from .folding import Folding
from .structures import Structures

# Queues apart from the page's: a program may wait for a download or for many RNAs, and no visitor waits behind it.
_LONG, _SHORT = "programs", "decoding"


def build(models: Models) -> None:
    """Offer the functions on the page that is being built."""
    folding, structures = Folding(models), Structures(models)
    queues: dict[Callable[..., Any], str] = {
        folding.fold: _LONG,
        folding.fold_many: _LONG,
        folding.suboptimal: _LONG,
        folding.mutate: _LONG,
        structures.compare: _SHORT,
        structures.draw: _LONG,
        catalogue.architecture: _SHORT,
        catalogue.models: _SHORT,
    }
    for function, queue in queues.items():
        gr.api(checked(function), api_name=function.__name__, concurrency_id=queue)

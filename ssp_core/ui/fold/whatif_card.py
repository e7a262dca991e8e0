"""The What if card: one mutation, or all of them one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import gradio as gr

from ssp_core.rna import BASES
from ssp_core.ui.panel import heading, host

from . import texts
from .scan_runs import ScanRuns

_START_AND_STOP = """
element.addEventListener('click', ({target}) => {
    if (target.closest('#scan')) trigger('submit');
    if (target.closest('#scan-stop')) trigger('stop');
});
"""
# A cell of the map, or a mutation that the words below it name.
_OPEN = """
element.addEventListener('click', ({target}) => {
    const mutation = target.closest('[data-mutation]')?.dataset.mutation;
    if (mutation) trigger('select', {mutation});
});
"""


@dataclass(frozen=True)
class WhatIfCard:
    """The components that its events need; `runs` holds the visitor's `ScanRuns`."""

    position: gr.Number
    base: gr.Radio
    mutate: gr.Button
    tools: gr.HTML
    progress: gr.HTML
    map: gr.HTML
    runs: gr.State


def build(panels: Mapping[str, str]) -> WhatIfCard:
    """Lay the card out where it is called from, with these panels in it."""
    with gr.Column(elem_classes="card whatif-card", elem_id="part-mutate"):
        heading("What if", texts.WHATIF_HINT)
        with gr.Row(elem_classes="whatif"):
            position = gr.Number(1, label="Position", precision=0, elem_id="mutate-position", min_width=90, scale=0)
            base = gr.Radio(
                list(BASES), label="becomes", elem_id="mutate-base", elem_classes="segments", min_width=180, scale=0
            )
            mutate = gr.Button("Mutate", size="md", elem_id="mutate", min_width=100, scale=0)
        host("whatif", "")
        tools = host("scan-tools", panels["scan-tools"], on_load=_START_AND_STOP)
        progress = host("scan-progress", "", on_load=_OPEN)
        scan_map = host("scan-map", "", on_load=_OPEN)
    return WhatIfCard(position, base, mutate, tools, progress, scan_map, gr.State(ScanRuns()))

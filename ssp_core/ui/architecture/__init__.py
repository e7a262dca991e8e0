"""The Architecture tab: what a model is made of, from sequence to logits and down to every module and weight.

`summaries` counts the networks; `diagram`, `modules`, `comparison` and `head_weights` compute what is shown of them;
the templates in assets/templates/architecture write it; `tab` wires the events.
"""

from __future__ import annotations

from .tab import build

__all__ = ["build"]

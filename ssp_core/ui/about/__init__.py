"""The About tab: whether the built-in model can be trusted, how good it is, what made it, and what it cannot do.

`trust` and `tables` compute what is shown from the model's card; the templates in assets/templates/about write it.
"""

from __future__ import annotations

from .tab import build

__all__ = ["build"]

"""plotly's script for the browser, out of the installed package: what makes the figures and what draws them are one."""

from __future__ import annotations

from pathlib import Path

import plotly

PATH = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
NAME = f"plotly-{plotly.__version__}.min.js"  # a version, an address: a browser may keep it for good

"""Where the shipped files are: the bundled model, energies, examples, stylesheets, scripts.

In a checkout they are in the folder `assets` beside the package; the build puts them into the package itself.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_assets"

ASSETS = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "assets"

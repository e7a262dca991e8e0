"""`python -m ssp_core`: the command line, the same as `ssp-core`."""

from __future__ import annotations

import sys

from ssp_core.cli import main

if __name__ == "__main__":
    sys.exit(main())

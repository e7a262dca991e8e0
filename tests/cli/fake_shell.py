"""The command line as a program of its own, with a predictor without a network: for signals and pipes.

`python -m tests.cli.fake_shell SECONDS predict ...` takes that many seconds for each RNA.
"""

from __future__ import annotations

import sys
from functools import partial
from types import ModuleType

from tests.fakes import FakePredictor

if __name__ == "__main__":
    module = ModuleType("ssp_core.predictor")
    module.Predictor = partial(FakePredictor, delay=float(sys.argv[1]))  # type: ignore[attr-defined]
    sys.modules["ssp_core.predictor"] = module

    from ssp_core.cli import main

    sys.exit(main(sys.argv[2:]))

"""The training command: a run from nothing, and one that goes on from a trained model."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file

from ssp_core.network.zoo import BUNDLED
from ssp_core.training import __main__ as command

TABLE = "id\tsource\tsequence\tstructure\n" + "".join(
    f"{number}\tours\tGGGG{'A' * number}AAACCCC\t(((({'.' * number}...))))\n" for number in range(4)
)


def trained(folder: Path, *more: str) -> dict[str, torch.Tensor]:
    """The weights after two steps."""
    table = folder / "table.tsv"
    table.write_text(TABLE, encoding="utf-8")
    command.main([str(table), str(folder / "run"), "--steps", "2", "--synthetic", "4", *more])
    return load_file(folder / "run" / "model" / "model.safetensors")


def test_a_run_goes_on_from_a_trained_model(tmp_path: Path) -> None:
    shipped = load_file(BUNDLED / "model.safetensors")
    for name, more in (("fresh", ()), ("on", ("--start", str(BUNDLED)))):
        (tmp_path / name).mkdir()
        weights = trained(tmp_path / name, *more)
        apart = max(float((weights[key] - shipped[key]).abs().max()) for key in shipped)
        assert (apart < 0.05) == (name == "on"), (name, apart)
    state = json.loads((tmp_path / "on" / "run" / "last" / "state.json").read_text(encoding="utf-8"))
    assert state["recipe"]["rate"] == 1e-3

"""`python -m ssp_core.training TRAIN.tsv FOLDER`: trains the model in the box, or goes on where it stopped.

On several GPUs the same through `accelerate launch -m ssp_core.training ...`.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import torch

from ssp_core.network.model import OmniModelForPairing
from ssp_core.training import synthetic
from ssp_core.training.data import read_table
from ssp_core.training.loop import Recipe, Trainer

SETTINGS = {
    "hidden_size": 160,
    "num_hidden_layers": 5,
    "num_attention_heads": 5,
    "intermediate_size": 640,
    "vocab_size": 24,
    "hidden_dropout_prob": 0.0,
    "pairing": {"maps": 16, "rank": 16, "channels": 32, "dilations": [1, 2, 1, 2, 1, 2]},
}


def main() -> None:
    """Reads the arguments, makes what is missing and trains."""
    parser = argparse.ArgumentParser(prog="python -m ssp_core.training", description=__doc__.splitlines()[0])
    parser.add_argument("table", type=Path, help="known structures, tab-separated: id source sequence structure")
    parser.add_argument("folder", type=Path, help="where checkpoints, curves and the model go; resumed if it is there")
    parser.add_argument("--steps", type=int, required=True, help="batches to train on, in all")
    parser.add_argument("--synthetic", type=int, default=20000, help="RNAs to make and fold (default 20000)")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    known = read_table(chosen.table)
    made = chosen.folder / "synthetic.npz"
    if not made.exists():
        letters = synthetic.make_sequences(chosen.synthetic, [rna.letters for rna in known], seed=chosen.seed)
        synthetic.save(made, synthetic.fold_many(letters, workers=os.cpu_count() or 1))
    torch.manual_seed(chosen.seed)
    model = OmniModelForPairing(SETTINGS, attention="eager")  # faster than fused attention to train on these lengths
    print(f"{sum(parameter.numel() for parameter in model.parameters()):,} parameters, {len(known):,} known RNAs")
    Trainer(model, Recipe(steps=chosen.steps, seed=chosen.seed), chosen.folder).run(known, synthetic.load(made))


if __name__ == "__main__":
    main()

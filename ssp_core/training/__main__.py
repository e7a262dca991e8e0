"""`python -m ssp_core.training TRAIN.tsv FOLDER`: trains the model in the box, or goes on where it stopped.

On several GPUs the same through `accelerate launch -m ssp_core.training ...`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from ssp_core.network.model import OmniModelForPairing
from ssp_core.training.data import TrainingRna, mutate, read_table
from ssp_core.training.loop import Recipe, Trainer, TrainingSet
from ssp_core.training.physics import folded
from ssp_core.training.synthetic import make_sequences

SETTINGS = {
    "hidden_size": 256,
    "num_hidden_layers": 6,
    "num_attention_heads": 8,
    "intermediate_size": 1024,
    "vocab_size": 24,
    "hidden_dropout_prob": 0.1,
    "pairing": {"maps": 16, "rank": 16, "channels": 32, "dilations": [1, 2, 1, 2, 1, 2]},
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads the arguments, makes what is missing and trains."""
    parser = argparse.ArgumentParser(prog="python -m ssp_core.training", description=__doc__.splitlines()[0])
    parser.add_argument("table", type=Path, help="known structures, tab-separated: id source sequence structure")
    parser.add_argument("folder", type=Path, help="where checkpoints, curves and the model go; resumed if it is there")
    parser.add_argument("--steps", type=int, required=True, help="batches to train on, in all")
    parser.add_argument("--synthetic", type=int, default=15000, help="RNAs to make and fold (default 15000)")
    parser.add_argument(
        "--cells", type=int, default=Recipe.cells, help="cells of pair images in a batch; a large GPU takes 2,000,000"
    )
    parser.add_argument(
        "--start", type=Path, help="the folder of a trained model to go on from, such as assets/bundled"
    )
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    rnas = training_set(chosen.table, chosen.folder, made=chosen.synthetic, seed=chosen.seed)
    torch.manual_seed(chosen.seed)
    recipe = Recipe(chosen.steps, seed=chosen.seed, cells=chosen.cells)
    # Attention in steps is faster than fused to train on these lengths.
    if chosen.start is None:
        model = OmniModelForPairing(SETTINGS, attention="eager")
    else:  # the rate has fallen once: it goes up again, not as far, and falls at once
        model = OmniModelForPairing.from_pretrained(chosen.start, attention="eager")
        recipe = replace(recipe, rate=1e-3, decay=0.95)
    print(f"{sum(parameter.numel() for parameter in model.parameters()):,} parameters, {len(rnas.known):,} known RNAs")
    Trainer(model, recipe, chosen.folder).run(rnas)


def training_set(table: Path, folder: Path, *, made: int, seed: int) -> TrainingSet:
    """The known RNAs of `table`, a relative of each, and `made` RNAs of our own making; what ViennaRNA says of them is
    folded once and kept in `folder`. ValueError where `folder` keeps another table's."""
    known = read_table(table)
    random = np.random.default_rng(seed)
    relatives = [mutate(rna, random) for rna in known]
    sequences, ensembles = folded(
        folder / "synthetic.npz", lambda: make_sequences(made, [rna.letters for rna in known], seed=seed)
    )
    return TrainingSet(
        known=_told(known, folder / "known.npz"),
        relatives=_told(relatives, folder / "relatives.npz"),
        made=[TrainingRna(letters, pairs, pairs) for letters, pairs in zip(sequences, ensembles, strict=True)],
    )


def _told(rnas: Sequence[TrainingRna], path: Path) -> list[TrainingRna]:
    """The same RNAs with their thermodynamics."""
    letters = [rna.letters for rna in rnas]
    kept, ensembles = folded(path, lambda: letters)
    if kept != letters:
        raise ValueError(f"{path.name} keeps the thermodynamics of other RNAs: remove it, or name another folder.")
    return [replace(rna, thermo_input=pairs) for rna, pairs in zip(rnas, ensembles, strict=True)]


if __name__ == "__main__":
    main()

"""Train the bundled model, or resume a run: `python -m ssp_core.training TRAIN.tsv FOLDER`.

On several GPUs: `accelerate launch -m ssp_core.training ...`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from ssp_core.errors import InputError
from ssp_core.network.model import OmniModelForPairing
from ssp_core.training.data import TrainingRna, mutate, read_table
from ssp_core.training.pairing_loop import PairingRecipe, PairingTrainer, TrainingSet
from ssp_core.training.synthetic import make_sequences
from ssp_core.training.thermo_input import fold_once

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
    """Read the arguments, make what is missing and train."""
    parser = argparse.ArgumentParser(prog="python -m ssp_core.training", description=__doc__.splitlines()[0])
    parser.add_argument("table", type=Path, help="known structures, tab-separated: id source sequence structure")
    parser.add_argument("folder", type=Path, help="for checkpoints, curves and the model; an existing one is resumed")
    parser.add_argument("--steps", type=int, required=True, help="batches to train on in total")
    parser.add_argument("--synthetic", type=int, default=15000, help="synthetic RNAs to make and fold (default 15000)")
    parser.add_argument(
        "--cells",
        type=int,
        default=PairingRecipe.cells,
        help="pairs of nucleotides in a batch; a large GPU takes 2,000,000",
    )
    parser.add_argument(
        "--start", type=Path, help="the folder of a trained model to continue from, such as assets/bundled"
    )
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    rnas = training_set(chosen.table, chosen.folder, synthetic=chosen.synthetic, seed=chosen.seed)
    torch.manual_seed(chosen.seed)
    recipe = PairingRecipe(chosen.steps, seed=chosen.seed, cells=chosen.cells)
    # For training on these lengths eager attention is faster than fused attention.
    if chosen.start is None:
        model = OmniModelForPairing(SETTINGS, attention="eager")
    else:  # the rate has fallen to 0 before: it rises again, less high, and falls at once
        model = OmniModelForPairing.from_pretrained(chosen.start, attention="eager")
        recipe = replace(recipe, rate=1e-3, decay=0.95)
    print(f"{sum(parameter.numel() for parameter in model.parameters()):,} parameters, {len(rnas.known):,} known RNAs")
    PairingTrainer(model, recipe, chosen.folder).run(rnas)


def training_set(table: Path, folder: Path, *, synthetic: int, seed: int) -> TrainingSet:
    """The known RNAs of `table`, the same mutated, and `synthetic` RNAs, all with `thermo_input`.

    ViennaRNA folds them once; its pair probabilities are stored in `folder`.

    Raises:
        InputError: `folder` has those of another table.
    """
    known = read_table(table)
    random = np.random.default_rng(seed)
    mutated = [mutate(rna, random) for rna in known]
    sequences, pairs = fold_once(
        folder / "synthetic.npz", lambda: make_sequences(synthetic, [rna.sequence for rna in known], seed=seed)
    )
    return TrainingSet(
        known=_with_thermo_input(known, folder / "known.npz"),
        mutated=_with_thermo_input(mutated, folder / "mutated.npz"),
        synthetic=[TrainingRna(sequence, found, found) for sequence, found in zip(sequences, pairs, strict=True)],
    )


def _with_thermo_input(rnas: Sequence[TrainingRna], path: Path) -> list[TrainingRna]:
    """The same RNAs with their pair probabilities from thermodynamics."""
    sequences = [rna.sequence for rna in rnas]
    stored, pairs = fold_once(path, lambda: sequences)
    if stored != sequences:
        raise InputError(f"{path.name} has the pair probabilities of other RNAs: remove it, or name another folder.")
    return [replace(rna, thermo_input=found) for rna, found in zip(rnas, pairs, strict=True)]


if __name__ == "__main__":
    main()

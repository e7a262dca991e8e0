"""How fast a network of OmniGenome-52M's sizes is beside transformers' EsmModel: `python -m benchmarks.speed`.

The network has random weights. RNAs of 512 nt go, one by one, through transformers' EsmModel in float32 with the
published head and the allocator as it comes; then, in the same process, through `Predictor` as the page uses it (its
own precision, its own choice of batch, freed memory kept; also all at once). The ratio is what counts.

`--folds` prints instead what a whole fold by `best` costs, nothing of it in the cache, beside RNAfold's minimum free
energy, by length; `--architecture` how long the Architecture tab takes for each model of the zoo.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import RNA
import torch
from numpy.typing import NDArray
from torch import nn
from transformers import EsmConfig, EsmModel

from ssp_core.folding import thermo
from ssp_core.network import zoo
from ssp_core.network.allocator import ALLOCATOR
from ssp_core.network.checkpoint import load_strictly
from ssp_core.network.heads import OmniModelForPublishedStructure
from ssp_core.network.tokenizer import OmniTokenizer
from ssp_core.predictor import Predictor
from ssp_core.rna import BASES
from ssp_core.ui.architecture import tab as architecture

SETTINGS = {
    "hidden_size": 480,
    "num_hidden_layers": 16,
    "num_attention_heads": 24,
    "intermediate_size": 2400,
    "vocab_size": 24,
}
Classes = NDArray[np.float32]
T = TypeVar("T")


class Stock(nn.Module):
    """The published model, made of transformers' EsmModel and two linear maps, in float32."""

    def __init__(self, config: EsmConfig) -> None:
        super().__init__()
        self.model = EsmModel(config, add_pooling_layer=False)
        self.dense = nn.Linear(config.hidden_size, config.hidden_size)
        self.classifier = nn.Linear(config.hidden_size, 3)

    @torch.inference_mode()
    def probabilities(self, sequence: str) -> Classes:
        """Class probabilities (L, 3)."""
        hidden = self.model(**OmniTokenizer()(sequence)).last_hidden_state
        found: Classes = self.classifier(self.dense(hidden)).softmax(dim=-1)[0, 1:-1].numpy()
        return found


def spread(model: nn.Module) -> None:
    """Give a model weights so large that every layer changes the result; the usual small ones would hide errors."""
    random = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim == 2:
                parameter.copy_(torch.randn(parameter.shape, generator=random) / parameter.shape[1] ** 0.5)


def timed(run: Callable[[], list[T]]) -> tuple[float, float, list[T]]:
    """Seconds on the clock, seconds of processor, and the results."""
    started, worked = time.perf_counter(), time.process_time()
    results = run()
    return time.perf_counter() - started, time.process_time() - worked, results


def stock_classes(stock: Stock, sequence: str) -> list[Classes]:
    """The stock model's class probabilities of one RNA."""
    return [stock.probabilities(sequence)]


def our_classes(predictor: Predictor, sequences: list[str]) -> list[Classes]:
    """Our class probabilities of some RNAs."""
    outputs = predictor.outputs(sequences)
    return [outputs[sequence].class_probabilities for sequence in sequences]


def described(name: str) -> list[tuple[str, ...]]:
    """What the Architecture tab shows of a model."""
    return [architecture.describe(name, 512)]


def compare(length: int, rounds: int) -> None:
    """Print medians, ratios, the share of equal argmax and the memory used."""
    with tempfile.TemporaryDirectory() as folder:
        model = OmniModelForPublishedStructure(SETTINGS).eval()
        spread(model)
        model.save_pretrained(folder)
        ours = Predictor(str(Path(folder)), device="cpu")
    stock = Stock(model.config).eval()
    load_strictly(stock, {**stock.state_dict(), **model.state_dict()}, source="random weights")
    random = np.random.default_rng(0)
    sequences = ["".join(random.choice(list(BASES), size=length)) for _ in range(rounds + 1)]  # the first warms up
    others = ["".join(random.choice(list(BASES), size=length)) for _ in range(rounds)]
    theirs = [timed(partial(stock_classes, stock, sequence)) for sequence in sequences]
    ALLOCATOR.manage()  # as app.py does; it cannot be undone
    one_by_one = [timed(partial(our_classes, ours, [sequence])) for sequence in sequences]
    together = timed(partial(our_classes, ours, others))
    same = np.mean([a[2][0].argmax(1) == b[2][0].argmax(1) for a, b in zip(theirs, one_by_one, strict=True)])
    threads = torch.get_num_threads()
    print(f"{length} nt, random 52M weights, {threads} threads, {ours.dtype}, torch {torch.__version__}")
    print("seconds an RNA   stock  one by one  ratio  together  ratio")
    for index, name in enumerate(("clock", "processor")):
        slow, fast = (float(np.median([run[:2][index] for run in times[1:]])) for times in (theirs, one_by_one))
        batch = together[:2][index] / rounds
        print(f"{name:14} {slow:7.3f} {fast:11.3f} {slow / fast:6.2f} {batch:9.3f} {slow / batch:6.2f}")
    print(f"same argmax on {same:.2%} of nucleotides")
    if sys.platform != "win32":  # which has no such module
        import resource

        print(f"most memory held {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


def folds(lengths: Sequence[int], rounds: int) -> None:
    """Print medians over random RNAs, by length: RNAfold, a fold as the page makes it, and the ratio."""
    ALLOCATOR.manage()
    predictor, random = Predictor("bundled", device="cpu"), np.random.default_rng(0)
    thermo.workers.start()
    predictor.predict(["GGGGAAAACCCC"])  # the worker processes have started
    print(f"{'nt':>5} {'RNAfold, ms':>12} {'best, ms':>9} {'ratio':>6}  of it: network, waiting for ensembles, ms")
    for length in lengths:
        rows = []
        for _ in range(rounds):
            sequence = "".join(random.choice(list(BASES), size=length))
            mfe, _, _ = timed(lambda sequence=sequence: [RNA.fold_compound(sequence).mfe()])  # type: ignore[misc]
            fold, _, [prediction] = timed(lambda sequence=sequence: predictor.predict([sequence]))  # type: ignore[misc]
            rows.append((mfe * 1e3, fold * 1e3, prediction.output.network_ms, prediction.output.thermo_ms))
        mfe, fold, network, waited = np.median(rows, axis=0)
        print(f"{length:5} {mfe:12.1f} {fold:9.1f} {fold / mfe:6.1f}  {network:.0f}, {waited:.0f}", flush=True)
    thermo.workers.stop()


def architecture_tab() -> None:
    """Print how long the Architecture tab takes to build each model of the zoo for 512 nt, for the first time."""
    architecture.describe("bundled", 100)  # what is imported and read once
    for entry in zoo.zoo():
        clock, work, _ = timed(partial(described, entry.key))
        print(f"{entry.key:24} {clock:.2f} s on the clock, {work:.2f} s of processor")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--length", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--folds", type=int, nargs="+", metavar="LENGTH", help="print what folds of these lengths cost")
    parser.add_argument("--architecture", action="store_true", help="time the Architecture tab for each model instead")
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    if chosen.architecture:
        architecture_tab()
    elif chosen.folds:
        folds(chosen.folds, chosen.rounds)
    else:
        compare(chosen.length, chosen.rounds)


if __name__ == "__main__":
    main()

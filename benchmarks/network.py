"""The network by itself beside other ways to run it, and how it grows with length: `python -m benchmarks.network`.

A network of OmniGenome-52M's sizes with random weights, RNAs of several lengths, one by one and eight together: ours
(`Predictor`), transformers' EsmModel in float32, transformers' token-classification pipeline on our classes, and what
else the field offers: torch.compile, weights of 8 bits, ONNX Runtime (where it is installed). Beside them the bundled
network, RNAfold's minimum free energy, and how long the linear maps alone take at the rate of one large product.
`--growth` gives instead the time and the most memory of one RNA, each length in a process of its own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import RNA
import torch
from transformers import pipeline

from ssp_core.network.allocator import ALLOCATOR
from ssp_core.network.checkpoint import load_strictly
from ssp_core.network.heads import OmniModelForPublishedStructure, OmniModelForTokenClassification
from ssp_core.network.labels import STRUCTURE_LABELS
from ssp_core.network.tokenizer import OmniTokenizer
from ssp_core.predictor import Predictor

from .data import random_rna
from .speed import SETTINGS, Stock, spread

TOGETHER = 8
Fold = Callable[[list[str]], object]  # folds some RNAs
Way = tuple[str, Fold, bool]  # its name, what it does, and whether it takes several at once


def rnas(length: int, count: int, first: int = 0) -> list[str]:
    """Random RNAs, numbered from `first`."""
    return [random_rna(length, first + number) for number in range(count)]


def each(fold: Fold, sequences: Sequence[str]) -> float:
    """Median milliseconds of RNAs that are folded one by one; the first warms up."""
    times = []
    for sequence in sequences:
        started = time.perf_counter()
        fold([sequence])
        times.append((time.perf_counter() - started) * 1000)
    return median(times[1:])


def together(fold: Fold, sequences: list[str]) -> float:
    """Milliseconds an RNA of RNAs that are folded at once."""
    started = time.perf_counter()
    fold(sequences)
    return (time.perf_counter() - started) * 1000 / len(sequences)


def random_model(folder: str) -> OmniModelForPublishedStructure:
    """A network of the 52M model's sizes with random weights, saved in a folder."""
    model = OmniModelForPublishedStructure(SETTINGS).eval()
    spread(model)
    model.save_pretrained(folder)
    return model


def onnx_session(stock: Stock) -> Any:
    """ONNX Runtime with the stock network; None where it is not installed."""
    if find_spec("onnxruntime") is None:
        return None
    tokens = OmniTokenizer()(rnas(64, 1)[0])
    names = ["input_ids", "attention_mask"]

    class Exported(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.stock = stock

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            hidden = self.stock.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            found: torch.Tensor = self.stock.classifier(self.stock.dense(hidden))
            return found

    axes = {name: {0: "rnas", 1: "tokens"} for name in names}
    given = tuple(tokens[name] for name in names)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "stock.onnx"
        torch.onnx.export(
            Exported(), given, file, input_names=names, output_names=["logits"], dynamic_axes=axes, dynamo=False
        )
        return import_module("onnxruntime").InferenceSession(str(file), providers=["CPUExecutionProvider"])


def by_onnx(session: Any, sequences: list[str]) -> object:
    """The logits by ONNX Runtime."""
    tokens = OmniTokenizer()(sequences)
    return session.run(None, {name: tokens[name].numpy() for name in ("input_ids", "attention_mask")})


def one_pass(predictor: Predictor, sequences: list[str]) -> object:
    """The network alone, in one pass."""
    return predictor.one_pass(sequences, thermo_input=False)


def ways(folder: str) -> Iterator[Way]:
    """The ways to run the network, the stock one first."""
    model = random_model(folder)
    stock = Stock(model.config).eval()
    load_strictly(stock, {**stock.state_dict(), **model.state_dict()}, source="random weights")

    def plainly(network: Stock, sequences: list[str]) -> object:
        return [network.probabilities(sequence) for sequence in sequences]

    yield "stock EsmModel, float32", partial(plainly, stock), False
    classes = OmniModelForTokenClassification(SETTINGS, label2id=STRUCTURE_LABELS).eval()
    classify = pipeline("token-classification", model=classes, tokenizer=OmniTokenizer(), batch_size=TOGETHER)
    yield "transformers' pipeline", classify, True
    eight_bit = torch.ao.quantization.quantize_dynamic(  # type: ignore[no-untyped-call]
        stock, {torch.nn.Linear}, dtype=torch.qint8
    )
    yield "stock, linear maps of 8 bits", partial(plainly, eight_bit), False
    session = onnx_session(stock)
    if session is not None:
        yield "stock, ONNX Runtime", partial(by_onnx, session), True
    compiled = Stock(model.config).eval()
    compiled.load_state_dict(stock.state_dict())
    compiled.model = torch.compile(compiled.model, dynamic=True)
    yield "stock, torch.compile", partial(plainly, compiled), False
    ALLOCATOR.manage()  # as app.py does; it cannot be undone
    yield "ours", partial(one_pass, Predictor(folder, device="cpu")), True
    yield "bundled network, alone", partial(one_pass, Predictor("bundled", device="cpu")), True
    yield "RNAfold's minimum free energy", lambda sequences: [RNA.fold_compound(rna).mfe() for rna in sequences], False


def ceiling(length: int) -> float:
    """Milliseconds of the linear maps of an RNA, at the rate of a product of two large float32 matrices."""
    matrix = torch.randn(2048, 2048)
    times = []
    for _ in range(6):
        started = time.perf_counter()
        matrix @ matrix
        times.append(time.perf_counter() - started)
    rate = 2 * 2048**3 / min(times)
    hidden, inner = SETTINGS["hidden_size"], SETTINGS["intermediate_size"]
    operations = 2 * (length + 2) * SETTINGS["num_hidden_layers"] * (4 * hidden**2 + 2 * hidden * inner)
    return 1000 * operations / rate


def compare(lengths: Sequence[int], rounds: int) -> None:
    """Print milliseconds an RNA of every way."""
    print(f"52M's sizes, random weights, {torch.get_num_threads()} threads, torch {torch.__version__}; ms an RNA")
    print("| one by one / eight together | " + " | ".join(f"{length} nt" for length in lengths) + " |")
    print("|---" * (len(lengths) + 1) + "|")
    with tempfile.TemporaryDirectory() as folder:
        for name, fold, several in ways(folder):
            cells = []
            for length in lengths:
                alone = each(fold, rnas(length, rounds + 1))
                batch = f" / {together(fold, rnas(length, TOGETHER, first=rounds + 1)):,.1f}" if several else ""
                cells.append(f"{alone:,.1f}{batch}")
            print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
    print("| the linear maps alone | " + " | ".join(f"{ceiling(length):,.1f}" for length in lengths) + " |")


_GROWTH = """
import resource, sys, time
from benchmarks.network import one_pass, rnas
from ssp_core.network.allocator import ALLOCATOR
from ssp_core.predictor import Predictor
ALLOCATOR.manage()
predictor = Predictor(sys.argv[1], device="cpu")
one_pass(predictor, rnas(64, 1))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
started = time.perf_counter()
one_pass(predictor, rnas(int(sys.argv[2]), 1))
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(f"{time.perf_counter() - started:.2f} s, {(most - before) / 1000:,.0f} MB")
"""


def growth(lengths: Sequence[int]) -> None:
    """Print what one RNA takes, by length: seconds, and how far memory rose above the most held before."""
    print("| one RNA | " + " | ".join(f"{length} nt" for length in lengths) + " |")
    print("|---" * (len(lengths) + 1) + "|")
    with tempfile.TemporaryDirectory() as folder:
        random_model(folder)
        for title, name in (("bundled network, alone", "bundled"), ("52M's sizes", folder)):
            runs = [
                subprocess.run(
                    [sys.executable, "-c", _GROWTH, name, str(length)],
                    capture_output=True, text=True, check=True, cwd=Path(__file__).resolve().parents[1],
                )
                for length in lengths
            ]  # fmt: skip
            print(f"| {title} | " + " | ".join(run.stdout.strip() for run in runs) + " |", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.network", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lengths", type=int, nargs="+", default=[100, 200, 500, 1000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--growth", type=int, nargs="+", metavar="LENGTH", help="what one RNA of these lengths takes")
    chosen = parser.parse_args(arguments)
    if chosen.growth:
        growth(chosen.growth)
    else:
        compare(chosen.lengths, chosen.rounds)


if __name__ == "__main__":
    main()

"""`python -m benchmarks.accuracy`: the model in the box beside RNAfold, on known and new families, in one run.

Prints, by set and by length, base-pair F1 (exact and with slippage 1, mean over sequences) and token macro-F1 (mean over
sequences), with milliseconds a sequence. `--write FILE` saves the figures as JSON, for the card.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.data import DEFAULT_FOLDER, SETS, KnownRna, read_set
from ssp_core.folding import thermo
from ssp_core.folding.decode import mea_structure
from ssp_core.folding.decoders import Decoding
from ssp_core.folding.metrics import Scores, score, score_tokens
from ssp_core.predictor import Prediction, Predictor, thermodynamic_pairs

LENGTHS = ((0, 100), (100, 200), (200, 10_000))


@dataclass(frozen=True)
class Measured:
    """One method on one RNA."""

    length: int
    f1: float
    slipped_f1: float
    macro_f1: float
    milliseconds: float


def measure(rnas: Iterable[KnownRna], predictor: Predictor) -> dict[str, list[Measured]]:
    """Every method on every RNA, a list a method in the order of the RNAs."""
    results: dict[str, list[Measured]] = {}
    for rna in rnas:
        [prediction] = predictor.predict(rna.letters, decoder=Decoding(kind="mea"))
        _add(results, "network alone, MEA", rna, prediction.structure, prediction.model_ms + prediction.decode_ms)
        tokens = score_tokens(prediction.raw_structure, rna.reference).macro_f1
        raw = Measured(len(rna.letters), float("nan"), float("nan"), tokens, prediction.model_ms)
        results.setdefault("network alone, argmax of token classes", []).append(raw)
        _timed(results, "best", rna, lambda _: _best(predictor, prediction), prediction.model_ms)
        _timed(results, "RNAfold MFE", rna, lambda letters: thermo.mfe(letters).structure.dot_bracket)
        _timed(results, "RNAfold MEA", rna, _rnafold_mea)
        _add(results, "all unpaired", rna, "." * len(rna.letters), 0.0)
    return results


def _best(predictor: Predictor, prediction: Prediction) -> str:
    thermodynamic_pairs.cache_clear()
    return predictor.redecode(prediction, "best").structure


def _rnafold_mea(letters: str) -> str:
    return mea_structure(letters, thermo.pair_probabilities(letters)).dot_bracket


def _timed(
    results: dict[str, list[Measured]], method: str, rna: KnownRna, fold: Callable[[str], str], before: float = 0.0
) -> None:
    started = time.perf_counter()
    structure = fold(rna.letters)
    _add(results, method, rna, structure, before + (time.perf_counter() - started) * 1000)


def _add(
    results: dict[str, list[Measured]], method: str, rna: KnownRna, structure: str, milliseconds: float
) -> None:
    scores: Scores = score(structure, rna.reference)
    measured = Measured(
        len(rna.letters), scores.pairs.f1, scores.slipped.f1, scores.tokens.macro_f1, milliseconds
    )
    results.setdefault(method, []).append(measured)


def summary(results: dict[str, list[Measured]]) -> list[dict[str, object]]:
    """A row a method and length bin: means over sequences."""
    rows: list[dict[str, object]] = []
    for method, measured in results.items():
        for low, high in ((0, 10_000), *LENGTHS):
            chosen = [each for each in measured if low < each.length <= high]
            if not chosen:
                continue
            length = "all" if (low, high) == (0, 10_000) else f"{low + 1}-{high}" if high < 10_000 else f"over {low}"
            figures = {
                name: round(float(np.mean([getattr(each, name) for each in chosen])), 4)
                for name in ("f1", "slipped_f1", "macro_f1", "milliseconds")
            }
            rows.append({"method": method, "length": length, "sequences": len(chosen), **figures})
    return rows


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help="the folder with the tables")
    parser.add_argument("--sets", nargs="+", choices=list(SETS), default=list(SETS))
    parser.add_argument("--limit", type=int, help="that many sequences a set, for a quick look")
    parser.add_argument("--model", default="bundled")
    parser.add_argument("--write", type=Path, help="save the rows as JSON")
    chosen = parser.parse_args()
    predictor = Predictor(chosen.model, device="cpu")
    print(f"{predictor.entry.key} {predictor.revision}, best = {predictor.best}, {predictor.dtype}")
    figures = {}
    for name in chosen.sets:
        figures[name] = summary(measure(read_set(chosen.data, name, chosen.limit), predictor))
        print(f"\n{name:40} {'length':>8} {'n':>5} {'F1':>7} {'F1 ±1':>7} {'token macro-F1':>15} {'ms':>7}")
        for row in figures[name]:
            print(
                f"{row['method']:40} {row['length']:>8} {row['sequences']:>5} {row['f1']:7.3f} {row['slipped_f1']:7.3f} "
                f"{row['macro_f1']:15.3f} {row['milliseconds']:7.0f}"
            )
    if chosen.write:
        chosen.write.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

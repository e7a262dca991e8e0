"""Measure the bundled model beside RNAfold, on known and new families, in one run: `python -m benchmarks.accuracy`.

Prints base-pair F1 (exact, and with a slip of one position; mean over sequences) and macro-F1 of the classes, with the
milliseconds of a sequence, by set, by length, and by whether a known family was found. `--write FILE` saves the figures
as JSON, with the reliability of the pair probabilities, for the card (`python -m tools.card FILE`).

Macro-F1 is given in two ways: as the mean over sequences, and pooled over all nucleotides of the set (counts are
summed, then the mean of the three classes' F1 is taken). Published figures are pooled: RNAfold 2.7.2 MFE has 0.6501
pooled and 0.6514 as the mean on VL0, 0.7406 and 0.7453 on the new families; published are 0.650 and 0.741.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks import reliability
from benchmarks.data import DEFAULT_FOLDER, SETS, KnownRna, read_set
from ssp_core.cache import CACHE
from ssp_core.folding import thermo
from ssp_core.folding.decoding import DecoderSettings, argmax, mea_structure, with_families
from ssp_core.folding.metrics import score, score_tokens
from ssp_core.folding.structure import Structure
from ssp_core.network.zoo import BUNDLED
from ssp_core.predictor import FAMILIES, Predictor
from ssp_core.rna import CLASSES

_NO_PAIRS = _NO_TIME = float("nan")
_MEANS = ("f1", "slipped_f1", "macro_f1", "milliseconds")


@dataclass(frozen=True)
class Measured:
    """One method on one RNA.

    `has_family_hit` is whether the model found a family in it; `counts` has, for each class, twice the positions where
    both strings have it, and its occurrences in both together.
    """

    length: int
    has_family_hit: bool
    f1: float
    slipped_f1: float
    macro_f1: float
    milliseconds: float
    counts: tuple[tuple[int, int], ...]


PARTS: Mapping[str, Callable[[Measured], bool]] = {
    "all": lambda _: True,
    "1-100": lambda measured: measured.length <= 100,
    "101-200": lambda measured: 100 < measured.length <= 200,
    "over 200": lambda measured: measured.length > 200,
    "family found": lambda measured: measured.has_family_hit,
    "no family found": lambda measured: not measured.has_family_hit,
}


@dataclass
class Measurement:
    """Every method on every RNA, in the order of the RNAs; and a tally of each method's pair probabilities."""

    methods: dict[str, list[Measured]] = field(default_factory=dict)
    tallies: dict[str, reliability.Tally] = field(default_factory=dict)
    _has_family_hit: bool = False

    def begin(self, *, has_family_hit: bool) -> None:
        """Continue with the next RNA."""
        self._has_family_hit = has_family_hit

    def add(self, method: str, rna: KnownRna, structure: str, milliseconds: float) -> None:
        """Score a valid structure."""
        scores = score(structure, rna.reference)
        self._append(method, rna, structure, (scores.pairs.f1, scores.slipped.f1, milliseconds))

    def add_raw(self, method: str, rna: KnownRna, raw_structure: str, milliseconds: float) -> None:
        """Score a string that need not be a structure: as classes only."""
        self._append(method, rna, raw_structure, (_NO_PAIRS, _NO_PAIRS, milliseconds))

    def time(self, method: str, rna: KnownRna, fold: Callable[[], str]) -> None:
        """Fold, score, and take the time."""
        started = time.perf_counter()
        structure = fold()
        self.add(method, rna, structure, (time.perf_counter() - started) * 1000)

    def tally(self, method: str, pair_probabilities: NDArray[Any], rna: KnownRna) -> None:
        """Count a method's pair probabilities against the reference."""
        counted = reliability.tally(pair_probabilities, Structure.from_dot_bracket(rna.reference))
        self.tallies[method] = self.tallies.get(method, reliability.empty()) + counted

    def _append(self, method: str, rna: KnownRna, predicted: str, values: tuple[float, float, float]) -> None:
        f1, slipped, milliseconds = values
        macro = score_tokens(predicted, rna.reference).macro_f1
        counts = class_counts(predicted, rna.reference)
        measured = Measured(len(rna.sequence), self._has_family_hit, f1, slipped, macro, milliseconds, counts)
        self.methods.setdefault(method, []).append(measured)


def measure(rnas: Iterable[KnownRna], predictor: Predictor) -> Measurement:
    """Every method on every RNA."""
    found = Measurement()
    for rna in rnas:
        CACHE.clear()  # the time is that of an RNA seen for the first time
        started = time.perf_counter()
        [best] = predictor.predict(rna.sequence, decoder="best")
        spent = (time.perf_counter() - started) * 1000
        found.begin(has_family_hit=bool(best.family_hits))
        found.add("best", rna, best.structure, spent)
        weights = {"network alone": 0.0}
        if best.provenance.n_families:
            weights["network and families"] = predictor.best.family_weight
            without = best.with_settings(replace(predictor.best, family_weight=0.0))
            found.add("best without families", rna, without.structure, _NO_TIME)  # its thermodynamics are cached
        for method, weight in weights.items():
            network = best.with_settings(DecoderSettings("mea", family_weight=weight))
            output = with_families(best.output, weight)
            network_ms = best.output.network_ms
            found.add(f"{method}, MEA", rna, network.structure, network_ms + network.decoded.milliseconds)
            found.add_raw(f"{method}, argmax", rna, argmax(output.class_probabilities), network_ms)
        found.time("RNAfold MFE", rna, partial(_rnafold_mfe, rna.sequence))
        found.time("RNAfold MEA", rna, partial(_rnafold_mea, rna.sequence))
        found.add("all unpaired", rna, "." * len(rna.sequence), 0.0)
        if output.pair_probabilities is not None:  # of the last of these methods: all that the model knows itself
            found.tally(method, output.pair_probabilities, rna)
        if best.pair_probabilities is not None:
            found.tally("best", best.pair_probabilities, rna)
        found.tally("ViennaRNA alone", thermo.pair_probabilities(rna.sequence), rna)
    return found


def _rnafold_mfe(sequence: str) -> str:
    return thermo.mfe(sequence).structure.dot_bracket


def _rnafold_mea(sequence: str) -> str:
    return mea_structure(sequence, thermo.pair_probabilities(sequence)).dot_bracket


def class_counts(predicted: str, reference: str) -> tuple[tuple[int, int], ...]:
    """For each class ( ) . twice the positions where both strings have it, and its occurrences in both together."""
    hits = [sum(a == b == symbol for a, b in zip(predicted, reference, strict=True)) for symbol in CLASSES]
    totals = [predicted.count(symbol) + reference.count(symbol) for symbol in CLASSES]
    return tuple((2 * hit, total) for hit, total in zip(hits, totals, strict=True))


def pooled_macro_f1(counts: Sequence[tuple[tuple[int, int], ...]]) -> float:
    """The mean of the classes' F1, each over the nucleotides of all sequences; those that do not occur are left out."""
    sums = np.sum(np.array(counts), axis=0)
    return float(np.mean([twice / total for twice, total in sums if total]))


def summary(methods: Mapping[str, Sequence[Measured]]) -> list[dict[str, Any]]:
    """A row for each method and part of the set: means over sequences, and pooled macro-F1; None where missing."""
    rows: list[dict[str, Any]] = []
    for method, measured in methods.items():
        for part, belongs in PARTS.items():
            chosen = [item for item in measured if belongs(item)]
            if not chosen:
                continue
            means = {name: _mean([getattr(item, name) for item in chosen]) for name in _MEANS}
            pooled = round(pooled_macro_f1([item.counts for item in chosen]), 4)
            rows.append({"method": method, "part": part, "sequences": len(chosen), **means, "pooled": pooled})
    return rows


def _mean(values: Sequence[float]) -> float | None:
    mean = float(np.mean(values))
    return None if np.isnan(mean) else round(mean, 4)


def conditions(predictor: Predictor, limit: int | None) -> dict[str, Any]:
    """What was measured, with which settings, when and on which kind of machine."""
    bundled, threads = predictor.entry.key == "bundled", torch.get_num_threads()
    return {
        "date": datetime.now(timezone.utc).date().isoformat(),
        "model": predictor.entry.key,
        "weights_sha256": sha256_of(BUNDLED / "model.safetensors") if bundled else None,
        "families_sha256": sha256_of(BUNDLED / FAMILIES) if bundled else None,
        "energies_sha256": sha256_of(thermo.LEARNED),
        "decoder": asdict(predictor.best),
        "machine": f"{platform.machine()} processor, threads: {threads}, one sequence at a time; the network's time is "
        "that of both passes, with and without thermodynamics as input, and of the search for families",
        "precision": str(predictor.dtype).removeprefix("torch."),
        "limit": limit,
    }


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help="the folder with the tables")
    parser.add_argument("--sets", nargs="+", choices=list(SETS), default=list(SETS))
    parser.add_argument("--limit", type=int, help="that many sequences of each set, for a quick look")
    parser.add_argument("--model", default="bundled")
    parser.add_argument("--write", type=Path, help="save the figures as JSON, after each set")
    chosen = parser.parse_args()
    predictor = Predictor(chosen.model, device="cpu")
    measured: dict[str, Any] = {"conditions": conditions(predictor, chosen.limit), "sets": {}, "reliability": {}}
    print(f"{predictor.entry.key} {predictor.revision}, best = {predictor.best}, {predictor.dtype}")
    for name in chosen.sets:
        found = measure(read_set(chosen.data, name, chosen.limit), predictor)
        measured["sets"][name] = summary(found.methods)
        measured["reliability"][name] = {method: reliability.bins(tally) for method, tally in found.tallies.items()}
        show(name, measured["sets"][name])
        if chosen.write:
            chosen.write.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


def show(name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print one set's table."""
    print(f"\n{name:40} {'part':>15} {'n':>5} {'F1':>7} {'F1 ±1':>7} {'token macro-F1':>15} {'pooled':>7} {'ms':>7}")
    for row in rows:
        f1, slipped = (" " * 7 if row[key] is None else f"{row[key]:7.3f}" for key in ("f1", "slipped_f1"))
        spent = " " * 7 if row["milliseconds"] is None else f"{row['milliseconds']:7.0f}"
        print(
            f"{row['method']:40} {row['part']:>15} {row['sequences']:>5} {f1} {slipped} "
            f"{row['macro_f1']:15.3f} {row['pooled']:7.3f} {spent}"
        )


if __name__ == "__main__":
    main()

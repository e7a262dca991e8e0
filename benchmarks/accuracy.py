"""`python -m benchmarks.accuracy`: the model in the box beside RNAfold, on known and new families, in one run.

Prints, by set, by length and by whether a known family was found, base-pair F1 (exact and with slippage 1, mean over
sequences) and token macro-F1, with milliseconds a sequence. `--write FILE` saves the figures as JSON, with how far the
pair probabilities can be trusted, for the card (`python -m benchmarks.card FILE`).

Token macro-F1 is given both ways: the mean over sequences, and pooled over all tokens of the set (sum the counts, then
the mean of the three classes' F1). The field's published figures are pooled: RNAfold 2.7.2 MFE has 0.6501 pooled and
0.6514 as the mean on VL0, 0.7406 and 0.7453 on the new families; published are 0.650 and 0.741.
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
from ssp_core.folding.decoders import Decoding

from benchmarks import reliability
from benchmarks.data import DEFAULT_FOLDER, SETS, KnownRna, read_set
from ssp_core.cache import CACHE
from ssp_core.folding import thermo
from ssp_core.folding.decoding import CLASSES, mea_structure
from ssp_core.folding.metrics import score, score_tokens
from ssp_core.folding.structure import Structure
from ssp_core.network.zoo import BUNDLED
from ssp_core.prediction import expected
from ssp_core.predictor import FAMILIES, Predictor

_NO_PAIRS = _UNTIMED = float("nan")
_MEANS = ("f1", "slipped_f1", "macro_f1", "milliseconds")


@dataclass(frozen=True)
class Measured:
    """One method on one RNA; `related` if the model found a family in it; `tokens` holds, for each class, twice its
    hits and its letters in both strings."""

    length: int
    related: bool
    f1: float
    slipped_f1: float
    macro_f1: float
    milliseconds: float
    tokens: tuple[tuple[int, int], ...]


PARTS: Mapping[str, Callable[[Measured], bool]] = {
    "all": lambda _: True,
    "1-100": lambda each: each.length <= 100,
    "101-200": lambda each: 100 < each.length <= 200,
    "over 200": lambda each: each.length > 200,
    "family found": lambda each: each.related,
    "no family found": lambda each: not each.related,
}


@dataclass
class Measurement:
    """Every method on every RNA, in the order of the RNAs; and each voice's pair probabilities, tallied."""

    methods: dict[str, list[Measured]] = field(default_factory=dict)
    voices: dict[str, reliability.Tally] = field(default_factory=dict)
    _related: bool = False

    def begin(self, *, related: bool) -> None:
        """Turns to the next RNA."""
        self._related = related

    def add(self, method: str, rna: KnownRna, structure: str, milliseconds: float) -> None:
        """Scores a legal structure."""
        scores = score(structure, rna.reference)
        self._append(method, rna, structure, scores.pairs.f1, scores.slipped.f1, milliseconds)

    def add_raw(self, method: str, rna: KnownRna, letters: str, milliseconds: float) -> None:
        """Scores letters that need not be a structure: as tokens only."""
        self._append(method, rna, letters, _NO_PAIRS, _NO_PAIRS, milliseconds)

    def time(self, method: str, rna: KnownRna, fold: Callable[[], str], before: float = 0.0) -> None:
        """Folds and scores, with the time it takes on top of `before` milliseconds."""
        started = time.perf_counter()
        structure = fold()
        self.add(method, rna, structure, before + (time.perf_counter() - started) * 1000)

    def tally(self, voice: str, pair_probabilities: NDArray[Any], rna: KnownRna) -> None:
        """Counts a voice's pair probabilities against the reference."""
        counted = reliability.tally(pair_probabilities, Structure.from_dot_bracket(rna.reference))
        self.voices[voice] = self.voices.get(voice, reliability.empty()) + counted

    def _append(self, method: str, rna: KnownRna, letters: str, f1: float, slipped: float, milliseconds: float) -> None:
        macro = score_tokens(letters, rna.reference).macro_f1
        counts = token_counts(letters, rna.reference)
        measured = Measured(len(rna.letters), self._related, f1, slipped, macro, milliseconds, counts)
        self.methods.setdefault(method, []).append(measured)


def measure(rnas: Iterable[KnownRna], predictor: Predictor) -> Measurement:
    """Every method and every voice on every RNA."""
    found = Measurement()
    for rna in rnas:
        started = time.perf_counter()
        CACHE.clear()  # what a visitor waits for the first time
        [best] = predictor.predict(rna.letters, decoder="best")
        found.begin(related=bool(best.relatives))
        found.add("best", rna, best.structure, (time.perf_counter() - started) * 1000)
        spent = best.scores.milliseconds
        voices = {"network alone": Decoding("mea", families=0.0)}
        if best.families:
            voices["network and families"] = Decoding("mea", families=predictor.best.families)
            without = predictor.redecode(best, replace(predictor.best, families=0.0))
            found.add("best without families", rna, without.structure, _UNTIMED)  # its thermodynamics are at hand
        for voice, decoding in voices.items():
            said = predictor.redecode(best, decoding)
            found.add(f"{voice}, MEA", rna, said.structure, spent + said.decode_ms)
            found.add_raw(f"{voice}, argmax", rna, said.raw_structure, spent)
        found.time("RNAfold MFE", rna, partial(_rnafold_mfe, rna.letters))
        found.time("RNAfold MEA", rna, partial(_rnafold_mea, rna.letters))
        found.add("all unpaired", rna, "." * len(rna.letters), 0.0)
        if said.pair_probabilities is not None:  # the last voice's: what the page shows of the model
            found.tally(voice, said.pair_probabilities, rna)
        found.tally("best", expected(rna.letters, best.scores, best.decoding), rna)
        found.tally("ViennaRNA alone", thermo.pair_probabilities(rna.letters), rna)
    return found


def _rnafold_mfe(letters: str) -> str:
    return thermo.mfe(letters).structure.dot_bracket


def _rnafold_mea(letters: str) -> str:
    return mea_structure(letters, thermo.pair_probabilities(letters)).dot_bracket


def token_counts(predicted: str, reference: str) -> tuple[tuple[int, int], ...]:
    """For each class ( ) . twice the positions where both strings have it, and its letters in both together."""
    both = [sum(a == b == letter for a, b in zip(predicted, reference, strict=True)) for letter in CLASSES]
    letters = [predicted.count(letter) + reference.count(letter) for letter in CLASSES]
    return tuple((2 * hits, shown) for hits, shown in zip(both, letters, strict=True))


def pooled_macro_f1(counts: Sequence[tuple[tuple[int, int], ...]]) -> float:
    """The mean of the classes' F1, each over the tokens of all sequences together; a class never seen is left out."""
    sums = np.sum(np.array(counts), axis=0)
    return float(np.mean([twice / shown for twice, shown in sums if shown]))


def summary(methods: Mapping[str, Sequence[Measured]]) -> list[dict[str, Any]]:
    """A row a method and part of the set: means over sequences, and token macro-F1 pooled as well; None for what a
    method does not have."""
    rows: list[dict[str, Any]] = []
    for method, measured in methods.items():
        for part, belongs in PARTS.items():
            chosen = [each for each in measured if belongs(each)]
            if not chosen:
                continue
            means = {name: _mean([getattr(each, name) for each in chosen]) for name in _MEANS}
            pooled = round(pooled_macro_f1([each.tokens for each in chosen]), 4)
            rows.append({"method": method, "part": part, "sequences": len(chosen), **means, "pooled": pooled})
    return rows


def _mean(values: Sequence[float]) -> float | None:
    mean = float(np.mean(values))
    return None if np.isnan(mean) else round(mean, 4)


def conditions(predictor: Predictor, limit: int | None) -> dict[str, Any]:
    """What was measured, with what settings, when and on what kind of machine."""
    bundled, threads = predictor.entry.key == "bundled", torch.get_num_threads()
    return {
        "date": datetime.now(timezone.utc).date().isoformat(),
        "model": predictor.entry.key,
        "weights": sha256_of(BUNDLED / "model.safetensors") if bundled else None,
        "families": sha256_of(BUNDLED / FAMILIES) if bundled else None,
        "energies": sha256_of(thermo.LEARNED),
        "decoder": asdict(predictor.best),
        "machine": f"{platform.machine()} processor, threads: {threads}, one sequence at a time; the network's time "
        "counts both its passes, by itself and told, and the search for families",
        "precision": str(predictor.dtype).removeprefix("torch."),
        "limit": limit,
    }


def sha256_of(path: Path) -> str:
    """What tells one file of weights from another."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help="the folder with the tables")
    parser.add_argument("--sets", nargs="+", choices=list(SETS), default=list(SETS))
    parser.add_argument("--limit", type=int, help="that many sequences a set, for a quick look")
    parser.add_argument("--model", default="bundled")
    parser.add_argument("--write", type=Path, help="save the figures as JSON, after each set anew")
    chosen = parser.parse_args()
    predictor = Predictor(chosen.model, device="cpu")
    measured: dict[str, Any] = {"conditions": conditions(predictor, chosen.limit), "sets": {}, "reliability": {}}
    print(f"{predictor.entry.key} {predictor.revision}, best = {predictor.best}, {predictor.dtype}")
    for name in chosen.sets:
        found = measure(read_set(chosen.data, name, chosen.limit), predictor)
        measured["sets"][name] = summary(found.methods)
        measured["reliability"][name] = {voice: reliability.bins(tally) for voice, tally in found.voices.items()}
        show(name, measured["sets"][name])
        if chosen.write:
            chosen.write.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


def show(name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Prints one set's table."""
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

"""How accurate the bundled model is beside RNAfold, on known and new families: `python -m benchmarks.accuracy`.

Prints, by set, by length and by whether a known family was found, base-pair F1 (exact and with a slip of one, mean over
sequences) and token macro-F1, with milliseconds a sequence. `--write FILE` saves the figures as JSON, with how far the
pair probabilities can be trusted, for the card (`python -m tools.card FILE`).

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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks import reliability
from benchmarks.data import DEFAULT_FOLDER, SETS, KnownRna, read_set
from benchmarks.ensembles import mea_of
from ssp_core.cache import CACHE
from ssp_core.folding import thermo
from ssp_core.folding.decoding import DecoderSettings, argmax
from ssp_core.folding.metrics import score, score_tokens
from ssp_core.folding.structure import Structure
from ssp_core.network.zoo import BUNDLED
from ssp_core.prediction import Prediction
from ssp_core.predictor import FAMILIES, Predictor
from ssp_core.rna import CLASSES

_NO_PAIRS = _UNTIMED = float("nan")
_MEANS = ("f1", "slipped_f1", "macro_f1", "milliseconds")


@dataclass(frozen=True)
class Measured:
    """One method on one RNA.

    Attributes:
        length: of the RNA, in nucleotides.
        family_found: whether the model found a known family in it.
        f1: base-pair F1; NaN for classes that need not be a structure.
        slipped_f1: the same with a slip of one position allowed.
        macro_f1: token macro-F1.
        milliseconds: NaN where it was not timed.
        tokens: for each class ( ) . the counts that `token_counts` gives.
    """

    length: int
    family_found: bool
    f1: float
    slipped_f1: float
    macro_f1: float
    milliseconds: float
    tokens: tuple[tuple[int, int], ...]


PARTS: Mapping[str, Callable[[Measured], bool]] = {
    "all": lambda _: True,
    "1-100": lambda measured: measured.length <= 100,
    "101-200": lambda measured: 100 < measured.length <= 200,
    "over 200": lambda measured: measured.length > 200,
    "family found": lambda measured: measured.family_found,
    "no family found": lambda measured: not measured.family_found,
}


@dataclass(frozen=True)
class Case:
    """A known RNA, and whether the model found a family in it."""

    rna: KnownRna
    family_found: bool

    def structure(self, predicted: str, milliseconds: float) -> Measured:
        """Score a valid structure."""
        scores = score(predicted, self.rna.reference)
        return replace(self.classes(predicted, milliseconds), f1=scores.pairs.f1, slipped_f1=scores.slipped.f1)

    def classes(self, predicted: str, milliseconds: float) -> Measured:
        """Score a class for each nucleotide, which need not be a structure: as tokens only."""
        macro = score_tokens(predicted, self.rna.reference).macro_f1
        counts = token_counts(predicted, self.rna.reference)
        return Measured(len(predicted), self.family_found, _NO_PAIRS, _NO_PAIRS, macro, milliseconds, counts)

    def timed(self, fold: Callable[[str], Structure]) -> Measured:
        """Fold, score and time."""
        started = time.perf_counter()
        structure = fold(self.rna.sequence)
        return self.structure(structure.dot_bracket, _milliseconds_since(started))


@dataclass
class Measurement:
    """Each method on every RNA, in the order of the RNAs, and each method's pair probabilities, tallied."""

    methods: dict[str, list[Measured]] = field(default_factory=dict)
    tallies: dict[str, reliability.Tally] = field(default_factory=dict)


def measure(rnas: Iterable[KnownRna], predictor: Predictor) -> Measurement:
    """Measure every method on every RNA."""
    measurement = Measurement()
    for rna in rnas:
        CACHE.clear()  # so that the time is that of an RNA which is seen for the first time
        started = time.perf_counter()
        [best] = predictor.predict(rna.sequence)
        milliseconds = _milliseconds_since(started)
        for method, measured in scores(Case(rna, bool(best.family_hits)), best, milliseconds):
            measurement.methods.setdefault(method, []).append(measured)
        for method, tally in tallies(rna, best):
            measurement.tallies[method] = measurement.tallies.get(method, reliability.empty()) + tally
    return measurement


def scores(case: Case, best: Prediction, milliseconds: float) -> Iterator[tuple[str, Measured]]:
    """Yield every method's scores on one RNA, given the prediction of `best` and the time it took."""
    yield "best", case.structure(best.structure, milliseconds)
    for method, settings in left_out(best).items():
        without = best.with_settings(settings)
        yield method, case.structure(without.structure, _UNTIMED)  # the thermodynamics are cached
    network_ms = best.output.network_ms
    for method, settings in network_methods(best).items():
        by_pairs = best.with_settings(settings)
        by_classes = best.with_settings(replace(settings, decoder="argmax"))
        yield f"{method}, MEA", case.structure(by_pairs.structure, network_ms + by_pairs.decoded.milliseconds)
        yield f"{method}, argmax", case.classes(argmax(by_classes.probabilities), network_ms)
    yield "RNAfold MFE", case.timed(lambda sequence: thermo.mfe(sequence).structure)
    yield "RNAfold MEA", case.timed(lambda sequence: mea_of(sequence, thermo.pair_probabilities(sequence)))
    yield "all unpaired", case.structure("." * len(case.rna.sequence), 0.0)


def tallies(rna: KnownRna, best: Prediction) -> Iterator[tuple[str, reliability.Tally]]:
    """Yield every method's pair probabilities on one RNA, counted against the reference."""
    reference = Structure.from_dot_bracket(rna.reference)
    *_, (method, settings) = network_methods(best).items()
    for name, prediction in ((method, best.with_settings(settings)), ("best", best)):
        if prediction.pair_probabilities is not None:
            yield name, reliability.tally(prediction.pair_probabilities, reference)
    yield "ViennaRNA alone", reliability.tally(thermo.pair_probabilities(rna.sequence), reference)


def left_out(best: Prediction) -> dict[str, DecoderSettings]:
    """`best` without one of its sources: what each brings. Without thermodynamics it is one of `network_methods`."""
    settings, methods = best.settings, {}
    if best.provenance.n_families:
        methods["best without families"] = replace(settings, family_weight=0.0)
    if settings.uses("trust"):
        methods["best without the network"] = replace(settings, trust=0.0)
    return methods


def network_methods(best: Prediction) -> dict[str, DecoderSettings]:
    """The methods without thermodynamics: the network alone, and with known families where the model has some."""
    methods = {"network alone": DecoderSettings("mea", family_weight=0.0)}
    if best.provenance.n_families:
        methods["network and families"] = DecoderSettings("mea", family_weight=best.settings.family_weight)
    return methods


def _milliseconds_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def token_counts(predicted: str, reference: str) -> tuple[tuple[int, int], ...]:
    """For each class ( ) . twice the positions where both strings have it, and how often it occurs in both together."""
    hits = [sum(a == b == symbol for a, b in zip(predicted, reference, strict=True)) for symbol in CLASSES]
    occurrences = [predicted.count(symbol) + reference.count(symbol) for symbol in CLASSES]
    return tuple((2 * both, either) for both, either in zip(hits, occurrences, strict=True))


def pooled_macro_f1(counts: Sequence[tuple[tuple[int, int], ...]]) -> float:
    """The mean of the classes' F1, each over the tokens of all sequences together; absent classes are left out."""
    sums = np.sum(np.array(counts), axis=0)
    return float(np.mean([twice / either for twice, either in sums if either]))


def summary(methods: Mapping[str, Sequence[Measured]]) -> list[dict[str, Any]]:
    """A row for each method and part of the set: means over sequences, and token macro-F1 pooled as well.

    What a method does not have is None.
    """
    rows: list[dict[str, Any]] = []
    for method, measured in methods.items():
        for part, belongs in PARTS.items():
            chosen = [item for item in measured if belongs(item)]
            if not chosen:
                continue
            means = {name: _mean([getattr(item, name) for item in chosen]) for name in _MEANS}
            pooled = round(pooled_macro_f1([item.tokens for item in chosen]), 4)
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
    """The SHA-256 of a file, which identifies its version."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help="the folder with the tables")
    parser.add_argument("--sets", nargs="+", choices=list(SETS), default=list(SETS))
    parser.add_argument("--limit", type=int, help="that many sequences a set, spread over it")
    parser.add_argument("--model", default="bundled")
    parser.add_argument("--write", type=Path, help="save the figures as JSON, after each set anew")
    chosen = parser.parse_args(arguments)
    predictor = Predictor(chosen.model, device="cpu")
    figures: dict[str, Any] = {"conditions": conditions(predictor, chosen.limit), "sets": {}, "reliability": {}}
    print(f"{predictor.entry.key} {predictor.revision}, best = {predictor.best}, {predictor.dtype}")
    for name in chosen.sets:
        measurement = measure(read_set(chosen.data, name, chosen.limit), predictor)
        figures["sets"][name] = summary(measurement.methods)
        figures["reliability"][name] = {
            method: reliability.bins(tally) for method, tally in measurement.tallies.items()
        }
        show(name, figures["sets"][name])
        if chosen.write:
            chosen.write.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def show(name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print the table of one set."""
    print(f"\n{name:40} {'part':>15} {'n':>5} {'F1':>7} {'F1 ±1':>7} {'token macro-F1':>15} {'pooled':>7} {'ms':>7}")
    for row in rows:
        f1, slipped = (" " * 7 if row[key] is None else f"{row[key]:7.3f}" for key in ("f1", "slipped_f1"))
        milliseconds = " " * 7 if row["milliseconds"] is None else f"{row['milliseconds']:7.0f}"
        print(
            f"{row['method']:40} {row['part']:>15} {row['sequences']:>5} {f1} {slipped} "
            f"{row['macro_f1']:15.3f} {row['pooled']:7.3f} {milliseconds}"
        )


if __name__ == "__main__":
    main()

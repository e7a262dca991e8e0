"""A predictor without a network, for tests of what is built on predictions."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ssp_core.errors import SettingsError
from ssp_core.folding.decoding import BEST, DecoderSettings, NetworkOutput, classes_of, decode
from ssp_core.folding.homology import FamilyHit
from ssp_core.prediction import Prediction, Provenance
from ssp_core.progress import is_in_background
from ssp_core.rna import may_pair
from ssp_core.sequence import RnaSequence, read_sequence

PROVENANCE = Provenance("fake", "Fake model", "1", trained=True, n_families=0, device="cpu", dtype="float32")


def fake_output(sequence: str, *, with_pairs: bool = True) -> NetworkOutput:
    """The network's output that makes a hairpin of the two ends: i pairs with L - 1 - i with 0.9 wherever it may."""
    length = len(sequence)
    pairs = np.zeros((length, length))
    for i in range(length // 2):
        j = length - 1 - i
        if may_pair(sequence, i, j):
            pairs[i, j] = pairs[j, i] = 0.9
    classes = classes_of(pairs).astype(np.float32)
    return NetworkOutput(classes, pairs.astype(np.float32) if with_pairs else None)


def fake_hit(sequence: str, pairs: Sequence[tuple[int, int]], start: int, end: int, cover: float = 0.9) -> FamilyHit:
    """A family that fits a part of an RNA, and gives these pairs a probability of 0.8."""
    covered = np.where((np.arange(len(sequence)) >= start) & (np.arange(len(sequence)) < end), cover, 0.0)
    positions = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return FamilyHit(6, 69, 55.0, 1e-18, start, end, 0.9, covered, positions, np.full(len(positions), 0.8))


def fake_prediction(sequence: str, settings: DecoderSettings | None = None, *, with_pairs: bool = True) -> Prediction:
    """The prediction of one RNA."""
    rna = sequence if isinstance(sequence, RnaSequence) else read_sequence(sequence)
    output, settings = fake_output(rna, with_pairs=with_pairs), settings or DecoderSettings("mea")
    return Prediction(rna, output, settings, decode(rna, output, settings), PROVENANCE)


class FakePredictor:
    """Stands for a `Predictor`: remembers what it folded, takes `delay` seconds for each RNA, can be made to fail."""

    best = DecoderSettings("mea")
    accepts_thermo_input = False
    provenance = PROVENANCE

    def __init__(self, *_: Any, delay: float = 0.0, **__: Any) -> None:
        self.folded: list[RnaSequence] = []
        self.in_background: list[bool] = []  # whether each was folded so
        self.delay = delay
        self.fails_at: int | None = None  # the number of the RNA, from 1, at which `error` is raised
        self.error: BaseException | None = None

    def settings_for(
        self, decoder: str | DecoderSettings, numbers: Mapping[str, float] | None = None
    ) -> DecoderSettings:
        settings = decoder if isinstance(decoder, DecoderSettings) else DecoderSettings(decoder.replace(BEST, "mea"))
        changed: Mapping[str, Any] = numbers or {}
        settings = replace(settings, **changed)
        if settings.spec.thermo_input:
            raise SettingsError("Fake model takes no thermodynamics as input; another decoder is wanted.")
        return settings

    def predict(self, sequences: str | Sequence[str], decoder: str | DecoderSettings = BEST) -> list[Prediction]:
        return list(self.stream([sequences] if isinstance(sequences, str) else sequences, decoder))

    def stream(self, sequences: Sequence[str], decoder: str | DecoderSettings = BEST) -> Iterator[Prediction]:
        self.settings = settings = self.settings_for(decoder)
        for sequence in sequences:
            time.sleep(self.delay)
            if self.error is not None and self.fails_at == len(self.folded) + 1:
                raise self.error
            prediction = fake_prediction(sequence, settings)
            self.folded.append(prediction.sequence)
            self.in_background.append(is_in_background())
            yield prediction

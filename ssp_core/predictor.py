"""The bridge between the wings: sequences in, predictions out; device, precision, batching, and a small cache."""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ssp_core.folding.decoding.decoders import Decoding
from ssp_core.folding.homology.profiles import load
from ssp_core.folding.homology.search import Kinship
from ssp_core.network import zoo
from ssp_core.network.cpu_layers import optimize_for_cpu
from ssp_core.network.device import choose_device, choose_dtype
from ssp_core.network.hub import Progress
from ssp_core.network.model import OmniModelForPairing
from ssp_core.network.tokenizer import OmniTokenizer
from ssp_core.prediction import Prediction, Scores, read, thermodynamic_pairs
from ssp_core.sequence import RnaSequence, read_sequence

_CELLS = 1 << 20
_WINDOW = 64
_REMEMBERED = 64
FAMILIES = "families.npz"
_WITH_THERMO_INPUT = "pair_probabilities_with_thermo_input"
_SAID = ("probabilities", "pair_probabilities", _WITH_THERMO_INPUT)


class Predictor:
    """A model ready to fold: "bundled", a name of the zoo, or a local folder.

    `device`: "auto" takes CUDA, else MPS, else the CPU. `dtype`: "float32", "bfloat16", or "auto": bfloat16 on CUDA and
    on CPUs with bfloat16 instructions, float32 elsewhere; the model in the box stays in float32. `progress` is called
    with bytes done and bytes in all while a model is downloaded, from the threads that download.
    """

    def __init__(
        self, name: str = "bundled", device: str = "auto", dtype: str = "auto", *, progress: Progress | None = None
    ) -> None:
        opened = zoo.open_model(name, progress=progress)
        self.entry, self.revision = opened.entry, opened.revision
        self.device = choose_device(device)
        wanted = choose_dtype(dtype, self.device)
        self.model = optimize_for_cpu(opened.model.to(device=self.device, dtype=wanted))
        self.dtype = next(self.model.parameters()).dtype
        self.tokenizer = OmniTokenizer()
        self.card = _read_card(opened.folder)
        self.best = Decoding(**self.card["decoder"]) if "decoder" in self.card else Decoding(kind="map")
        self.can_be_informed = isinstance(opened.model, OmniModelForPairing)
        self.kinship = _read_families(opened.folder)
        self._cache: OrderedDict[str, Scores] = OrderedDict()
        self._lock = threading.Lock()

    def predict(
        self, sequences: str | RnaSequence | Sequence[str | RnaSequence], decoder: str | Decoding = "best"
    ) -> list[Prediction]:
        """Folds sequences, in their order. `decoder`: "best" (the card's), "argmax", "map", "mea", "mixed", "informed",
        or a `Decoding` with its settings. SequenceError or ValueError on input that is no RNA or no decoder."""
        given = [sequences] if isinstance(sequences, (str, RnaSequence)) else sequences
        return list(self.stream(given, decoder))

    def stream(self, sequences: Sequence[str | RnaSequence], decoder: str | Decoding = "best") -> Iterator[Prediction]:
        """The same one by one, as they are ready."""
        rnas = [item if isinstance(item, RnaSequence) else read_sequence(item, max_length=None) for item in sequences]
        decoding = self.decoding(decoder)
        for start in range(0, len(rnas), _WINDOW):
            window = rnas[start : start + _WINDOW]
            scores = self.scores([rna.letters for rna in window], informed=decoding.kind == "informed")
            for rna in window:
                yield self._prediction(rna, scores[rna.letters], decoding)

    def decoding(self, decoder: str | Decoding) -> Decoding:
        """The settings a decoder's name stands for; ValueError for one that this model cannot be decoded with."""
        if isinstance(decoder, Decoding):
            decoding = decoder
        else:
            decoding = self.best if decoder == "best" else Decoding(kind=decoder)
        if decoding.kind == "informed":
            self._must_listen()
        return decoding

    def _must_listen(self) -> None:
        if not self.can_be_informed:
            raise ValueError(f"{self.entry.title} cannot be told of thermodynamics: wanted another decoder.")

    def redecode(self, prediction: Prediction, decoder: str | Decoding) -> Prediction:
        """The same prediction under another decoder: the stored scores are decoded, the network never runs.

        ValueError where the decoder wants the informed network and `prediction` was made without it.
        """
        return prediction.under(self.decoding(decoder))

    def scores(self, letters: Sequence[str], *, informed: bool = False) -> dict[str, Scores]:
        """The network's probabilities for each distinct sequence, from the cache where they are there; `informed` asks
        for those of the network told of thermodynamics as well. ValueError if it has not learned to be told."""
        if informed:
            self._must_listen()
        with self._lock:
            known = {each: self._cache[each] for each in set(letters) if each in self._cache}
        found = {each: scores for each, scores in known.items() if not informed or scores.informed is not None}
        missing = sorted({each for each in letters if each not in found}, key=len)
        while missing:
            fit = max(1, _CELLS // (len(missing[-1]) + 2) ** 2)
            batch = missing[-fit:]
            del missing[-fit:]
            found.update(self._run(batch, informed))
        with self._lock:
            self._cache.update(found)
            while len(self._cache) > _REMEMBERED:
                self._cache.popitem(last=False)
        return found

    def _run(self, batch: list[str], informed: bool) -> dict[str, Scores]:
        inputs = dict(self.tokenizer(batch).to(self.device))
        begun = time.perf_counter()
        if informed:
            inputs["thermo_input"] = self._physics(batch)
        started = time.perf_counter()
        found = self.model.inference(**inputs)  # type: ignore[operator]
        outputs = {name: found[name].cpu().numpy() for name in _SAID if name in found}
        relatives = {each: self.kinship.relatives(each) if self.kinship else () for each in batch}
        milliseconds = (time.perf_counter() - started) * 1000 / len(batch)

        def square(name: str, index: int, length: int) -> NDArray[np.float32] | None:
            return outputs[name][index, :length, :length] if name in outputs else None

        return {
            each: Scores(
                outputs["probabilities"][index, : len(each)],
                square("pair_probabilities", index, len(each)),
                square(_WITH_THERMO_INPUT, index, len(each)),
                relatives[each],
                milliseconds,
                (started - begun) * 1000 / len(batch),
            )
            for index, each in enumerate(batch)
        }

    def _physics(self, batch: list[str]) -> torch.Tensor:
        width = max(len(each) for each in batch)
        physics = np.zeros((len(batch), width, width), dtype=np.float32)
        for matrix, each in zip(physics, batch, strict=True):
            matrix[: len(each), : len(each)] = thermodynamic_pairs(each)
        return torch.from_numpy(physics).to(self.device)

    def _prediction(self, rna: RnaSequence, scores: Scores, decoding: Decoding) -> Prediction:
        return Prediction(
            name=rna.name,
            sequence=rna.letters,
            scores=scores,
            decoding=decoding,
            model=self.entry.key,
            revision=self.revision,
            trained=self.entry.trained,
            families=len(self.kinship.families) if self.kinship else 0,
            device=str(self.device),
            precision=str(self.dtype).removeprefix("torch."),
            **read(rna.letters, scores, decoding)._asdict(),
        )


def _read_families(folder: Path | None) -> Kinship | None:
    path = folder / FAMILIES if folder else None
    return Kinship(load(path)) if path and path.is_file() else None


def _read_card(folder: Path | None) -> dict[str, Any]:
    path = folder / "card.json" if folder else None
    return json.loads(path.read_text(encoding="utf-8")) if path and path.is_file() else {}

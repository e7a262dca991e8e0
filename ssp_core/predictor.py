"""The bridge between the wings: sequences in, predictions out; device, precision, batches and the cache."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ssp_core.cache import CACHE
from ssp_core.errors import SettingsError
from ssp_core.folding import thermo
from ssp_core.folding.decoding import BEST, DecoderSettings, NetworkOutput, decode
from ssp_core.folding.homology import FamilySearch, load
from ssp_core.network import opening
from ssp_core.network.cpu_layers import optimize_for_cpu
from ssp_core.network.device import choose_device, choose_dtype
from ssp_core.network.hub import Progress
from ssp_core.network.inspection import Inspection, inspect
from ssp_core.network.model import OmniModelForPairing
from ssp_core.network.tokenizer import OmniTokenizer
from ssp_core.network.zero_gpu import infer
from ssp_core.passes import PASSES, Batch
from ssp_core.prediction import Prediction, Provenance
from ssp_core.progress import report
from ssp_core.sequence import RnaSequence, read_sequence

FAMILIES = "families.npz"
# Pairs of positions of a pass: on a GPU what it may take of memory; on a CPU no more than makes it faster, since what
# comes meanwhile waits for its end.
_CELLS, _CELLS_OF_CPU = 1 << 20, 1 << 17
_WINDOW = 64  # sequences that are read, batched and yielded together
_INSTANCES = count()
_WITH_THERMO_INPUT = "pair_probabilities_with_thermo_input"
_LOG = logging.getLogger(__name__)
_KEYS = ("probabilities", "pair_probabilities", _WITH_THERMO_INPUT)


class Predictor:
    """A model ready to fold.

    Args:
        name: "bundled", another name of the zoo, such as "bundled-untrained", a Hub repository, or a local folder.
        device: "auto" takes CUDA, else MPS, else the CPU; or the name of a device.
        dtype: "float32", "bfloat16", or "auto": bfloat16 on CUDA and on CPUs with bfloat16 instructions, float32
            elsewhere. The bundled model always computes in float32.
        progress: called with bytes done and bytes in all while a model is downloaded, from the threads that download.

    Raises:
        ModelError: if the model cannot be had, or its files are damaged.
        ValueError: if there is no such device or precision.

    Example:
        >>> predictor = Predictor("bundled")
        >>> [prediction.structure for prediction in predictor.predict(["GGGGAAAACCCC"])]
        ['((((....))))']
    """

    def __init__(
        self,
        name: str | Path = "bundled",
        device: str = "auto",
        dtype: str = "auto",
        *,
        progress: Progress | None = None,
    ) -> None:
        self._made_of = (str(name), device, dtype)
        opened = opening.open_model(str(name), progress=progress)
        self.entry, self.revision = opened.entry, opened.revision
        self._parameters = sum(weights.numel() for weights in opened.model.parameters())
        self.device = choose_device(device)
        wanted = choose_dtype(dtype, self.device)
        self.model = optimize_for_cpu(opened.model.to(device=self.device, dtype=wanted))
        self.dtype = next(self.model.parameters()).dtype
        self.tokenizer = OmniTokenizer()
        self.accepts_thermo_input = isinstance(opened.model, OmniModelForPairing)
        self.best = DecoderSettings(**opened.card.decoder) if opened.card else DecoderSettings("map")
        # Pairs of known families would make an untrained head look trained.
        self._families = _open_families(opened.folder) if opened.entry.trained else None
        self._cells = _CELLS_OF_CPU if self.device.type == "cpu" else _CELLS
        self._instance = next(_INSTANCES)

    def __reduce__(self) -> tuple[Any, ...]:
        return Predictor, self._made_of

    def predict(self, sequences: str | Sequence[str], decoder: str | DecoderSettings = BEST) -> list[Prediction]:
        """Fold sequences, in their order.

        Args:
            sequences: one sequence or several; plain letters, FASTA text of one record, or `RnaSequence`.
            decoder: "best" (what the model's card recommends), a name of `DECODERS`, or settings.

        Returns:
            A prediction for each sequence.

        Raises:
            SequenceError: if one is no RNA.
            SettingsError: if there is no such decoder, or the model cannot be decoded with it.
        """
        return list(self.stream([sequences] if isinstance(sequences, str) else sequences, decoder))

    def stream(self, sequences: Sequence[str], decoder: str | DecoderSettings = BEST) -> Iterator[Prediction]:
        """Yield the same predictions one by one, as they are ready."""
        rnas = [_read(item) for item in sequences]
        settings = self.settings_for(decoder)
        for start in range(0, len(rnas), _WINDOW):
            window = rnas[start : start + _WINDOW]
            outputs = self.outputs(window, thermo_input=settings.spec.thermo_input)
            for rna in window:
                report("decoding")
                decoded = decode(rna, outputs[rna], settings)
                provenance = replace(self.provenance, device=outputs[rna].device)
                yield Prediction(rna, outputs[rna], settings, decoded, provenance)

    def inspect(self, sequence: str) -> Inspection:
        """Open up the model for one RNA: tokens, hidden states, attention maps and the numbers of the head.

        Args:
            sequence: at most `ssp_core.network.inspection.MAX_INSPECTED` nucleotides; plain letters, FASTA text of one
                record, or an `RnaSequence`.

        Returns:
            The numbers in float32, from the cache where they are there; arrays are read-only.

        Raises:
            SequenceError: if it is no RNA.
            InputError: if it is too long.

        Example:
            >>> inspection = Predictor("bundled").inspect("GGGGAAAACCCC")
            >>> inspection.tokens[:3], inspection.head.logits.shape
            (('<cls>', 'G', 'G'), (12, 3))
        """
        rna = str(_read(sequence))
        return CACHE.get(("inspection", self._instance, rna), lambda: inspect(self.model, rna))

    def settings_for(
        self, decoder: str | DecoderSettings, numbers: Mapping[str, float] | None = None
    ) -> DecoderSettings:
        """The settings that a decoder's name stands for; SettingsError for one this model cannot be decoded with.

        Args:
            decoder: "best", a name of `DECODERS`, or settings.
            numbers: values by the names of `SETTINGS` that replace those of the decoder.
        """
        if isinstance(decoder, DecoderSettings):
            settings = decoder
        else:
            settings = self.best if decoder == BEST else DecoderSettings(decoder)
        changed: Mapping[str, Any] = numbers or {}
        settings = replace(settings, **changed)
        if settings.spec.thermo_input:
            self._check_thermo_input()
        return settings

    @property
    def provenance(self) -> Provenance:
        """What every prediction of this predictor is computed by."""
        return Provenance(
            model=self.entry.key,
            title=self.entry.title,
            revision=self.revision,
            trained=self.entry.trained,
            n_families=len(self._families.families) if self._families else 0,
            device=str(self.device),
            dtype=str(self.dtype).removeprefix("torch."),
            parameters=self._parameters,
            imitates_thermodynamics=self.entry.imitates_thermodynamics,
        )

    def outputs(self, sequences: Sequence[str], *, thermo_input: bool = False) -> dict[str, NetworkOutput]:
        """The network's output for each distinct sequence, from the cache where it is there.

        Args:
            sequences: letters of ACGUN.
            thermo_input: whether the network's answer with thermodynamics as an input is wanted, too.

        Raises:
            SettingsError: if this model takes no thermodynamics as input.
        """
        if thermo_input:
            self._check_thermo_input()
        found: dict[str, NetworkOutput] = {}
        for sequence in set(sequences):
            cached = CACHE.peek(self._key(sequence))
            if cached is not None and (not thermo_input or cached.thermo_input_pairs is not None):
                found[sequence] = cached
        missing = {str(sequence) for sequence in sequences} - set(found)
        if missing:
            if thermo_input:  # worker processes begin while the network has others to do
                thermo.prefetch(max(missing, key=len))
            run = partial(self._run, thermo_input=thermo_input)
            found |= PASSES.compute(Batch((self._instance, thermo_input), run, self._cells), sorted(missing))
        return found

    def _key(self, sequence: str) -> tuple[str, int, str]:
        return ("network", self._instance, str(sequence))

    def _check_thermo_input(self) -> None:
        if not self.accepts_thermo_input:
            raise SettingsError(
                f"{self.entry.title} takes no thermodynamics as input, as the decoder 'informed' needs; another "
                "decoder is wanted."
            )

    def _run(self, batch: list[str], *, thermo_input: bool) -> dict[str, NetworkOutput]:
        """The outputs of one pass, which the cache gets; where memory is short of smaller ones, then on the CPU."""
        try:
            outputs = self.one_pass(batch, thermo_input=thermo_input)
        except torch.OutOfMemoryError as error:
            if len(batch) > 1:
                halves = batch[: len(batch) // 2], batch[len(batch) // 2 :]
                first, second = (self._run(half, thermo_input=thermo_input) for half in halves)
                return first | second
            if self.device.type == "cpu":
                raise
            _LOG.warning("%s has no memory for %d nt, which run on the CPU: %s", self.device, len(batch[0]), error)
            outputs = self._on_cpu.one_pass(batch, thermo_input=thermo_input)
        return {sequence: CACHE.put(self._key(sequence), output) for sequence, output in outputs.items()}

    @cached_property
    def _on_cpu(self) -> Predictor:
        name, _, dtype = self._made_of
        return Predictor(name, "cpu", dtype)

    def one_pass(self, batch: list[str], *, thermo_input: bool) -> dict[str, NetworkOutput]:
        """The outputs of one pass, in this thread, whatever the cache has; `outputs` says what they are.

        Raises:
            torch.OutOfMemoryError: if the device has no memory for so many at once.
        """
        inputs: dict[str, Any] = dict(self.tokenizer(batch).to(self.device))
        waited = 0.0

        def thermodynamics() -> torch.Tensor:
            nonlocal waited
            asked = PASSES.seconds()
            found = self._thermo_input(batch)
            waited = PASSES.seconds() - asked
            report("network")
            return found

        if thermo_input:
            inputs["thermo_input"] = thermodynamics
            for sequence in batch:  # worker processes compute while the network runs alone
                thermo.prefetch(sequence)
        started = PASSES.seconds()
        report("network")
        found = infer(self.entry, self.model, inputs)
        report("known families")
        hits = {sequence: self._hits(sequence) for sequence in batch}
        outputs = {name: found[name].cpu().numpy() for name in _KEYS if name in found}
        network_ms = (PASSES.seconds() - started - waited) * 1000 / len(batch)
        thermo_ms = waited * 1000 / len(batch)

        def square(name: str, index: int, length: int) -> NDArray[np.float32] | None:
            return outputs[name][index, :length, :length] if name in outputs else None

        return {
            sequence: NetworkOutput(
                outputs["probabilities"][index, : len(sequence)],
                square("pair_probabilities", index, len(sequence)),
                square(_WITH_THERMO_INPUT, index, len(sequence)),
                hits[sequence],
                network_ms,
                thermo_ms,
                str(self.device),
            )
            for index, sequence in enumerate(batch)
        }

    def _thermo_input(self, batch: list[str]) -> torch.Tensor:
        """ViennaRNA's mean pair probabilities, padded: (batch, longest, longest)."""
        longest = max(map(len, batch))
        matrices = np.zeros((len(batch), longest, longest), dtype=np.float32)
        for matrix, sequence in zip(matrices, batch, strict=True):
            matrix[: len(sequence), : len(sequence)] = thermo.mean_pair_probabilities(sequence)
        return torch.from_numpy(matrices).to(self.device)

    def _hits(self, sequence: str) -> Any:
        if (families := self._families) is None:
            return ()
        return CACHE.get(("family hits", self._instance, sequence), lambda: families.hits(sequence))


def _read(sequence: str) -> RnaSequence:
    return sequence if isinstance(sequence, RnaSequence) else read_sequence(sequence, max_length=None)


def _open_families(folder: Path) -> FamilySearch | None:
    path = folder / FAMILIES
    return FamilySearch(load(path)) if path.is_file() else None

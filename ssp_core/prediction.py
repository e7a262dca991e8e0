"""One predicted RNA: sequence, network output, decoder settings, decoded structure, provenance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ssp_core.folding import thermo
from ssp_core.folding.decoding import Decoded, DecoderSettings, NetworkOutput, argmax, confidence_of, decode
from ssp_core.folding.homology import FamilyHit
from ssp_core.folding.structure import Structure
from ssp_core.rna import CLASSES
from ssp_core.sequence import RnaSequence

if TYPE_CHECKING:
    from ssp_core.drawing import Scene

SCHEMA_VERSION = 5  # of `to_dict`: changes when a field changes its meaning
_DIGITS = 6


@dataclass(frozen=True)
class Provenance:
    """What computed a prediction.

    Attributes:
        model: the model's key in the zoo, or its folder.
        title: its name for people.
        revision: the edition of its weights.
        trained: False if its head has random weights, so that the structure means nothing.
        n_families: how many families it searches for.
        device: where it ran, such as "cpu" or "cuda".
        dtype: in which precision, such as "float32".
        parameters: how many parameters the model has; None where that is not known.
        imitates_thermodynamics: whether its head was trained on structures that ViennaRNA predicted.
    """

    model: str
    title: str
    revision: str
    trained: bool
    n_families: int
    device: str
    dtype: str
    parameters: int | None = None
    imitates_thermodynamics: bool = False

    def to_dict(self) -> dict[str, Any]:
        """What every answer says of its model."""
        return {"name": self.model, "revision": self.revision, "trained": self.trained}


@dataclass(frozen=True, eq=False)
class Prediction:
    """A predicted secondary structure.

    Attributes:
        sequence: the RNA, a `str` with a name and notes.
        output: what the network alone gave.
        settings: the decoder and its numbers.
        decoded: the structure, and the probabilities that the decoder made it of.
        provenance: the model, its revision, device and precision.

    Example:
        >>> from ssp_core import Predictor
        >>> [prediction] = Predictor("bundled").predict(["GGGGAAAACCCC"])
        >>> prediction.structure
        '((((....))))'
        >>> prediction.probabilities.shape
        (12, 3)
    """

    sequence: RnaSequence
    output: NetworkOutput
    settings: DecoderSettings
    decoded: Decoded
    provenance: Provenance

    @property
    def name(self) -> str:
        """The RNA's name, empty if it has none."""
        return self.sequence.name

    @property
    def structure(self) -> str:
        """The decoded structure in dot-bracket notation, always valid."""
        return self.decoded.structure.dot_bracket

    @property
    def raw_structure(self) -> str:
        """The likeliest class of each nucleotide by the network alone, valid or not."""
        return argmax(self.output.class_probabilities)

    @property
    def probabilities(self) -> NDArray[np.float32]:
        """The class probabilities (L, 3), columns ( ) . , that made the structure."""
        return self.decoded.class_probabilities

    @property
    def pair_probabilities(self) -> NDArray[np.float32] | None:
        """The pair probabilities (L, L), symmetric, that made the structure; None where there are none."""
        return self.decoded.pair_probabilities

    @property
    def confidence(self) -> float:
        """The mean over nucleotides of the probability of the state that the structure gives each, 0 to 1."""
        return float(self.decoded.confidence.mean())

    @property
    def free_energy(self) -> float | None:
        """The free energy of the structure in kcal/mol (Turner 2004, 37 C); None where a pair of it has none."""
        return thermo.free_energy(self.sequence, self.decoded.structure)

    @property
    def family_hits(self) -> tuple[FamilyHit, ...]:
        """The known families found in the RNA, best first."""
        return self.output.family_hits

    def with_settings(self, settings: DecoderSettings) -> Prediction:
        """Decode the same network output with other settings; the network does not run.

        Raises:
            SettingsError: if the decoder needs thermodynamic input that the network was not given.
        """
        return replace(self, settings=settings, decoded=decode(self.sequence, self.output, settings))

    def with_structure(self, structure: Structure) -> Prediction:
        """Replace the decoded structure by another one of the same probabilities, such as a sample.

        Raises:
            ValueError: if its length is another.
        """
        if len(structure) != len(self.sequence):
            raise ValueError(f"The structure has {len(structure)} positions and the sequence {len(self.sequence)}.")
        confidence = confidence_of(structure, self.decoded.class_probabilities, self.decoded.pair_probabilities)
        return replace(self, decoded=replace(self.decoded, structure=structure, confidence=confidence))

    def draw(self, view: str = "planar", colour: str = "element", reference: str | Structure | None = None) -> Scene:
        """Draw the structure.

        Args:
            view: "planar", "arcs" or "circle".
            colour: "element", "confidence", "base", "class" or "agreement" (with a reference).
            reference: a known structure to compare with, dot-bracket or `Structure`.

        Returns:
            A scene: `.svg()`, `.save("x.svg")`; it shows itself in a notebook.

        Raises:
            ValueError: if there is no such view or colouring, or the reference does not fit.
        """
        from ssp_core.drawing import DrawingOptions, draw

        known = Structure.from_dot_bracket(reference) if isinstance(reference, str) else reference
        options = DrawingOptions(
            colour=colour, reference=known, confidence=tuple(self.decoded.confidence.tolist()), title=self.name
        )
        return draw(view, self.sequence, self.decoded.structure, options)

    def _repr_svg_(self) -> str:
        """What a notebook shows."""
        return self.draw().svg()

    def to_dict(self, *, mfe: bool = False) -> dict[str, Any]:
        """The prediction as plain JSON types, without pair matrices; positions count from 1.

        Args:
            mfe: whether `energy` has the minimum free energy, too, which RNAfold would find. Unless it has been
                computed before it takes time that grows with the cube of the length: milliseconds for a tRNA, about a
                second for 1,000 nucleotides. The free energy of the structure itself takes none.
        """
        output, decoded, settings = self.output, self.decoded, self.settings
        return {
            "version": SCHEMA_VERSION,
            "name": self.name,
            "sequence": str(self.sequence),
            "notes": list(self.sequence.notes),
            "structure": self.structure,
            "raw_structure": self.raw_structure,
            "pairs": [[i + 1, j + 1] for i, j in decoded.structure.pairs],
            "classes": list(CLASSES),
            "probabilities": _rounded(decoded.class_probabilities),
            "confidence": round(self.confidence, _DIGITS),
            "nucleotide_confidence": _rounded(decoded.confidence),
            "energy": {
                "structure": self.free_energy,
                "mfe": thermo.mfe(self.sequence).energy if mfe else None,
                "unit": "kcal/mol",
            },
            "network": {
                "probabilities": _rounded(output.class_probabilities),
                "raw_structure": self.raw_structure,
            },
            "model": self.provenance.to_dict(),
            "families": [_family_hit(hit) for hit in self.family_hits],
            "device": self.provenance.device,
            "precision": self.provenance.dtype,
            "decoding": {
                "decoder": settings.decoder,
                "gamma": settings.gamma,
                "trust": settings.trust,
                "temperature": settings.temperature,
                "families": settings.family_weight,
                "gamma_taken": decoded.gamma,
                "trust_taken": settings.trust_for(self.family_hits) if settings.uses("trust") else None,
            },
            "milliseconds": {
                "network": round(output.network_ms, 2),
                "thermodynamics": round(output.thermo_ms, 2),
                "decoding": round(decoded.milliseconds, 2),
            },
        }


def _rounded(values: NDArray[np.float32]) -> Any:
    return np.round(values.astype(np.float64), _DIGITS).tolist()


def _family_hit(hit: FamilyHit) -> dict[str, Any]:
    return {
        "number": hit.family + 1,
        "members": hit.members,
        "start": hit.start + 1,
        "end": hit.end,
        "bits": round(hit.bits, 1),
        "evalue": hit.evalue,
        "possible_pairs": round(hit.possible_pairs, 4),
    }

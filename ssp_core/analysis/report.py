"""A prediction as files: JSON of everything, a table of probabilities, structures in the field's formats, file names.

The JSON object and the table have one schema each, which the page, the API and the shell share.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ssp_core.folding.formats import FORMATS, Record, dump
from ssp_core.folding.formats.csv_table import csv_lines
from ssp_core.folding.structure import Structure

from .comparison import compare

if TYPE_CHECKING:
    from ssp_core.prediction import Prediction

CSV_COLUMNS = (
    "name", "position", "nucleotide", "p_open", "p_close", "p_unpaired", "raw", "structure", "partner", "p_pair",
    "confidence", "network_p_open", "network_p_close", "network_p_unpaired", "free_energy",
)  # fmt: skip
# Fields of the JSON object that hold a number or more for each nucleotide.
NUCLEOTIDE_FIELDS = ("classes", "probabilities", "nucleotide_confidence", "network")
_PART = 40  # characters of a name, or of a model's, in a file name


@dataclass(frozen=True)
class FileKind:
    """A kind of file that a prediction is offered as."""

    title: str
    suffix: str
    media_type: str


FILE_KINDS = {
    "dbn": FileKind(FORMATS["dbn"].title, ".dbn", "text/plain"),
    "fasta": FileKind(FORMATS["fasta"].title, ".fa", "text/plain"),
    "ct": FileKind(FORMATS["ct"].title, ".ct", "text/plain"),
    "bpseq": FileKind(FORMATS["bpseq"].title, ".bpseq", "text/plain"),
    "csv": FileKind("CSV of probabilities", "_probabilities.csv", "text/csv"),
    "json": FileKind("JSON of everything", ".json", "application/json"),
}


@dataclass(frozen=True)
class Picked:
    """A sample that is shown in place of the decoded structure.

    Attributes:
        number: its number in the list, from 1.
        of: how the list was made: "drawn" or "likeliest".
        probability: its probability among all valid structures.
    """

    number: int
    of: str
    probability: float


@dataclass(frozen=True)
class Context:
    """What a report says beside the prediction itself.

    Attributes:
        chosen: the decoder as it was asked for, for instance "best"; None for the settings' own.
        reference: the known structure, if there is one.
        picked: the sample that is shown in place of the decoded structure, if one is.
        energies: whether dot-bracket notation and FASTA have the free energy behind the structure, as RNAfold writes
            it, and JSON has the minimum free energy beside it. That one takes time: `Prediction.to_dict`.
        about: sentences on the RNA, for the page of `ssp_core.report_page`.
    """

    chosen: str | None = None
    reference: Structure | None = None
    picked: Picked | None = None
    energies: bool = False
    about: tuple[str, ...] = ()


def to_json(prediction: Prediction, context: Context | None = None, *, probabilities: bool = True) -> dict[str, Any]:
    """The prediction as plain JSON types.

    Args:
        prediction: what to report; its shown structure is reported.
        context: what else to say.
        probabilities: whether to include `NUCLEOTIDE_FIELDS`.

    Returns:
        The fields of `Prediction.to_dict`, with the `decoder` as it was chosen, `reference`, `picked`, and, where there
        is a reference, `scores`, each of `comparison.MEASURES`. Positions count from 1.
    """
    context = context or Context()
    fields = prediction.to_dict(mfe=context.energies)
    if not probabilities:
        fields = {name: value for name, value in fields.items() if name not in NUCLEOTIDE_FIELDS}
    reference, picked = context.reference, context.picked
    fields["decoder"] = context.chosen or prediction.settings.decoder
    fields["reference"] = reference.dot_bracket if reference else None
    fields["picked"] = vars(picked) if picked else None
    if reference is not None:
        fields["scores"] = compare(prediction.decoded.structure, reference)
    return fields


def probabilities_csv(prediction: Prediction, structure: Structure | None = None) -> str:
    """The table of a prediction's probabilities, with its line of column names.

    Args:
        prediction: its probabilities are those that its decoder used.
        structure: the structure that is shown, if it is not the decoded one.

    Returns:
        CSV with `CSV_COLUMNS`, a row for each nucleotide: its class probabilities, the letter of the network's raw
        string and of the structure, its partner's position from 1 (0 for none), the probability of that pair (empty
        without one), the confidence, the network's own class probabilities, and in every row the free energy of the
        whole structure in kcal/mol.
    """
    shown = prediction if structure is None else prediction.with_structure(structure)
    return csv_lines([CSV_COLUMNS, *csv_rows(shown)])


def csv_rows(prediction: Prediction) -> Iterator[list[object]]:
    """Yield the rows of that table, in the order of `CSV_COLUMNS`."""
    decoded, raw = prediction.decoded, prediction.raw_structure
    letters = decoded.structure.dot_bracket
    energy = prediction.free_energy
    for i, (nucleotide, j) in enumerate(zip(prediction.sequence, decoded.structure.partners, strict=True)):
        pairs = decoded.pair_probabilities
        yield [
            prediction.name,
            i + 1,
            nucleotide,
            *_decimals(decoded.class_probabilities[i]),
            raw[i],
            letters[i],
            j + 1,
            "" if j < 0 or pairs is None else f"{pairs[i, j]:.6f}",
            f"{decoded.confidence[i]:.6f}",
            *_decimals(prediction.output.class_probabilities[i]),
            "" if energy is None else f"{energy:.2f}",
        ]


def _decimals(values: Iterable[float]) -> list[str]:
    return [f"{value:.6f}" for value in values]


def record_of(prediction: Prediction, context: Context | None = None) -> Record:
    """The prediction as a record of name, in one line, sequence and structure, and the energy if the context has it."""
    energy = prediction.free_energy if context is not None and context.energies else None
    return Record(" ".join(prediction.name.split()), prediction.sequence, prediction.decoded.structure, energy)


def file_text(prediction: Prediction, kind: str, context: Context | None = None) -> str:
    """The text of one of `FILE_KINDS`; CSV and JSON with probabilities."""
    if kind == "csv":
        return probabilities_csv(prediction)
    if kind == "json":
        return json.dumps(to_json(prediction, context), ensure_ascii=False) + "\n"
    return dump([record_of(prediction, context)], kind)


def file_stem(prediction: Prediction, context: Context | None = None) -> str:
    """A file name without its suffix: what it is of, how long, and what made it; letters, digits and dashes only."""
    made_by = prediction.settings.decoder
    if context is not None and context.picked is not None:
        made_by = f"{'likeliest' if context.picked.of == 'likeliest' else 'sample'}-{context.picked.number}"
    name, model = plain_name(prediction.name) or "RNA", plain_name(prediction.provenance.model) or "model"
    return f"{name}_{len(prediction.sequence)}nt_{model}_{made_by}"


def plain_name(name: str) -> str:
    """A name as a part of a file name: letters, digits and dashes, not too many."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:_PART]

"""`ssp-core score`: predicted structures against known ones, as a table with tabs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from ssp_core.analysis.comparison import MEASURES, compare
from ssp_core.errors import InputError
from ssp_core.folding.formats import Record
from ssp_core.rna import BASES

from .inputs import STRUCTURES, Source, read_sources, structures_of
from .output import STDOUT, Output

_COLUMNS = ("name", "length", *MEASURES)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument("predicted", help=f"predicted structures: {STRUCTURES}")
    parser.add_argument(
        "reference", help="known structures of the same RNAs in the same order, in any of these formats"
    )
    parser.add_argument("-o", "--output", default=STDOUT, help="file of the table; - is standard output (default: -)")
    parser.epilog = (
        "columns: precision, sensitivity, F1 and MCC of the base pairs; F1 with one end of a pair allowed to slip by\n"
        "one position; accuracy and macro-F1 of the dot-bracket letters. Several RNAs get a last row with the means.\n"
    )


def run(chosen: argparse.Namespace) -> int:
    """Write a row for each RNA, and their means."""
    sources = read_sources([chosen.predicted, chosen.reference])
    predicted, reference = map(structures_of, sources)
    _check(sources, predicted, reference)
    scores = [compare(ours.structure, known.structure) for ours, known in zip(predicted, reference, strict=True)]
    rows = [
        _row(known.name or ours.name or str(number), len(known.sequence), values)
        for number, (ours, known, values) in enumerate(zip(predicted, reference, scores, strict=True), start=1)
    ]
    if len(rows) > 1:
        means = {measure: sum(values[measure] for values in scores) / len(scores) for measure in MEASURES}
        length = round(sum(len(record.sequence) for record in reference) / len(rows))
        rows.append(_row("mean", length, means))
    with Output(chosen.output, [chosen.predicted, chosen.reference]) as output:
        output.write("".join(["\t".join(_COLUMNS) + "\n", *rows]))
    return 0


def _row(name: str, length: int, scores: dict[str, float]) -> str:
    return "\t".join([" ".join(name.split()), str(length), *(f"{scores[measure]:.4f}" for measure in MEASURES)]) + "\n"


def _check(sources: Sequence[Source], predicted: Sequence[Record], reference: Sequence[Record]) -> None:
    """Raise `InputError` unless both files are of the same RNAs."""
    ours, known = (source.title for source in sources)
    if len(predicted) != len(reference):
        raise InputError(f"{ours} holds {len(predicted)} structures and {known} {len(reference)}; as many are wanted.")
    for number, (one, other) in enumerate(zip(predicted, reference, strict=True), start=1):
        if len(one.sequence) != len(other.sequence):
            raise InputError(
                f"Record {number} has {len(one.sequence)} nucleotides in {ours} and {len(other.sequence)} in {known}; "
                "the same RNA is wanted."
            )
        pairs = enumerate(zip(one.sequence, other.sequence, strict=True), start=1)
        differing = [i for i, (a, b) in pairs if a != b and a in BASES and b in BASES]
        if differing:
            raise InputError(
                f"Record {number} has another nucleotide at position {differing[0]}; the same RNA is wanted."
            )

"""`ssp-core mutate`: what single mutations change in the structure, as a table with tabs or as JSON."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ssp_core.analysis.mutations import Mutant, all_mutations, mutate, read_mutation
from ssp_core.analysis.scan import scan, why_no_scan
from ssp_core.errors import InputError
from ssp_core.folding.formats.json_records import json_list
from ssp_core.rna import MAX_SCAN

from .inputs import SEQUENCES, read_sources, rnas_of
from .options import add_model_options, check_decoder, open_predictor, settings_of
from .output import STDOUT, Output
from .work import Work

if TYPE_CHECKING:
    from ssp_core.prediction import Prediction
    from ssp_core.predictor import Predictor

_COLUMNS = (
    "mutation", "changed_pairs", "moved_nucleotides", "confidence", "free_energy", "sequence", "structure", "sentence",
)  # fmt: skip


class Scanned(NamedTuple):
    """A row of a scan."""

    mutation: str
    changed_pairs: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument("input", help=f"file of one RNA: {SEQUENCES}")
    parser.add_argument("mutations", nargs="*", metavar="mutation", help="such as G34A")
    parser.add_argument(
        "--scan", action="store_true", help=f"every single mutation, of an RNA of at most {MAX_SCAN} nucleotides"
    )
    parser.add_argument(
        "--json", action="store_true", help="JSON with the probabilities of each stem that is lost or gained, no table"
    )
    parser.add_argument("-o", "--output", default=STDOUT, help="file of the answer; - is standard output (default: -)")
    add_model_options(parser)


def run(chosen: argparse.Namespace) -> int:
    """Fold the RNA, then its mutants, and write a row for each as soon as it is there."""
    if bool(chosen.mutations) == chosen.scan:
        raise InputError("Mutations such as G34A, or --scan for all of them, are wanted.")
    check_decoder(chosen)
    rna, *others = rnas_of(read_sources([chosen.input]))
    if others:
        raise InputError(f"The input holds {len(others) + 1} RNAs; one is wanted.")
    mutations = [read_mutation(rna, text) for text in chosen.mutations]
    if chosen.scan and (reason := why_no_scan(rna)):
        raise InputError(reason)
    with Output(chosen.output, [chosen.input]) as output:
        predictor = open_predictor(chosen)
        [before] = predictor.predict([rna], settings_of(predictor, chosen))
        work = Work(len(mutations) or len(all_mutations(rna)))
        found: Iterator[Mutant | Scanned] = (
            _scanned(predictor, before) if chosen.scan else (mutate(predictor, before, each) for each in mutations)
        )
        waiting = ""  # a file is not replaced before there is a first mutant
        for text in _as_json(work.each(found)) if chosen.json else _as_table(work.each(found), before, chosen.scan):
            waiting += text
            if work.done:
                output.write(waiting)
                waiting = ""
        work.finish(output.title)
    return 0


def _scanned(predictor: Predictor, before: Prediction) -> Iterator[Scanned]:
    """Each mutation's name, and how many pairs it changes."""
    written = 0
    for progress in scan(predictor, before):
        for mutation, changed in list(progress.changed.items())[written:]:
            yield Scanned(mutation.name(before.sequence), changed)
        written = progress.done


def _as_json(found: Iterator[Mutant | Scanned]) -> Iterator[str]:
    return json_list(each._asdict() if isinstance(each, Scanned) else each.to_dict() for each in found)


def _as_table(found: Iterator[Mutant | Scanned], before: Prediction, is_scan: bool) -> Iterator[str]:
    """A header, the RNA without a mutation where structures are told, and a row for each mutant."""
    if is_scan:
        yield _row(*Scanned._fields)
    else:
        yield _row(*_COLUMNS) + _row("none", 0, 0, *_of_structure(before), "")
    for each in found:
        if isinstance(each, Scanned):
            yield _row(*each)
        else:
            yield _row(each.name, each.changed_pairs, len(each.moved), *_of_structure(each.after), each.sentence)


def _of_structure(prediction: Prediction) -> tuple[str, ...]:
    energy = prediction.free_energy
    return (
        f"{prediction.confidence:.4f}",
        "" if energy is None else f"{energy:.2f}",
        str(prediction.sequence),
        prediction.structure,
    )


def _row(*values: object) -> str:
    return "\t".join(map(str, values)) + "\n"

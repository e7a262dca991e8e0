"""`ssp-core mutate`: what single mutations change in the structure, as a table with tabs."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ssp_core.analysis.mutations import Mutation, all_mutations, mutate, read_mutation, scan
from ssp_core.errors import InputError
from ssp_core.rna import MAX_SCAN

from .inputs import SEQUENCES, read_sources, rnas_of
from .options import add_model_options, check_decoder, open_predictor, settings_of
from .output import STDOUT, Output
from .work import Work

if TYPE_CHECKING:
    from ssp_core.prediction import Prediction
    from ssp_core.predictor import Predictor


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument("input", help=f"file of one RNA: {SEQUENCES}")
    parser.add_argument("mutations", nargs="*", metavar="mutation", help="such as G34A")
    parser.add_argument(
        "--scan", action="store_true", help=f"every single mutation, of an RNA of at most {MAX_SCAN} nucleotides"
    )
    parser.add_argument("-o", "--output", default=STDOUT, help="file of the table; - is standard output (default: -)")
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
    with Output(chosen.output, [chosen.input]) as output:
        predictor = open_predictor(chosen)
        [before] = predictor.predict([rna], settings_of(predictor, chosen))
        work = Work(len(mutations) or len(all_mutations(rna)))
        if chosen.scan:
            header, rows = "mutation\tchanged_pairs\n", _scanned(predictor, before)
        else:
            header, rows = _described(before), _mutated(predictor, before, mutations)
        for row in work.each(rows):
            output.write(header + row)
            header = ""
        work.finish(output.title)
    return 0


def _scanned(predictor: Predictor, before: Prediction) -> Iterator[str]:
    """A row for each mutation: its name, and how many pairs it changes."""
    written = 0
    for progress in scan(predictor, before):
        for mutation, changed in list(progress.changed.items())[written:]:
            yield f"{mutation.name(before.sequence)}\t{changed}\n"
        written = progress.done


def _described(before: Prediction) -> str:
    """The header, and the RNA without a mutation."""
    columns = ("mutation", "changed_pairs", "moved_nucleotides", "confidence", "sequence", "structure", "sentence")
    return "\t".join(columns) + f"\nnone\t0\t0\t{before.confidence:.4f}\t{before.sequence}\t{before.structure}\t\n"


def _mutated(predictor: Predictor, before: Prediction, mutations: list[Mutation]) -> Iterator[str]:
    for mutation in mutations:
        mutant = mutate(predictor, before, mutation)
        after = mutant.after
        yield (
            f"{mutant.name}\t{mutant.changed_pairs}\t{len(mutant.moved)}\t{after.confidence:.4f}\t{after.sequence}\t"
            f"{after.structure}\t{mutant.sentence}\n"
        )

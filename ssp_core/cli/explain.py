"""`ssp-core explain`: why a nucleotide is paired as it is, and what mutations of the pair do, in sentences."""

from __future__ import annotations

import argparse

from ssp_core.analysis.compensation import compensatory_mutations
from ssp_core.analysis.explanation import explain_pair
from ssp_core.analysis.wording import no_position
from ssp_core.errors import InputError

from .inputs import read_sources, rnas_of
from .options import add_model_options, check_decoder, open_predictor, settings_of
from .output import STDOUT, Output


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument("input", help="file of one RNA; - is standard input")
    parser.add_argument("position", type=int, help="one of the two nucleotides of the pair, counted from 1")
    parser.add_argument("-o", "--output", default=STDOUT, help="file of the text; - is standard output (default: -)")
    add_model_options(parser)


def run(chosen: argparse.Namespace) -> int:
    """Fold the RNA and three mutants of the pair, and write a sentence a line."""
    check_decoder(chosen)
    rna, *others = rnas_of(read_sources([chosen.input]))
    if others:
        raise InputError(f"The input holds {len(others) + 1} RNAs; one is wanted.")
    if not 1 <= chosen.position <= len(rna):
        raise InputError(no_position(chosen.position, len(rna)))
    with Output(chosen.output, [chosen.input]) as output:
        predictor = open_predictor(chosen)
        [prediction] = predictor.predict([rna], settings_of(predictor, chosen))
        explanation = explain_pair(predictor, prediction, chosen.position - 1)
        test = compensatory_mutations(predictor, prediction, explanation.pair)
        output.write("\n".join([*explanation.sentences, "", *test.sentences, ""]))
    return 0

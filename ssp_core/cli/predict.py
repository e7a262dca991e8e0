"""`ssp-core predict`: every RNA of the files to a structure, in any of the file formats."""

from __future__ import annotations

import argparse

from ssp_core.analysis.report import Context, write_reports
from ssp_core.errors import InputError
from ssp_core.folding.formats import FORMATS, SUFFIXES, format_of

from .inputs import SEQUENCES, read_sources, rnas_of
from .options import add_model_options, check_decoder, open_predictor, predict, settings_of
from .output import STDOUT, Output
from .work import Work

_TABLES = ("csv", "json")
_WITH_ENERGY = ("dbn", "fasta", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument("inputs", nargs="+", metavar="input", help=SEQUENCES)
    parser.add_argument(
        "-o",
        "--output",
        default=STDOUT,
        help=f"file, whose suffix says the format ({' '.join(SUFFIXES)}); - is standard output (default: -)",
    )
    parser.add_argument("--format", choices=FORMATS, help="format, whatever the suffix (standard output: dbn)")
    parser.add_argument(
        "--probabilities", action="store_true", help="with all probabilities of each nucleotide (csv and json only)"
    )
    parser.add_argument(
        "--energy",
        action="store_true",
        help="with the free energy of each structure in kcal/mol (Turner 2004): behind the structure as RNAfold writes "
        "it (dbn and fasta), or beside the minimum free energy (json)",
    )
    add_model_options(parser)


def run(chosen: argparse.Namespace) -> int:
    """Predict, and write each record as soon as it is there."""
    kind = chosen.format or ("dbn" if chosen.output == STDOUT else format_of(chosen.output))
    if chosen.probabilities and kind not in _TABLES:
        raise InputError(f"The format {kind} holds no probabilities; {' or '.join(_TABLES)} is wanted.")
    if chosen.energy and kind not in _WITH_ENERGY:
        raise InputError(f"The format {kind} takes no --energy; one of {', '.join(_WITH_ENERGY)} is wanted.")
    check_decoder(chosen)
    rnas = rnas_of(read_sources(chosen.inputs))
    with Output(chosen.output, chosen.inputs) as output:
        predictor = open_predictor(chosen)
        settings = settings_of(predictor, chosen)
        work = Work(len(rnas))
        predictions = work.each(predict(predictor, rnas, settings))
        waiting = ""  # a file is not replaced before there is a first record
        context = Context(chosen.decoder, energies=chosen.energy)
        for part in write_reports(predictions, kind, context, probabilities=chosen.probabilities):
            waiting += part
            if work.done:
                output.write(waiting)
                waiting = ""
        work.finish(output.title)
    return 0

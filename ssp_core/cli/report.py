"""`ssp-core report`: a page of HTML for each RNA, to print or to keep."""

from __future__ import annotations

import argparse

from ssp_core.analysis.report import Context
from ssp_core.report_page import report_html

from .inputs import STRUCTURES, read_sources, references_of, rnas_of
from .options import add_model_options, check_decoder, open_predictor, predict, settings_of
from .output import STDOUT, Output, numbered, try_output
from .work import Work

_SUFFIXES = (".html", ".htm")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument("input", help="file of RNAs; - is standard input")
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        help="file ending in .html, numbered x-1.html, x-2.html ... for several RNAs; - is standard output",
    )
    parser.add_argument(
        "--reference", metavar="FILE", help=f"known structures to compare with, in the same order: {STRUCTURES}"
    )
    add_model_options(parser)


def run(chosen: argparse.Namespace) -> int:
    """Fold every RNA, and write its page as soon as it is there."""
    check_decoder(chosen)
    paths = [chosen.input] if chosen.reference is None else [chosen.input, chosen.reference]
    source, *reference = read_sources(paths)
    rnas = rnas_of([source])
    lengths = list(map(len, rnas))
    known = references_of(reference[0], lengths) if reference else [None] * len(rnas)
    targets = numbered(chosen.output, len(rnas), _SUFFIXES)
    for target in targets:
        if target is not None:
            try_output(target, paths)
    predictor = open_predictor(chosen)
    work = Work(len(rnas), "reported")
    predictions = work.each(predict(predictor, rnas, settings_of(predictor, chosen)))
    for prediction, structure, target in zip(predictions, known, targets, strict=False):
        with Output(STDOUT if target is None else str(target), paths) as output:
            output.write(report_html(prediction, Context(chosen.decoder, structure)))
    work.finish(chosen.output if len(rnas) == 1 else "files of their own")
    return 0

"""`ssp-core draw`: an RNA that is predicted first, or a structure that is known already, as a drawing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ssp_core.drawing import COLOURINGS, VIEWS, DrawingOptions, draw
from ssp_core.drawing.scene import SUFFIXES
from ssp_core.errors import InputError, SspCoreError
from ssp_core.folding.formats import Record
from ssp_core.sequence import RnaSequence

from .inputs import SEQUENCES, STRUCTURES, Source, known_structures, read_sources, references_of, rnas_of
from .options import add_model_options, check_decoder, open_predictor, predict, settings_of
from .output import numbered, try_output
from .work import Work

if TYPE_CHECKING:
    from ssp_core.drawing import Scene


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument("input", help=f"sequences, to be predicted: {SEQUENCES}; or structures: {STRUCTURES}")
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        help="file ending in .svg, .png or .html, numbered x-1.svg, x-2.svg ... for several RNAs; - is SVG on standard "
        "output",
    )
    parser.add_argument("--view", choices=VIEWS, default=VIEWS[0], help=f"default: {VIEWS[0]}")
    parser.add_argument("--colour", choices=COLOURINGS, default=COLOURINGS[0], help=f"default: {COLOURINGS[0]}")
    parser.add_argument("--reference", metavar="FILE", help="known structures, in the same order, to be compared with")
    add_model_options(parser)


def run(chosen: argparse.Namespace) -> int:
    """Draw every RNA of the input."""
    check_decoder(chosen)
    paths = [chosen.input] if chosen.reference is None else [chosen.input, chosen.reference]
    source, *reference = read_sources(paths)
    found = source.records(is_only=chosen.reference is None)
    known = any(record.reference is not None for record in found)
    if chosen.colour == "confidence" and known:
        raise InputError("A structure from a file has no confidence; another --colour is wanted.")
    if chosen.colour == "agreement" and not reference:
        raise InputError("The colour agreement compares with known structures; --reference FILE is wanted.")
    records = known_structures(source, found) if known else ()
    rnas = [] if known else rnas_of([source])
    lengths = [len(record.sequence) for record in records] if known else [len(rna) for rna in rnas]
    count = len(lengths)
    options = _options(chosen, reference, lengths)
    targets = numbered(chosen.output, count, SUFFIXES)
    for target in targets:
        if target is not None:
            try_output(target, paths)
    scenes = _known(records, chosen.view, options) if known else _predicted(rnas, chosen, options)
    work = Work(count, "drawn")
    for scene, target in zip(work.each(scenes), targets, strict=False):
        _save(scene, target)
    work.finish(chosen.output if count == 1 else "files of their own")
    return 0


def _options(chosen: argparse.Namespace, reference: list[Source], lengths: list[int]) -> list[DrawingOptions]:
    """The options of each drawing."""
    if not reference:
        return [DrawingOptions(colour=chosen.colour)] * len(lengths)
    known = references_of(reference[0], lengths)
    return [DrawingOptions(colour=chosen.colour, reference=structure) for structure in known]


def _known(records: Sequence[Record], view: str, options: Sequence[DrawingOptions]) -> Iterator[Scene]:
    for record, option in zip(records, options, strict=True):
        yield draw(view, record.sequence, record.structure, replace(option, title=record.name))


def _predicted(
    rnas: Sequence[RnaSequence], chosen: argparse.Namespace, options: Sequence[DrawingOptions]
) -> Iterator[Scene]:
    predictor = open_predictor(chosen)
    predictions = predict(predictor, rnas, settings_of(predictor, chosen))
    for prediction, option in zip(predictions, options, strict=True):
        decoded = prediction.decoded
        complete = replace(option, confidence=decoded.confidence, title=prediction.name)
        yield draw(chosen.view, prediction.sequence, decoded.structure, complete)


def _save(scene: Scene, target: Path | None) -> None:
    if target is None:
        sys.stdout.buffer.write(scene.svg().encode())
        sys.stdout.buffer.flush()
        return
    try:
        scene.save(target)
    except OSError as error:
        raise SspCoreError(f"{str(target)!r} could not be written to its end: {error.strerror}.") from None

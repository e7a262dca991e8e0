"""`python -m ssp_core predict in.fasta -o out.dbn`: the public door from a shell."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ssp_core.folding.formats import FORMATS, Record, dump
from ssp_core.folding.structure import Structure
from ssp_core.prediction import Prediction
from ssp_core.predictor import Predictor
from ssp_core.sequence import read_sequences


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; returns its exit status. A wrong input is told in one sentence on stderr."""
    parser = argparse.ArgumentParser(prog="python -m ssp_core", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    predict = commands.add_parser("predict", help="fold every RNA of a FASTA file")
    predict.add_argument("fasta", type=Path, help="sequences, FASTA or raw")
    predict.add_argument("-o", "--output", type=Path, required=True, help=f"the suffix says what: {', '.join(FORMATS)}")
    predict.add_argument("--model", default="bundled", help="bundled, a name of the zoo, or a folder")
    predict.add_argument("--decoder", default="best", help="best, argmax, map, mea, mixed or informed")
    predict.add_argument("--device", default="auto", help="auto, cuda, mps or cpu")
    chosen = parser.parse_args(arguments)
    try:
        _predict(chosen.fasta, chosen.output, chosen.model, chosen.decoder, chosen.device)
    except (ValueError, OSError) as error:
        print(f"ssp_core: {error}", file=sys.stderr)
        return 2
    return 0


def _predict(fasta: Path, output: Path, model: str, decoder: str, device: str) -> None:
    suffix = output.suffix.removeprefix(".")
    if suffix not in FORMATS:
        raise ValueError(f"Found the suffix {output.suffix!r} on the output: wanted one of .{', .'.join(FORMATS)}.")
    if not output.parent.is_dir():
        raise ValueError(f"There is no folder {str(output.parent)!r}: wanted one for the output.")
    rnas = read_sequences(fasta.read_text(encoding="utf-8"), max_length=None)
    predictor = Predictor(model, device=device)
    records = []
    for number, prediction in enumerate(predictor.stream(rnas, decoder), start=1):
        records.append(_record(prediction))
        print(f"\r{number} of {len(rnas)} folded", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    output.write_text(dump(records, suffix), encoding="utf-8")


def _record(prediction: Prediction) -> Record:
    return Record(prediction.name, prediction.sequence, Structure.from_dot_bracket(prediction.structure))


if __name__ == "__main__":
    sys.exit(main())

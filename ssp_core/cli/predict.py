"""`ssp-core predict`: every RNA of the files to a structure, in any of the file formats."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ssp_core import __version__
from ssp_core.analysis.many import TITLES, WITH_ENERGY, WITH_PROBABILITIES, ManyFile
from ssp_core.analysis.report import Context
from ssp_core.batch.engines import Engine, engine_for
from ssp_core.batch.inputs import Inputs, Survey, survey
from ssp_core.batch.output import Pace, State, Writer
from ssp_core.batch.rows import PACKED, read_rows
from ssp_core.batch.task import Task, blocks
from ssp_core.errors import InputError
from ssp_core.folding.formats import SUFFIXES, format_of
from ssp_core.reading.stream import StreamedRecord

from .inputs import SEQUENCES
from .options import add_model_options, check_decoder, open_predictor, settings_of
from .output import STDOUT, Output, try_output
from .work import Work

if TYPE_CHECKING:
    from ssp_core.predictor import Predictor

_LOCAL, _RAY = "local", "ray"
_SOME_UNREADABLE = 3  # the exit code
_ENDINGS = {f".{kind}": kind for kind in ("jsonl", *PACKED)}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument("inputs", nargs="+", metavar="input", help=SEQUENCES)
    parser.add_argument(
        "-o",
        "--output",
        default=STDOUT,
        help=f"file, whose ending says the format ({' '.join([*SUFFIXES, *_ENDINGS])}); the same command goes on where "
        "a run of many was ended; - is standard output (default: -)",
    )
    parser.add_argument(
        "--format",
        choices=[*TITLES, *PACKED],
        help="format, whatever the ending (standard output: dbn); table is CSV with a row for each RNA",
    )
    parser.add_argument(
        "--probabilities", action="store_true", help="with all probabilities of each nucleotide (csv, json and jsonl)"
    )
    parser.add_argument(
        "--energy",
        action="store_true",
        help="with the free energy of each structure in kcal/mol (Turner 2004): behind the structure as RNAfold writes "
        "it (dbn and fasta), or beside the minimum free energy (json and jsonl)",
    )
    parser.add_argument(
        "--jobs", type=int, metavar="N", help="processes that fold many RNAs (default: as many as there are cores)"
    )
    parser.add_argument(
        "--engine",
        choices=[_LOCAL, _RAY],
        default=_LOCAL,
        help="ray folds on the cluster at RAY_ADDRESS, each machine with this package (pip install 'ssp-core[ray]')",
    )
    add_model_options(parser)


def run(chosen: argparse.Namespace) -> int:
    """Look at all records, predict those that can be read, and write each as soon as it is there."""
    kind = _checked_kind(chosen)
    check_decoder(chosen)
    context = Context(chosen.decoder, energies=chosen.energy)
    file = ManyFile("jsonl" if kind in PACKED else kind, context, chosen.probabilities)
    with Inputs(chosen.inputs) as inputs:
        found = _surveyed(inputs)
        job = _Run(chosen, inputs, found, file)
        if kind in PACKED:
            _run_packed(job, kind)
        else:
            with Output(chosen.output, chosen.inputs) as output:
                _fold(job, output).finish(output.title)
    if not found.unreadable:
        return 0
    total = found.readable + found.unreadable
    sys.stderr.write(f"{found.unreadable:,} of {total:,} records cannot be read; they are listed above\n")
    return _SOME_UNREADABLE


class _Run(NamedTuple):
    chosen: argparse.Namespace
    inputs: Inputs
    survey: Survey
    file: ManyFile


def _checked_kind(chosen: argparse.Namespace) -> str:
    """The format that was chosen; InputError where an option does not fit it."""
    kind = str(chosen.format or _kind_of(chosen.output))
    if chosen.probabilities and kind not in WITH_PROBABILITIES:
        raise InputError(f"The format {kind} holds no probabilities; {' or '.join(WITH_PROBABILITIES)} is wanted.")
    if chosen.energy and kind not in WITH_ENERGY:
        raise InputError(f"The format {kind} takes no --energy; one of {', '.join(WITH_ENERGY)} is wanted.")
    if chosen.jobs is not None and chosen.jobs < 1:
        raise InputError(f"The number of processes is {chosen.jobs}; at least 1 is wanted.")
    if kind in PACKED and chosen.output == STDOUT:
        raise InputError(f"The format {kind} is not written to standard output; a file is wanted.")
    for package in ["pyarrow"] * (kind == "parquet") + ["ray"] * (chosen.engine == _RAY):
        import_module(package)  # what is missing is known before anything is folded
    return kind


def _kind_of(output: str) -> str:
    if output == STDOUT:
        return "dbn"
    endings = (kind for ending, kind in _ENDINGS.items() if output.lower().endswith(ending))
    return next(endings, "") or format_of(output)


class _Refusals:
    """Lists the records that cannot be read on standard error, once it is known that it is not about a single one."""

    def __init__(self) -> None:
        self.first = ""
        self._count = 0

    def __call__(self, record: StreamedRecord) -> None:
        self._count += 1
        if self._count == 1:
            self.first = record.error
            return
        if self._count == 2:
            self.list_first()
        sys.stderr.write(f"{record.error}\n")

    def list_first(self) -> None:
        sys.stderr.write(f"{self.first}\n")


def _surveyed(inputs: Inputs) -> Survey:
    """What a look at all records has found, which goes to standard error; InputError where none can be read."""
    refusals = _Refusals()
    found = survey(inputs.records(), refusals)
    if not found.readable:
        raise InputError(refusals.first if found.unreadable == 1 else "No record can be read; one at least is wanted.")
    if found.unreadable == 1:
        refusals.list_first()
    for note in found.notes:
        sys.stderr.write(f"{note}\n")
    if found.has_structures:
        sys.stderr.write("the structures of the input are not used\n")
    return found


def _run_packed(job: _Run, kind: str) -> None:
    """Fold into JSON lines beside the output, and make the output of them."""
    path = Path(job.chosen.output)
    try_output(path, job.chosen.inputs)
    lines = path.with_name(f"{path.name}.unfinished.jsonl")

    def pack() -> None:
        if lines.stat().st_size:
            new = path.with_name(f"{path.name}.new")
            PACKED[kind](read_rows(lines), new)
            new.replace(path)

    with Output(str(lines)) as output:
        work = _fold(job, output, pack)
    work.finish(job.chosen.output)
    lines.unlink()


def _fold(job: _Run, output: Output, finish: Callable[[], None] = lambda: None) -> Work:
    """Fold what an earlier run of the same has not done yet, write it, and `finish`."""
    chosen, found = job.chosen, job.survey
    predictor = open_predictor(chosen)
    task = Task(chosen.model, chosen.device, settings_of(predictor, chosen), job.file)
    state = _state(job, task, predictor, output.file)
    start = state.load()
    output.keep(start.size)
    if start.records:
        sys.stderr.write(f"going on after record {start.records:,}, where this run was ended\n")
    pace = Pace(found.cost, start.cost)
    work = Work(found.readable, done=start.folded, seconds_left=lambda: pace.seconds_left)
    writer = Writer(output.write, task, state, start)
    engine = _engine(chosen, predictor, found.cost - start.cost)
    records = islice(job.inputs.records(), start.records, None)
    for done in work.each(engine(task, blocks(records, job.file)), lambda done: done.cost > 0):
        writer.add(done)
        pace.add(done.cost)
    writer.close()
    finish()
    if work.error is None:
        state.remove()
    return work


def _engine(chosen: argparse.Namespace, predictor: Predictor, cost: int) -> Engine:
    if chosen.engine == _LOCAL:
        return engine_for(predictor, cost, chosen.jobs)
    from ssp_core.batch.ray_engine import fold_on_ray

    return fold_on_ray


def _state(job: _Run, task: Task, predictor: Predictor, file: Path | None) -> State:
    """Where the position is kept: beside a file, unless an input cannot be read once more."""
    inputs = job.inputs.identity
    made_of = {
        "version": __version__,
        "inputs": inputs,
        "model": [predictor.provenance.model, predictor.provenance.revision],
        "task": asdict(task),
    }
    return State(None if inputs is None else file, made_of)

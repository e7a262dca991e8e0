"""`ssp-core train`: a head for token classification on known structures, and the folder with the trained model.

On several GPUs: `accelerate launch -m ssp_core train ...`.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ssp_core.errors import InputError, SettingsError, TrainingError
from ssp_core.folding.decoding import Setting
from ssp_core.progress import CancelledWorkError, Progress, watched
from ssp_core.training.order import TrainingOrder
from ssp_core.training.random_rnas import RandomRnas
from ssp_core.training.recipe import BUNDLED, DATA_SETTINGS, SETTINGS, TokenRecipe
from ssp_core.training.rows import FORMATS, LabelledRna, LabelledSet, read_rows, split, without

from .inputs import read_sources
from .output import try_output

if TYPE_CHECKING:
    from ssp_core.training.reports import TrainingReport
    from ssp_core.training.token_run import TokenRun

_RANDOM = "random"
_STATE = "unfinished"
_SAVE_EVERY = 60.0  # seconds
_OWN = {_STATE, "config.json", "model.safetensors", "training.json", "training.csv", "README.md"}
_OF_FILES = ("share", "data_seed")  # settings of the data that files take, too


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command; the numbers are those of `ssp_core.training.recipe`."""
    parser.add_argument(
        "data", help=f"{FORMATS}; - is standard input; the word {_RANDOM} makes random RNAs, folded by ViennaRNA"
    )
    parser.add_argument(
        "-o", "--output", required=True, help="folder for the model; an unfinished training in it is continued"
    )
    parser.add_argument(
        "--base", default=BUNDLED, help="encoder: bundled, random, a name of `ssp-core models`, owner/name or a folder"
    )
    parser.add_argument("--unfreeze", action="store_true", help="train the encoder too, not only the head on it")
    parser.add_argument("--validation", help="file of RNAs to validate with, instead of a share of the data")
    for setting in (*SETTINGS.values(), *DATA_SETTINGS.values()):
        parser.add_argument(
            f"--{setting.name.replace('_', '-')}",
            type=int if setting.whole else float,
            default=int(setting.default) if setting.whole else setting.default,
            metavar="N" if setting.whole else "X",
            help=f"{setting.hint} {setting.least:g} to {setting.most:g} (default: {setting.default:g})",
        )
    parser.epilog = "On several GPUs: accelerate launch -m ssp_core train ...\n"


def run(chosen: argparse.Namespace) -> int:
    """Train, evaluate, and write the folder; an interruption keeps what `--output` needs to go on."""
    recipe = TokenRecipe(base=chosen.base, freeze_base=not chosen.unfreeze, **_chosen(chosen, SETTINGS))
    data = _data(chosen)
    folder = _checked_folder(Path(chosen.output))

    from ssp_core.training.token_run import begin

    progress = Progress()
    with _interruptible(progress), watched(progress):
        try:
            task = begin(TrainingOrder(recipe, data), folder / _STATE)
        except CancelledWorkError:
            raise KeyboardInterrupt("interrupted; nothing was written") from None
        _describe(task)
        saved = time.monotonic()
        try:
            for report in task.train():
                _show(task, report)
                if report.step < report.steps and time.monotonic() - saved > _SAVE_EVERY:
                    task.save_state(folder / _STATE)
                    saved = time.monotonic()
        except CancelledWorkError:
            task.save_state(folder / _STATE)
            done = f"{task.trainer.step:,} of {recipe.steps:,} steps"
            raise KeyboardInterrupt(f"interrupted; {done} are in {folder}, and the same command continues") from None
        except TrainingError as error:
            task.save(folder)
            raise TrainingError(f"{error} They are in {folder}.") from None
    _finish(task, folder)
    return 0


def _finish(task: TokenRun, folder: Path) -> None:
    task.save(folder)
    found = task.trainer.evaluate(task.trainer.validation)
    if not task.trainer.accelerator.is_main_process:
        return
    shutil.rmtree(folder / _STATE, ignore_errors=True)
    sys.stdout.write(
        f"macro-F1 {found.macro_f1:.4f}  accuracy {found.accuracy:.4f}  loss {found.loss:.4f}  on "
        f"{len(task.data.validation):,} RNAs; all unpaired: macro-F1 {task.reports[-1].baseline_f1:.4f}\n"
        f"The model, its card and its curve are in {folder}\n"
    )


def _chosen(chosen: argparse.Namespace, settings: Mapping[str, Setting]) -> dict[str, Any]:
    return {name: getattr(chosen, name) for name in settings}


def _data(chosen: argparse.Namespace) -> LabelledSet | RandomRnas:
    numbers = _chosen(chosen, DATA_SETTINGS)
    if chosen.data == _RANDOM:
        if chosen.validation:
            raise SettingsError("Random RNAs bring their own validation RNAs; --validation is for files only.")
        return RandomRnas(**numbers)
    for name in _OF_FILES:
        DATA_SETTINGS[name].check(numbers[name])
    rnas, note = _read(chosen.data)
    notes = [note]
    training: Sequence[LabelledRna]
    validation: Sequence[LabelledRna]
    if chosen.validation:
        validation, note = _read(chosen.validation)
        training = without(rnas, validation)
        notes.append(note)
        if left_out := len(rnas) - len(training):
            notes.append(f"{left_out:,} RNAs that are also among those to validate with were left out.")
    else:
        training, validation = split(rnas, numbers["share"], numbers["data_seed"])
    name = "standard input" if chosen.data == "-" else Path(chosen.data).name
    return LabelledSet(tuple(training), tuple(validation), name, tuple(filter(None, notes)))


def _read(path: str) -> tuple[tuple[LabelledRna, ...], str]:
    [source] = read_sources([path])
    return read_rows(source.content, source.title.strip("'"))


def _checked_folder(folder: Path) -> Path:
    """The folder, made where it is missing; InputError where nothing can be written in it, or it has something else."""
    if folder.is_dir() and any(path.name not in _OWN for path in folder.iterdir()):
        raise InputError(f"The folder {str(folder)!r} holds other files; an empty or a new one is wanted.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"The folder {str(folder)!r} cannot be made: {error.strerror}.") from None
    try_output(folder / "README.md")
    return folder


def _describe(task: TokenRun) -> None:
    if not task.trainer.accelerator.is_main_process:
        return
    for note in task.data.notes:
        sys.stderr.write(f"{note}\n")
    begun = f", continued at step {task.trainer.step:,}" if task.trainer.step else ""
    sys.stderr.write(
        f"{len(task.data.training):,} RNAs to learn from, {len(task.data.validation):,} to validate with{begun}\n"
    )


def _show(task: TokenRun, report: TrainingReport) -> None:
    if not task.trainer.accelerator.is_main_process:
        return
    loss = "" if report.training_loss is None else f"  loss {report.training_loss:.4f}"
    left = "" if report.seconds_left is None else f"  {report.seconds_left:,.0f} s left"
    sys.stderr.write(
        f"step {report.step:,} of {report.steps:,}{loss}  validation loss {report.validation_loss:.4f}  "
        f"macro-F1 {report.macro_f1:.4f} (all unpaired {report.baseline_f1:.4f}){left}\n"
    )
    sys.stderr.flush()


@contextmanager
def _interruptible(progress: Progress) -> Iterator[None]:
    """Ctrl-C ends the training after the step at work; a second one at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.getsignal(signal.SIGINT)

    def interrupt(_number: int, _frame: object) -> None:
        progress.cancel()
        signal.signal(signal.SIGINT, previous)

    signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)

"""A whole training: data, model, reports, and the folder with the result; for the shell and for worker processes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ssp_core.errors import InputError

from .labelled_tokens import examples_of
from .order import TrainingOrder
from .reports import TrainingReport, report_of
from .rows import LabelledSet
from .saving import TrainingRecord, save_trained
from .token_loop import TokenTrainer
from .token_model import fresh_model

_REPORTS = "reports.json"


@dataclass(frozen=True, eq=False)
class TokenRun:
    """A training that can be left and gone on with.

    Attributes:
        order: what is trained on what.
        data: its RNAs, those that are too long left out.
        trainer: the loop.
        reports: those so far; `reports_of` adds to them.
    """

    order: TrainingOrder
    data: LabelledSet
    trainer: TokenTrainer
    reports: list[TrainingReport]

    def train(self) -> Iterator[TrainingReport]:
        """Go on to the last step; errors as for `TokenTrainer.run`."""
        for report in self.trainer.run():
            self.reports.append(report)
            yield report

    def save(self, folder: Path) -> None:
        """Write the model as it is now, with its card and curve; nothing before the first report."""
        if self.reports and self.trainer.accelerator.is_main_process:
            save_trained(folder, self.trainer.model, TrainingRecord(self.order.recipe, self.data, self.reports))

    def save_state(self, folder: Path) -> None:
        """Write what `begin` needs to go on."""
        if self.trainer.accelerator.is_main_process:
            folder.mkdir(parents=True, exist_ok=True)
            content = [report.to_dict() for report in self.reports]
            (folder / _REPORTS).write_text(json.dumps(content), encoding="utf-8")
        self.trainer.save_state(folder)


def begin(order: TrainingOrder, state: Path | None = None) -> TokenRun:
    """Make data, model and loop of an order; from a saved state where there is one.

    Raises:
        InputError: no RNA is left to learn from or to validate with, or the state is of another recipe.
        ModelError: the base cannot be had.
    """
    recipe = order.recipe
    data = order.labelled().up_to(recipe.max_length)
    if not (data.training and data.validation):
        raise InputError(
            f"No RNA of at most {recipe.max_length:,} nucleotides is left to "
            f"{'validate with' if data.training else 'learn from'}; a larger longest RNA is wanted, or other data."
        )
    model = fresh_model(recipe)
    training, validation = examples_of(model, data.training), examples_of(model, data.validation)
    run = TokenRun(order, data, TokenTrainer(model, training, validation, recipe, order.watch), [])
    if state is not None and (state / _REPORTS).is_file():
        run.trainer.load_state(state)
        content = json.loads((state / _REPORTS).read_text(encoding="utf-8"))
        run.reports.extend(report for report in map(report_of, content) if report.step <= run.trainer.step)
    return run

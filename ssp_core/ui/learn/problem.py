"""Step 1: the six task classes to choose from, the model as encoder and head, and the zoo."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from ssp_core.network import zoo
from ssp_core.ui.architecture.summaries import heads_of, summary_of
from ssp_core.ui.models import title
from ssp_core.ui.templates import render

from .learner import Learner
from .lessons import LANGUAGE, LESSONS

_LABELS = 24  # nucleotides whose labels are shown


@dataclass(frozen=True)
class Task:
    """A kind of question, the class that answers it, and what its head is on this encoder."""

    class_name: str
    question: str
    labels: str
    name: str
    when: str
    shape: str
    parameters: int


@dataclass(frozen=True)
class Model:
    """A model of the zoo; None stands for what its files alone know."""

    title: str
    parameters: int | None
    layers: int | None
    width: int | None
    training: str


def html(learner: Learner) -> str:
    """The picture."""
    entry, length = learner.predictor.entry, len(learner.sequence)
    summary = summary_of(entry, length)
    encoder = next((row for row in summary.rows if row.name == "model"), None) if summary else None
    return render(
        "learn/problem.html",
        tasks=tasks(entry, length),
        sequence=learner.sequence[:_LABELS],
        structure=learner.prediction.structure[:_LABELS],
        length=length,
        title=title(entry),
        encoder=encoder,
        head=summary.total - encoder.parameters if summary and encoder else None,
        models=models(),
    )


def tasks(entry: zoo.ZooModel, length: int) -> tuple[Task, ...]:
    """The six kinds of question for an RNA of `length` nt on a model's encoder."""
    rows = {row.class_name: row for row in heads_of(entry, length)}
    return tuple(
        Task(
            task["class"], task["question"], task["labels"], task["task"], task["when"],
            rows[task["class"]].shape, rows[task["class"]].parameters,
        )
        for task in _texts()
    )  # fmt: skip


@cache
def _texts() -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((LESSONS / LANGUAGE / "tasks.json").read_text(encoding="utf-8"))
    return found


def models() -> tuple[Model, ...]:
    """The models that are no other one with a fresh head."""
    found = []
    for entry in zoo.zoo():
        if entry.head == "fresh":
            continue
        summary, settings = summary_of(entry, 1), zoo.settings_of(entry) or {}
        count = entry.parameters or (summary.total if summary else None)
        layers, width = settings.get("num_hidden_layers"), settings.get("hidden_size")
        found.append(Model(title(entry), count, layers, width, entry.training))
    return tuple(found)

"""A trained model as a folder that `Predictor` opens: weights, a card for people, the curve, and a note for the zoo."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ssp_core.network.heads import OmniModelForTokenClassification
from ssp_core.network.model_card import FILE, card_data
from ssp_core.network.model_files import TRAINING_NOTE

from .recipe import TokenRecipe
from .reports import CURVE, TrainingReport
from .rows import LabelledSet
from .token_model import base_title

CURVE_FILE = "training.csv"
_CARD = """\
{data}
# {title}

{sentence}

| | |
|---|---|
| encoder | {base}, {frozen} |
| head | dropout, tanh, linear: `OmniModelForTokenClassification` with the labels ( ) . |
| data | {training:,} RNAs to learn from and {validation:,} others to validate with, from {description} |
| settings | {settings} |

| on the validation RNAs | macro-F1 of the three classes | loss |
|---|---|---|
| this model, after {step:,} of {steps:,} steps | {f1:.3f} | {loss:.3f} |
| the same with its untrained head | {first_f1:.3f} | {first_loss:.3f} |
| every nucleotide unpaired | {baseline:.3f} | |

The macro-F1 is over all nucleotides of the validation RNAs together. These RNAs were kept apart by sequence only:
similar RNAs may be on both sides. {teacher}

`from ssp_core import Predictor; Predictor("{folder}").predict("GGGGAAAACCCC")` opens this folder,
and after `import ssp_core` so does `transformers.pipeline("token-classification", model="{folder}")`. `{curve}` has the
curve.
"""


@dataclass(frozen=True)
class TrainingRecord:
    """What is told of a trained model: its recipe, its data, and its reports, of which there is at least one."""

    recipe: TokenRecipe
    data: LabelledSet
    reports: Sequence[TrainingReport]

    @property
    def title(self) -> str:
        """The model's name for people."""
        base = base_title(self.recipe.base)
        return f"{base[0].upper()}{base[1:]} + head trained here"

    @property
    def sentence(self) -> str:
        """How it was trained and what came of it."""
        last, count = self.reports[-1], len(self.data.training)
        encoder = "; the encoder was not changed" if self.recipe.freeze_base else " with its encoder"
        return (
            f"Its head was trained for {last.step:,} steps on {count:,} RNAs from {self.data.description}{encoder}: "
            f"macro-F1 {last.macro_f1:.2f} on {len(self.data.validation):,} others (all unpaired: "
            f"{last.baseline_f1:.2f})."
        )


def save_trained(folder: Path, model: OmniModelForTokenClassification, record: TrainingRecord) -> None:
    """Write the folder of a trained model."""
    model.save_pretrained(folder)
    (folder / FILE).write_text(_card(folder, record), encoding="utf-8")
    with (folder / CURVE_FILE).open("w", newline="", encoding="utf-8") as table:
        writer = csv.DictWriter(table, CURVE, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(report.to_dict() for report in record.reports)
    note = {
        "title": record.title,
        "training": record.sentence,
        "trained": record.reports[-1].step > 0,
        "imitates_thermodynamics": record.data.by_thermodynamics,
        "recipe": asdict(record.recipe),
    }
    (folder / TRAINING_NOTE).write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")


def _card(folder: Path, record: TrainingRecord) -> str:
    first, last, recipe = record.reports[0], record.reports[-1], record.recipe
    settings = {name: value for name, value in asdict(recipe).items() if name not in ("base", "freeze_base")}
    return _CARD.format(
        data=card_data(OmniModelForTokenClassification.__name__),
        title=record.title,
        sentence=record.sentence,
        base=base_title(recipe.base),
        frozen="frozen" if recipe.freeze_base else "trained with the head",
        training=len(record.data.training),
        validation=len(record.data.validation),
        description=record.data.description,
        settings=", ".join(f"{name} {value:g}" for name, value in settings.items()),
        step=last.step,
        steps=last.steps,
        f1=last.macro_f1,
        loss=last.validation_loss,
        first_f1=first.macro_f1,
        first_loss=first.validation_loss,
        baseline=last.baseline_f1,
        teacher="ViennaRNA predicted the structures, so the model imitates it."
        if record.data.by_thermodynamics
        else "",
        folder=folder.name,
        curve=CURVE_FILE,
    )

"""What a training is asked for, as plain data; also as a file, from which another process reads it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .random_rnas import RandomRnas
from .recipe import TokenRecipe
from .rows import LabelledRna, LabelledSet


@dataclass(frozen=True)
class TrainingOrder:
    """A recipe, the data it is trained on, and an RNA to watch, in the letters ACGUN, empty for none."""

    recipe: TokenRecipe
    data: LabelledSet | RandomRnas
    watch: str = ""

    def labelled(self) -> LabelledSet:
        """The RNAs, made now where they are random ones."""
        return self.data.make() if isinstance(self.data, RandomRnas) else self.data


def write_order(path: Path, order: TrainingOrder) -> None:
    """Write an order as JSON."""
    content = {**asdict(order), "is_random": isinstance(order.data, RandomRnas)}
    path.write_text(json.dumps(content), encoding="utf-8")


def read_order(path: Path) -> TrainingOrder:
    """The order that `write_order` wrote."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    fields = content["data"]
    data: LabelledSet | RandomRnas
    if content["is_random"]:
        data = RandomRnas(**fields)
    else:
        sides = {side: tuple(LabelledRna(**rna) for rna in fields[side]) for side in ("training", "validation")}
        data = LabelledSet(**{**fields, **sides, "notes": tuple(fields["notes"])})
    return TrainingOrder(TokenRecipe(**content["recipe"]), data, content["watch"])

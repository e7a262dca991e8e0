"""Write the card of the bundled model, `assets/bundled/card.json`: `python -m tools.card [FIGURES.json]`.

The figures come from `python -m benchmarks.accuracy --write FIGURES.json`, the recipe from the training run's folder,
sizes from the weights, sentences from `card_sentences.py` and `card_texts.py`. Without FIGURES.json the present card's
figures are kept if they are of these weights and settings; otherwise the card says that nothing has been measured.

Figures of other weights, of other settings of the decoder, or of a part of the sets are refused. The settings are those
of the present card: to change them, change them there (see `benchmarks/tuning.py`), then measure, then write the card.
"""

from __future__ import annotations

import argparse
import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from math import prod
from pathlib import Path
from typing import Any

from benchmarks.accuracy import sha256_of
from ssp_core.card import CARD, card_of
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.folding.homology import load
from ssp_core.folding.thermo import LEARNED
from ssp_core.predictor import FAMILIES
from tools import card_texts
from tools.card_sentences import made_of, reason, recipe_of, shape_of, texts_of_training

_FILES = {"weights": "weights", "families": "families_file", "energies": "energies_file"}  # in figures and in a model


class FiguresError(ValueError):
    """The figures were not measured on what the card describes."""


def assemble(
    *,
    revision: str,
    settings: DecoderSettings,
    model: Mapping[str, Any],
    recipe: Mapping[str, str],
    made: str,
    figures: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """The card as JSON; FiguresError where figures and model do not belong together."""
    if figures is not None:
        check(figures, settings, model)
    return {
        "revision": revision,
        "decoder": asdict(settings),
        "decoder_reason": reason(settings, measured=figures is not None),
        "model": dict(model),
        "trained_on": [*card_texts.TRAINED_ON, made],
        "recipe": dict(recipe),
        "sets": list(card_texts.SETS),
        "figures": None if figures is None else dict(figures),
        "published": {"words": card_texts.PUBLISHED_WORDS, "rows": list(card_texts.PUBLISHED)},
        "limits": list(card_texts.LIMITS),
        "sources": list(card_texts.SOURCES),
        "tools": list(card_texts.TOOLS),
    }


def merged(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Figures that were measured set by set, as one; FiguresError where they were not measured alike."""
    first = parts[0]["conditions"]
    for part in parts[1:]:
        if different := [name for name in first if name != "date" and part["conditions"][name] != first[name]]:
            raise FiguresError(f"The figures differ in {', '.join(different)}; sets measured alike are wanted.")
    conditions = dict(first)
    if len(parts) > 1:
        conditions["machine"] += f", {len(parts)} sets side by side"
    return {
        "conditions": conditions,
        **{
            name: {key: value for part in parts for key, value in part[name].items()}
            for name in ("sets", "reliability")
        },
    }


def check(figures: Mapping[str, Any], settings: DecoderSettings, model: Mapping[str, Any]) -> None:
    """Refuse figures of other weights, other settings, or less than the whole sets."""
    conditions = figures["conditions"]
    if any(conditions.get(name) != model[file] for name, file in _FILES.items()):
        raise FiguresError("The figures are of other weights than the bundled ones: run benchmarks.accuracy again.")
    if conditions["decoder"] != asdict(settings):
        raise FiguresError(
            f"The figures were measured with {conditions['decoder']}, the card has {asdict(settings)}: "
            "run benchmarks.accuracy again."
        )
    if conditions["limit"] is not None:
        raise FiguresError(f"The figures are of {conditions['limit']} sequences a set; whole sets are wanted.")
    missing = [known["key"] for known in card_texts.SETS if known["key"] not in figures["sets"]]
    if missing:
        raise FiguresError(f"The figures lack the sets {', '.join(missing)}.")
    for known in card_texts.SETS:
        counts = {row["sequences"] for row in figures["sets"][known["key"]] if row.get("part") == "all"}
        if counts != {known["sequences"]}:
            raise FiguresError(
                f"The figures of {known['key']} count {counts}; {known['sequences']} sequences are wanted."
            )


def kept_figures(
    present: Mapping[str, Any], settings: DecoderSettings, model: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """The present card's figures if they are of this model, else None."""
    figures: Mapping[str, Any] | None = present["figures"]
    if figures is None:
        return None
    try:
        check(figures, settings, model)
    except FiguresError:
        return None
    return figures


def model_of(folder: Path) -> dict[str, Any]:
    """Size and identity of the weights in a folder, from the safetensors header alone.

    The rotary frequencies in the file are no parameters.
    """
    path = folder / "model.safetensors"
    with path.open("rb") as file:
        [length] = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    shapes = [
        tensor["shape"] for name, tensor in header.items() if name != "__metadata__" and not name.endswith("inv_freq")
    ]
    families = folder / FAMILIES
    return {
        "parameters": sum(map(prod, shapes)),
        "bytes": path.stat().st_size,
        "weights": sha256_of(path),
        "families": len(load(families)),
        "families_bytes": families.stat().st_size,
        "families_file": sha256_of(families),
        "energies_bytes": LEARNED.stat().st_size,
        "energies_file": sha256_of(LEARNED),
    }


def training_of(
    present: Mapping[str, Any], model: Mapping[str, Any], run: Path | None, took: str
) -> tuple[dict[str, str], str]:
    """The recipe, and what the RNAs of this project's own making are, of a run or of the present card."""
    shape = shape_of(CARD.parent)
    if run is not None:
        return {**shape, **recipe_of(run, took)}, made_of(run)
    if present["model"]["weights"] == model["weights"]:
        return {**present["recipe"], **shape, **texts_of_training()}, present["trained_on"][-1]
    return {**shape, "Training": "Not finished."}, card_texts.MADE_UNCOUNTED


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the card."""
    parser = argparse.ArgumentParser(prog="python -m tools.card", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "figures", type=Path, nargs="*", help="what benchmarks.accuracy --write saved, in one file or one a set"
    )
    parser.add_argument("--revision", help="the edition's name, such as its date (default: the present card's)")
    parser.add_argument(
        "--training", type=Path, help="the training run's folder (with --took; default: the present card's recipe)"
    )
    parser.add_argument("--took", help="how long the run took, on what and by what, in words")
    parser.add_argument("--out", type=Path, default=CARD)
    chosen = parser.parse_args(arguments)
    if (chosen.training is None) != (chosen.took is None):
        parser.error("--training and --took go together")
    present, model = json.loads(CARD.read_text(encoding="utf-8")), model_of(CARD.parent)
    settings = DecoderSettings(**present["decoder"])
    recipe, made = training_of(present, model, chosen.training, chosen.took)
    try:
        card = assemble(
            revision=chosen.revision or present["revision"],
            settings=settings,
            model=model,
            recipe=recipe,
            made=made,
            figures=merged([json.loads(path.read_text(encoding="utf-8")) for path in chosen.figures])
            if chosen.figures
            else kept_figures(present, settings, model),
        )
    except FiguresError as error:
        parser.exit(1, f"{error}\n")
    card_of(card)  # what the page cannot read is never written
    chosen.out.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {chosen.out.name}, {'with' if card['figures'] else 'without'} figures")


if __name__ == "__main__":
    main()

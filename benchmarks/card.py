"""`python -m benchmarks.card [FIGURES.json]`: writes the card of the model in the box.

The figures come from `python -m benchmarks.accuracy --write FIGURES.json`, the recipe from the training run's folder,
sizes from the weights, the rest from `benchmarks/card_texts.py`. Without FIGURES.json the card says that nothing has
been measured. Figures of other weights, other decoder settings or a part of the sets are refused: the settings stand in
the present card (see `benchmarks/tuning.py`), so change them there first, then measure, then write the card.
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

from ssp_core.folding.decoders import Decoding
from ssp_core.folding.families import load
from ssp_core.folding.relatives import MAX_EVALUE

from benchmarks import card_texts
from benchmarks.accuracy import sha256_of
from benchmarks.tuning import TIE
from ssp_core.card import CARD, card_of
from ssp_core.folding.decoding.optimal import GAMMAS
from ssp_core.folding.thermo import ENERGY_MODELS, LEARNED
from ssp_core.predictor import FAMILIES
from ssp_core.training import physics

_ENERGIES = {"learned": "those learned by this project from known structures"}


class FiguresError(ValueError):
    """The figures were not measured on what the card describes."""


def assemble(
    *,
    revision: str,
    decoding: Decoding,
    model: Mapping[str, Any],
    recipe: Mapping[str, str],
    made: str,
    figures: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """The card as JSON; FiguresError where figures and model do not belong together."""
    if figures is not None:
        check(figures, decoding, model)
    return {
        "revision": revision,
        "decoder": asdict(decoding),
        "decoder_reason": reason(decoding, measured=figures is not None),
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


def merged(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Figures that were measured set by set, side by side, as one; None of none. FiguresError where they were not
    measured alike."""
    if not parts:
        return None
    first = parts[0]["conditions"]
    for part in parts[1:]:
        if different := [name for name in first if name != "date" and part["conditions"][name] != first[name]]:
            raise FiguresError(f"The figures differ in {', '.join(different)}: wanted sets measured alike.")
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


def check(figures: Mapping[str, Any], decoding: Decoding, model: Mapping[str, Any]) -> None:
    """Refuses figures of other weights, other settings, or less than the whole sets."""
    conditions = figures["conditions"]
    measured = [conditions.get(name) for name in ("weights", "families", "energies")]
    if measured != [model[name] for name in ("weights", "families_file", "energies_file")]:
        raise FiguresError("The figures are of other weights than those in the box: run benchmarks.accuracy again.")
    if conditions["decoder"] != asdict(decoding):
        raise FiguresError(
            f"The figures were measured with {conditions['decoder']}, the card says {asdict(decoding)}: "
            "run benchmarks.accuracy again."
        )
    if conditions["limit"] is not None:
        raise FiguresError(f"The figures are of {conditions['limit']} sequences a set: wanted whole sets.")
    missing = [each["key"] for each in card_texts.SETS if each["key"] not in figures["sets"]]
    if missing:
        raise FiguresError(f"The figures lack the sets {', '.join(missing)}.")
    for each in card_texts.SETS:
        counted = {row["sequences"] for row in figures["sets"][each["key"]] if row.get("part") == "all"}
        if counted != {each["sequences"]}:
            raise FiguresError(f"The figures of {each['key']} count {counted}: wanted {each['sequences']} sequences.")


def reason(decoding: Decoding, *, measured: bool) -> str:
    """Why `best` is what it is, in plain words."""
    models = ", ".join(f"{weight:g} × {_ENERGIES.get(name, name)}" for name, weight in ENERGY_MODELS.items())
    ensembles = f"ViennaRNA's pair probabilities (a mean over sets of energies: {models})"
    shares = f"{decoding.trust:.0%} to {1 - decoding.trust:.0%}"
    taken = f"the structure from which most pairs can be expected right (MEA, {_gamma(decoding)})"
    why = "networks win on families they know, thermodynamics on new ones"
    if decoding.kind == "informed":
        words = (
            f"Best tells the network {ensembles}. It has learned, pair by pair, where to follow them and where to "
            f"overrule them: {why}. Its answer (temperature {decoding.temperature:g}) is averaged with theirs, "
            f"{shares}. {_families(decoding)}Best is {taken}."
        )
    elif decoding.kind == "mixed":
        words = (
            f"Best averages the network's pair probabilities (temperature {decoding.temperature:g}) with {ensembles}, "
            f"{shares}, and takes {taken}: {why}."
        )
    else:
        words = f"Best is {decoding.kind} with {_gamma(decoding)} and temperature {decoding.temperature:g}."
    if measured:
        return (
            f"{words} Of the settings within {TIE:g} of the highest mean base-pair F1 over both validation sets, these "
            "are the best on new families."
        )
    return f"{words} These are the settings of a draft, not yet chosen on the final weights."


def _gamma(decoding: Decoding) -> str:
    if decoding.gamma is not None:
        return f"gamma {decoding.gamma:g}"
    choice = ", ".join(f"{gamma:g}" for gamma in GAMMAS)
    return f"for each RNA that gamma of {choice} from whose structure the largest base-pair F1 can be expected"


def _families(decoding: Decoding) -> str:
    if not decoding.families:
        return ""
    return (
        "Where the letters show that the RNA belongs to a family known from training (HMMER, E-value at most "
        f"{MAX_EVALUE:g}), that family's pairs count {decoding.families:.0%}, and the rest what was said so far. "
    )


def model_of(folder: Path) -> dict[str, Any]:
    """Size and identity of the weights in a folder, counted from the safetensors header alone; the rotary frequencies
    stand in the file, but are no parameters."""
    path = folder / "model.safetensors"
    with path.open("rb") as file:
        [length] = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    shapes = [
        each["shape"] for name, each in header.items() if name != "__metadata__" and not name.endswith("inv_freq")
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


def shape_of(folder: Path) -> dict[str, str]:
    """The network's sizes in words, from its config.json."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    pairing = config["pairing"]
    spread = " and ".join(map(str, sorted(set(pairing["dilations"]))))
    return {
        "Encoder": (
            f"OmniGenome's encoder in small: {config['num_hidden_layers']} layers of width {config['hidden_size']}, "
            f"{config['num_attention_heads']} attention heads, feed-forward width {config['intermediate_size']}, "
            "rotary positions."
        ),
        "Pairing head": (
            f"{pairing['maps']} bilinear maps of rank {pairing['rank']} make an image of all pairs, refined by "
            f"{len(pairing['dilations'])} residual 3 × 3 convolutions of {pairing['channels']} channels (dilation "
            f"{spread}); then one logit a pair, and one for no partner."
        ),
        "Token head": "The three class probabilities, taught together with the pairs.",
    }


def recipe_of(run: Path, took: str) -> dict[str, str]:
    """How a training run went, from what it wrote into its folder."""
    state = json.loads((run / "last" / "state.json").read_text(encoding="utf-8"))
    recipe = state["recipe"]
    return {
        "Start": card_texts.START,
        "Steps": (
            f"{state['step']:,} batches of RNAs of like length, each of up to {recipe['cells']:,} cells of the pair "
            f"image; {recipe['synthetic_share']:.0%} of the RNAs of this project's own making, and "
            f"{recipe['mutated_share']:.0%} of the known ones changed along their structure, as families drift. In "
            f"{recipe['told_share']:.0%} of the batches the network was told ViennaRNA's pair probabilities."
        ),
        "Optimiser": (
            f"Muon for the matrices between hidden layers, AdamW (0.9, 0.98) for the rest, weight decay "
            f"{recipe['weight_decay']:g}, gradients clipped at 1, bfloat16 autocast, seed {recipe['seed']}."
        ),
        "Rate": (
            f"{recipe['rate']:g} after {recipe['warm_up']:,} steps of warm-up, level, then in a straight line to "
            f"nothing over the last {recipe['decay']:.0%} of the steps."
        ),
        "Energies": card_texts.ENERGIES,
        "Families": card_texts.FAMILIES,
        "Weights": (
            f"The running average of the weights, {recipe['averaging']:g} a step, kept in float16; computed in float32."
        ),
        "Time": took,
    }


def made_of(run: Path) -> str:
    """What the run's synthetic RNAs are."""
    lengths = [len(letters) for letters in physics.load(run / "synthetic.npz")[0]]
    return card_texts.MADE.format(count=f"{len(lengths):,}", shortest=min(lengths), longest=max(lengths))


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes the card."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.card", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "figures", type=Path, nargs="*", help="what benchmarks.accuracy --write saved, in one file or one a set"
    )
    parser.add_argument("--revision", help="the edition's name, such as its date (default: the present card's)")
    parser.add_argument(
        "--training", type=Path, help="the training run's folder (with --took; default: as told of these weights)"
    )
    parser.add_argument("--took", help="how long the run took, on what and by what, in words")
    parser.add_argument("--out", type=Path, default=CARD)
    chosen = parser.parse_args(arguments)
    if (chosen.training is None) != (chosen.took is None):
        parser.error("--training and --took go together")
    present, model = json.loads(CARD.read_text(encoding="utf-8")), model_of(CARD.parent)
    if chosen.training is not None:
        recipe = {**shape_of(CARD.parent), **recipe_of(chosen.training, chosen.took)}
        made = made_of(chosen.training)
    elif present["model"]["weights"] == model["weights"]:
        recipe, made = present["recipe"], present["trained_on"][-1]
    else:
        recipe = {**shape_of(CARD.parent), "Training": "Not finished; the final edition says."}
        made = card_texts.MADE_UNCOUNTED
    try:
        card = assemble(
            revision=chosen.revision or present["revision"],
            decoding=Decoding(**present["decoder"]),
            model=model,
            recipe=recipe,
            made=made,
            figures=merged([json.loads(path.read_text(encoding="utf-8")) for path in chosen.figures]),
        )
    except FiguresError as error:
        parser.exit(1, f"{error}\n")
    card_of(card)  # what the page cannot read is never written
    chosen.out.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {chosen.out.name}, {'with' if card['figures'] else 'without'} figures")


if __name__ == "__main__":
    main()

"""Write the card of the bundled model: `python -m tools.card [FIGURES.json ...]`.

The figures come from `python -m benchmarks.accuracy --write FIGURES.json`, the recipe from the training run's folder,
sizes and hashes from the files, the rest from `tools/card_texts.py`. Without FIGURES.json the figures of the present
card are kept if they are of these files and settings; otherwise the card states that nothing has been measured.

Figures of other files, other decoder settings or a part of the sets are refused: change `decoder` in the present card
first (see `benchmarks/tuning.py`), then measure, then write the card.
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
from benchmarks.tuning import TIE
from ssp_core.card import CARD, card_of
from ssp_core.folding.decoding import GAMMAS, TRUST_OF_KNOWN, TRUST_OF_NEW, DecoderSettings
from ssp_core.folding.homology import MAX_EVALUE, load
from ssp_core.folding.thermo import ENERGY_MODELS, LEARNED
from ssp_core.predictor import FAMILIES
from ssp_core.training import thermo_input
from tools import card_texts

_HASHES = ("weights_sha256", "families_sha256", "energies_sha256")
_TRAINING_TEXTS = {"Start": card_texts.START, "Energies": card_texts.ENERGIES, "Families": card_texts.FAMILIES}
_ENERGY_MODELS = {
    "Turner2004": "Turner 2004",
    "learned": "energies learned by this project from known structures",
}


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
    """The card as JSON; FiguresError where the figures are not of this model."""
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
        "published": {"note": card_texts.PUBLISHED_NOTE, "rows": list(card_texts.PUBLISHED)},
        "limits": list(card_texts.LIMITS),
        "sources": list(card_texts.SOURCES),
        "tools": list(card_texts.TOOLS),
    }


def merged(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Figures measured set by set as one; FiguresError where their conditions differ."""
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


def check(figures: Mapping[str, Any], settings: DecoderSettings, model: Mapping[str, Any]) -> None:
    """Refuse figures of other files, other settings, or less than the whole sets."""
    conditions = figures["conditions"]
    if any(conditions.get(name) != model[name] for name in _HASHES):
        raise FiguresError("The figures are of other files than the bundled ones: run benchmarks.accuracy again.")
    if conditions["decoder"] != asdict(settings):
        raise FiguresError(
            f"The figures were measured with {conditions['decoder']}, the card has {asdict(settings)}: "
            "run benchmarks.accuracy again."
        )
    if conditions["limit"] is not None:
        raise FiguresError(f"The figures are of {conditions['limit']} sequences a set: wanted whole sets.")
    missing = [measured["key"] for measured in card_texts.SETS if measured["key"] not in figures["sets"]]
    if missing:
        raise FiguresError(f"The figures lack the sets {', '.join(missing)}.")
    for measured in card_texts.SETS:
        key, wanted = measured["key"], measured["sequences"]
        counted = {row["sequences"] for row in figures["sets"][key] if row.get("part") == "all"}
        if counted != {wanted}:
            raise FiguresError(f"The figures of {key} count {counted}: wanted {wanted} sequences.")


def kept_figures(
    present: Mapping[str, Any], settings: DecoderSettings, model: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """The present card's figures; None where they are not of this model."""
    figures: Mapping[str, Any] | None = present["figures"]
    if figures is None:
        return None
    try:
        check(figures, settings, model)
    except FiguresError:
        return None
    return figures


def reason(settings: DecoderSettings, *, measured: bool) -> str:
    """What the recommended setting does, and why it was chosen."""
    models = ", ".join(f"{weight:g} × {_ENERGY_MODELS.get(name, name)}" for name, weight in ENERGY_MODELS.items())
    thermo = f"ViennaRNA's pair probabilities (a weighted mean over energy models: {models})"
    taken = f"maximum expected accuracy (MEA), {_gamma(settings)}"
    why = "networks are more accurate on families that they know, thermodynamics on new ones"
    if settings.decoder == "informed":
        text = (
            f"The network takes {thermo} as input. It has learned for which pairs to follow them and for which not: "
            f"{why}. Its pair probabilities (temperature {settings.temperature:g}) are averaged with ViennaRNA's, "
            f"{_shares(settings.trust)}. {_families(settings)}The structure is the one of {taken}."
        )
    elif settings.decoder == "mixed":
        text = (
            f"The network's pair probabilities (temperature {settings.temperature:g}) are averaged with {thermo}, "
            f"{_shares(settings.trust)}: {why}. {_families(settings)}The structure is the one of {taken}."
        )
    else:
        text = f"The decoder is {settings.decoder}, {_gamma(settings)}, temperature {settings.temperature:g}."
    if measured:
        return (
            f"{text} Of the settings within {TIE:g} of the highest mean base-pair F1 over both validation sets, these "
            "have the highest F1 on new families."
        )
    return f"{text} These settings are a draft: they were not yet chosen on the final weights."


def _shares(trust: float | None) -> str:
    if trust is not None:
        return f"{trust:.0%} to {1 - trust:.0%}"
    return f"{_shares(TRUST_OF_KNOWN)} where a known family was found and {_shares(TRUST_OF_NEW)} elsewhere"


def _gamma(settings: DecoderSettings) -> str:
    if settings.gamma is not None:
        return f"gamma {settings.gamma:g}"
    choice = ", ".join(f"{gamma:g}" for gamma in GAMMAS)
    return f"with the gamma of {choice} that gives the largest expected F1 for each RNA"


def _families(settings: DecoderSettings) -> str:
    if not settings.family_weight:
        return ""
    return (
        f"Where the RNA matches a known family (HMMER, E-value at most {MAX_EVALUE:g}), that family's pairs are "
        f"weighted {settings.family_weight:.0%} and these probabilities {1 - settings.family_weight:.0%}. "
    )


def model_of(folder: Path) -> dict[str, Any]:
    """Sizes and hashes of the files in a folder; rotary frequencies are in the weights, but are no parameters."""
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
        "weights_bytes": path.stat().st_size,
        "weights_sha256": sha256_of(path),
        "n_families": len(load(families)),
        "families_bytes": families.stat().st_size,
        "families_sha256": sha256_of(families),
        "energies_bytes": LEARNED.stat().st_size,
        "energies_sha256": sha256_of(LEARNED),
    }


def architecture_of(folder: Path) -> dict[str, str]:
    """The network's sizes in words, from its config.json."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    pairing = config["pairing"]
    dilations = " and ".join(map(str, sorted(set(pairing["dilations"]))))
    return {
        "Encoder": (
            f"OmniGenome's encoder, but smaller: {config['num_hidden_layers']} layers of width "
            f"{config['hidden_size']}, {config['num_attention_heads']} attention heads, feed-forward width "
            f"{config['intermediate_size']}, rotary positions."
        ),
        "Pairing head": (
            f"{pairing['maps']} bilinear maps of rank {pairing['rank']} give features for every pair, refined by "
            f"{len(pairing['dilations'])} residual 3 × 3 convolutions of {pairing['channels']} channels (dilation "
            f"{dilations}); then one logit for each pair, and one for unpaired."
        ),
        "Class probabilities": "Summed from the pairs, with a correction by a linear layer; trained with the pairs.",
    }


def recipe_of(run: Path, time: str) -> dict[str, str]:
    """How a training run went, from the files in its folder."""
    state = json.loads((run / "last" / "state.json").read_text(encoding="utf-8"))
    recipe = state["recipe"]
    return {
        "Start": card_texts.START,
        "Steps": (
            f"{state['step']:,} batches of RNAs of similar length, each of up to {recipe['cells']:,} pairs of "
            f"nucleotides; {recipe['synthetic_share']:.0%} of the RNAs synthetic, and {recipe['mutated_share']:.0%} of "
            "the known ones mutated with their structure kept. In "
            f"{recipe['thermo_input_share']:.0%} of the batches the network had ViennaRNA's pair probabilities as "
            "input."
        ),
        "Optimiser": (
            f"Muon for the matrices between hidden layers, AdamW (0.9, 0.98) for the rest, weight decay "
            f"{recipe['weight_decay']:g}, gradients clipped at 1, bfloat16 autocast, seed {recipe['seed']}."
        ),
        "Learning rate": (
            f"{recipe['rate']:g} after {recipe['warm_up']:,} steps of warm-up, then constant, then linear to 0 over "
            f"the last {recipe['decay']:.0%} of the steps."
        ),
        "Energies": card_texts.ENERGIES,
        "Families": card_texts.FAMILIES,
        "Weights": (
            f"The running average of the weights, {recipe['averaging']:g} a step, stored in float16; the network "
            "computes in float32."
        ),
        "Time": time,
    }


def made_of(run: Path) -> str:
    """What the run's synthetic RNAs are."""
    lengths = [len(sequence) for sequence in thermo_input.load(run / "synthetic.npz")[0]]
    return card_texts.MADE.format(count=f"{len(lengths):,}", shortest=min(lengths), longest=max(lengths))


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the card."""
    parser = argparse.ArgumentParser(prog="python -m tools.card", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "figures", type=Path, nargs="*", help="what benchmarks.accuracy --write saved, in one file or one a set"
    )
    parser.add_argument("--revision", help="the edition's name, such as its date (default: the present card's)")
    parser.add_argument(
        "--training", type=Path, help="the training run's folder (with --time; default: as in the card)"
    )
    parser.add_argument("--time", help="how long the run took, on what and by what, in words")
    parser.add_argument("--out", type=Path, default=CARD)
    chosen = parser.parse_args(arguments)
    if (chosen.training is None) != (chosen.time is None):
        parser.error("--training and --time go together")
    present, model = json.loads(CARD.read_text(encoding="utf-8")), model_of(CARD.parent)
    if chosen.training is not None:
        recipe = {**architecture_of(CARD.parent), **recipe_of(chosen.training, chosen.time)}
        made = made_of(chosen.training)
    elif present["model"]["weights_sha256"] == model["weights_sha256"]:
        recipe = {**present["recipe"], **architecture_of(CARD.parent), **_TRAINING_TEXTS}
        made = present["trained_on"][-1]
    else:
        recipe = {**architecture_of(CARD.parent), "Training": "Not finished; the final edition describes it."}
        made = card_texts.MADE_UNCOUNTED
    settings = DecoderSettings(**present["decoder"])
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

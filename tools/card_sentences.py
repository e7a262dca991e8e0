"""The sentences of the card that depend on the model: why `best` is what it is, sizes, and how it was trained."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.tuning import TIE
from ssp_core.folding.decoding import GAMMAS, DecoderSettings
from ssp_core.folding.homology import MAX_EVALUE
from ssp_core.folding.thermo import ENERGY_MODELS
from ssp_core.training import physics
from tools import card_texts

_ENERGY_MODELS = {"learned": "one that this project learned from known structures"}


def reason(settings: DecoderSettings, *, measured: bool) -> str:
    """Why `best` is what it is, in plain words."""
    chosen = (
        f"Of the settings within {TIE:g} of the highest mean base-pair F1 over both validation sets, these are the "
        "best on new families."
        if measured
        else "These are the settings of a draft; they are not yet chosen on the final weights."
    )
    return " ".join(filter(None, (_sources(settings), _families(settings), _objective(settings), chosen)))


def _sources(settings: DecoderSettings) -> str:
    """Where the pair probabilities are from."""
    decoder = settings.spec
    if not decoder.uses_thermo:
        return f"The pair probabilities are the network's (temperature {settings.temperature:g})."
    models = "; ".join(f"{_ENERGY_MODELS.get(name, name)}, weight {weight:g}" for name, weight in ENERGY_MODELS.items())
    thermo = f"ViennaRNA's pair probabilities, the weighted mean over energy models ({models})"
    shares = f"{100 * settings.trust:.0f} % to {100 * (1 - settings.trust):.0f} %"
    why = "networks are more accurate on families they know, thermodynamics on new ones"
    if decoder.thermo_input:
        return (
            f"The network takes as an input {thermo}. Its own pair probabilities (temperature "
            f"{settings.temperature:g}) are averaged with these, {shares}: {why}."
        )
    return (
        f"The network's pair probabilities (temperature {settings.temperature:g}) are averaged with {thermo}, "
        f"{shares}: {why}."
    )


def _families(settings: DecoderSettings) -> str:
    if not settings.family_weight:
        return ""
    return (
        f"Where HMMER finds a family known from training (E-value at most {MAX_EVALUE:g}), the pairs of this family "
        f"are weighted up to {100 * settings.family_weight:.0f} %."
    )


def _objective(settings: DecoderSettings) -> str:
    if settings.spec.objective != "mea":
        return f"The decoder is {settings.spec.title}."
    structure = "The structure is that of maximum expected accuracy (MEA)"
    if settings.gamma is not None:
        return f"{structure}, with gamma {settings.gamma:g}."
    choice = ", ".join(f"{gamma:g}" for gamma in GAMMAS)
    return f"{structure}; gamma is chosen for each RNA, of {choice} the one with the largest expected base-pair F1."


def shape_of(folder: Path) -> dict[str, str]:
    """The network's sizes in words, from its config.json."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    pairing = config["pairing"]
    dilations = " and ".join(map(str, sorted(set(pairing["dilations"]))))
    return {
        "Encoder": (
            f"OmniGenome's encoder in a small size: {config['num_hidden_layers']} layers of width "
            f"{config['hidden_size']}, {config['num_attention_heads']} attention heads, feed-forward width "
            f"{config['intermediate_size']}, rotary positions."
        ),
        "Pairing head": (
            f"{pairing['maps']} bilinear maps of rank {pairing['rank']} give features of every pair, refined by "
            f"{len(pairing['dilations'])} residual 3 × 3 convolutions of {pairing['channels']} channels (dilation "
            f"{dilations}); then one logit for each pair, and one for no partner."
        ),
        "Token head": "The three class probabilities, trained together with the pairs.",
    }


def texts_of_training() -> dict[str, str]:
    """The parts of the recipe that are the same for every run."""
    return {"Start": card_texts.START, "Energies": card_texts.ENERGIES, "Families": card_texts.FAMILIES}


def recipe_of(run: Path, took: str) -> dict[str, str]:
    """How a training run went, from what it wrote into its folder."""
    state = json.loads((run / "last" / "state.json").read_text(encoding="utf-8"))
    recipe = state["recipe"]
    texts = texts_of_training()
    return {
        "Start": texts["Start"],
        "Steps": (
            f"{state['step']:,} batches of RNAs of similar length, each with up to {recipe['cells']:,} cells of the "
            f"pair matrix. {100 * recipe['synthetic_share']:.0f} % of the RNAs were made by this project; "
            f"{100 * recipe['mutated_share']:.0f} % of the known ones were mutated along their structure, as families "
            f"diverge. In {100 * recipe['told_share']:.0f} % of the batches the network had ViennaRNA's pair "
            "probabilities as an input."
        ),
        "Optimiser": (
            f"Muon for the matrices between hidden layers, AdamW (0.9, 0.98) for the rest; weight decay "
            f"{recipe['weight_decay']:g}, gradients clipped at 1, bfloat16 autocast, seed {recipe['seed']}."
        ),
        "Learning rate": (
            f"{recipe['rate']:g} after {recipe['warm_up']:,} steps of warm-up, constant, then falling linearly to 0 "
            f"over the last {100 * recipe['decay']:.0f} % of the steps."
        ),
        "Energies": texts["Energies"],
        "Families": texts["Families"],
        "Weights": (
            f"The running average of the weights, {recipe['averaging']:g} a step, stored in float16; the network "
            "computes in float32."
        ),
        "Time": took,
    }


def made_of(run: Path) -> str:
    """What the run's synthetic RNAs are."""
    lengths = [len(sequence) for sequence in physics.load(run / "synthetic.npz")[0]]
    return card_texts.MADE.format(count=f"{len(lengths):,}", shortest=min(lengths), longest=max(lengths))

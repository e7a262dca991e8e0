"""The answer to a visitor's RNA: what it is, how sure, which model gave it, and how it was computed."""

from __future__ import annotations

from ssp_core.analysis.computation import computation, family_sentence, picked_in_words
from ssp_core.analysis.description import answer_sentence, model_sentence
from ssp_core.folding import thermo
from ssp_core.ui.result import Result
from ssp_core.ui.templates import render

_SHOWN = 3  # families named; a repeat can hold many


def html(result: Result) -> str:
    """What the RNA is, and the answer in a sentence."""
    shown, picked = result.shown, result.context.picked
    return render(
        "fold/status.html",
        title=result.title,
        length=len(shown.sequence),
        trained=shown.provenance.trained,
        answer=answer_sentence(shown, result.reference),
        picked=picked_in_words(picked) if picked else "",
    )


def origin_html(result: Result) -> str:
    """Which model gave the answer, what else made it, and whether the model saw this RNA in training."""
    training = result.example.training if result.example else ""
    return render("fold/origin.html", stored=result.stored, model=model_sentence(result.shown), training=training)


def computed_html(result: Result) -> str:
    """What is known of the RNA, and how the result was computed; both folded away."""
    shown, hits = result.shown, result.prediction.family_hits
    energy = shown.free_energy
    return render(
        "fold/computed.html",
        example=result.example,
        hits=[family_sentence(hit) for hit in hits[:_SHOWN]],
        more_hits=max(0, len(hits) - _SHOWN),
        family_weight=shown.settings.family_weight,
        n_families=shown.provenance.n_families,
        energy=energy,
        mfe=None if energy is None else thermo.mfe(result.sequence).energy,
        facts=computation(shown, result.context),
    )

"""The wiring of the About tab: one card of the page for each question, from the built-in model's card."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ssp_core.card import Card, read_card
from ssp_core.charts.reliability import reliability
from ssp_core.folding.decoding import TRUST_OF_KNOWN, TRUST_OF_NEW
from ssp_core.network import zoo
from ssp_core.ui.panel import chart_host, html
from ssp_core.ui.templates import render

from . import tables, trust


def build() -> None:
    """Lay out the tab from the card of the built-in model."""
    card = read_card()
    with gr.Column(elem_classes="about-tab"):
        _card("about-trust", "about/trust.html", answers=trust.answers(card))
        _card("about-model", "about/model.html", **model(card))
        _card("about-figures", "about/accuracy.html", **accuracy(card))
        _reliability(card)
        _card("about-limits", "about/limits.html", limits=[limit.partition(". ") for limit in card.limits])
        _card("about-training", "about/training.html", trained_on=card.trained_on, recipe=card.recipe)
        _card("about-licences", "about/licences.html", **licences(card))
        _card("about-models", "about/models.html", models=zoo.zoo())


def _card(element: str, template: str, **values: Any) -> None:
    with gr.Column(elem_classes="card"):
        html(render(template, **values), name=element)


def _reliability(card: Card) -> None:
    """The reliability diagrams, each with its text; nothing before they are measured."""
    diagrams = trust.diagrams(card)
    if not diagrams:
        return
    with gr.Column(elem_classes="card"):
        html(render("about/reliability.html"))
        with gr.Row(elem_classes="diagrams"):
            for diagram in diagrams:
                with gr.Column(min_width=270, elem_classes="diagram"):
                    html(render("about/diagram_title.html", title=diagram.title))
                    chart_host(f"reliability-{diagram.key}", reliability(diagram.curves).json)
                    html(render("about/diagram_words.html", sentences=diagram.sentences))
        bins = [(diagram.title, tables.reliability_bins(diagram.title, diagram.bins)) for diagram in diagrams]
        html(render("about/bins.html", bins=bins), name="about-reliability")


def model(card: Card) -> dict[str, Any]:
    """What the template about/model.html shows: sizes, and how the recommended setting was chosen."""
    return {
        "revision": card.revision,
        "parameters": card.parameters,
        "weights_size": card.weights_bytes,
        "n_families": card.n_families,
        "families_size": card.families_bytes,
        "energies_size": card.energies_bytes,
        "trust": card.decoder.get("trust"),
        "known": TRUST_OF_KNOWN,
        "new": TRUST_OF_NEW,
        "reason": card.decoder_reason,
    }


def accuracy(card: Card) -> dict[str, Any]:
    """What the template about/accuracy.html shows: the tables, and how their numbers came about."""
    return {
        "table": tables.accuracy(card),
        "sets": card.sets,
        "published_note": card.published_note,
        "conditions": card.figures.conditions if card.figures else None,
        "details": [
            (measured.title, tables.by_part(card, measured), tables.other_scores(card, measured))
            for measured in card.sets
        ],
    }


def licences(card: Card) -> dict[str, Any]:
    """What the template about/licences.html shows."""
    return {"data": tables.sources(card.sources, "Data"), "tools": tables.sources(card.tools, "Tool")}

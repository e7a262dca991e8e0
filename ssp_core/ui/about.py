"""The About tab: the card of the model in the box, its figures beside the field's, and what it cannot do."""

from __future__ import annotations

from html import escape

import gradio as gr

from ssp_core.card import Card, Figures, read_card
from ssp_core.figures.reliability import reliability
from ssp_core.network import zoo

from . import about_tables, figure, texts

_MODEL_HINT = "The model that is in the box and answers at once, trained by this project."
_SCORES_HINT = (
    "Base-pair F1: the harmonic mean of how many predicted pairs are known and how many known pairs are predicted, "
    "averaged over sequences. By length in nt, and by whether a known family was found; ms is the mean time a "
    "sequence takes. The table is wider than most windows: it scrolls sideways."
)
_OTHERS_HINT = (
    "F1, ±1 forgives a pair shifted by one position at one end. Letters: macro-F1 of ( ) . as three classes, over all "
    "letters of a set together, or as the mean over sequences."
)
_TRUST_HINT = (
    "Of all pairs that were given some probability, how many are true? On the thin diagonal a probability means what "
    "it says; below it the voice is surer than it should be."
)
_UNMEASURED = (
    "The figures of this edition have not been measured yet, so none are shown; what others published is below."
)
_SURE = 0.9


def build() -> None:
    """Lay out the tab from the card of the model in the box."""
    card = read_card()
    with gr.Column(elem_classes="about-tab"):
        _card(texts.heading("The model in the box", _MODEL_HINT) + model(card), "about-model")
        _card(texts.heading("How good it is", _SCORES_HINT) + measured(card), "about-figures")
        _trust(card)
        _card(texts.heading("What it cannot do") + limits(card), "about-limits")
        _card(texts.heading("What taught it") + taught(card), "about-training")
        _card(texts.heading("Data, tools and their licences") + licences(card), "about-licences")
        _card(texts.heading("The models to choose from") + models(), "about-models")


def _card(html: str, element: str) -> None:
    with gr.Column(elem_classes="card"):
        gr.HTML(html, elem_id=element)


def _trust(card: Card) -> None:
    """The reliability diagrams, each with its text, or that there are none."""
    with gr.Column(elem_classes="card"):
        gr.HTML(texts.heading("Can its probabilities be trusted?", _TRUST_HINT))
        if card.figures is None:
            gr.HTML(texts.paragraph(_UNMEASURED, "empty"), elem_id="about-trust")
            return
        with gr.Row(elem_classes="diagrams"):
            for each in card.sets:
                with gr.Column(min_width=270, elem_classes="diagram"):
                    gr.HTML(f"<h3>{escape(each.title)}</h3>")
                    voices = card.figures.reliability[each.key]
                    curves = {
                        voice: [(point.mean, point.frequency, point.count) for point in points]
                        for voice, points in voices.items()
                    }
                    figure.build(reliability(curves).json, f"reliability-{each.key}")
                    gr.HTML(in_words(card.figures, each.key))
        numbers = "".join(
            f"<div><h3>{escape(each.title)}</h3>{about_tables.bins(card.figures, each.key, each.title)}</div>"
            for each in card.sets
        )
        gr.HTML(
            f'<details><summary>The numbers behind the diagrams</summary><div class="bins">{numbers}</div></details>',
            elem_id="about-trust",
        )


def model(card: Card) -> str:
    """What it is, how big, and why `best` is what it is."""
    facts = [
        (escape(card.revision), "edition"),
        (f"{card.parameters:,}", "parameters"),
        (f"{card.size / 1e6:.1f} MB", "of weights"),
        (f"{card.families:,}", "family profiles"),
        (f"{card.families_size / 1e6:.1f} MB", "of profiles"),
        (f"{card.energies_size / 1e6:.1f} MB", "of energies"),
    ]
    html = '<dl class="totals">' + "".join(f"<div><dd>{a}</dd><dt>{b}</dt></div>" for a, b in facts) + "</dl>"
    return html + texts.paragraph(card.decoder_reason, "words")


def measured(card: Card) -> str:
    """The table, where its numbers are from, and the other scores."""
    notes = [f"{each.title}: {each.words}" for each in card.sets] + [card.published_words]
    html = about_tables.scores(card)
    if card.figures is None:
        html = texts.paragraph(_UNMEASURED, "note") + html
    else:
        conditions = card.figures.conditions
        notes.insert(
            0,
            f"Measured {conditions.date} by python -m benchmarks.accuracy on one {conditions.machine}, "
            f"{conditions.precision}.",
        )
    listed = "".join(f"<li>{escape(note)}</li>" for note in notes)
    others = texts.paragraph(_OTHERS_HINT, "hint") + about_tables.other_scores(card)
    return f'{html}<ul class="notes">{listed}</ul><details><summary>Other scores</summary>{others}</details>'


def in_words(figures: Figures, key: str) -> str:
    """What one reliability diagram shows, for those who cannot see it: the pairs each voice is surest of."""
    sentences = []
    for voice, points in figures.reliability[key].items():
        surest = points[-1] if points and points[-1].mean >= _SURE else None
        sentences.append(
            f"{voice}: no pair was given {_SURE:g} or more."
            if surest is None
            else f"{voice}: {surest.count:,} pairs were given {_SURE:g} or more, {surest.mean:.3f} on average; "
            f"{surest.frequency:.3f} of them are true."
        )
    return "".join(texts.paragraph(sentence[0].upper() + sentence[1:], "hint") for sentence in sentences)


def limits(card: Card) -> str:
    """What it cannot do, one point each."""
    return '<ul class="limits">' + "".join(f"<li>{_led(limit)}</li>" for limit in card.limits) + "</ul>"


def _led(text: str) -> str:
    """The first sentence in bold."""
    lead, stop, rest = text.partition(". ")
    return f"<b>{escape(lead)}.</b> {escape(rest)}" if stop else escape(text)


def taught(card: Card) -> str:
    """Data and recipe."""
    data = "".join(texts.paragraph(text, "words") for text in card.trained_on)
    steps = "".join(f"<div><dt>{escape(term)}</dt><dd>{escape(words)}</dd></div>" for term, words in card.recipe)
    return f'{data}<dl class="recipe">{steps}</dl>'


def licences(card: Card) -> str:
    """Where the data and the tools are from."""
    return about_tables.sources(card.sources, "Data") + about_tables.sources(card.tools, "Tool")


def models() -> str:
    """Every model of the page: who taught it what, and its licence."""
    items = "".join(
        f"<div><dt>{escape(entry.title)}</dt><dd>{escape(entry.taught)} Licence: {escape(entry.licence)}.</dd></div>"
        for entry in zoo.zoo()
    )
    return f'<dl class="recipe">{items}</dl>'

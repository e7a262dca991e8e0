"""The right side of the Fold tab: everything that shows a result, and how a result is put there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.blocks import Block
from gradio.components import Component

from . import drawings, exports, figure, linkdata, sampling, scores, status, stills, strip, texts, whatif_card, words
from .folded import Folded, mfe
from .models import Models
from .visit import Visit

Updates = dict[Block, Any]
COLOURS = {
    "Element": "element",
    "Confidence": "confidence",
    "Base": "base",
    "Class": "class",
    "Agreement": "agreement",
}


@dataclass(frozen=True)
class Results:
    """The components that show a result, and the visitor's own state behind them: the result, the one that `far`
    shows, which for a moment is still the last, and what the visitor chose last."""

    state: gr.State
    stands: gr.State
    visit: gr.State
    status: gr.HTML
    strip: gr.HTML
    views: gr.CheckboxGroup
    colour: gr.Radio
    mfe: gr.Checkbox
    samples: gr.Radio
    draw_samples: gr.Button
    rank: gr.Button
    cards: dict[str, gr.Column]
    plots: dict[str, gr.HTML]
    words: gr.HTML
    scores: gr.HTML
    exports: gr.HTML
    numbers: gr.HTML

    @property
    def all(self) -> list[Component]:
        """Everything a new result fills."""
        return [*self.near, *self.far]

    @property
    def both(self) -> list[gr.State]:
        """The result, and the one that `far` shows."""
        return [self.state, self.stands]

    @property
    def near(self) -> list[Component]:
        """What stands beside the decoder's controls: a structure is seen there first."""
        return [self.state, self.status, self.strip, self.plots["planar"], self.scores, self.words, self.numbers]

    @property
    def far(self) -> list[Component]:
        """The rest."""
        plots = [plot for name, plot in self.plots.items() if name != "planar"]
        return [self.stands, self.samples, *plots, self.exports]

    @property
    def look(self) -> list[Component]:
        """How the visitor wants results drawn: the views that are open, the colouring, ViennaRNA's structure too."""
        return [self.views, self.colour, self.mfe]

    def show(self, result: Folded, views: list[str], colour: str, mfe: bool, stands: Folded | None = None) -> Updates:
        """What to put where for a result; figures that are as those of the one that stands there stay."""
        return self.show_near(result, views, colour, mfe) | self.show_far(result, views, colour, stands)

    def show_near(self, result: Folded, views: list[str], colour: str, mfe: bool) -> Updates:
        """What to put into `near`."""
        return {
            self.state: result,
            self.status: status.html(result),
            self.strip: strip_of(result, mfe),
            self.words: words.html(result),
            self.scores: scores.html(result),
            self.numbers: linkdata.html(result),
            **self.draw(result, [name for name in views if name == "planar"], colour),
        }

    def show_far(self, result: Folded, views: list[str], colour: str, stands: Folded | None) -> Updates:
        """What to put into `far`; as above."""
        changed = [name for name in views if stands is None or not drawings.same(name, stands, result)]
        return {
            self.stands: result,
            self.exports: exports.html(result),
            self.samples: listed(result),
            **self.draw(result, [name for name in changed if name != "planar"], colour),
        }

    def follow(self, result: Folded, stands: Folded, visit: Visit) -> Updates:
        """Let `far` show the result too, unless it does."""
        if stands.prediction is result.prediction and stands.reference is result.reference:
            return {self.stands: gr.skip()}
        views, colour, _ = visit.look
        return self.show_far(result, views, colour, stands)

    def draw(self, result: Folded, views: list[str], colour: str) -> Updates:
        """The figures alone; a view that is closed costs nothing."""
        shown = {name: plot for name, plot in self.plots.items() if name in views}
        return {plot: drawings.VIEWS[name](result, colour).json for name, plot in shown.items()}

    @property
    def coloured(self) -> dict[str, gr.HTML]:
        """The figures that a colouring changes."""
        return {name: plot for name, plot in self.plots.items() if name not in drawings.UNCOLOURED}

    def recolour(self, result: Folded, views: list[str], colour: str, mfe: bool, visit: Visit) -> Updates:
        """These figures in another colouring."""
        visit.look = (views, colour, mfe)
        drawn = self.draw(result, [name for name in views if name in self.coloured], colour)
        return self.still(drawn, result, visit)

    def open(self, result: Folded, views: list[str], colour: str, mfe: bool, visit: Visit) -> Updates:
        """Show the cards of the views that are open, drawn anew, and hide the others."""
        visit.look = (views, colour, mfe)
        cards: Updates = {card: gr.update(visible=name in views) for name, card in self.cards.items()}
        return cards | self.still(self.draw(result, views, colour), result, visit)

    def compare_mfe(self, result: Folded, views: list[str], colour: str, mfe: bool, visit: Visit) -> Updates:
        """Show ViennaRNA's structure in the strip, or no longer."""
        visit.look = (views, colour, mfe)
        return self.still({self.strip: strip_of(result, mfe)}, result, visit)

    def still(self, updates: Updates, result: Folded, visit: Visit) -> Updates:
        """These updates, unless something newer than this result has been folded meanwhile, which shows all itself."""
        return {self.state: gr.skip()} if visit.overtaken(result) else updates


def strip_of(result: Folded, with_mfe: bool) -> str:
    """The strip, with ViennaRNA's structure if it is asked for."""
    return strip.html(result, mfe(result.prediction.sequence) if with_mfe else None)


def listed(result: Folded) -> dict[str, Any]:
    """The list of other structures, hidden while it is empty."""
    label, info = ("Suboptimal structures", texts.RANKED_HINT) if result.ranked else ("Samples", texts.SAMPLES_HINT)
    choices = sampling.choices(result)
    update: dict[str, Any] = gr.update(
        choices=choices, value=result.picked, label=label, info=info, visible=bool(choices)
    )
    return update


def build(models: Models, first: Folded) -> Results:
    """Lay the right side out where it is called from, filled with the first result."""
    state, stands, visit = gr.State(first), gr.State(first), gr.State(Visit())
    with gr.Column(elem_classes="card quiet"):
        line = gr.HTML(status.html(first), elem_id="status")
    gr.HTML('<div id="nucleotide-card"></div>', elem_classes="pinned")
    with gr.Column(elem_classes="card"):
        gr.HTML(texts.heading("Structure strip", texts.VIEW_HINTS["strip"]))
        letters = gr.HTML(strip_of(first, with_mfe=False), elem_id="view-strip")
        with gr.Row(elem_classes="whatif"):
            with_mfe = gr.Checkbox(False, label="Show ViennaRNA's structure too", elem_id="mfe", min_width=240, scale=0)
            draw = gr.Button("Draw ten samples", size="sm", elem_id="draw-samples", min_width=150, scale=0)
            rank = gr.Button("Ten likeliest", size="sm", elem_id="rank", min_width=130, scale=0)
        samples = gr.Radio(
            [], label="Samples", info=texts.SAMPLES_HINT, elem_id="samples", visible=False, elem_classes="samples"
        )
    with gr.Row(elem_classes="look"):
        views = gr.CheckboxGroup(
            [(title, name) for name, title in texts.VIEW_TITLES.items()],
            value=list(texts.VIEW_TITLES),
            label="Views",
            elem_id="views",
            elem_classes="segments",
        )
        colour = gr.Radio(
            list(COLOURS.items()), value="element", label="Colour by", elem_id="colour", elem_classes="segments"
        )
    cards: dict[str, gr.Column] = {}
    plots: dict[str, gr.HTML] = {}
    with gr.Row(elem_classes="pair"):
        _view("planar", first, cards, plots)
        with gr.Column(elem_classes="card", min_width=280):
            gr.HTML(texts.heading("Against the reference"))
            table = gr.HTML(scores.html(first), elem_id="scores")
    with gr.Column(elem_classes="card"):
        gr.HTML(texts.heading("In words"))
        sentences = gr.HTML(words.html(first), elem_id="words")
    _view("heatmap", first, cards, plots)
    _view("arcs", first, cards, plots)
    with gr.Row(elem_classes="pair even"):
        _view("circle", first, cards, plots)
        _view("matrix", first, cards, plots)
    whatif_card.build(models, state)
    with gr.Column(elem_classes="card"):
        gr.HTML(texts.heading("Take away", texts.EXPORT_HINT))
        files = gr.HTML(exports.html(first), elem_id="exports")
    numbers = gr.HTML(linkdata.html(first), elem_id="link-data")
    return Results(
        state, stands, visit, line, letters, views, colour, with_mfe, samples, draw, rank, cards, plots, sentences,
        table, files, numbers,
    )  # fmt: skip


_KINDS = "".join(
    f'<button type="button" class="picture" data-picture="{kind}" title="Save this view as {kind.upper()}">'
    f"{kind.upper()}</button>"
    for kind in ("svg", "png", "html")
)
_PICTURES = f'<p class="pictures"><span>Save</span>{_KINDS}</p>'


def _view(name: str, first: Folded, cards: dict[str, gr.Column], plots: dict[str, gr.HTML]) -> None:
    """One view in its card."""
    with gr.Column(elem_classes=["card", "view", name], min_width=280) as cards[name]:
        gr.HTML(texts.heading(texts.VIEW_TITLES[name], texts.VIEW_HINTS[name]) + _PICTURES)
        value = drawings.VIEWS[name](first, "element").json
        plots[name] = figure.build(value, f"view-{name}", still=stills.read(name))

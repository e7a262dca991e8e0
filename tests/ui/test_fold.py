"""What a visitor does while something else is under way: the newest choice is shown, and nothing older over it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr
import pytest

from ssp_core.folding.decoding import DecoderSettings
from ssp_core.predictor import Predictor
from ssp_core.ui import entry, fold, folded, results, stored
from ssp_core.ui.folded import Folded
from ssp_core.ui.models import Models
from ssp_core.ui.visit import Visit

FIRST = stored.read()
LETTERS = "GGGGAAACGCUUCGGCGUUUCCCC"
ARGMAX = ("argmax", 1.0, 0.5, 1.0, 0.75)


@pytest.fixture
def events() -> Iterator[fold._Events]:
    """The tab's handlers, on the model in the box."""
    models = Models()
    with gr.Blocks():
        yield fold._Events(models, entry.build(models, FIRST), results.build(models, FIRST))


@pytest.fixture(scope="module")
def newer() -> Folded:
    """The result of another RNA."""
    return folded.fold(Predictor("bundled", device="cpu"), LETTERS, "", "best")


def test_another_decoder_of_an_older_rna_does_not_come_over_a_newer_one(events: fold._Events, newer: Folded) -> None:
    visit = Visit(scores=newer.prediction.output)
    assert set(events.redecode(*ARGMAX, FIRST, visit)) == {events.shown.state}  # which is skipped
    shown = events.redecode(*ARGMAX, newer, visit)
    assert shown[events.shown.state].prediction.settings.decoder == "argmax"
    assert FIRST.stored
    assert not events.redecode(*ARGMAX, FIRST, Visit())[events.shown.state].stored


def test_nothing_else_of_an_older_rna_does(events: fold._Events, newer: Folded) -> None:
    visit, shown = Visit(scores=newer.prediction.output), events.shown
    look = (["planar"], "base", True)
    known = FIRST.prediction.structure
    for updates in (
        events.compare(FIRST.prediction.sequence, known, FIRST, FIRST, visit),
        events.list_others(lambda result: result)(FIRST, FIRST, visit),
        shown.recolour(FIRST, *look, visit),
        shown.compare_mfe(FIRST, *look, visit),
    ):
        assert set(updates) == {shown.state}
    opened = shown.open(FIRST, *look, visit)
    assert set(opened) == {shown.state, *shown.cards.values()}  # cards open and close whatever stands in them
    assert visit.look == look


def test_what_is_chosen_while_the_network_runs_counts(events: fold._Events, newer: Folded) -> None:
    visit = Visit()

    def make() -> Folded:
        visit.settings, visit.look = ARGMAX, (["matrix"], "base", True)
        return newer

    def boxes(_: Folded) -> dict[Any, Any]:
        return {}

    updates = events._fold(fold._Asked("bundled", make, boxes, len(LETTERS)), visit)
    result = updates[events.shown.state]
    assert (result.chosen, result.prediction.output) == ("argmax", newer.prediction.output)
    assert visit.scores is newer.prediction.output
    assert [name for name, plot in events.shown.plots.items() if plot in updates] == ["matrix"]
    assert "MFE" in updates[events.shown.strip]


def test_a_number_out_of_range_or_missing_is_one_sentence(events: fold._Events) -> None:
    for gamma, wanted in (
        (99.0, "The gamma is 99; a number from 0.25 to 4 is wanted."),
        (None, "The gamma is missing"),
    ):
        updates = events.redecode("mea", gamma, 0.5, 1.0, 0.75, FIRST, Visit())
        assert wanted in updates[events.given.said]
        assert events.shown.state not in updates


def test_a_number_the_decoder_does_not_use_keeps_its_usual_value() -> None:
    assert folded.decoder_of("map", 2.0, 0.9, 3.0, 0.5) == DecoderSettings("map", families=0.5)
    assert folded.decoder_of("mea", 2.0, 0.9, 3.0, 0.5) == DecoderSettings("mea", 2.0, temperature=3.0, families=0.5)


def test_another_temperature_ends_samples_of_a_model_with_classes_only(newer: Folded) -> None:
    class Decodes:
        def decoding(self, decoder: Any) -> Any:
            return decoder

        def redecode(self, prediction: Any, decoder: DecoderSettings) -> Any:
            return replace(prediction, decoding=decoder)

    predictor: Any = Decodes()
    classes = replace(newer.prediction, pair_probabilities=None, decoding=DecoderSettings("mea"))
    drawn = replace(newer, prediction=classes, samples=(object(),))  # type: ignore[arg-type]
    assert folded.redecode(predictor, drawn, DecoderSettings("mea", gamma=2.0)).samples == drawn.samples
    assert folded.redecode(predictor, drawn, DecoderSettings("mea", temperature=2.0)).samples == ()


def test_a_result_that_cannot_be_shown_leaves_the_last_one_to_its_controls(
    events: fold._Events, newer: Folded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: Any) -> Any:
        raise RuntimeError("no drawing")

    visit = Visit(scores=newer.prediction.output)
    with monkeypatch.context() as broken:
        broken.setattr(results.Results, "show", break_down)
        with pytest.raises(RuntimeError, match="no drawing"):
            events.fold("GGGGAAAACCCC", "", "bundled", newer, visit)
    shown = events.redecode(*ARGMAX, newer, visit)
    assert shown[events.shown.state].prediction.settings.decoder == "argmax"

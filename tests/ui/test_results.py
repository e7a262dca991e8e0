"""What follows another decoder's first answer: the rest of the page, unless it shows the result already."""

from __future__ import annotations

from dataclasses import replace

import gradio as gr

from ssp_core.folding.decoding import DecoderSettings
from ssp_core.ui import results, stored
from ssp_core.ui.models import Models
from ssp_core.ui.visit import Visit


def test_the_rest_follows_until_it_shows_the_result() -> None:
    first = stored.read()
    newer = replace(first, prediction=first.prediction.under(DecoderSettings("map")))
    with gr.Blocks():
        shown = results.build(Models(), first)
    visit = Visit()
    assert set(shown.follow(first, first, visit)) == {shown.stands}
    followed = shown.follow(newer, first, visit)
    assert followed[shown.stands] is newer
    assert {*shown.far} == set(followed)
    assert set(shown.follow(newer, newer, visit)) == {shown.stands}

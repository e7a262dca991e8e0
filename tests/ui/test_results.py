"""What follows another decoder's first answer: the rest of the page, unless it shows the result already."""

from __future__ import annotations

from dataclasses import replace

import gradio as gr

from ssp_core.folding.decoders import Decoding
from ssp_core.ui import results, stored, texts
from ssp_core.ui.models import Models


def test_the_rest_follows_until_it_shows_the_result() -> None:
    first = stored.read()
    newer = replace(first, prediction=first.prediction.under(Decoding("map")))
    with gr.Blocks():
        shown = results.build(Models(), first)
    views = list(texts.VIEW_TITLES)
    assert set(shown.follow(first, views, "element", first)) == {shown.stands}
    followed = shown.follow(newer, views, "element", first)
    assert followed[shown.stands] is newer
    assert {*shown.far} == set(followed)
    assert set(shown.follow(newer, views, "element", newer)) == {shown.stands}

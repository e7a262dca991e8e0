"""The controls of the decoder: which one, and the numbers that it uses; all by the registry of decoders."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from ssp_core.folding.decoding import BEST, CHOICES, SETTINGS, Setting
from ssp_core.ui.panel import html
from ssp_core.ui.select import select
from ssp_core.ui.templates import render

from . import texts

# assets/js/decoder.js shows the numbers that the decoder uses, and its hint.
_DISPATCH = '(decoder) => { document.dispatchEvent(new CustomEvent("decoder", {detail: decoder})); }'


@dataclass(frozen=True)
class Controls:
    """The components that a decoder is chosen with; the numbers are in the order of `SETTINGS`."""

    decoder: gr.HTML
    numbers: tuple[gr.Slider, ...]

    @property
    def all(self) -> list[gr.HTML | gr.Slider]:
        """The decoder and its numbers."""
        return [self.decoder, *self.numbers]


def build() -> Controls:
    """Lay the controls out where it is called from."""
    choices = [(title, name) for name, (title, _) in CHOICES.items()]
    decoder = select("decoder", texts.DECODER_LABEL, choices, value=BEST)
    html(render("fold/decoder_hint.html", hint=CHOICES[BEST][1]))
    numbers = tuple(_slider(setting) for setting in SETTINGS.values())
    decoder.change(None, decoder, None, js=_DISPATCH, show_progress="hidden", api_visibility="private")
    return Controls(decoder, numbers)


def _slider(setting: Setting) -> gr.Slider:
    """A number; hidden until a decoder is chosen that uses it."""
    return gr.Slider(
        setting.least,
        setting.most,
        value=setting.default,
        step=setting.step,
        label=setting.title,
        info=setting.hint,
        elem_id=setting.name,
        elem_classes="setting",
    )

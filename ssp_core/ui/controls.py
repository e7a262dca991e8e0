"""The decoder's controls: which decoder, and the numbers that matter to it."""

from __future__ import annotations

import json
from dataclasses import dataclass

import gradio as gr

from ssp_core.folding.decoding import DECODERS, DecoderSettings

from . import texts
from .folded import RANGES, USUAL


@dataclass(frozen=True)
class Controls:
    """The components a decoder is chosen with, in the order the handlers take their values."""

    kind: gr.Radio
    gamma: gr.Slider
    trust: gr.Slider
    temperature: gr.Slider
    families: gr.Slider
    hint: gr.HTML

    @property
    def inputs(self) -> list[gr.Radio | gr.Slider]:
        """Kind, gamma, trust, temperature, families."""
        return [self.kind, self.gamma, self.trust, self.temperature, self.families]


def build() -> Controls:
    """Lay the controls out where they are called from."""
    kind = gr.Radio(
        [(label, name) for name, label in texts.DECODERS.items()],
        value="best",
        label="Decoder: from probabilities to a legal structure",
        elem_id="decoder",
        elem_classes="segments",
    )
    hint = gr.HTML(texts.paragraph(texts.DECODER_HINTS["best"], "hint"))
    gamma = _slider("gamma", "gamma", texts.GAMMA_HINT)
    trust = _slider("trust", "trust in the network", texts.TRUST_HINT)
    families = _slider("families", "trust in families", texts.FAMILIES_HINT)
    temperature = _slider("temperature", "temperature", texts.TEMPERATURE_HINT)
    controls = Controls(kind, gamma, trust, temperature, families, hint)
    # In the page: the answer with the structure has the server to itself.
    kind.change(
        None,
        inputs=kind,
        outputs=[hint, gamma, trust, temperature, families],
        js=_relevant(),
        show_progress="hidden",
        api_visibility="private",
    )
    return controls


def _slider(name: str, label: str, info: str) -> gr.Slider:
    """A number that the first decoder has no use for; assets/page.js answers what its box cannot take."""
    least, most = RANGES[name]
    return gr.Slider(least, most, value=USUAL[name], step=0.05, label=label, info=info, elem_id=name, visible=False)


def _relevant() -> str:
    """A script that shows the numbers which the chosen decoder uses, and says what it does."""
    hints = {kind: texts.paragraph(hint, "hint") for kind, hint in texts.DECODER_HINTS.items()}
    mixing = tuple(kind for kind in tuple(DECODERS) if DecoderSettings(kind).spec.uses_thermo)
    expecting = tuple(kind for kind in tuple(DECODERS) if DecoderSettings(kind).spec.objective == "mea")
    users = (expecting, mixing, expecting, tuple(DECODERS))
    return (
        f"(kind) => [{json.dumps(hints)}[kind], ...{json.dumps(users)}.map((users) => "
        '({__type__: "update", visible: users.includes(kind)}))]'
    )

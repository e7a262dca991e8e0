"""What one visitor chose last, in their own gr.State: whatever takes a while looks here again when it is done."""

from __future__ import annotations

from dataclasses import dataclass

from ssp_core.folding.decoding import DecoderSettings, NetworkOutput

from . import texts
from .folded import Folded

Settings = tuple[str, float, float, float, float]  # kind, gamma, trust, temperature, families
Look = tuple[list[str], str, bool]  # the views that are open, the colouring, and whether ViennaRNA's structure is shown


@dataclass(eq=False)
class Visit:
    """Noted in place by the handlers of the controls: a fold asks for its settings when it runs, which may be a while
    after the click, and again when the network has run."""

    settings: Settings = (
        "best",
        1.0,
        DecoderSettings.trust,
        DecoderSettings.temperature,
        DecoderSettings.family_weight,
    )
    look: Look = (list(texts.VIEW_TITLES), "element", False)
    scores: NetworkOutput | None = None  # of the newest fold, None before the first

    def overtaken(self, result: Folded) -> bool:
        """Whether something else has been folded since this result was what the page showed."""
        return self.scores is not None and self.scores is not result.prediction.output

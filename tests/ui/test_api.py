"""The page's functions for programs, called in this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr
import pytest

from ssp_core.folding import thermo
from ssp_core.predictor import Predictor
from ssp_core.ui import api
from ssp_core.ui.models import Models

HAIRPIN = "GGGGGGCCAAAAGGCCCCCC"


@pytest.fixture(scope="module")
def functions(predictor: Predictor) -> dict[str, Callable[..., Any]]:
    with gr.Blocks() as page:
        api.build(Models(lambda name, *, progress: predictor))  # noqa: ARG005
    return {str(function.api_name): function.fn for function in page.fns.values() if function.fn is not None}


def test_the_likeliest_structures_cost_no_thermodynamics(
    functions: dict[str, Callable[..., Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(sequence: str) -> None:
        raise AssertionError(f"asked for the thermodynamics of {sequence}")

    monkeypatch.setattr(thermo, "mean_pair_probabilities", refuse)
    found = functions["suboptimal"](HAIRPIN)
    assert len({sample["structure"] for sample in found}) == 10
    assert "(((((((....)))))))" in found[0]["structure"]


def test_a_fold_is_compared_with_its_reference(functions: dict[str, Callable[..., Any]]) -> None:
    known = ".(((((((....)))))))."
    answer = functions["fold"](HAIRPIN, known, decoder="mea", gamma=2)
    assert answer["decoding"]["chosen"] == "mea"
    assert answer["decoding"]["gamma_taken"] == 2
    assert answer["scores"] == functions["compare"](answer["structure"], known)


def test_line_breaks_are_no_letters_of_a_structure(functions: dict[str, Callable[..., Any]]) -> None:
    assert functions["compare"]("((((\n....))))", "((((\n....))))")["f1"] == 1.0


@pytest.mark.parametrize(
    ("name", "arguments", "wanted"),
    [
        ("fold", {"sequence": 123}, "The sequence is 123; a text is wanted"),
        ("fold", {"sequence": HAIRPIN, "gamma": "2"}, "The gamma is '2'; a number from 0.25 to 4 is wanted"),
        ("fold", {"sequence": HAIRPIN, "trust": None, "decoder": "mixed"}, "trust in the network is missing"),
        ("fold", {"sequence": HAIRPIN, "decoder": ["mea"]}, "The decoder is"),
        ("fold", {"sequence": HAIRPIN, "reference": "(("}, "letters"),
        ("fold", {"sequence": HAIRPIN, "model": {}}, "The model is"),
        ("fold", {"sequence": HAIRPIN, "decoder": "magic"}, "'magic' is unknown"),
        ("suboptimal", {"sequence": HAIRPIN, "families": True}, "trust in a known family is True"),
        ("compare", {"structure": "((...", "reference": "....."}, "unbalanced|partner|bracket"),
        ("compare", {"structure": None, "reference": "..."}, "The structure is None"),
    ],
)
def test_a_wrong_argument_is_one_sentence(
    functions: dict[str, Callable[..., Any]], name: str, arguments: dict[str, Any], wanted: str
) -> None:
    with pytest.raises(gr.Error, match=wanted):
        functions[name](**arguments)

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
KNOWN = ".(((((((....)))))))."


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
    found = functions["suboptimal"](HAIRPIN)["structures"]
    assert len({sample["structure"] for sample in found}) == 10
    assert "(((((((....)))))))" in found[0]["structure"]


def test_a_fold_is_compared_with_its_reference(functions: dict[str, Callable[..., Any]]) -> None:
    answer = functions["fold"](HAIRPIN, KNOWN, decoder="mea", gamma=2)
    assert answer["decoder"] == "mea"
    assert answer["decoding"]["gamma_taken"] == 2
    assert answer["scores"] == functions["compare"](answer["structure"], KNOWN)


def test_a_fold_has_the_free_energy_of_its_structure_beside_rnafolds(functions: dict[str, Callable[..., Any]]) -> None:
    energy = functions["fold"](HAIRPIN)["energy"]
    assert energy["mfe"] == thermo.mfe(HAIRPIN).energy
    assert energy["mfe"] <= energy["structure"] < 0


@pytest.mark.parametrize("written", ["((((\n....))))", "((((....)))) (-5.40)", "<<<<____>>>>", ">x\n((((....))))"])
def test_structures_are_read_in_every_form(functions: dict[str, Callable[..., Any]], written: str) -> None:
    assert functions["compare"](written, written)["f1"] == 1.0
    assert functions["compare"]("((((....))))", written)["f1"] == 1.0
    assert "notes" not in functions["compare"](written, written)


@pytest.mark.parametrize(
    "text",
    [
        f">x\n{HAIRPIN}\n{KNOWN} (-9.30)",
        f"# STOCKHOLM 1.0\nx {HAIRPIN}\n#=GC SS_cons {KNOWN}\n//\n",
        f'[{{"name": "x", "sequence": "{HAIRPIN}", "structure": "{KNOWN}"}}]',
    ],
)
def test_a_structure_that_comes_along_is_the_reference_unless_one_is_given(
    functions: dict[str, Callable[..., Any]], text: str
) -> None:
    answer = functions["fold"](text, decoder="mea")
    assert (answer["name"], answer["sequence"], answer["reference"]) == ("x", HAIRPIN, KNOWN)
    assert functions["fold"](text, "." * 20, decoder="mea")["reference"] == "." * 20
    assert functions["suboptimal"](text)["structures"] == functions["suboptimal"](HAIRPIN)["structures"]


def test_what_reading_changed_or_left_out_is_in_the_notes(functions: dict[str, Callable[..., Any]]) -> None:
    assert functions["fold"](HAIRPIN, decoder="mea")["notes"] == []
    assert functions["fold"]("A", decoder="mea")["notes"] == [
        "An RNA of 1 nt cannot pair: the shortest hairpin has 5 nt."
    ]
    answer = functions["fold"]("GGGAACCCAGTTA", "(((AA.)))..aa", decoder="mea")
    left_out = (
        "The reference has a pseudoknot: 2 pairs (4-13, 5-12) cross others and cannot be shown; the scores leave them "
        "out."
    )
    assert answer["notes"] == ["T became U at positions 11, 12", left_out]
    assert answer["reference"] == "(((...)))...."
    scores = functions["compare"]("(((...)))....", "(((AA.)))..aa")
    assert (scores["f1"], scores["notes"]) == (1.0, [left_out])
    assert functions["compare"]("(((AA.)))..aa", "(((...)))....")["notes"][0].startswith("The structure has a pseudo")


@pytest.mark.parametrize(
    ("name", "arguments", "wanted"),
    [
        ("fold", {"sequence": 123}, "The sequence is 123; a text is wanted"),
        ("fold", {"sequence": HAIRPIN, "gamma": "2"}, "The gamma is '2'; a number from 0.25 to 4 is wanted"),
        ("fold", {"sequence": HAIRPIN, "trust": 2}, "The trust in the network is 2; a number from 0 to 1"),
        ("fold", {"sequence": HAIRPIN, "gamma": 2, "decoder": "map"}, "The decoder map does not use gamma"),
        ("fold", {"sequence": HAIRPIN, "decoder": ["mea"]}, "The decoder is"),
        ("fold", {"sequence": HAIRPIN, "reference": "(("}, "letters"),
        ("fold", {"sequence": HAIRPIN, "model": {}}, "The model is"),
        ("fold", {"sequence": HAIRPIN, "decoder": "magic"}, "The decoder is 'magic'; one of best, informed"),
        ("suboptimal", {"sequence": HAIRPIN, "families": True}, "trust in a known family is True"),
        ("fold", {"sequence": ">a\nGGGG\n>b\nCCCC\n>\nAAAA"}, r"3 records \(a, b, record 3\); choose one of them"),
        ("suboptimal", {"sequence": ">a\nGGGG\n>b\nCCCC"}, r"2 records \(a, b\); choose one of them"),
        ("fold", {"sequence": "GGGG&CCCC"}, "two strands are not supported"),
        ("fold", {"sequence": "A" * 1023}, "1,023 nucleotides; at most 1,022 fit one pass"),
        ("fold", {"sequence": "A" * 100_001}, "100,001 characters; at most 100,000"),
        ("compare", {"structure": "((...", "reference": "....."}, "The structure is unbalanced: the"),
        ("compare", {"structure": "((((....)))", "reference": "((((....))))"}, "The structure is unbalanced: the"),
        ("compare", {"structure": "....", "reference": "((...."}, "The reference is unbalanced: the"),
        ("compare", {"structure": ".......", "reference": "....."}, "structure has 7 letters and the reference 5"),
        ("compare", {"structure": None, "reference": "..."}, "The structure is None"),
    ],
)
def test_a_wrong_argument_is_one_sentence(
    functions: dict[str, Callable[..., Any]], name: str, arguments: dict[str, Any], wanted: str
) -> None:
    with pytest.raises(gr.Error, match=wanted):
        functions[name](**arguments)

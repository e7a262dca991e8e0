"""The page's functions for programs, called in this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr
import pytest

from ssp_core.analysis.mutations import mutate, read_mutation
from ssp_core.drawing import DrawingOptions, draw
from ssp_core.folding import thermo
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.folding.structure import Structure
from ssp_core.predictor import Predictor
from ssp_core.ui import api
from ssp_core.ui.http.calls import Calls
from ssp_core.ui.models import Models
from tests.fakes import FakePredictor

HAIRPIN = "GGGGGGCCAAAAGGCCCCCC"
KNOWN = ".(((((((....)))))))."


def offered(models: Models) -> dict[str, Callable[..., Any]]:
    with gr.Blocks() as page:
        api.build(models, Calls())
    return {str(function.api_name): function.fn for function in page.fns.values() if function.fn is not None}


@pytest.fixture(scope="module")
def functions(predictor: Predictor) -> dict[str, Callable[..., Any]]:
    return offered(Models(lambda name, *, progress: predictor))  # noqa: ARG005


def test_many_at_once_let_a_single_one_go_first() -> None:
    fake: Any = FakePredictor()
    functions = offered(Models(lambda name, *, progress: fake))  # noqa: ARG005
    functions["fold_many"](f">a\n{HAIRPIN}\n>b\n{HAIRPIN}A\n")
    functions["fold"](HAIRPIN)
    assert fake.in_background == [True, True, False]


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


@pytest.fixture(scope="module")
def untrained() -> dict[str, Callable[..., Any]]:
    return offered(Models(lambda name, *, progress: Predictor(name, device="cpu")))  # noqa: ARG005


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("fold", {}), ("suboptimal", {}), ("mutate", {"mutations": ["G2C"]}), ("draw", {}), ("fold_many", {}),
    ],
)  # fmt: skip
def test_what_is_untrained_says_so_wherever_its_answer_is(
    untrained: dict[str, Callable[..., Any]], name: str, arguments: dict[str, Any]
) -> None:
    first = "fasta_text" if name == "fold_many" else "sequence"
    for model, caution in (
        ("bundled-untrained", ["Built-in encoder + untrained head: untrained, its structures are random"]),
        ("bundled", []),
    ):
        answer = untrained[name](**{first: HAIRPIN, "model": model, **arguments})
        answer = answer[0] if isinstance(answer, list) else answer
        assert (answer["model"]["name"], answer["model"]["trained"]) == (model, not caution)
        assert answer["notes"] == caution


def test_the_models_and_their_modules_say_what_is_untrained(functions: dict[str, Callable[..., Any]]) -> None:
    known = {model["name"]: model for model in functions["models"]()}
    assert (known["bundled"]["trained"], known["bundled"]["notes"]) == (True, [])
    assert (known["bundled"]["parameters"], known["omnigenome-52m"]["parameters"]) == (4_951_144, 52_454_788)
    untrained = functions["architecture"]("bundled-untrained")["model"]
    assert untrained == known["bundled-untrained"]
    assert "untrained" in untrained["notes"][0]


def test_an_architecture_has_every_module_with_its_shape(functions: dict[str, Callable[..., Any]]) -> None:
    answer = functions["architecture"]("omnigenome-52m", 20)
    whole, *parts = answer["modules"]
    assert (whole["name"], whole["parameters"], whole["share"]) == ("", answer["parameters"], 1)
    assert next(part["shape"] for part in parts if part["name"] == "model") == [1, 22, 480]
    assert answer["settings"]["num_hidden_layers"] == 16


def test_many_rnas_are_each_answered_like_one(functions: dict[str, Callable[..., Any]]) -> None:
    text = f">a\n{HAIRPIN}\n{KNOWN}\n>b\nGGGAAACCT\n{'.' * 9}\n"
    one = functions["fold"](f">a\n{HAIRPIN}\n{KNOWN}")
    first, second = functions["fold_many"](text, probabilities=True)
    assert {**first, "milliseconds": {}} == {**one, "milliseconds": {}}
    assert (second["name"], second["notes"]) == ("b", ["T became U at position 9"])
    assert "probabilities" not in functions["fold_many"](text)[0]


def test_more_rnas_than_are_folded_at_once_are_refused_with_the_command_that_folds_them(
    functions: dict[str, Callable[..., Any]],
) -> None:
    for text, found in ((">x\nGGGAAACCC\n" * 101, "101 RNAs"), (f">x\n{'ACGU' * 250}\n" * 11, "11,000 nucleotides")):
        with pytest.raises(gr.Error, match=rf"The text holds {found}; .*`ssp-core predict rna.fa -o structures.json`"):
            functions["fold_many"](text)
    with pytest.raises(gr.Error, match=r"There are 101 mutations; .*`ssp-core mutate rna.fa --scan`"):
        functions["mutate"](HAIRPIN, ["G1A"] * 101)


def test_mutants_are_those_of_the_shell(functions: dict[str, Callable[..., Any]], predictor: Predictor) -> None:
    answer = functions["mutate"](HAIRPIN, ["G1A", "c20u"], decoder="mea", gamma=2)
    [before] = predictor.predict([HAIRPIN], DecoderSettings("mea", gamma=2.0))
    wanted = [mutate(predictor, before, read_mutation(HAIRPIN, text)).to_dict() for text in ("G1A", "C20U")]
    assert answer["mutants"] == wanted
    assert (answer["structure"], answer["decoder"]) == (before.structure, "mea")


def test_a_drawing_is_of_what_is_given_of_what_comes_along_or_of_a_fold(
    functions: dict[str, Callable[..., Any]],
) -> None:
    other = "(((((((......)))))))"
    with_own = f">hairpin\n{HAIRPIN}\n{KNOWN}"
    drawn = [functions["draw"](*given) for given in ((with_own, other), (with_own,), (HAIRPIN,))]
    assert [answer["structure"] for answer in drawn] == [other, KNOWN, functions["fold"](HAIRPIN)["structure"]]
    assert [answer["model"] and answer["model"]["name"] for answer in drawn] == [None, None, "bundled"]
    structure = Structure.from_dot_bracket(KNOWN)
    assert drawn[1]["svg"] == draw("planar", HAIRPIN, structure, DrawingOptions(title="hairpin")).svg()
    compared = functions["draw"](HAIRPIN, KNOWN, "circle", "agreement", "(((...AA.)))..aa....")
    assert (compared["view"], compared["colour"]) == ("circle", "agreement")
    assert compared["notes"] == [
        "The reference has a pseudoknot: 2 pairs (7-16, 8-15) cross others and cannot be shown; the drawing leaves "
        "them out."
    ]


def test_numbers_beside_best_replace_what_it_recommends(
    functions: dict[str, Callable[..., Any]], predictor: Predictor
) -> None:
    decoding = functions["fold"](HAIRPIN, gamma=2)["decoding"]
    assert (decoding["decoder"], decoding["gamma"]) == (predictor.best.decoder, 2)
    assert decoding["trust"] == predictor.best.trust


def test_a_failure_of_the_machinery_is_one_sentence(
    functions: dict[str, Callable[..., Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ssp_core.ui.api.structures.comparison.compare", lambda *_: 1 / 0)
    with pytest.raises(gr.Error, match=r"The function compare failed \(ZeroDivisionError\)"):
        functions["compare"]("...", "...")

"""The pictures of the steps: their numbers are those of the model's own tensors."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from ssp_core.folding.structure import Structure, faults
from ssp_core.network.labels import IGNORED
from ssp_core.predictor import Predictor
from ssp_core.sequence import read_sequence
from ssp_core.ui.learn import encoder, exercises, letters, recursion, step, tokens
from ssp_core.ui.learn.learner import Learner
from ssp_core.ui.learn.lessons import lessons
from ssp_core.ui.result import Result, predict

HAIRPIN = "GGGGGAAAACCCCC"
LONG = "GGGGAAACCC" * 21


@pytest.fixture(scope="module")
def untrained() -> Predictor:
    return Predictor("bundled-untrained", device="cpu")


def learner_of(predictor: Predictor, sequence: str, untrained: Predictor | None = None) -> Learner:
    return Learner(Result(predict(predictor, read_sequence(sequence), "best")), predictor, lambda: untrained)


@pytest.fixture(scope="module")
def learner(untrained: Predictor) -> Learner:
    return learner_of(Predictor("bundled", device="cpu"), HAIRPIN, untrained)


def data_of(html: str, name: str) -> dict[str, Any]:
    found = re.search(rf'data-json="{name}">(.*?)</div>', html, re.DOTALL)
    assert found
    content: dict[str, Any] = json.loads(found[1])
    return content


@pytest.mark.parametrize("number", range(1, 10))
def test_every_step_has_text_and_picture(learner: Learner, number: int) -> None:
    html = step.html(number, learner)
    assert f'data-lesson="{number if number < 9 else "teachers"}"' in html
    assert "<h2" in html
    if number < 9:
        assert HAIRPIN in html  # in the code, with the reader's RNA
        assert not re.search(r"\{\w+\}", html.partition('class="worksheet"')[2])  # every name has its value


def test_tokens_are_the_tokenizer_s(learner: Learner) -> None:
    found = tokens.columns(learner.sequence, learner.prediction.structure)
    inputs = learner.predictor.tokenizer(learner.sequence)
    assert [column.id for column in found] == inputs["input_ids"][0].tolist()
    assert [column.mask for column in found] == inputs["attention_mask"][0].tolist()
    assert (found[0].label, found[-1].label) == (IGNORED, IGNORED)
    assert "".join(column.letter for column in found) == learner.prediction.structure


def test_movement_and_attention_are_those_of_the_tensors(learner: Learner) -> None:
    html = encoder.html(learner)
    hidden = torch.from_numpy(learner.inspection.hidden[:, 1:-1].copy()).double()
    cosines = torch.cosine_similarity(hidden[1:], hidden[:-1], dim=2).numpy()
    np.testing.assert_allclose(np.array(data_of(html, "encoder")["movement"]), cosines, atol=1e-5)
    shown = data_of(html, "attention")
    values = np.frombuffer(base64.b64decode(shown["values"]), dtype="<u2").reshape(shown["length"], -1) / 65_535
    own = learner.inspection.attention[shown["layer"], shown["head"], 1:-1, 1:-1]
    np.testing.assert_allclose(values, own, atol=1e-5)


@pytest.mark.parametrize("kind", ["trained", "untrained"])
def test_the_sum_of_a_logit_is_the_logit(learner: Learner, untrained: Predictor, kind: str) -> None:
    chosen = learner if kind == "trained" else learner_of(untrained, HAIRPIN)
    data = data_of(step.html(4, chosen), "head")
    head = chosen.inspection.head
    pairing = np.array(data["pairing"]) if data["pairing"] else 0.0
    np.testing.assert_allclose(np.array(data["products"]) + data["bias"] + pairing, data["logits"], atol=5e-5)
    np.testing.assert_allclose(np.array(data["logits"]), head.logits, atol=1e-5)
    for label in range(3):
        for place, value, weight in data["largest"][3][label]:
            assert value == pytest.approx(head.inputs[3, place], abs=1e-5)
            assert weight == pytest.approx(head.weight[label, place], abs=1e-5)


def test_unmatched_brackets_are_counted(learner: Learner) -> None:
    assert learner.untrained
    [prediction] = learner.untrained.predict(HAIRPIN)
    found = letters.letters(prediction)
    kinds = [fault.kind for fault in faults(HAIRPIN, prediction.raw_structure)]
    assert found.n_unmatched == kinds.count("unmatched")
    assert not found.is_trained
    assert sum(found.classes.values()) == len(HAIRPIN)
    assert 'class="badge">untrained' in letters.html(learner)


def test_an_untrained_model_says_so_at_every_step(untrained: Predictor) -> None:
    alone = learner_of(untrained, HAIRPIN, untrained)
    for number in range(1, 8):
        assert "untrained head: its answers are random" in step.html(number, alone)
    assert letters.html(alone).count("<section") == 1  # not beside itself


def test_the_table_leads_to_the_map_structure(learner: Learner) -> None:
    data = data_of(recursion.html(learner), "table")
    [prediction] = learner.predictor.predict(HAIRPIN, decoder="map")
    assert data["structure"] == prediction.structure
    assert len(data["cells"]) == len(HAIRPIN) * (len(HAIRPIN) + 1) // 2
    for cell in data["cells"]:
        assert cell["value"] == max(choice["value"] for choice in cell["choices"]) or cell["value"] >= 0.0
        assert sum(choice["taken"] for choice in cell["choices"]) == 1


def test_a_long_rna_has_the_table_of_its_part_with_most_pairs() -> None:
    assert recursion.window_of(Structure.from_dot_bracket("(((...)))")) == recursion.Window(0, 9)
    structure = Structure.from_dot_bracket("." * 30 + "((...))" + "." * 30 + "((((....))))" + ".")
    assert recursion.window_of(structure) == recursion.Window(67, 79)
    assert recursion.window_of(Structure.from_dot_bracket("." * 40)) == recursion.Window(0, 30)


def test_every_decoder_stands_beside_the_chosen_one(learner: Learner) -> None:
    found = recursion.rows(learner)
    assert [row.title for row in found] == ["Argmax", "MAP", "MEA", "Mixed", "Informed", "Best", "RNAfold"]
    assert [row.title for row in found if row.is_shown] == ["Best"]
    assert found[5].structure == learner.prediction.structure


def test_an_rna_that_is_too_long_for_a_picture_is_offered_a_shorter_one(learner: Learner) -> None:
    long = learner_of(learner.predictor, LONG)
    for number in (3, 4):
        html = step.html(number, long)
        assert "200" in html
        assert "data-learn-rna" in html
        assert 'class="lesson-text"' in html
    assert 'data-json="table"' in step.html(6, long)


def test_a_known_structure_is_compared_with(learner: Learner) -> None:
    known = replace(learner, result=replace(learner.result, reference=learner.prediction.decoded.structure))
    assert exercises.values(7, known)["f1"] == "1.00"
    assert exercises.values(7, known)["second_name"] == "Known"
    assert exercises.values(7, learner)["second_name"] == "RNAfold"


def test_exercises_name_only_what_there_is(learner: Learner) -> None:
    for lesson in lessons():
        names = set(re.findall(r"\{(\w+)\}", lesson.exercise + lesson.solution))
        assert names == set(exercises.values(lesson.number, learner)), lesson.short

"""Predictions as files: one schema each for JSON and CSV, and names that are safe."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import numpy as np
import pytest

from ssp_core.analysis.report import (
    CSV_COLUMNS,
    FILE_KINDS,
    NUCLEOTIDE_FIELDS,
    Context,
    Picked,
    file_stem,
    file_text,
    probabilities_csv,
    to_json,
)
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.folding.formats import load
from ssp_core.folding.structure import Structure
from ssp_core.prediction import Prediction
from ssp_core.sequence import RnaSequence
from tests.fakes import fake_prediction

FIELDS = [
    "version", "name", "sequence", "notes", "structure", "raw_structure", "pairs", "classes", "probabilities",
    "confidence", "nucleotide_confidence", "energy", "network", "model", "families", "device", "precision", "decoding",
    "milliseconds", "decoder", "reference", "picked",
]  # fmt: skip


@pytest.fixture
def prediction() -> Prediction:
    """One whose decoder, with its temperature, used other probabilities than the network's."""
    rna = RnaSequence("GGGGAAAACCCC", "a hairpin", ("T became U at position 3",))
    return fake_prediction(rna, DecoderSettings("mea", temperature=2.0))


def test_the_json_has_one_schema(prediction: Prediction) -> None:
    plain = json.loads(json.dumps(to_json(prediction, Context("best"))))
    assert list(plain) == FIELDS
    assert plain["version"] == 5
    assert (plain["name"], plain["sequence"], plain["structure"]) == ("a hairpin", "GGGGAAAACCCC", "((((....))))")
    assert plain["pairs"][0] == [1, 12]
    assert plain["notes"] == ["T became U at position 3"]
    assert plain["decoding"] == {
        "decoder": "mea", "gamma": 1.0, "trust": 0.5, "temperature": 2.0, "families": 0.75,
        "gamma_taken": 1.0, "trust_taken": None,
    }  # fmt: skip
    assert (plain["decoder"], plain["reference"], plain["picked"]) == ("best", None, None)
    assert to_json(prediction)["decoder"] == "mea"


def test_the_json_has_what_made_the_structure_and_the_network_beside_it(prediction: Prediction) -> None:
    plain = to_json(prediction)
    assert np.allclose(plain["probabilities"], prediction.decoded.class_probabilities, atol=1e-6)
    assert np.allclose(plain["network"]["probabilities"], prediction.output.class_probabilities, atol=1e-6)
    assert not np.allclose(plain["probabilities"], plain["network"]["probabilities"], atol=1e-3)
    assert plain["network"]["raw_structure"] == plain["raw_structure"] == prediction.raw_structure
    assert np.allclose(plain["nucleotide_confidence"], prediction.decoded.confidence, atol=1e-6)
    assert plain["confidence"] == pytest.approx(np.mean(plain["nucleotide_confidence"]), abs=1e-5)


def test_the_free_energy_is_of_the_structure_that_is_shown(prediction: Prediction) -> None:
    shown, context = prediction.with_structure(Structure.from_dot_bracket("(((......)))")), Context(energies=True)
    assert to_json(prediction)["energy"] == {"structure": -5.4, "mfe": None, "unit": "kcal/mol"}
    assert to_json(shown, context)["energy"] == {"structure": -2.7, "mfe": -5.4, "unit": "kcal/mol"}
    assert file_text(prediction, "dbn", context) == ">a hairpin\nGGGGAAAACCCC\n((((....)))) ( -5.40)\n"
    assert file_text(shown, "fasta", context).endswith("(((......))) ( -2.70)\n")
    assert file_text(prediction, "dbn") == ">a hairpin\nGGGGAAAACCCC\n((((....))))\n"
    rows = list(csv.DictReader(io.StringIO(probabilities_csv(shown))))
    assert {row["free_energy"] for row in rows} == {"-2.70"}


def test_a_structure_without_an_energy_is_reported_all_the_same(prediction: Prediction) -> None:
    shown = prediction.with_structure(Structure.from_pairs(12, [(0, 3)]))
    assert to_json(shown)["energy"]["structure"] is None
    assert file_text(shown, "dbn", Context(energies=True)).endswith("\n(..)........\n")
    assert next(csv.DictReader(io.StringIO(probabilities_csv(shown))))["free_energy"] == ""


def test_a_short_json_leaves_out_what_every_nucleotide_has(prediction: Prediction) -> None:
    assert list(to_json(prediction, probabilities=False)) == [name for name in FIELDS if name not in NUCLEOTIDE_FIELDS]


def test_a_reference_brings_scores_and_a_sample_is_named(prediction: Prediction) -> None:
    structure = Structure.from_dot_bracket("(((......)))")
    context = Context("best", Structure.from_dot_bracket(prediction.structure), Picked(2, "drawn", 0.125))
    plain = to_json(prediction.with_structure(structure), context)
    assert (plain["structure"], plain["reference"]) == ("(((......)))", "((((....))))")
    assert plain["scores"]["sensitivity"] == 0.75
    assert plain["picked"] == {"number": 2, "of": "drawn", "probability": 0.125}
    assert file_stem(prediction, context) == "a-hairpin_12nt_fake_sample-2"
    assert file_stem(prediction, Context(picked=Picked(3, "likeliest", 0.1))).endswith("_likeliest-3")
    assert file_stem(prediction) == "a-hairpin_12nt_fake_mea"


def test_the_table_has_every_probability(prediction: Prediction) -> None:
    rows = list(csv.DictReader(io.StringIO(probabilities_csv(prediction))))
    assert tuple(rows[0]) == CSV_COLUMNS
    assert "".join(row["nucleotide"] for row in rows) == prediction.sequence
    for prefix, expected in (
        ("", prediction.decoded.class_probabilities),
        ("network_", prediction.output.class_probabilities),
    ):
        found = [[float(row[f"{prefix}{name}"]) for name in ("p_open", "p_close", "p_unpaired")] for row in rows]
        assert np.allclose(found, expected, atol=1e-6)
    assert [int(row["partner"]) - 1 for row in rows] == list(prediction.decoded.structure.partners)
    assert "".join(row["raw"] for row in rows) == prediction.raw_structure
    assert [bool(row["p_pair"]) for row in rows] == [letter != "." for letter in prediction.structure]
    pairs = prediction.decoded.pair_probabilities
    assert pairs is not None
    assert float(rows[0]["p_pair"]) == pytest.approx(pairs[0, 11], abs=1e-6)
    assert [float(row["confidence"]) for row in rows] == pytest.approx(prediction.decoded.confidence.tolist(), abs=1e-6)


def test_the_table_of_another_structure(prediction: Prediction) -> None:
    rows = list(csv.DictReader(io.StringIO(probabilities_csv(prediction, Structure.from_dot_bracket("." * 12)))))
    assert {row["partner"] for row in rows} == {"0"}
    assert float(rows[0]["confidence"]) == pytest.approx(1 - float(rows[0]["p_open"]), abs=1e-5)


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_every_file_is_read_back(prediction: Prediction, kind: str) -> None:
    (record,) = load(file_text(prediction, kind), kind)
    assert (record.name, record.sequence) == ("a hairpin", prediction.sequence)
    assert record.structure == prediction.decoded.structure


def test_file_names_hold_nothing_that_could_be_misused(prediction: Prediction) -> None:
    name = '../../etc/"passwd\n<b>' + "x" * 500
    odd = replace(prediction, sequence=RnaSequence(prediction.sequence, name))
    for kind in FILE_KINDS.values():
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,160}", file_stem(odd) + kind.suffix)
    assert load(file_text(odd, "dbn"), "dbn")[0].sequence == odd.sequence
    unnamed = replace(prediction, sequence=RnaSequence("GGGGAAAACCCC"))
    assert file_stem(unnamed) == "RNA_12nt_fake_mea"

"""What can be taken away."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import numpy as np

from ssp_core.folding.decoding.optimal import GAMMAS
from ssp_core.folding.formats import load
from ssp_core.ui import exports, sampling, stored


def test_structures_read_back() -> None:
    first = stored.read()
    for export in exports.exports(first):
        kind = export.file_name.rpartition(".")[2]
        if kind in {"dbn", "ct", "bpseq"}:
            (record,) = load(export.text, kind)
            assert record.sequence == first.prediction.sequence
            assert record.structure == first.structure


def test_the_csv_has_every_probability() -> None:
    first = stored.read()
    rows = list(csv.DictReader(io.StringIO(exports.probabilities_csv(first))))
    assert [row["nucleotide"] for row in rows] == list(first.prediction.sequence)
    found = np.array([[float(row[name]) for name in ("p_open", "p_close", "p_unpaired")] for row in rows])
    assert np.allclose(found, first.prediction.probabilities, atol=1e-6)
    assert [int(row["partner"]) - 1 for row in rows] == list(first.structure.partners)


def test_the_json_is_versioned_and_plain() -> None:
    first = stored.read()
    made = json.loads(json.dumps(exports.as_json(first)))
    assert made["version"] == exports.JSON_VERSION
    assert made["structure"] == first.prediction.structure
    assert len(made["probabilities"]) == len(made["sequence"])


def test_a_picked_structure_says_that_no_decoder_made_it() -> None:
    drawn = sampling.draw(stored.read())
    assert exports.as_json(drawn)["picked"] is None
    picked = sampling.pick(drawn, 2)
    assert exports.as_json(picked)["picked"] == {
        "number": 2,
        "of": "drawn",
        "probability": drawn.samples[1].probability,
    }
    assert exports.stem(picked).endswith("_bundled_sample-2")
    assert "not the picked one" in exports.html(picked)
    assert "not the picked one" not in exports.html(drawn)


def test_the_json_tells_the_gamma_that_was_chosen_for_the_rna() -> None:
    decoding: Any = exports.as_json(stored.read())["decoding"]
    assert decoding["gamma"] is None
    assert decoding["gamma_taken"] in GAMMAS


def test_file_names_hold_nothing_a_visitor_can_misuse() -> None:
    first = stored.read()
    named = replace(first, prediction=replace(first.prediction, name='../../etc/"passwd\n<b>' + "x" * 500))
    for export in exports.exports(named):
        assert re.fullmatch(r"[A-Za-z0-9._-]{1,160}", export.file_name)
        assert not export.file_name.startswith(".")
    assert "<b>" not in exports.html(named)

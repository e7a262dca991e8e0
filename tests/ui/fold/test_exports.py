"""Files and links of a result; what is in the files is tested in tests/analysis."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from dataclasses import replace

from ssp_core.folding.formats import load
from ssp_core.reading import read_input
from ssp_core.report_page import SUFFIX
from ssp_core.sequence import RnaSequence
from ssp_core.ui.fold import exports, samples
from ssp_core.ui.fold.files import text_of
from ssp_core.ui.result import Result, picked

FILE = re.compile(r'download="([^"]+)" href="data:[^,]+;base64,([^"]+)"')


def files(result: Result) -> dict[str, str]:
    return {name: b64decode(data).decode() for name, data in FILE.findall(exports.html(result))}


def test_structures_read_back(first: Result) -> None:
    found = files(first)
    for suffix in ("dbn", "ct", "bpseq"):
        [text] = [text for name, text in found.items() if name.endswith(f".{suffix}")]
        [record] = load(text, suffix)
        assert record.sequence == first.sequence
        assert record.structure == first.structure


def test_what_is_downloaded_can_be_opened_again(first: Result) -> None:
    for name, text in files(first).items():
        if name.endswith(SUFFIX):
            continue  # the report is for people
        opened, notes = text_of(text.encode())
        [record] = read_input(opened)
        assert (record.sequence, record.reference, notes) == (first.sequence, first.structure, ()), name


def test_a_picked_structure_says_that_no_decoder_made_it(first: Result) -> None:
    drawn = samples.draw(first)
    shown = picked(drawn, 2)
    [name] = [name for name in files(shown) if name.endswith(".json")]
    assert "sample-2" in name
    assert drawn.alternatives is not None
    assert json.loads(files(shown)[name])["picked"] == {
        "number": 2,
        "of": "drawn",
        "probability": drawn.alternatives.samples[1].probability,
    }
    assert "not the picked one" in exports.html(shown)
    assert "not the picked one" not in exports.html(drawn)


def test_file_names_have_nothing_a_visitor_can_misuse(first: Result) -> None:
    sequence = RnaSequence(str(first.sequence), name='../../etc/"passwd\n<b>' + "x" * 500)
    result = replace(first, prediction=replace(first.prediction, sequence=sequence))
    for name in files(result):
        assert re.fullmatch(r"[A-Za-z0-9._-]{1,160}", name)
        assert not name.startswith(".")
    assert "<b>" not in exports.html(result)

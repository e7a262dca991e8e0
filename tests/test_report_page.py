"""A prediction as one HTML page, which asks nothing of any host."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import numpy as np
import pytest

from ssp_core.analysis.report import Context, Picked
from ssp_core.drawing.cells import probability_cells
from ssp_core.folding.decoding import DecoderSettings
from ssp_core.folding.structure import Structure
from ssp_core.report_page import report_html
from ssp_core.sequence import RnaSequence
from tests.fakes import fake_prediction

KNOWN = Structure.from_dot_bracket("(((......)))")


class Texts(HTMLParser):
    """The texts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture
def page() -> str:
    rna = RnaSequence("GGGGAAAACCCC", "a <b> hairpin")
    return report_html(fake_prediction(rna), Context("mea", KNOWN, about=("It is made up.",)))


def test_it_has_answer_drawing_strip_probabilities_scores_and_how_it_was_computed(page: str) -> None:
    text = " ".join(" ".join(Texts(page).texts).split())
    assert "a <b> hairpin, 12 nt" in text
    assert "1 stem, 4 pairs, average confidence" in text
    assert "3 of 3 known pairs found" in text
    assert "It is made up." in text
    assert page.count('class="nucleotide ') == 12
    for line in ("sequence GGGGAAAACC CC", "structure ((((....)) ))", "known (((......) ))"):
        assert line in text
    assert len(re.findall('class="band"', page)) == 1
    assert "<td>0.750</td>" in page  # precision
    assert "MEA, gamma 1" in text
    assert page.count("<h1>") == 1


def test_it_has_no_script_and_nothing_of_another_host(page: str) -> None:
    assert not re.search(r"<(script|link|img|iframe|object)\b", page)
    addresses = set(re.findall(r"""(?:https?:)?//[^\s"'<>)]+""", page))
    assert addresses <= {"http://www.w3.org/2000/svg"}
    assert "url(" not in page
    assert "@import" not in page


def test_a_sample_and_an_untrained_head_are_called_so() -> None:
    prediction = fake_prediction("GGGGAAAACCCC")
    assert "Not the decoded structure: number 2 of the likeliest structures, probability 0.1." in report_html(
        prediction, Context(picked=Picked(2, "likeliest", 0.1))
    )
    assert "Not the decoded" not in report_html(prediction)
    assert "No known structure was given." in report_html(prediction)


def test_a_long_rna_goes_on_in_further_lines() -> None:
    page = report_html(fake_prediction("G" * 85 + "AAAA" + "C" * 85, DecoderSettings("mea")))
    assert len(re.findall('class="band"', page)) == 3
    assert page.count("<pre>") == 3


def test_a_cell_is_as_bright_as_its_probability_and_a_wrong_shape_is_refused() -> None:
    certain = probability_cells("GA", [[1, 0, 0], [0, 0, 1]])
    assert certain.count("#fee838") == 2  # both cells in one path, and the end of the scale
    with pytest.raises(ValueError, match=r"2 nucleotides need probabilities of shape \(2, 3\), not \(3, 3\)"):
        probability_cells("GA", np.zeros((3, 3)))

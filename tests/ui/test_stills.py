"""The pictures of the stored result's views that stand until plotly has come."""

from __future__ import annotations

import re

import pytest

from ssp_core.ui import drawings, stills, stored

VIEWS = tuple(drawings.VIEWS)


@pytest.mark.parametrize("view", VIEWS)
def test_is_of_the_figure_that_the_page_opens_with(view: str) -> None:
    # Another stored result, or a figure drawn otherwise: run `python -m ssp_core.ui.stills` and commit what it writes.
    assert f'data-of="{stills.stamp(stills.texts()[view])}"' in stills.read(view)


@pytest.mark.parametrize("view", VIEWS)
def test_shows_every_nucleotide(view: str) -> None:
    picture = stills.read(view)
    letters = stored.read().prediction.sequence
    if view in ("planar", "circle"):
        assert "".join(re.findall(r">([ACGU])</text>", picture)) == letters
    assert picture.count("<path") > 20
    assert 'aria-hidden="true"' in picture


def test_together_are_small_and_can_stand_in_one_page() -> None:
    pictures = [stills.read(view) for view in VIEWS]
    assert sum(map(len, pictures)) < 250_000
    ids = [name for picture in pictures for name in re.findall(r' id="([^"]+)"', picture)]
    assert len(ids) == len(set(ids))
    for picture in pictures:
        assert set(re.findall(r"url\(([^)]+)\)", picture)) <= {f"#{name}" for name in ids}
        # gradio reads a template twice, as Handlebars' and as JavaScript's
        assert not re.search(r"\{\{|\$\{|`|\\|<script|https?://(?!www\.w3\.org/)", picture)

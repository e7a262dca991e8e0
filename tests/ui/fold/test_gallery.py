"""The list of examples."""

from __future__ import annotations

from ssp_core.examples import examples
from ssp_core.ui.fold import gallery


def test_each_example_has_a_drawing_of_its_known_structure_if_there_is_one() -> None:
    html = gallery.html()
    known = [example for example in examples() if example.structure is not None]
    assert html.count("<svg") == len(known)
    assert html.count("no known structure") == len(examples()) - len(known) == 1
    assert f"All {len(examples())} examples" in html

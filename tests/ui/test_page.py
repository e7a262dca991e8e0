"""The page as a whole, without a browser."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html import unescape

from ssp_core.ui import first_result, page, stylesheet
from ssp_core.ui.facts import facts, standalone_css
from ssp_core.ui.first_paint import html as first_paint


def test_the_page_has_its_api_and_its_hosts() -> None:
    built = page.build()
    names = {function.api_name for function in built.fns.values()}
    assert {"fold", "suboptimal", "compare"} <= names
    ids = {block.elem_id for block in built.blocks.values() if getattr(block, "elem_id", None)}
    hosts = {f"view-{name}" for name in ("strip", "planar", "arcs", "circle", "matrix", "heatmap")}
    assert hosts | {"sequence", "fold", "status", "reference", "model", "decoder", "link-data"} <= ids


def test_the_facts_are_in_the_html_and_come_from_one_place() -> None:
    head = first_paint(page.TITLE, {})
    found = re.search(r'<script type="application/json" id="facts">(.*?)</script>', head, re.DOTALL)
    assert found is not None
    assert json.loads(unescape(found[1])) == json.loads(json.dumps(facts()))
    assert '<script type="module" src="ssp/js/' in head
    assert facts()["elements"]["s"] == "stem"
    assert facts()["iupac"]["R"] == "AG"
    assert facts()["decoders"]["map"]["settings"] == ("family_weight",)


def test_the_first_paint_is_the_stored_result_with_the_stylesheet_that_is_served() -> None:
    made = first_paint(page.TITLE, {})
    assert f'<link rel="stylesheet" href="{stylesheet.name()}">' in made
    assert "--primary-600:#0b746e" in stylesheet.text()
    assert str(first_result.read().sequence) in made
    assert made.count('class="scene') == 1
    assert "21 of 21 known pairs found" in made


def test_who_asks_for_another_rna_or_tab_never_sees_the_stored_result() -> None:
    for query in ({"seq": "GGGAAACCC"}, {"tab": "about"}):
        made = first_paint(page.TITLE, query)
        assert "first-tabs" in made
        assert str(first_result.read().sequence) not in made
        assert 'class="scene' not in made


def test_saved_drawings_have_a_colour_for_every_role_and_no_variable() -> None:
    css = standalone_css()
    for name in ("element-s", "on-element-s", "base-A", "class-open", "confidence-20", "pair-missed", "backbone"):
        assert f".{name}{{" in css
    assert "var(" not in css


def test_the_door_is_light() -> None:
    code = "import sys, ssp_core.ui; print(sorted({'gradio', 'torch', 'RNA'} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"  # processes that are spawned import app.py


def test_the_page_is_built_before_torch_is_imported() -> None:
    """A page that waits for torch comes seconds later."""
    code = (
        "import sys\n"
        "from ssp_core.ui import page, server\n"
        "page.build()\n"
        "print(*{'torch', 'transformers', 'safetensors'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=240)
    assert run.stdout.strip() == ""

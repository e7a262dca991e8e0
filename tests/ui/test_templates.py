"""Templates escape what is put into them, and miss nothing silently."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from ssp_core.ui.templates import TEMPLATES, breakable, file_size, render

HOSTILE = "<script>alert(1)</script>"


def test_a_value_is_escaped() -> None:
    html = render("heading.html", title=HOSTILE, hint="a & b")
    assert "<h2>&lt;script&gt;" in html
    assert "<script>" not in html
    assert "a &amp; b" in html
    assert 'class="&#34;&gt;' in render("paragraph.html", text="", kind='">')


def test_what_a_template_made_is_not_escaped_again() -> None:
    inner = render("paragraph.html", text="x", kind="hint")
    assert isinstance(inner, Markup)
    assert inner in render("paragraph.html", text=inner, kind="outer")


def test_a_forgotten_value_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="hint"):
        render("heading.html", title="x")


def test_names_of_code_break_between_their_words() -> None:
    assert breakable("OmniModelForSeq2Seq") == "Omni<wbr>Model<wbr>For<wbr>Seq2Seq"
    assert breakable("model.five_prime") == "model.<wbr>five_<wbr>prime"
    assert breakable("a<B>") == "a&lt;B&gt;"


def test_sizes_have_few_digits() -> None:
    assert [file_size(count) for count in (9_917_928, 126_134, 211_000_000)] == ["9.9 MB", "126.1 kB", "211.0 MB"]


def test_no_template_switches_escaping_off() -> None:
    texts = [path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")]
    assert texts
    assert not [text for text in texts if "autoescape" in text or "safe" in text]

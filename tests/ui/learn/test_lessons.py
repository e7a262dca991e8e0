"""The texts of the lessons: complete, short, explained, and their code runs."""

from __future__ import annotations

import contextlib
import io
import json
import re
from pathlib import Path

import pytest

from ssp_core.ui.learn.lessons import LANGUAGE, LESSONS, MOST_WORDS, Lesson, explanations, lessons, notes, terms
from ssp_core.ui.learn.markdown import to_html

RNA = "GGGGAAACCUUCGGGCCC"


@pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: lesson.short)
def test_a_lesson_is_whole_and_short(lesson: Lesson) -> None:
    assert 0 < lesson.words <= MOST_WORDS
    for text in (lesson.title, lesson.question, lesson.answer, lesson.code, lesson.notes, lesson.exercise):
        assert text.strip()
    assert lesson.solution.strip()
    assert lesson.short != lesson.title


@pytest.mark.parametrize("model", ["bundled", "bundled-untrained"])
@pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: lesson.short)
def test_its_code_runs_with_the_reader_s_rna_and_model(lesson: Lesson, model: str) -> None:
    code = lesson.code_for(RNA, model)
    assert RNA in code
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, lesson.title, "exec"), {})  # noqa: S102 - our own code, which the page shows to be copied
    assert printed.getvalue().strip()
    if lesson.number == 4:
        assert printed.getvalue().startswith("True")  # the sum is the logit


def test_there_are_seven_steps_and_what_is_taken_along() -> None:
    assert [lesson.number for lesson in lessons()] == list(range(1, 9))
    assert notes()[0] == "For teachers"


def test_a_language_is_a_folder_of_files() -> None:
    assert {path.suffix for path in (LESSONS / LANGUAGE).iterdir()} == {".md", ".json"}
    tasks = json.loads((LESSONS / LANGUAGE / "tasks.json").read_text(encoding="utf-8"))
    assert len({task["class"] for task in tasks}) == 6


def test_terms_are_explained_once_and_formulas_are_mathml() -> None:
    html = to_html("A network is a *network*: $x_i$.\n\n$$y = 2$$\n\nSee [the part](#part-sum).", terms())
    assert html.count("data-tip") == 1
    assert html.count("<math ") == 2
    assert '<span class="lights" tabindex="0" data-lights="sum">the part</span>' in html


def test_html_in_a_lesson_is_text() -> None:
    assert "&lt;script&gt;" in to_html("<script>alert(1)</script>", terms())


def test_every_term_of_the_lessons_is_used() -> None:
    texts = " ".join(f"{one.text} {one.question} {one.answer} {one.notes}" for one in lessons())
    for term in explanations():
        assert re.search(rf"\b{re.escape(term)}s?\b", texts), term


def test_pictures_have_the_parts_that_texts_speak_of() -> None:
    templates = Path(LESSONS).parent / "templates" / "learn"
    parts = set(re.findall(r'data-part="([^"{]+)"', " ".join(path.read_text() for path in templates.glob("*.html"))))
    parts |= {"counts", "untrained"}  # by whether the model is trained
    for lesson in lessons():
        for part in re.findall(r"\(#part-([\w-]+)\)", lesson.text):
            assert part in parts, part

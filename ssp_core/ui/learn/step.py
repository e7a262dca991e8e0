"""A step as HTML: its text, its picture, its question, its code, and its worksheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ssp_core.errors import InputError
from ssp_core.ui.templates import render

from . import encoder, exercises, head, letters, problem, recursion, tokens, trust
from .learner import Learner
from .lessons import WORDS_A_MINUTE, Lesson, lessons, notes, terms
from .markdown import to_html

_PICTURES: Mapping[int, Callable[[Learner], str]] = {
    1: problem.html, 2: tokens.html, 3: encoder.html, 4: head.html, 5: letters.html, 6: recursion.html, 7: trust.html,
}  # fmt: skip
N_STEPS = len(_PICTURES)  # "In three lines" and the page for teachers come after them


def html(number: int, learner: Learner) -> str:
    """A step, by its number from 1; the page for teachers after the last."""
    found = lessons()
    if number > len(found):
        return teachers()
    lesson = found[max(0, number - 1)]
    return render(
        "learn/step.html",
        lesson=lesson,
        n_steps=N_STEPS,
        n_lessons=len(found),
        text=to_html(lesson.text, terms()),
        question=to_html(lesson.question, terms()),
        answer=to_html(lesson.answer, terms()),
        picture=_picture(lesson.number, learner),
        code=lesson.code_for(learner.sequence, learner.predictor.entry.key),
        trained=learner.predictor.entry.trained,
        **_worksheet(lesson, learner),
    )


def _picture(number: int, learner: Learner) -> str:
    """The picture of a step; a sentence and an offer where the RNA is too long for it."""
    make = _PICTURES.get(number)
    if make is None:
        return render("learn/notebook.html")
    try:
        return make(learner)
    except InputError as error:
        return render("learn/too_long.html", sentence=str(error), sequence=learner.sequence)


def _worksheet(lesson: Lesson, learner: Learner) -> dict[str, str]:
    try:
        values = exercises.values(lesson.number, learner)
    except InputError as error:
        return {"exercise": str(error), "solution": ""}
    return {
        "exercise": to_html(_filled(lesson.exercise, values), terms()),
        "solution": to_html(_filled(lesson.solution, values), terms()),
    }


def _filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def teachers() -> str:
    """The page for teachers: how to use the lessons, and the notes of each."""
    title, text = notes()
    found = lessons()
    words = sum(lesson.words for lesson in found)
    return render(
        "learn/teachers.html",
        title=title,
        text=to_html(text, terms()),
        notes=[(lesson, to_html(lesson.notes, terms())) for lesson in found],
        words=words,
        minutes=words / WORDS_A_MINUTE,
    )

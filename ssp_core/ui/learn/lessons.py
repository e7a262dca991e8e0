"""The lessons: texts of assets/lessons, one Markdown file a step, read once.

A file begins with its title (`# Short name: the rest`) and its text; then follow `## Question`, `## Answer`, `## Code`,
`## For teachers`, `## Exercise` and `## Solution`. In the last two `{names}` stand for values of the reader's own RNA
(`exercises.py`). Another language is another folder with the same files.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ssp_core.assets import ASSETS
from ssp_core.ui.glossary import GLOSSARY, Terms

LESSONS = ASSETS / "lessons"
LANGUAGE = "en"
NOTES = "teachers"
MOST_WORDS = 120
WORDS_A_MINUTE = 200
_RNA, _MODEL = "AUGCCGUGCAUUAA", '"bundled"'  # what the code of a file stands for: the reader's RNA and model
_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_FENCE = re.compile(r"```python\n(.*?)```", re.DOTALL)
_WORD = re.compile(r"[\w'’-]*\w")
_FORMULA = re.compile(r"\$\$.*?\$\$", re.DOTALL)


@dataclass(frozen=True)
class Lesson:
    """One step: all Markdown but `code`, which is Python.

    Attributes:
        number: of the step, from 1.
        title: in the list of steps and above the text.
        text: what is read.
        question: what is asked.
        answer: what is hidden at first.
        code: runs as it is; `code_for` puts the reader's RNA into it.
        notes: for teachers.
        exercise: what the worksheet asks, with names of values in braces.
        solution: its answer, likewise.
    """

    number: int
    title: str
    text: str
    question: str
    answer: str
    code: str
    notes: str
    exercise: str
    solution: str

    @property
    def short(self) -> str:
        """Its name in the list of steps."""
        return self.title.partition(":")[0]

    @property
    def words(self) -> int:
        """How many words the text has; a formula on a line of its own is none."""
        return len(_WORD.findall(_FORMULA.sub("", self.text)))

    def code_for(self, sequence: str, model: str) -> str:
        """The code with another RNA and model."""
        return self.code.replace(_RNA, sequence).replace(_MODEL, f'"{model}"')


@cache
def lessons(language: str = LANGUAGE) -> tuple[Lesson, ...]:
    """All steps in their order."""
    paths = sorted((LESSONS / language).glob("[0-9]-*.md"))
    return tuple(_read(number, path) for number, path in enumerate(paths, start=1))


@cache
def explanations(language: str = LANGUAGE) -> dict[str, str]:
    """What explains each term of the lessons."""
    found: dict[str, str] = json.loads((LESSONS / language / "terms.json").read_text(encoding="utf-8"))
    return found


@cache
def terms(language: str = LANGUAGE) -> Terms:
    """The terms of the lessons, and those of the page that they do not explain otherwise."""
    return Terms({**GLOSSARY, **explanations(language)})


@cache
def notes(language: str = LANGUAGE) -> tuple[str, str]:
    """Title and text of the page for teachers."""
    return _titled((LESSONS / language / f"{NOTES}.md").read_text(encoding="utf-8"))


def _read(number: int, path: Path) -> Lesson:
    head, *rest = _SECTION.split(path.read_text(encoding="utf-8"))
    sections = {name: text.strip() for name, text in zip(rest[::2], rest[1::2], strict=True)}
    code = _FENCE.search(sections["Code"])
    if code is None:
        raise ValueError(f"{path.name} has no Python below its heading 'Code'.")
    title, text = _titled(head)
    names = ("Question", "Answer", "For teachers", "Exercise", "Solution")
    question, answer, for_teachers, exercise, solution = (sections[name] for name in names)
    return Lesson(number, title, text, question, answer, code[1].strip(), for_teachers, exercise, solution)


def _titled(text: str) -> tuple[str, str]:
    title, _, rest = text.partition("\n")
    return title.removeprefix("# ").strip(), rest.strip()

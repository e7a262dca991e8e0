"""What is below the sequence box and the reference box: the length, what was changed on reading, or what is wrong."""

from __future__ import annotations

from ssp_core.errors import SequenceError
from ssp_core.rna import MAX_LENGTH
from ssp_core.sequence import read_sequence
from ssp_core.ui.inputs import MAX_CHARACTERS, bounded
from ssp_core.ui.templates import render


def check(text: str) -> str:
    """The message about a sequence as it is typed: its length, notes, or what is wrong."""
    if not (text or "").strip():
        return below_sequence(0)
    try:
        sequence = read_sequence(bounded(text, "sequence"))
    except SequenceError as error:
        return below_sequence(count_letters(text), wrong=str(error))
    return below_sequence(len(sequence), notes=sequence.notes)


def below_sequence(length: int, *, notes: tuple[str, ...] = (), wrong: str = "") -> str:
    """The message below the sequence box."""
    return render("fold/message.html", length=length, limit=MAX_LENGTH, notes=notes, wrong=wrong)


def message(*, notes: tuple[str, ...] = (), wrong: str = "") -> str:
    """Notes, or one sentence that says what is wrong."""
    return render("fold/message.html", length=None, limit=MAX_LENGTH, notes=notes, wrong=wrong)


def count_letters(text: str | None) -> int:
    """How many letters there are outside FASTA headers, of a text that is no sequence."""
    lines = (text or "")[:MAX_CHARACTERS].splitlines()
    return sum(character.isalpha() for line in lines if not line.lstrip().startswith(">") for character in line)

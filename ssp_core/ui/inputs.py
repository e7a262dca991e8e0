"""What stands under the sequence box: the length, what was changed on reading, or what is wrong with it."""

from __future__ import annotations

from ssp_core.errors import SequenceError
from ssp_core.rna import MAX_LENGTH
from ssp_core.sequence import read_sequence

from . import texts

# Far more than a FASTA record of the longest sequence takes; more than this is not even looked at.
MAX_CHARACTERS = 20_000


def bounded(text: str | None, what: str) -> str:
    """The text, if it is not absurdly long; raises `SequenceError` with a sentence."""
    text = text or ""
    if len(text) > MAX_CHARACTERS:
        raise SequenceError(
            f"The {what} box holds {len(text):,} characters; one of at most {MAX_LENGTH:,} nt is wanted there."
        )
    return text


def look(text: str) -> str:
    """What can be said of the text as it is typed: its length, notes, or what is wrong."""
    if not text.strip():
        return under(0)
    try:
        sequence = read_sequence(bounded(text, "sequence"))
    except SequenceError as error:
        return under(letters_in(text), wrong=str(error))
    return under(len(sequence), notes=sequence.notes)


def under(length: int, *, notes: tuple[str, ...] = (), wrong: str = "") -> str:
    """The line under the box as HTML."""
    return f'<div class="under">{texts.counter(length)}{said(notes=notes, wrong=wrong)}</div>'


def said(*, notes: tuple[str, ...] = (), wrong: str = "") -> str:
    """Notes, or the one sentence that says what is wrong."""
    lines = texts.paragraph(wrong, "wrong") if wrong else "".join(texts.paragraph(note, "note") for note in notes)
    return f'<div class="said" role="alert">{lines}</div>'


def letters_in(text: str | None) -> int:
    """How many letters there are outside FASTA headers, for a text that cannot be read as a sequence."""
    text = (text or "")[:MAX_CHARACTERS]
    return sum(character.isalpha() for line in text.splitlines() if not line.startswith(">") for character in line)

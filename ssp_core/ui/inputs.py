"""The bound on what a visitor may type into one box, before anything reads it."""

from __future__ import annotations

from ssp_core.errors import SequenceError
from ssp_core.rna import MAX_LENGTH

MAX_CHARACTERS = 20_000  # more than the longest FASTA record takes; longer text is not read at all


def bounded(text: str | None, what: str) -> str:
    """The text, unless it is absurdly long; raises SequenceError with a sentence."""
    text = text or ""
    if len(text) > MAX_CHARACTERS:
        raise SequenceError(too_many_characters(len(text), what))
    return text


def too_many_characters(count: int, what: str) -> str:
    """What is wrong with a text that is not even read."""
    return f"The {what} box holds {count:,} characters; one of at most {MAX_LENGTH:,} nt is wanted there."

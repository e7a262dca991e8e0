"""What is below the sequence box and the reference box: the length, what was changed on reading, or what is wrong."""

from __future__ import annotations

from ssp_core.analysis.description import no_pair_sentence
from ssp_core.errors import InputError
from ssp_core.reading import InputRecord, count_nucleotides, crossing_pairs_sentence
from ssp_core.reading.detect import format_of_text
from ssp_core.rna import MAX_LENGTH
from ssp_core.ui.inputs import MAX_CHARACTERS, fitting, records_of
from ssp_core.ui.result import Result
from ssp_core.ui.templates import render

from . import picker, standing, texts

# In the host of what is said of a pseudoknot.
ON_OFFER = """
element.addEventListener('click', event => {
    if (event.target.closest('button[data-without-crossing]')) trigger('click');
});
"""


def check(text: str | None, shown: Result | None = None) -> dict[str, str]:
    """The panels about a text as it is typed: how much it is, what was found in it, what was changed or is wrong.

    Args:
        text: what the sequence box holds.
        shown: the result that is shown, to mark its record among several, and to say when the text is another RNA.
    """
    records: tuple[InputRecord, ...] = ()
    try:
        records = records_of(text) if (text or "").strip() else ()
        found = _found(records, text or "", shown)
    except InputError as error:
        found = {"sequence-message": below_sequence(count(text), wrong=str(error)), "records": ""}
    is_other = shown is not None and all(record.sequence != shown.sequence for record in records)
    return {**found, "standing": standing.previous() if is_other else ""}


def _found(records: tuple[InputRecord, ...], text: str, shown: Result | None) -> dict[str, str]:
    """The panels about the records of a text; InputError for one that is too long to be folded."""
    if not records:
        return {"sequence-message": below_sequence(0), "records": ""}
    if len(records) > 1:
        return of_several(records, picker.number_of(shown, records) if shown else None)
    notes = _notes(fitting(records, 1), text)
    return {"sequence-message": below_sequence(len(records[0].sequence), notes=notes), "records": ""}


def of_several(
    records: tuple[InputRecord, ...], number: int | None = None, notes: tuple[str, ...] = ()
) -> dict[str, str]:
    """The panels about a text with several records; that number is shown, or one is to be chosen."""
    said = notes if number else (*notes, texts.several(len(records)))
    html = render("fold/message.html", length=None, records=len(records), limit=MAX_LENGTH, notes=said, wrong="")
    return {"sequence-message": html, "records": picker.html(records, number)}


def below_sequence(length: int, *, notes: tuple[str, ...] = (), wrong: str = "") -> str:
    """The message below the sequence box."""
    return render("fold/message.html", length=length, records=1, limit=MAX_LENGTH, notes=notes, wrong=wrong)


def message(*, notes: tuple[str, ...] = (), wrong: str = "") -> str:
    """Notes, or one sentence that says what is wrong."""
    return render("fold/message.html", length=None, records=1, limit=MAX_LENGTH, notes=notes, wrong=wrong)


def pseudoknot(result: Result) -> str:
    """Which pairs of the known structure cannot be shown, and an offer to do without; empty if there are none."""
    if result.pseudoknot is None:
        return ""
    sentence = crossing_pairs_sentence(result.pseudoknot.crossing_pairs)
    return render("fold/pseudoknot.html", sentence=sentence, is_compared=result.reference is not None)


def count(text: str | None) -> int:
    """The nucleotides of a text, also of one that cannot be read."""
    return count_nucleotides((text or "")[:MAX_CHARACTERS])


def _notes(record: InputRecord, text: str) -> tuple[str, ...]:
    notes = list(record.sequence.notes)
    if record.reference is not None:
        notes.insert(0, texts.structure_found(format_of_text(text)))
    if impossible := no_pair_sentence(record.sequence):
        notes.append(impossible)
    return tuple(notes)

"""The structure strip: sequence, raw string, decoded structure and reference, in blocks of ten that wrap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from ssp_core.folding.metrics import score_pairs
from ssp_core.folding.structure import Structure, faults

from .folded import Folded

BLOCK = 10
FAULT_WORDS = {
    "unmatched": "bracket without a partner",
    "non-canonical": "pair that is not AU, GC or GU",
    "tight": "hairpin of fewer than 3",
}
_CLASS_NAMES = {"(": "open", ")": "close", ".": "free"}


@dataclass(frozen=True)
class Row:
    """One line of the strip: its label, its letters, and marks by 0-based position as (css class, what it says)."""

    label: str
    name: str
    letters: str
    marks: Mapping[int, tuple[str, str]]


def rows(folded: Folded, mfe: Structure | None = None) -> tuple[Row, ...]:
    """The lines to show for a result, ViennaRNA's structure among them if it is given."""
    prediction = folded.prediction
    raw, decoded = prediction.raw_structure, prediction.structure
    wrong = {fault.position: ("fault", FAULT_WORDS[fault.kind]) for fault in faults(prediction.sequence, raw)}
    changed = {
        i: ("changed", f"decoding changed {a} to {b}")
        for i, (a, b) in enumerate(zip(raw, decoded, strict=True))
        if a != b
    }
    known = folded.reference
    verdicts = {} if known is None else _verdicts(folded.structure, known, "wrong", "not in the reference")
    found = [
        Row("seq", "sequence", prediction.sequence, {}),
        Row("raw", "raw argmax", raw, wrong),
        Row("decoded", "decoded", decoded, _together(changed, verdicts)),
    ]
    if known is not None:
        marks = _verdicts(known, folded.structure, "missed", "not in the decoded structure")
        found.append(Row("known", "reference", known.dot_bracket, marks))
    if mfe is not None:
        found.append(Row("MFE", "ViennaRNA MFE", mfe.dot_bracket, _differences(folded, mfe)))
    return tuple(found)


def _verdicts(structure: Structure, other: Structure, kind: str, words: str) -> dict[int, tuple[str, str]]:
    """For each paired nucleotide of a structure, whether the other one has its pair too."""
    both = set(other.pairs)
    return {
        i: ("right", f"pair {pair[0] + 1}-{pair[1] + 1}, right") if pair in both
        else (kind, f"pair {pair[0] + 1}-{pair[1] + 1}, {words}")
        for pair in structure.pairs
        for i in pair
    }  # fmt: skip


def _together(*marks: Mapping[int, tuple[str, str]]) -> dict[int, tuple[str, str]]:
    """Marks of several kinds on one line."""
    found: dict[int, tuple[str, str]] = {}
    for each in marks:
        for i, (kind, words) in each.items():
            found[i] = (f"{found[i][0]} {kind}", f"{found[i][1]}; {words}") if i in found else (kind, words)
    return found


def _differences(folded: Folded, other: Structure) -> dict[int, tuple[str, str]]:
    """Where another structure pairs a nucleotide otherwise than the decoded one."""
    pairs = zip(folded.structure.partners, other.partners, strict=True)
    return {
        i: ("differs", f"decoded {partner_words(a)}, here {partner_words(b)}")
        for i, (a, b) in enumerate(pairs)
        if a != b
    }


def partner_words(partner: int) -> str:
    """Whom a nucleotide pairs with, by its 0-based partner or -1."""
    return "unpaired" if partner < 0 else f"paired with {partner + 1}"


def html(folded: Folded, mfe: Structure | None = None) -> str:
    """The strip as HTML; every nucleotide of every line is a span with its 0-based `data-i`."""
    lines = rows(folded, mfe)
    copies = "".join(
        f'<button type="button" class="copy" data-copy="{escape(row.letters)}">{escape(row.name)}</button>'
        for row in lines
    )
    return (
        f'{lines_html(lines, "Structure strip")}<p class="hint">{escape(summary(folded))}</p>'
        f'<p class="copies"><span>Copy</span>{copies}</p>'
    )


def lines_html(lines: tuple[Row, ...], label: str) -> str:
    """Lines of one length under a ruler, in blocks that wrap."""
    length = len(lines[0].letters)
    blocks = "".join(_block(lines, start, min(start + BLOCK, length)) for start in range(0, length, BLOCK))
    return f'<div class="strip" role="group" aria-label="{escape(label)}" tabindex="0">{blocks}</div>'


def _block(lines: tuple[Row, ...], start: int, end: int) -> str:
    cells = "".join(_line(row, start, end) for row in lines)
    return f'<div class="strip-block">{ruler(start, end)}{cells}</div>'


def ruler(start: int, end: int) -> str:
    """The ruler over one block: its last position, and 1 at the very start."""
    numbers = f"{end:>{BLOCK}}" if end - start == BLOCK else ""
    if start == 0 and numbers:
        numbers = "1" + numbers[1:]
    return f'<div class="ruler" aria-hidden="true">{numbers or "&nbsp;"}</div>'


def _line(row: Row, start: int, end: int) -> str:
    spans = "".join(_span(row, i) for i in range(start, end))
    return f'<div class="line" data-label="{row.label}">{spans}</div>'


def _span(row: Row, i: int) -> str:
    letter = row.letters[i]
    kind = _CLASS_NAMES.get(letter, f"base {letter}")
    if i not in row.marks:
        return f'<span data-i="{i}" class="{kind}">{letter}</span>'
    mark, words = row.marks[i]
    return f'<span data-i="{i}" class="{kind} {mark}" title="{i + 1}: {escape(words)}">{letter}</span>'


def summary(folded: Folded) -> str:
    """What the marks of the strip say, in a sentence or two."""
    prediction = folded.prediction
    kinds = [fault.kind for fault in faults(prediction.sequence, prediction.raw_structure)]
    changed = sum(a != b for a, b in zip(prediction.raw_structure, prediction.structure, strict=True))
    counts = [f"{kinds.count(kind)} × {words}" for kind, words in FAULT_WORDS.items() if kind in kinds]
    raw = "Illegal in the raw string (wave): " + ", ".join(counts) if counts else "The raw string is legal as it stands"
    plural = "letter" if changed == 1 else "letters"
    text = f"{raw}. DecoderSettings changed {changed} {plural}{' (boxed)' if changed else ''}."
    if folded.reference is not None:
        pairs = score_pairs(folded.structure, folded.reference)
        text += (
            f" Against the reference, {pairs.true_positives} of the pairs are right (underlined), "
            f"{pairs.false_negatives} missed (dashed), {pairs.false_positives} wrong (dotted)."
        )
    return text

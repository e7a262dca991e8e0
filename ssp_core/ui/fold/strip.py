"""The structure strip: sequence, the network's letters, structure and known structure, in blocks of ten that wrap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from numpy.typing import NDArray

from ssp_core.analysis.description import least_confident
from ssp_core.folding import thermo
from ssp_core.folding.metrics import score_pairs
from ssp_core.folding.structure import Structure, faults
from ssp_core.ui.result import Result
from ssp_core.ui.templates import render

from . import texts

BLOCK = 10
_CLASS_NAMES = {"(": "open", ")": "close", ".": "free"}

Marks = Mapping[int, tuple[str, str]]  # by 0-based position: CSS class, and what it means


@dataclass(frozen=True)
class Row:
    """One line of the strip: its label, its full name, its letters and their marks."""

    label: str
    name: str
    text: str
    marks: Marks = field(default_factory=dict)

    @property
    def short(self) -> str:
        """The row in a word."""
        return "sequence" if self.label == "seq" else self.label

    def cell(self, i: int) -> tuple[str, str, str]:
        """Letter, CSS classes and title of one position."""
        letter = self.text[i]
        kind = _CLASS_NAMES.get(letter, f"base {letter}")
        if i not in self.marks:
            return letter, kind, ""
        mark, words = self.marks[i]
        return letter, f"{kind} {mark}", f"{i + 1}: {words}"


@dataclass(frozen=True)
class Block:
    """Ten positions of every row: the number above, 0-based positions, and cells by row.

    `bars` is the path of an SVG with a bar for each position, as high as its confidence; empty without them.
    """

    ruler: str
    positions: range
    lines: tuple[tuple[Row, list[tuple[str, str, str]]], ...]
    bars: str = ""


def html(result: Result, *, with_mfe: bool = False) -> str:
    """The strip; every nucleotide of every line has its 0-based `data-i`."""
    lines = rows(result, thermo.mfe(result.sequence).structure if with_mfe else None)
    confidence = result.shown.decoded.confidence
    return render(
        "fold/strip.html",
        lines=lines,
        blocks=[replace(block, bars=_bars(confidence[block.positions.start :][:BLOCK])) for block in blocks(lines)],
        label="Structure strip",
        summary=summary(result),
        least=[(i, f"{result.sequence[i]} {i + 1}", confidence[i]) for i in least_confident(result.shown)],
    )


def _bars(confidence: NDArray[Any]) -> str:
    """The path of a bar for each value from 0 to 1, a unit wide, growing upwards from y = 1."""
    return "".join(f"M{i + 0.1:g} 1V{1 - value:.2f}h.8V1z" for i, value in enumerate(confidence))


def rows(result: Result, mfe: Structure | None = None) -> tuple[Row, ...]:
    """The rows of a result, with ViennaRNA's structure if it is given."""
    shown, structure, known = result.shown, result.structure, result.reference
    sequence, raw = str(shown.sequence), shown.raw_structure
    wrong = {fault.position: ("fault", texts.FAULTS[fault.kind][0]) for fault in faults(sequence, raw)}
    changed = {
        i: ("changed", f"decoding changed {a} to {b}")
        for i, (a, b) in enumerate(zip(raw, structure.dot_bracket, strict=True))
        if a != b
    }
    verdicts = _verdicts(structure, known, "wrong", "not in the known structure") if known else {}
    found = [
        Row("seq", "sequence", sequence),
        Row("network", "network's letters", raw, wrong),
        Row("structure", "structure", structure.dot_bracket, together(changed, verdicts)),
    ]
    if known is not None:
        missed = _verdicts(known, structure, "missed", "not in the structure")
        found.append(Row("known", "known structure", known.dot_bracket, missed))
    if mfe is not None:
        found.append(Row("MFE", "ViennaRNA's structure", mfe.dot_bracket, differences(structure, mfe)))
    return tuple(found)


def _verdicts(structure: Structure, other: Structure, kind: str, words: str) -> Marks:
    """For each paired nucleotide of a structure, whether the other one has the same pair."""
    both = set(other.pairs)
    marks = {}
    for i, j in structure.pairs:
        verdict = (
            ("right", f"pair {i + 1}-{j + 1}, correct") if (i, j) in both else (kind, f"pair {i + 1}-{j + 1}, {words}")
        )
        marks[i] = marks[j] = verdict
    return marks


def together(*marks: Marks) -> Marks:
    """Marks of several kinds on one row."""
    found: dict[int, tuple[str, str]] = {}
    for some in marks:
        for i, (kind, words) in some.items():
            found[i] = (f"{found[i][0]} {kind}", f"{found[i][1]}; {words}") if i in found else (kind, words)
    return found


def differences(structure: Structure, other: Structure, names: tuple[str, str] = ("structure", "here")) -> Marks:
    """Where another structure pairs a nucleotide otherwise; `names` say which is which."""
    pairs = enumerate(zip(structure.partners, other.partners, strict=True))
    return {
        i: ("differs", f"{names[0]}: {partner_in_words(a)}, {names[1]}: {partner_in_words(b)}")
        for i, (a, b) in pairs
        if a != b
    }


def partner_in_words(partner: int) -> str:
    """What a nucleotide pairs with, by its 0-based partner or -1."""
    return "unpaired" if partner < 0 else f"paired with {partner + 1}"


def blocks(lines: tuple[Row, ...]) -> Iterator[Block]:
    """Rows of one length in blocks of ten."""
    length = len(lines[0].text)
    for start in range(0, length, BLOCK):
        positions = range(start, min(start + BLOCK, length))
        yield Block(ruler(positions), positions, tuple((row, [row.cell(i) for i in positions]) for row in lines))


def ruler(positions: range) -> str:
    """The ruler above a block: its last position, and 1 at the very start."""
    numbers = f"{positions.stop:>{BLOCK}}" if len(positions) == BLOCK else ""
    return "1" + numbers[1:] if positions.start == 0 and numbers else numbers


def summary(result: Result) -> str:
    """What the marks of the strip say, in one to three sentences."""
    shown, known = result.shown, result.reference
    raw, structure = shown.raw_structure, result.structure.dot_bracket
    kinds = [fault.kind for fault in faults(str(shown.sequence), raw)]
    changed = sum(a != b for a, b in zip(raw, structure, strict=True))
    counts = [_count(kinds.count(kind), *words) for kind, words in texts.FAULTS.items() if kind in kinds]
    text = "The network's letters already form a valid structure; nothing was changed."
    if counts or changed:
        problems = (
            f"Problems in the network's letters (wavy): {', '.join(counts)}."
            if counts
            else text.partition(";")[0] + "."
        )
        text = f"{problems} Decoding changed {_count(changed, 'letter', 'letters')}{' (boxed)' if changed else ''}."
    if known is None:
        return text
    pairs = score_pairs(result.structure, known)
    return (
        f"{text} Against the known structure, {_count(pairs.true_positives, 'pair', 'pairs')} right (underlined), "
        f"{pairs.false_negatives} missed (dashed), {pairs.false_positives} wrong (dotted)."
    )


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"

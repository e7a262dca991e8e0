"""The tables of the About tab, as HTML; every number in them is the card's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from ssp_core.card import Card, Figures, Published, Row, Source

PARTS = {
    "all": "all",
    "1-100": "≤ 100",
    "101-200": "101–200",
    "over 200": "> 200",
    "family found": "family",
    "no family found": "no family",
}
_BEST = "best"
# Titles of the methods of one run. Letters that need not be a structure have token scores only.
METHODS = {
    _BEST: "Ours, best",
    "best without families": "Ours, best without families",
    "network and families, MEA": "Ours, without thermodynamics",
    "network alone, MEA": "Ours, network alone",
    "network and families, argmax": "Ours, letters without thermodynamics (argmax)",
    "network alone, argmax": "Ours, letters of the network alone (argmax)",
    "RNAfold MFE": "RNAfold MFE",
    "RNAfold MEA": "RNAfold MEA",
    "all unpaired": "No pairs at all",
}
_WITH_PAIRS = (
    _BEST,
    "best without families",
    "network and families, MEA",
    "network alone, MEA",
    "RNAfold MFE",
    "RNAfold MEA",
)
_NONE = '<td class="none"><span aria-hidden="true">–</span><span class="sr-only">not known</span></td>'
_ABSENT = "Not measured on this edition yet."


def scores(card: Card) -> str:
    """Base-pair F1 by set and part of it, with milliseconds a sequence and the model's size."""
    columns = [*PARTS.values(), "ms"]
    rows = [
        _head("Base-pair F1, exact", card, columns, extra="Size"),
        _group("In one run, on the same sequences", 2 + len(columns) * len(card.sets)),
        *_measured_scores(card),
    ]
    for measured_on, published in groupby(card.published, lambda row: row.measured_on):
        rows.append(_group(measured_on, 2 + len(columns) * len(card.sets)))
        for row in published:
            cells = [_opening(_number(row.f1.get(each.key))) + _blank(len(PARTS)) for each in card.sets]
            rows.append(_line(_titled(row), [_text(row.size), *cells]))
    return _table("Base-pair F1 by method, set and length", rows, "wide")


def _measured_scores(card: Card) -> Iterable[str]:
    figures = card.figures
    if figures is None:
        yield _absent(1 + (len(PARTS) + 1) * len(card.sets))
        return
    for method in _WITH_PAIRS:
        ours = METHODS[method].startswith("Ours")
        size = f"{card.parameters / 1e6:.1f} M" if ours else ""
        cells = [_text(size)]
        for each in card.sets:
            found = [figures.row(each.key, method, part) for part in PARTS]
            numbers = [_number(row.f1 if row else None, row) for row in found]
            cells += [_opening(numbers[0]), *numbers[1:]]
            cells.append(_number(found[0].milliseconds if found[0] else None, digits=0))
        yield _line(escape(METHODS[method]), cells, strong=method == _BEST)


def other_scores(card: Card) -> str:
    """F1 with a slip of one allowed, and token macro-F1, on whole sets."""
    columns = ["F1, ±1", "letters", "letters, mean"]
    width = 1 + len(columns) * len(card.sets)
    rows = [_head("Other scores, whole sets", card, columns), _group("In one run, on the same sequences", width)]
    if card.figures is None:
        rows.append(_absent(width - 1))
    else:
        rows += [_other(card, card.figures, method) for method in METHODS]
    lettered = [row for row in card.published if row.macro_f1]
    for measured_on, published in groupby(lettered, lambda row: row.measured_on):
        rows.append(_group(measured_on, width))
        for row in published:
            cells = [_opening(_NONE) + _number(row.macro_f1.get(each.key)) + _NONE for each in card.sets]
            rows.append(_line(escape(row.method), cells))
    return _table("Other scores by method and set", rows, "wide")


def _other(card: Card, figures: Figures, method: str) -> str:
    cells = []
    for each in card.sets:
        row = figures.row(each.key, method)
        values = (row.slipped_f1, row.pooled, row.macro_f1) if row else (None, None, None)
        numbers = [_number(value) for value in values]
        cells += [_opening(numbers[0]), *numbers[1:]]
    return _line(escape(METHODS[method]), cells, strong=method == _BEST)


def bins(figures: Figures, key: str, title: str) -> str:
    """The numbers behind one reliability diagram."""
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Given, mean", "True", "Pairs"))
    rows = [f"<thead><tr><td></td>{head}</tr></thead>"]
    for voice, points in figures.reliability[key].items():
        rows.append(_group(voice, 4))
        rows += [
            f"<tr><td></td>{_number(point.mean)}{_number(point.frequency)}<td>{point.count:,}</td></tr>"
            for point in points
        ]
    return _table(f"Reliability on {title}", rows, "narrow")


def sources(given: Sequence[Source], kind: str) -> str:
    """What was used, where it is from, under which licence."""
    counted = any(source.sequences is not None for source in given)
    head = _heading(kind) + ('<th scope="col">Sequences</th>' if counted else "")
    head += _heading("From" if counted else "For") + _heading("Licence")
    rows = [f"<thead><tr>{head}</tr></thead>"]
    for source in given:
        count = [f"<td>{source.sequences:,}</td>"] if source.sequences is not None else []
        rows.append(_line(escape(source.name), [*count, _text(source.origin), _text(source.licence)]))
    return _table(kind, rows, "sources")


def _heading(name: str) -> str:
    return f'<th scope="col" class="text">{escape(name)}</th>'


def _head(name: str, card: Card, columns: Sequence[str], extra: str = "") -> str:
    sets = "".join(
        f'<th scope="colgroup" colspan="{len(columns)}" class="first">{escape(each.title)}, {each.sequences:,}</th>'
        for each in card.sets
    )
    names = "".join(
        f'<th scope="col"{_first(number)}>{escape(column)}</th>' for number, column in enumerate(columns)
    ) * len(card.sets)
    more = f'<th scope="col" rowspan="2">{extra}</th>' if extra else ""
    return f'<thead><tr><th scope="col" rowspan="2">{name}</th>{more}{sets}</tr><tr>{names}</tr></thead>'


def _first(number: int) -> str:
    return ' class="first"' if number == 0 else ""


def _group(title: str, width: int) -> str:
    return f'<tr class="group"><th scope="rowgroup" colspan="{width}"><span>{escape(title)}</span></th></tr>'


def _absent(width: int) -> str:
    return f'<tr><th scope="row">Ours, and RNAfold</th><td class="absent" colspan="{width}">{_ABSENT}</td></tr>'


def _line(title: str, cells: Sequence[str], *, strong: bool = False) -> str:
    kind = ' class="ours"' if strong else ""
    return f'<tr{kind}><th scope="row">{title}</th>{"".join(cells)}</tr>'


def _titled(row: Published) -> str:
    """A published method's name with its figures on other sets."""
    note = f"<small>{escape(row.elsewhere)}</small>" if row.elsewhere else ""
    return escape(row.method) + note


def _opening(cell: str) -> str:
    """The first cell of a set: a line is drawn before it."""
    return cell.replace("<td", "<td data-first", 1)


def _blank(width: int) -> str:
    """Cells of which nothing is published."""
    return f'<td class="none" colspan="{width}"><span class="sr-only">not published</span></td>'


def _number(value: float | None, row: Row | None = None, *, digits: int = 3) -> str:
    if value is None:
        return _NONE
    title = f' title="{row.sequences:,} sequences"' if row else ""
    return f"<td{title}>{value:,.{digits}f}</td>"


def _text(text: str) -> str:
    return f'<td class="text">{escape(text)}</td>' if text else "<td></td>"


def _table(label: str, rows: Sequence[str], kind: str) -> str:
    return (
        f'<div class="sheet {kind}" role="region" aria-label="{escape(label)}" tabindex="0"><table>'
        f"{''.join(rows)}</table></div>"
    )

"""The tables of the About tab as plain data; every number in them is the card's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from ssp_core.card import Bin, Card, MeasuredSet, Published, Row, Source

from .trust import BEST

PARTS = {
    "all": "all",
    "1-100": "≤ 100 nt",
    "101-200": "101–200",
    "over 200": "> 200",
    "family found": "family",
    "no family found": "no family",
}
# What the methods of a card are called on the page; one that is not listed keeps its own name.
METHODS = {
    BEST: "Ours, recommended setting",
    "best without families": "Ours, recommended, without known families",
    "best without the network": "Ours, recommended, without the network",
    "network and families, MEA": "Ours, network and known families",
    "network alone, MEA": "Ours, network alone",
    "network and families, argmax": "Ours, network and known families, likeliest class of each nucleotide",
    "network alone, argmax": "Ours, network alone, likeliest class of each nucleotide",
    "RNAfold MFE": "RNAfold, minimum free energy",
    "RNAfold MEA": "RNAfold, maximum expected accuracy",
    "all unpaired": "No pairs at all",
}
OURS = "Measured by us, in one run"
_LEAST = 0.01  # a mean F1 below this is that of a method that predicts no pairs


@dataclass(frozen=True)
class Cell:
    """What a cell shows, "" for what is not known, and how it is set."""

    text: str
    is_number: bool = True
    hint: str = ""


@dataclass(frozen=True)
class Column:
    """A column's title with a smaller line under it."""

    title: str
    note: str = ""
    is_number: bool = True


@dataclass(frozen=True)
class TableRow:
    """A row: its title with a smaller line under it, and its cells."""

    title: str
    cells: tuple[Cell, ...]
    note: str = ""
    is_highlighted: bool = False


@dataclass(frozen=True)
class Group:
    """Rows under a title of their own; "" for none."""

    title: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class Table:
    """A table for the template about/table.html: what it is called, the heading of its first column, and the rest."""

    label: str
    heading: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]


def accuracy(card: Card) -> Table:
    """Mean base-pair F1 on whole sets: our methods and RNAfold, then what others published."""
    columns = tuple(Column(measured.title, f"{measured.sequences:,} RNAs") for measured in card.sets)
    measured_rows = tuple(_accuracy_row(card, method) for method in _pairing_methods(card))
    return Table(
        "Accuracy by method and set",
        "Base-pair F1, mean",
        columns,
        (
            *([Group(OURS, measured_rows)] if measured_rows else []),
            *_published(card.published, lambda row: [row.f1.get(measured.key) for measured in card.sets], _slip),
        ),
    )


def _accuracy_row(card: Card, method: str) -> TableRow:
    rows = [_row(card, measured.key, method) for measured in card.sets]
    return TableRow(
        METHODS.get(method, method),
        tuple(_number(row.f1 if row else None) for row in rows),
        note=f"{card.parameters / 1e6:.1f} M parameters" if method == BEST else "",
        is_highlighted=method == BEST,
    )


def by_part(card: Card, measured: MeasuredSet) -> Table:
    """Base-pair F1 on the parts of a set: by length, and by whether a known family was found; with the time."""
    rows = []
    for method in _pairing_methods(card):
        found = [_row(card, measured.key, method, part) for part in PARTS]
        time = found[0].milliseconds if found[0] else None
        cells = (*(_counted(row) for row in found), _number(time, digits=0))
        rows.append(TableRow(METHODS.get(method, method), cells, is_highlighted=method == BEST))
    columns = (*(Column(title) for title in PARTS.values()), Column("ms", "per RNA"))
    return Table(
        f"Accuracy on {measured.title} by length and family", "Base-pair F1", columns, (Group("", tuple(rows)),)
    )


def other_scores(card: Card, measured: MeasuredSet) -> Table:
    """F1 that forgives a shift of one position, and macro-F1 of the classes ( ) . on a whole set."""
    key, rows = measured.key, []
    for method in _methods(card):
        row = _row(card, key, method)
        values = (row.slipped_f1, row.pooled, row.macro_f1) if row else (None, None, None)
        cells = tuple(_number(value) for value in values)
        rows.append(TableRow(METHODS.get(method, method), cells, is_highlighted=method == BEST))
    columns = (Column("F1, ±1"), Column("classes", "pooled"), Column("classes", "mean"))
    published = [row for row in card.published if key in row.slipped_f1 or key in row.macro_f1]
    return Table(
        f"Other scores on {measured.title}",
        "Other scores",
        columns,
        (
            *([Group(OURS, tuple(rows))] if rows else []),
            *_published(published, lambda row: [row.slipped_f1.get(key), row.macro_f1.get(key), None]),
        ),
    )


def reliability_bins(title: str, methods: dict[str, tuple[Bin, ...]]) -> Table:
    """The numbers behind one reliability diagram."""
    groups = tuple(
        Group(method, tuple(TableRow(f"{point.mean:.3f}", _bin(point)) for point in bins))
        for method, bins in methods.items()
    )
    return Table(f"Reliability on {title}", "Probability given, mean", (Column("true, share"), Column("pairs")), groups)


def _bin(point: Bin) -> tuple[Cell, ...]:
    return _number(point.frequency), Cell(f"{point.count:,}")


def sources(given: Sequence[Source], kind: str) -> Table:
    """Data or tools: where each is from, or what it is for, and under which licence."""
    counted = any(source.sequences is not None for source in given)
    columns = (
        *([Column("RNAs")] if counted else []),
        Column("from" if counted else "for", is_number=False),
        Column("licence", is_number=False),
    )
    rows = tuple(
        TableRow(
            source.name,
            (
                *([Cell(f"{source.sequences:,}" if source.sequences is not None else "")] if counted else []),
                Cell(source.origin, is_number=False),
                Cell(source.licence, is_number=False),
            ),
        )
        for source in given
    )
    return Table(kind, kind, columns, (Group("", rows),))


def _published(
    given: Sequence[Published],
    values: Callable[[Published], Iterable[float | None]],
    more: Callable[[Published], str] = lambda _: "",
) -> Iterable[Group]:
    """Others' figures, in groups of what they were measured on; `more` is added to the note of a row."""
    for measured_on, rows in groupby(given, lambda row: row.measured_on):
        yield Group(
            measured_on,
            tuple(
                TableRow(row.method, tuple(_number(value) for value in values(row)), note=_note(row, more(row)))
                for row in rows
            ),
        )


def _note(row: Published, more: str) -> str:
    size = f"{row.size} parameters" if row.size else ""
    return "; ".join(filter(None, (size, more, row.remark)))


def _slip(row: Published) -> str:
    """The F1, ±1, which has no column in the first table."""
    return "; ".join(f"{value:.3f} on {key} with ±1" for key, value in row.slipped_f1.items())


def _methods(card: Card) -> list[str]:
    """The methods of the card's run, in its order."""
    rows = [row for rows in card.figures.sets.values() for row in rows] if card.figures else []
    return list(dict.fromkeys(row.method for row in rows))


def _pairing_methods(card: Card) -> list[str]:
    """Those of them that predict pairs."""
    rows = [(method, _row(card, measured.key, method)) for measured in card.sets for method in _methods(card)]
    return list(dict.fromkeys(method for method, row in rows if row and row.f1 is not None and row.f1 > _LEAST))


def _row(card: Card, key: str, method: str, part: str = "all") -> Row | None:
    return card.figures.row(key, method, part) if card.figures else None


def _counted(row: Row | None) -> Cell:
    """A row's F1, with how many sequences it is the mean of."""
    return Cell("") if row is None or row.f1 is None else Cell(f"{row.f1:.3f}", hint=f"{row.sequences:,} RNAs")


def _number(value: float | None, *, digits: int = 3) -> Cell:
    return Cell("" if value is None else f"{value:,.{digits}f}")

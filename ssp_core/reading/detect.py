"""Which file format a text has, by its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ssp_core.folding.formats.genbank import is_genbank
from ssp_core.folding.formats.record import source_name
from ssp_core.folding.formats.seq import is_seq
from ssp_core.text import Line, numbered_lines

_JSON = re.compile(r'\[?\s*\{\s*"|\[\s*\]$')
_CT_ROW = re.compile(r"\d+\s+\S\s+\d+\s+\d+\s+-?\d+\s+-?\d+(?:\s+\d+\s+\d+)?")
_BPSEQ_ROW = re.compile(r"\d+\s+\S\s+-?\d+")
_COLUMNS = {"position", "nucleotide"}  # of a CSV table
_LOOKED_AT = 100  # lines with nucleotides that tell a table
_LONGEST_ROW = 200


def format_of_text(text: str) -> str:
    r"""The name of the format among `READERS`; "fasta" stands for plain text, FASTA and dot-bracket files.

    Example:
        >>> format_of_text("# x\n1 G 5\n2 A 0"), format_of_text("GGGGAAAACCCC")
        ('bpseq', 'fasta')
    """
    lines = numbered_lines(text)
    if not lines:
        return "fasta"
    first = lines[0].text
    if first.startswith("# STOCKHOLM"):
        return "stockholm"
    if _JSON.match(text.lstrip()):
        return "json"
    if _COLUMNS.intersection(first.replace('"', "").split(",")):
        return "csv"
    if any(is_genbank(line.text) for line in lines):
        return "genbank"
    return _table(lines) or ("seq" if is_seq(lines) else "fasta")


def _table(lines: Sequence[Line]) -> str:
    """CT or BPSEQ if the first line of a table has its columns, or several others have; empty if it is none."""
    rows = [
        line.text
        for line in lines[:_LOOKED_AT]
        if not line.text.startswith(("#", ";")) and source_name(line.text) is None and len(line.text) < _LONGEST_ROW
    ]
    if not rows or not rows[0][0].isdigit():
        return ""
    if any(_CT_ROW.fullmatch(row) for row in rows[1:]):
        return "ct"
    is_bpseq = [_BPSEQ_ROW.fullmatch(row) is not None for row in rows]
    return "bpseq" if is_bpseq[0] or sum(is_bpseq) > 1 else ""

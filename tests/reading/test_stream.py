"""Files of many records as a stream: what is read, what is wrong with each, and how much of it is held at once."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from itertools import islice

import pytest

from ssp_core.errors import FormatError
from ssp_core.folding.formats import FORMATS, Record, dump
from ssp_core.folding.structure import Structure
from ssp_core.reading import read_input
from ssp_core.reading.stream import StreamedRecord, read_stream

MIXED = (
    b"; made by hand\n>a one\nGGGGAAAACCCC\n\n>b\nGGXG\n>c\r\nGGGG\rAAAACCCC\n((((....)))) (-1.20)\n>d\n>long\n"
    + b"A" * 1023
)


def read(content: bytes) -> list[StreamedRecord]:
    return list(read_stream(io.BytesIO(content)))


def test_each_record_is_checked_by_itself() -> None:
    found = read(MIXED)
    assert [(item.number, item.name, item.record is not None) for item in found] == [
        (1, "a one", True), (2, "b", False), (3, "c", True), (4, "d", False), (5, "long", False),
    ]  # fmt: skip
    assert found[1].error.startswith("Record 2 (b) has 'X' at position 3 in line 6; ")
    assert found[2].record is not None
    assert str(found[2].record.reference) == str(Structure.from_dot_bracket("((((....))))"))
    assert found[4].error.startswith("Record 5 (long) has 1,023 nucleotides; at most 1,022 fit one pass")


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_is_read_as_a_whole_file_is(format_: str) -> None:
    structure = Structure.from_dot_bracket("((((....))))")
    text = dump([Record(name, "GGGGAAAACCCC", structure) for name in ("a", "b")], format_)
    found = [item.record for item in read(text.encode())]
    assert found == list(read_input(text))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    (found,) = read(">Größe\nGGGGAAAACCCC\n".encode(encoding))
    assert (found.name, found.error) == ("Größe", "")


class _Endless(io.RawIOBase):
    """A stream that never ends, and says how much of it was read."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self.parts, self.count = parts, 0

    def read(self, _size: int = -1) -> bytes:
        part = next(self.parts)
        self.count += len(part)
        return part


@pytest.mark.parametrize("packed", [False, True])
def test_the_first_records_come_before_the_end_is_read(packed: bool) -> None:
    part = b"".join(b">%d\nGGGGAAAACCCC\n" % number for number in range(1000))
    part = gzip.compress(part) if packed else part
    stream = _Endless(iter(lambda: part, b""))
    found = list(islice(read_stream(stream), 2000))  # type: ignore[arg-type]
    assert [item.number for item in found] == list(range(1, 2001))
    assert stream.count <= 4 * len(part)


def test_a_file_that_is_damaged_further_on_gives_what_is_before() -> None:
    lines = b"".join(b">%d\n%s\n" % (number, b"ACGU" * (1 + number % 90)) for number in range(5000))
    packed = gzip.compress(lines)
    cut, broken = read(packed[:-2000]), read(packed[:-5000] + b"\x00" * 100 + packed[-4900:])
    for found in (cut, broken):
        assert all(not item.error for item in found[:1000])
        assert found[-1].error.startswith(f"After record {len(found) - 1:,} nothing more can be read. The file is pack")
    assert len(read(packed + packed + b"rubbish")) == 10_000
    with pytest.raises(FormatError, match="damaged"):
        read(packed[:20] + b"rubbish" + packed[20:])


def test_a_chromosome_is_not_kept_in_memory() -> None:
    found = read(b">chr1\n" + b"ACGU" * 15 * 20_000 + b"\n" + (b"ACGU" * 15 + b"\n") * 20_000 + b">b\nGGGGAAAACCCC\n")
    assert "has more than 1,000,000 characters" in found[0].error
    assert not found[1].error
    with pytest.raises(FormatError, match="no title"):
        read((b"ACGU" * 15 + b"\n") * 20_000)
    with pytest.raises(FormatError, match="Line 1 has more than"):
        read(b"A" * 10_100_000)


def test_what_is_no_text_is_refused_at_once() -> None:
    for content, message in ((b"PK\x03\x04", "ZIP"), (b"\x00\x01", "no text"), (gzip.compress(b"%PDF"), "a PDF")):
        with pytest.raises(FormatError, match=message):
            read(content)
    assert read(b"") == []

"""Bytes to text: gzip within a limit, encodings, and one sentence for files that are no text."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssp_core.errors import FormatError, InputError
from ssp_core.reading import read_input
from ssp_core.reading.decode import decode

TEXT = ">Größe ≥ 5′\nGGGGAAAACCCC\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    text = TEXT + "ACGU" * 20
    assert decode(text.encode(encoding)) == (text, "")
    assert decode(gzip.compress(text.encode(encoding))) == (text, "")


def test_one_byte_encodings_are_guessed() -> None:
    assert decode("5’ é".encode("cp1252")) == ("5’ é", "Windows-1252")
    assert decode(b"\x81\xe9") == ("\x81é", "Latin-1")


def test_gzip_of_several_members_and_with_padding() -> None:
    members = gzip.compress(b">a\nGGGG\n") + gzip.compress(b">b\nCCCC\n")
    assert decode(members).text == decode(members + bytes(512)).text == ">a\nGGGG\n>b\nCCCC\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (gzip.compress(b"ACGU" * 1000, mtime=0)[:-20], "is packed with gzip and ends early"),
        (b"\x1f\x8b and more", "is packed with gzip and damaged"),
        (gzip.compress(gzip.compress(b"ACGU", mtime=0), mtime=0), "is no text"),
        (b"%PDF-1.7", "is a PDF; a text file is wanted, plain or packed with gzip"),
        (b"BZh91AY", "is packed with bzip2"),
        (b"ACGU\x00\x01", "is no text"),
        (b"\xff\xfeA", "starts as UTF-16 and is none from byte 3 on; save it as UTF-8"),
        (b"\xef\xbb\xbfA\xff", "starts as UTF-8 and is none from byte"),
    ],
)
def test_what_is_no_text_is_one_sentence(content: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message) as caught:
        decode(content)
    assert str(caught.value).startswith("The file ")
    assert str(caught.value).endswith(".")


def test_a_bomb_is_never_unpacked_beyond_the_limit() -> None:
    packer = zlib.compressobj(9, wbits=31)
    block = bytes(1_000_000)
    bomb = b"".join(packer.compress(block) for _ in range(300)) + packer.flush()  # 300 MB in 300 kB
    many = gzip.compress(bytes(10_000_000), 1) * 20
    for content in (bomb, many):
        start = time.perf_counter()
        tracemalloc.start()
        with pytest.raises(FormatError, match="unpacks to more than 50,000,000 bytes; give a smaller part"):
            read_input(content)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 250e6
        assert time.perf_counter() - start < 10
    with pytest.raises(FormatError, match="unpacks to more than 1,000 bytes"):
        read_input(gzip.compress(b">x\n" + 1000 * b"A"), max_characters=1000)
    with pytest.raises(FormatError, match="The file has 1,003 characters; at most 1,000"):
        read_input(b">x\n" + 1000 * b"A", max_characters=1000)


@given(st.binary(max_size=300) | st.binary(max_size=50).map(gzip.compress))
def test_any_bytes_are_read_or_refused_with_one_sentence(content: bytes) -> None:
    try:
        records, sentence = read_input(content), "Nothing is wrong."
    except InputError as error:
        records, sentence = (), str(error)
    assert (len(sentence.splitlines()), sentence[-1]) == (1, ".")
    assert all(set(record.sequence) <= set("ACGUN") for record in records)

"""Bytes of a file to text: gzip within a limit, UTF-8, UTF-16, UTF-32 and Windows-1252, or one sentence.

`decode` takes a whole file, `decode_stream` one of any size, piece by piece.
"""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import IO, NamedTuple

from ssp_core.errors import FormatError
from ssp_core.sequence import MAX_CHARACTERS

_GZIP = b"\x1f\x8b"
# The first bytes of files that are often taken for text.
_OTHERS = {
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"BZh": "packed with bzip2",
    b"\xfd7zXZ\x00": "packed with xz",
    b"\x28\xb5\x2f\xfd": "packed with Zstandard",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"%PDF": "a PDF",
    b"{\\rtf": "a document in rich text (RTF)",
    b"\xd0\xcf\x11\xe0": "an Office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}
# UTF-32 before UTF-16, whose mark is the beginning of its own.
_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_HEAD = 4096  # bytes that show what a file is
_PIECE = 1 << 16  # bytes of a stream that are read and unpacked at once
_LENIENT = "ssp_core.windows_1252"  # the name of `_as_windows_1252` among Python's ways to handle errors
_DAMAGED = "The file is packed with gzip and damaged; pack it again."
_SHORT = "The file is packed with gzip and ends early; copy or pack it again."
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1a\x1c\x1d\x1e\x1f")


class Text(NamedTuple):
    """The text of a file, and the encoding that was guessed for it, empty if none was."""

    text: str
    guessed: str = ""


def decode(content: bytes, max_characters: int = MAX_CHARACTERS) -> Text:
    """Unpack and decode a file of at most so many characters.

    Raises:
        FormatError: if it is packed otherwise than by gzip, is damaged, is no text, or has too many characters.
    """
    if content.startswith(_GZIP):
        content = _unpacked(content, max_characters)
    if len(content) > 4 * max_characters:
        raise FormatError(f"The file has {len(content):,} bytes; at most {max_characters:,} can be read at once.")
    _refuse_others(content)
    text = _decoded(content)
    if len(text.text) > max_characters:
        raise FormatError(
            f"The file has {len(text.text):,} characters; at most {max_characters:,} can be read at once."
        )
    return text


def _unpacked(content: bytes, most: int) -> bytes:
    """The content of a gzip file of one member or several, as bgzip writes them, within the limit."""
    parts: list[bytes] = []
    left = most
    while content:
        member = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        try:
            part = member.decompress(content, left + 1)
        except zlib.error:
            if not parts:
                raise FormatError(_DAMAGED) from None
            break  # gzip itself ignores what follows the last member
        if len(part) > left:
            raise FormatError(f"The file unpacks to more than {most:,} bytes; give a smaller part of it.")
        if not member.eof:
            raise FormatError(_SHORT)
        left -= len(part)
        parts.append(part)
        content = member.unused_data
    return b"".join(parts)


def decode_stream(stream: IO[bytes]) -> Iterator[str]:
    """Unpack and decode a file of any size piece by piece; a byte that is no UTF-8 is read as Windows-1252.

    Raises:
        FormatError: as `decode` does, where the pieces before have been yielded already.
    """
    pieces = iter(lambda: stream.read(_PIECE), b"")
    first = next(pieces, b"")
    pieces = chain([first], pieces)
    if first.startswith(_GZIP):
        pieces = _unpacked_pieces(pieces)
        first = next(pieces, b"")
        pieces = chain([first], pieces)
    _refuse_others(first)
    encoding = _encoding_of(first[:_HEAD])
    decoder = codecs.getincrementaldecoder(encoding or "utf-8")("strict" if encoding else _LENIENT)
    try:
        for piece in pieces:
            yield decoder.decode(piece)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise FormatError(
            f"The file starts as {_title(encoding)} and does not go on as such; save it as UTF-8."
        ) from None


def _unpacked_pieces(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The content of a gzip file of one member or several, in pieces of bounded size."""
    member = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    is_first = is_new = True
    for piece in pieces:
        left = piece
        while left:
            if member.eof:
                member, is_first, is_new = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS), False, True
            try:
                unpacked = member.decompress(left, _PIECE)
            except zlib.error:
                if is_first or not is_new or left.startswith(_GZIP):
                    raise FormatError(_DAMAGED) from None
                return  # gzip itself ignores what follows the last member
            is_new = False
            left = member.unused_data if member.eof else member.unconsumed_tail
            if unpacked:
                yield unpacked
    if not member.eof:
        raise FormatError(_SHORT)


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """What stands for bytes that are no UTF-8."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    found = error.object[error.start : error.end]
    try:
        return found.decode("cp1252"), error.end
    except UnicodeDecodeError:
        return found.decode("latin-1"), error.end


codecs.register_error(_LENIENT, _as_windows_1252)


def _refuse_others(content: bytes) -> None:
    for start, kind in _OTHERS.items():
        if content.startswith(start):
            raise FormatError(f"The file is {kind}; a text file is wanted, plain or packed with gzip.")


def _encoding_of(head: bytes) -> str:
    """The encoding that the beginning of a file shows; empty if it is UTF-8 or has to be guessed."""
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding
    encoding = _wide_encoding(head)
    if not encoding and any(byte in _CONTROLS for byte in head):
        raise FormatError("The file is no text; a text file is wanted, plain or packed with gzip.")
    return encoding


def _decoded(content: bytes) -> Text:
    if encoding := _encoding_of(content[:_HEAD]):
        return Text(_by(content, encoding))
    try:
        return Text(content.decode("utf-8"))
    except UnicodeDecodeError:
        # Latin-1 has each byte, and Windows-1252 is what its files mostly are.
        try:
            return Text(content.decode("cp1252"), "Windows-1252")
        except UnicodeDecodeError:
            return Text(content.decode("latin-1"), "Latin-1")


def _by(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FormatError(
            f"The file starts as {_title(encoding)} and is none from byte {error.start + 1} on; save it as UTF-8."
        ) from None


def _title(encoding: str) -> str:
    return encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be").upper()


def _wide_encoding(head: bytes) -> str:
    """UTF-16 without a mark, by the zeros beside letters; empty if it is not."""
    pairs = len(head) // 2
    if pairs > 2 and head[1::2].count(0) > 0.9 * pairs and head[::2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if pairs > 2 and head[::2].count(0) > 0.9 * pairs and head[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    return ""

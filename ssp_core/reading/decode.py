"""Bytes of a file to text: gzip within a limit, UTF-8, UTF-16, UTF-32 and Windows-1252, or one sentence."""

from __future__ import annotations

import zlib
from typing import NamedTuple

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
    for start, kind in _OTHERS.items():
        if content.startswith(start):
            raise FormatError(f"The file is {kind}; a text file is wanted, plain or packed with gzip.")
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
                raise FormatError("The file is packed with gzip and damaged; pack it again.") from None
            break  # gzip itself ignores what follows the last member
        if len(part) > left:
            raise FormatError(f"The file unpacks to more than {most:,} bytes; give a smaller part of it.")
        if not member.eof:
            raise FormatError("The file is packed with gzip and ends early; copy or pack it again.")
        left -= len(part)
        parts.append(part)
        content = member.unused_data
    return b"".join(parts)


def _decoded(content: bytes) -> Text:
    head = content[:_HEAD]
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return Text(_by(content, encoding))
    if encoding := _wide_encoding(head):
        return Text(_by(content, encoding))
    if any(byte in _CONTROLS for byte in head):
        raise FormatError("The file is no text; a text file is wanted, plain or packed with gzip.")
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
        name = encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be").upper()
        raise FormatError(
            f"The file starts as {name} and is none from byte {error.start + 1} on; save it as UTF-8."
        ) from None


def _wide_encoding(head: bytes) -> str:
    """UTF-16 without a mark, by the zeros beside letters; empty if it is not."""
    pairs = len(head) // 2
    if pairs > 2 and head[1::2].count(0) > 0.9 * pairs and head[::2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if pairs > 2 and head[::2].count(0) > 0.9 * pairs and head[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    return ""

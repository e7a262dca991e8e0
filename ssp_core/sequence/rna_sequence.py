"""The sequence of one RNA as the whole package hands it on."""

from __future__ import annotations

from typing import Any


class RnaSequence(str):
    """The sequence of one RNA, letters of ACGUN only, with its name and notes on what reading changed.

    It is a `str`, equal to its letters whatever its name: the RNA goes by this one value from reading to the page.

    Args:
        sequence: the letters.
        name: the RNA's name, empty if none was given.
        notes: sentences about what reading changed or left out.

    Example:
        >>> rna = RnaSequence("GGGAAAUCCC", name="hairpin")
        >>> len(rna), rna[0], rna.name
        (10, 'G', 'hairpin')
    """

    __slots__ = ("name", "notes")
    name: str
    notes: tuple[str, ...]

    def __new__(cls, sequence: str, name: str = "", notes: tuple[str, ...] = ()) -> RnaSequence:
        """Take the letters as they are; `read_sequence` checks them."""
        self = super().__new__(cls, sequence)
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "notes", tuple(notes))
        return self

    def __setattr__(self, attribute: str, value: object) -> None:
        raise AttributeError(f"An RnaSequence does not change; {attribute!r} cannot be set.")

    def __repr__(self) -> str:
        return f"RnaSequence({str(self)!r}, name={self.name!r}, notes={self.notes!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return RnaSequence, (str(self), self.name, self.notes)

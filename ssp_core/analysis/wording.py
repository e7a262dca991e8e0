"""How the sentences of this package write shares, energies, nucleotides, pairs, counts and lists."""

from __future__ import annotations

from collections.abc import Sequence


def percent(share: float) -> str:
    """A probability or share as whole percent.

    >>> percent(0.853)
    '85 %'
    """
    return f"{100 * share:.0f} %"


def kcal(energy: float) -> str:
    """A free energy with one decimal.

    >>> kcal(-21.6), kcal(-0.04)
    ('-21.6 kcal/mol', '0.0 kcal/mol')
    """
    return f"{round(energy, 1) + 0.0:.1f} kcal/mol"


def time_left(seconds: float) -> str:
    """How much longer something takes, as roughly as it is known.

    >>> time_left(0), time_left(2), time_left(38), time_left(70), time_left(355)
    ('nearly done', 'a few seconds left', 'about 40 s left', 'about 70 s left', 'about 6 min left')
    """
    if seconds < 1:
        return "nearly done"
    if seconds < 5:
        return "a few seconds left"
    if seconds < 120:
        return f"about {round(seconds / 5) * 5 if seconds < 60 else round(seconds / 10) * 10} s left"
    return f"about {round(seconds / 60):,} min left"


def no_position(found: object, length: int) -> str:
    """What is wrong with a position that an RNA of this length does not have."""
    return f"The position is {found}; a whole number from 1 to {length} is wanted."


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "pair"), counted(2, "pair")
    ('1 pair', '2 pairs')
    """
    return f"{number:,} {noun}{'s' * (number != 1)}"


def nucleotide_name(sequence: str, position: int) -> str:
    """A nucleotide by its base and its position from 1.

    >>> nucleotide_name("GAC", 2)
    'C 3'
    """
    return f"{sequence[position]} {position + 1}"


def listed(items: Sequence[str]) -> str:
    """Items as a sentence lists them.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def untrained(title: str) -> str:
    """What is said of a model with a head of random weights, wherever its structures are.

    >>> untrained("OmniGenome-52M + untrained head")
    'OmniGenome-52M + untrained head: untrained, its structures are random'
    """
    return f"{title}: untrained, its structures are random"

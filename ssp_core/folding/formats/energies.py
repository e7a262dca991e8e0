"""Free energies beside structures, in kcal/mol, as the field's programs write them."""

from __future__ import annotations

import re

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_KEY = r"(?:dG|energy|mfe)?\s*=\s*"
_DIGIT = re.compile(r"\d")
# Behind a structure: (-5.40), ( 0.00), [-5.40], {-5.40 d=0.50}, (-1e-05), -5.40, (dG = -5.4 kcal/mol).
_HEAD = re.compile(rf"(?P<open>[(\[{{]?)\s*(?:{_KEY})?[-+]?\.?$", re.IGNORECASE)
_TAIL = re.compile(rf"(?:{_KEY})?(?P<number>{_NUMBER})(?P<rest>[^()\[\]{{}}]*)(?P<close>[)\]}}]?)$", re.IGNORECASE)
_LONGEST_HEAD = 20
# In a title: dG = -5.4 [Initially -6.0] name (mfold), ENERGY = -5.4  name (RNAstructure, ViennaRNA).
_TITLE = re.compile(
    rf"(?:dG|energy)\s*=\s*(?P<number>{_NUMBER})(?:\s*kcal/mol)?(?:\s*\[[^\]]*\])?(?:\s+|$)(?P<name>.*)",
    re.IGNORECASE | re.DOTALL,
)


def split_energy(text: str) -> tuple[str, float | None]:
    """Split a line into a structure and the energy behind it.

    Example:
        >>> split_energy("(((...))) ( -5.40)"), split_energy("(((...)))")
        (('(((...)))', -5.4), ('(((...)))', None))
    """
    digit = _DIGIT.search(text)
    if digit is None:
        return text, None
    start = max(0, digit.start() - _LONGEST_HEAD)
    head = _HEAD.search(text, start, digit.start())
    if head is None:
        return text, None
    opened = bool(head.group("open"))
    place = head.start()
    number = text[head.end("open") :].lstrip()
    tail = _TAIL.match(number)
    if tail is None or opened != bool(tail.group("close")):
        return text, None
    if not opened and place and not text[place].isspace():
        return text, None
    return text[:place].rstrip(), float(tail.group("number"))


def split_title(title: str) -> tuple[str, float | None]:
    """Split a title into the name and the energy in front of it.

    Example:
        >>> split_title("dG = -5.4 [Initially -6.0] tRNA"), split_title("tRNA")
        (('tRNA', -5.4), ('tRNA', None))
    """
    match = _TITLE.fullmatch(title)
    return (match.group("name").strip(), float(match.group("number"))) if match else (title, None)

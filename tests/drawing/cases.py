"""What the tests of the drawings draw: a yeast tRNA-Phe, a hairpin, and any legal structure of hypothesis."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET

from hypothesis import strategies as st

from ssp_core.folding.structure import Structure
from ssp_core.rna import MIN_HAIRPIN

TRNA = "GCGGAUUUAGCUCAGUUGGGAGAGCGCCAGACUGAAGAUCUGGAGGUCCUGUGUUCGAUCCACAGAAUUCGCACCA"
KNOWN = Structure.from_dot_bracket("(((((((..((((........)))).(((((.......))))).....(((((.......))))))))))))....")
# The known pairs but one missed (13-22), and one of the T arm's shifted by one.
PREDICTED = Structure.from_pairs(len(TRNA), [*(pair for pair in KNOWN.pairs if pair[0] not in (12, 51, 52)), (51, 60)])
HAIRPIN, HAIRPIN_PAIRS = "GGGUAAAAAAUCA", Structure.from_dot_bracket("((((....)))).")
OTHER_PAIRS = Structure.from_dot_bracket("((((...).))).")

NAMESPACE = "{http://www.w3.org/2000/svg}"


def random_structure(length: int, seed: int) -> Structure:
    """Stems of up to six pairs at random places, hairpins as tight as is legal, many branches."""
    chance = random.Random(seed)
    pairs: list[tuple[int, int]] = []
    spans = [(0, length)]
    while spans:
        start, stop = spans.pop()
        if stop - start <= MIN_HAIRPIN + 1 or chance.random() < 0.15:
            continue
        i = start + chance.randrange(max(1, (stop - start) // 3))
        if stop - i <= MIN_HAIRPIN + 1:
            continue
        j = chance.randrange(i + MIN_HAIRPIN + 1, stop)
        spans.append((j + 1, stop))
        for _ in range(chance.randint(1, 6)):
            if j - i > MIN_HAIRPIN:
                pairs.append((i, j))
                i, j = i + 1, j - 1
        spans.append((i, j + 1))
    return Structure.from_pairs(length, pairs)


def letters_for(structure: Structure, seed: int = 0) -> str:
    """A sequence that a structure is legal for."""
    chance = random.Random(seed)
    letters = [chance.choice("ACGU") for _ in range(len(structure))]
    for i, j in structure.pairs:
        letters[i], letters[j] = chance.choice([*map(tuple, ("AU", "UA", "GC", "CG", "GU", "UG"))])
    return "".join(letters)


@st.composite
def folded(draw: st.DrawFn, max_length: int = 250) -> tuple[str, Structure]:
    """A sequence with a structure that is legal for it."""
    seed = draw(st.integers(0, 2**32 - 1))
    structure = random_structure(draw(st.integers(1, max_length)), seed)
    return letters_for(structure, seed), structure


def parsed(svg: str) -> ET.Element:
    """The root of an SVG that this package has written."""
    return ET.fromstring(svg)  # noqa: S314


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    """The elements that have a class, in the order of the document."""
    return [element for element in root.iter() if name in element.get("class", "").split()]

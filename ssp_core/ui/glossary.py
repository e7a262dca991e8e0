"""The terms of the field that the page explains where they stand: by pointer, finger or key (assets/js/terms.js)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

GLOSSARY = {
    "stem": "A run of base pairs stacked on each other, as the rungs of a ladder.",
    "hairpin loop": "Unpaired bases at the closed end of a stem, where the chain turns back.",
    "interior loop": "Unpaired bases between two stems, on both sides; a bulge has them on one side only.",
    "multiloop": "A loop from which three or more stems leave.",
    "exterior loop": "Unpaired bases between stems that no pair encloses.",
    "confidence": "The probability of what is drawn: of a base's pair, or of no pair. For an RNA the average.",
    "kcal/mol": "The free energy of the structure in the Turner 2004 model: the lower, the more stable it is.",
    "thermodynamics": "The probabilities that ViennaRNA computes from measured energies of stems and loops.",
    "known RNA family": "Related RNAs with one structure. Where a family fits, its pairs count in the answer.",
    "network": "The neural network alone: what it learned from known structures.",
    "Turner 2004": "A set of measured energies of stems and loops, which most programs use to fold RNA.",
    "chance match": "How many matches as good as this one are expected by chance in a search (the E-value).",
    "decoder": "The rule that makes one valid structure of probabilities.",
    "MEA": "Maximum expected accuracy: the structure that is expected to have the most correct pairs.",
    "MAP": "Maximum a posteriori: the single most probable structure.",
    "gamma": "How much a correct pair counts beside a correct unpaired base: the larger, the more pairs are drawn.",
    "trust": "The share of the network in the average with thermodynamics.",
    "temperature": "Above 1 the network's probabilities become more even, below 1 more decided.",
    "Precision": "The share of the predicted pairs that are known pairs.",
    "Sensitivity": "The share of the known pairs that are predicted.",
    "F1": "Precision and sensitivity in one number (their harmonic mean): 1 is perfect.",
    "F1, ±1": "F1 where one end of a pair may be one position off.",
    "MCC": "Matthews correlation: nearly the square root of precision times sensitivity; 1 is perfect, 0 is chance.",
    "Letter accuracy": "The share of bases with the right letter of ( ) and .",
    "Letter macro-F1": "F1 of each of the letters ( ) and . averaged, so that the rare ones count as much.",
    "RNAfold": "ViennaRNA's program: the structure with the lowest free energy, without a network.",
}


class Terms:
    """Terms with their explanations, to be found in texts; each is explained where it occurs first.

    Args:
        explanations: by term.
    """

    def __init__(self, explanations: Mapping[str, str]) -> None:
        self._explanations = explanations
        words = "|".join(re.escape(word) for word in sorted(explanations, key=len, reverse=True))
        self._words = re.compile(rf"\b({words})s?\b")

    def parts(self, text: str, seen: set[str] | None = None) -> Iterator[tuple[str, str]]:
        """A text in parts, each with its explanation: empty for what is no term, or is in `seen`, which grows."""
        end, seen = 0, set() if seen is None else seen
        for found in self._words.finditer(text):
            if found[1] not in seen:
                yield text[end : found.start()], ""
                yield found[0], self._explanations[found[1]]
                end = found.end()
                seen.add(found[1])
        yield text[end:], ""


@cache
def of_the_page() -> Terms:
    """The terms above."""
    return Terms(GLOSSARY)


def parts(text: str) -> Iterator[tuple[str, str]]:
    """A text in parts by the terms above."""
    return of_the_page().parts(text)

"""Why a pair is drawn: what each source gives it, its stem, and what mutations of its two sides do."""

from __future__ import annotations

from ssp_core.analysis.compensation import CompensatoryTest, PairMutant
from ssp_core.analysis.explained import PairExplanation
from ssp_core.ui.templates import render


def html(explanation: PairExplanation, test: CompensatoryTest | None) -> str:
    """The explanation; the test of the pair by mutations follows once it has been folded."""
    sequence, (i, j) = explanation.prediction.sequence, explanation.pair
    return render(
        "fold/why.html",
        name=f"{sequence[i]} {i + 1} and {sequence[j]} {j + 1}",
        pair=explanation.pair,
        evidence=explanation.evidence,
        sentences=explanation.sentences,
        test=test,
        mutants=[_row(test, mutant) for mutant in (test.first, test.second, test.both)] if test else [],
    )


def _row(test: CompensatoryTest, mutant: PairMutant) -> dict[str, object]:
    return {
        "name": " + ".join(mutation.name(test.before.sequence) for mutation in mutant.mutations),
        "has_pair": mutant.has(test.pair),
        "probability": mutant.probability,
        "stem_left": mutant.stem_left,
        "free_energy": mutant.free_energy,
    }

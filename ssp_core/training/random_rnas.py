"""Training data made on the spot: random RNAs, folded by ViennaRNA."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ssp_core.errors import SettingsError
from ssp_core.folding import thermo
from ssp_core.progress import report
from ssp_core.rna import BASES

from .recipe import DATA_SETTINGS
from .rows import LabelledRna, LabelledSet, split

_REPORT_EVERY = 20


@dataclass(frozen=True)
class RandomRnas:
    """Random RNAs of equally likely lengths and nucleotides; ranges and defaults are those of `DATA_SETTINGS`.

    Raises:
        SettingsError: a number is out of its range, or the shortest is longer than the longest.
    """

    count: int = int(DATA_SETTINGS["count"].default)
    shortest: int = int(DATA_SETTINGS["shortest"].default)
    longest: int = int(DATA_SETTINGS["longest"].default)
    share: float = DATA_SETTINGS["share"].default
    data_seed: int = int(DATA_SETTINGS["data_seed"].default)

    def __post_init__(self) -> None:
        for name, setting in DATA_SETTINGS.items():
            setting.check(getattr(self, name))
        if self.shortest > self.longest:
            raise SettingsError(
                f"The shortest RNA has {self.shortest} nucleotides and the longest {self.longest}; at least as many "
                "are wanted for the longest."
            )

    def make(self) -> LabelledSet:
        """Draw the RNAs and fold them: structures of minimum free energy, Turner 2004."""
        rnas = []
        for index, sequence in enumerate(self._sequences()):
            if index % _REPORT_EVERY == 0:
                report("folding the training RNAs", index, self.count)
            rnas.append(LabelledRna(sequence, thermo.mfe(sequence).structure.dot_bracket, f"random {index + 1}"))
        training, validation = split(rnas, self.share, self.data_seed)
        lengths = f"{self.shortest}-{self.longest} nt"
        description = f"random RNAs of {lengths} with the structures that ViennaRNA predicts (minimum free energy)"
        return LabelledSet(tuple(training), tuple(validation), description, by_thermodynamics=True)

    def _sequences(self) -> list[str]:
        """Different sequences."""
        random = np.random.default_rng(self.data_seed)
        found: dict[str, None] = {}
        while len(found) < self.count:
            length = int(random.integers(self.shortest, self.longest + 1))
            found["".join(random.choice(list(BASES), size=length))] = None
        return list(found)

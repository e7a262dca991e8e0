"""Make the small set of the tutorial series again: `python -m tools.make_series_data`.

Random RNAs of 30 to 120 nucleotides, short ones more often, GC 35-65 %, with the structures of minimum free energy that
ViennaRNA predicts (Turner 2004). No sequence is in it twice.
"""

from __future__ import annotations

import json

from ssp_core.folding import thermo
from ssp_core.training.splits import SHIPPED
from ssp_core.training.synthetic import make_sequences

SIZES = {"train": 240, "valid": 40, "test": 40}
LONGEST = 120
SEED = 0


def main() -> None:
    """Fold the RNAs and write a file for each part."""
    count = sum(SIZES.values())
    sequences = list(dict.fromkeys(make_sequences(count, [], seed=SEED, longest=LONGEST)))
    assert len(sequences) == count
    rows = [
        {"id": f"random {number}", "sequence": sequence, "structure": thermo.mfe(sequence).structure.dot_bracket}
        for number, sequence in enumerate(sequences, start=1)
    ]
    SHIPPED.mkdir(exist_ok=True)
    for part, size in SIZES.items():
        lines = [json.dumps(row) for row in rows[:size]]
        del rows[:size]
        (SHIPPED / f"{part}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{part}: {size} RNAs")


if __name__ == "__main__":
    main()

"""What the card says that no run measures: data and where it is from, the field's published figures, limits, licences.

The published figures and the make-up of the data are those of the data's own README; `tests/test_card.py` holds them
a second time.
"""

from __future__ import annotations

from typing import Any

_SAME = "Run by others on the same sequences"
_ON_PART = "Trained networks, as published or from published predictions, on 1,136 of TS0's 1,305 sequences"
_ON_TS0 = "As published, or from published predictions, on TS0"
_FROZEN = "Frozen encoders with one and the same small head, as published, on TS0"

START = "Random weights."
ENERGIES = (
    "648 nearest-neighbour energies (ViennaRNA's model at 37 °C), from Andronescu et al. 2007 on, by python -m "
    "ssp_core.training.energies: raised and lowered until the known structures became as likely as they could in their "
    "own ensembles, 160 steps, each on 192 of the RNAs up to 260 nt whose structure Turner 2004 sees half of (F1 0.5); "
    "every cluster of like RNAs was drawn as often as any other."
)
FAMILIES = (
    "Grown by HMMER round seeds, from the RNAs that share most rare 6-mers, by python -m ssp_core.training.families: "
    "four members at least, E-value at most 0.0001 over half of both. Kept are the columns' letter frequencies and "
    "how many members have each pair."
)

SETS: tuple[dict[str, Any], ...] = (
    {
        "key": "TS0",
        "title": "Known families (TS0)",
        "sequences": 1305,
        "words": "bpRNA's official test split, the field's common benchmark, whole. Run for this report only.",
    },
    {
        "key": "newfam",
        "title": "New families",
        "sequences": 1500,
        "words": "Rfam families that training never saw, like a visitor's own RNA. They tuned the settings, too.",
    },
    {
        "key": "VL0",
        "title": "Known families (VL0)",
        "sequences": 1300,
        "words": "bpRNA's official validation split: families like those in training. It tuned the decoder's settings.",
    },
)

TRAINED_ON = (
    "14,997 RNAs with known structures, 29 to 510 nt (median 100), 1.86 million nucleotides. Pseudoknots and "
    "non-canonical pairs were taken out of the references beforehand.",
    "Everything at least 80 % identical to a test or validation sequence was taken out of training, except 39 "
    "sequences of the official bpRNA training split.",
    "The family profiles were learned from the same RNAs: wherever four or more are alike, how often each letter "
    "stands in each column of their alignment, and which columns pair. No sequence is stored as such; the commonest "
    "letters of a family of few come close to its members.",
)
MADE = (
    "{count} RNAs of this project's own making, {shortest} to {longest} nt, folded by ViennaRNA 2.7.2 with the mean of "
    "its ensembles' pair probabilities as targets: half of random letters, half training sequences with 10 to 50 % of "
    "their letters changed. They teach the physics that carries to new families."
)
MADE_UNCOUNTED = (
    "RNAs of this project's own making, folded by ViennaRNA 2.7.2 with the mean of its ensembles' pair probabilities "
    "as targets: half of random letters, half training sequences with 10 to 50 % of their letters changed."
)

PUBLISHED_WORDS = (
    "As published, or run by others; mean base-pair F1 over sequences, exact pairs. Where a row was measured on other "
    "sequences than this table's, it says so and compares only roughly. RNAfold's token macro-F1 is pooled over all "
    "tokens of a set."
)


def _published(
    method: str,
    measured_on: str,
    f1: dict[str, float],
    macro_f1: dict[str, float] | None = None,
    *,
    size: str = "",
    elsewhere: str = "",
) -> dict[str, Any]:
    return {
        "method": method,
        "size": size,
        "measured_on": measured_on,
        "f1": f1,
        "macro_f1": macro_f1 or {},
        "elsewhere": elsewhere,
    }


def _sets(vl0: float, ts0: float, newfam: float) -> dict[str, float]:
    return {"VL0": vl0, "newfam": newfam, "TS0": ts0}


_SPAN = "86–650 M"  # what the three encoders span; only ERNIE-RNA's own size is at hand
PUBLISHED = (
    _published("RNAfold 2.7.2 MFE", _SAME, _sets(0.513, 0.508, 0.656), _sets(0.650, 0.648, 0.741)),
    _published("RNAfold 2.7.2 MEA", _SAME, _sets(0.523, 0.521, 0.668), _sets(0.663, 0.663, 0.754)),
    _published("EternaFold (v1 parameters, MEA)", _SAME, _sets(0.538, 0.539, 0.675), _sets(0.667, 0.669, 0.751)),
    _published("CONTRAfold (EternaFold's code, MEA)", _SAME, _sets(0.534, 0.536, 0.678), _sets(0.672, 0.671, 0.757)),
    _published("LinearPartition-C", _ON_TS0, {"TS0": 0.546}, elsewhere="0.648 on bpRNA-new, where RNAfold has 0.616"),
    _published("MXfold2", _ON_PART, {"TS0": 0.499}, {"TS0": 0.663}),
    _published("UFold", _ON_PART, {"TS0": 0.578}, {"TS0": 0.682}),
    _published("REDfold", _ON_PART, {"TS0": 0.620}, {"TS0": 0.744}),
    _published("sincFold", _ON_PART, {"TS0": 0.624}, {"TS0": 0.740}),
    _published("RNA-FM", _FROZEN, {"TS0": 0.522}, size=_SPAN, elsewhere="0.423 on bpRNA-new"),
    _published("RiNALMo", _FROZEN, {"TS0": 0.599}, size=_SPAN, elsewhere="0.446 on bpRNA-new"),
    _published("ERNIE-RNA", _FROZEN, {"TS0": 0.628}, size="86 M", elsewhere="0.601 on bpRNA-new"),
    _published("One-hot letters", _FROZEN, {"TS0": 0.351}, elsewhere="0.383 on bpRNA-new"),
)

LIMITS = (
    "Pseudoknots. The letters ( ) . cannot write one, nor a base triple. Only AU, GC and GU pairs in hairpins of three "
    "or more are ever predicted.",
    "Long RNAs. One pass takes at most 1,022 nt, and training saw none beyond 510. The longer the RNA and the farther "
    "apart two partners, the less a predicted pair is worth.",
    "Families unlike any it saw. No published network of this table beats plain thermodynamics there. Expect this "
    "one, left alone, to be surer than it should be; compare the columns, and look at ViennaRNA's structure as well.",
    "A token probability is not a pair probability. That a letter opens a pair with 0.95 says nothing of where the "
    "pair closes. And pairs given 0.9 are right nine times in ten only where the reliability diagram says so.",
    "Known families in training. tRNA, 5S rRNA and other classic families were learned from, and so were relatives of "
    "what VL0 and TS0 hold. A good score on those, or on the gallery's examples, speaks of known families.",
    "Families it recognises. Where the letters show a family known from training, its pairs have a say in every letter "
    "and pair the model gives, under every decoder, unless its trust is set to 0. Half of the gain on known families "
    "comes from there; the rows without families, and the columns family and no family, say how much. A chance "
    "likeness, or a relative that folds otherwise, brings wrong pairs: look at the E-value, and at how many of the "
    "family's pairs are there and can form.",
    "Energies learned from structures. Half of what best calls thermodynamics are energies that this project learned "
    "from its training set, and a quarter Andronescu2007, fitted to known structures too, some of which may be "
    "relatives of those measured on.",
    "A structure it predicts is a hypothesis about one state. No ions, ligands, proteins or modified bases, and no "
    "second state of a switch. It is not a measurement.",
)

SOURCES: tuple[dict[str, Any], ...] = (
    {"name": "bpRNA TR0", "sequences": 10593, "origin": "yangheng95/MP-RNA", "licence": "MIT"},
    {"name": "RNAStrAlign", "sequences": 2654, "origin": "yangheng95/OmnIGenome-Demo", "licence": "Apache-2.0"},
    {"name": "more of bpRNA-1m", "sequences": 1461, "origin": "yangheng95/OmnIGenome-Demo", "licence": "Apache-2.0"},
    {"name": "ArchiveII", "sequences": 162, "origin": "yangheng95/OmnIGenome-Demo", "licence": "Apache-2.0"},
    {"name": "RNA3DB", "sequences": 127, "origin": "ZYZhang17/RNA3DB-2D-Structures", "licence": "MIT"},
    {
        "name": "VL0 and TS0 of bpRNA, for measuring",
        "sequences": 2605,
        "origin": "yangheng95/MP-RNA",
        "licence": "MIT",
    },
    {
        "name": "new families of Rfam, for measuring",
        "sequences": 1500,
        "origin": "Rfam by way of Ashargin/DivideFold",
        "licence": "CC0",
    },
)


def _tool(name: str, origin: str, licence: str) -> dict[str, Any]:
    return {"name": name, "sequences": None, "origin": origin, "licence": licence}


TOOLS = (
    _tool("This project and the weights of the model in the box", "this repository", "MIT"),
    _tool("ViennaRNA", "thermodynamics, layout", "its own: free to use with credit, no redistribution for a fee"),
    _tool("HMMER, by PyHMMER", "families: learned and found", "BSD-3-Clause, MIT"),
    _tool("forgi", "structural elements, where it is installed", "GPL-3.0"),
    _tool("PyTorch", "the network", "BSD-3-Clause and others"),
    _tool("Transformers, safetensors, Accelerate", "encoder, weights, training", "Apache-2.0"),
    _tool("Gradio", "the page", "Apache-2.0"),
    _tool("Plotly", "the figures", "MIT"),
)

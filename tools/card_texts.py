"""The texts of the card that no run measures: data and its origin, published figures, limits, licences.

The published figures and the make-up of the data are those of the data's own README; `tests/tools/test_card.py` holds
them a second time.
"""

from __future__ import annotations

from typing import Any

_SAME = "Run by others on the same sequences"
_ON_PART = "Trained networks, as published or from published predictions, on 1,136 of TS0's 1,305 sequences"
_ON_TS0 = "As published, or from published predictions, on TS0"
_FROZEN = "Frozen encoders with one and the same small head, as published, on TS0"
_FINE_TUNED = "Networks trained or fine-tuned on bpRNA's training split, as published, on TS0 with its pseudoknots"

START = "Random weights."
ENERGIES = (
    "648 nearest-neighbour energies (ViennaRNA's model at 37 °C), by python -m ssp_core.training.energies. Starting "
    "from Andronescu et al. 2007 (Bioinformatics 23, i19), the energies were raised and lowered to make the known "
    "structures more probable in their own ensembles: 160 steps of 192 RNAs each, from those of at most 260 nt whose "
    "Turner 2004 structure has F1 0.5 or more. From there 100 more steps raised the expected F1 of their ensembles "
    "averaged with those of Turner 2004 (at most 200 nt, F1 0.3 or more). What is used is the mean of the energies of "
    "both stages. Every cluster of similar RNAs was drawn as often as any other."
)
FAMILIES = (
    "By python -m ssp_core.training.homology. Each family was grown with HMMER from one RNA and those that share most "
    "rare 6-mers with it: two members at least, E-value at most 0.0001 over half of profile and RNA. A profile keeps "
    "the frequencies of the nucleotides in each column, and how many members have each pair. One of two or three "
    "members was left out where its most frequent nucleotides are 95 % like one of them."
)

SETS: tuple[dict[str, Any], ...] = (
    {
        "key": "TS0",
        "title": "Known families (TS0)",
        "sequences": 1305,
        "description": "bpRNA's official test split, a common benchmark, whole. It was run for this table only.",
    },
    {
        "key": "newfam",
        "title": "New families",
        "sequences": 1500,
        "description": "Rfam families that are not in the training data, as an RNA of your own may be. The decoder's "
        "settings were chosen on this set and on VL0.",
    },
    {
        "key": "VL0",
        "title": "Known families (VL0)",
        "sequences": 1300,
        "description": "bpRNA's official validation split: families like those in the training data. The decoder's "
        "settings were chosen on this set and on the new families.",
    },
)

TRAINED_ON = (
    "14,997 RNAs with known structures, 29 to 510 nt (median 100), 1.86 million nucleotides. Pseudoknots and "
    "non-canonical pairs were removed from the references beforehand.",
    "Every sequence at least 80 % identical to a test or validation sequence was removed from the training data, "
    "except 39 sequences of bpRNA's official training split.",
    "The family profiles were learned from the same RNAs: wherever two or more are similar, how often each nucleotide "
    "occurs in each column of their alignment, and which columns pair. No sequence is stored as such. In a family "
    "of two or three the most frequent nucleotides are less than 95 % like each member; of larger families, one in "
    "twenty is more like a member than that.",
)
MADE = (
    "{count} synthetic RNAs, {shortest} to {longest} nt, with the mean of ViennaRNA 2.7.2's pair probabilities as "
    "targets. Half are random sequences, half are training sequences with 10 to 50 % of their nucleotides changed. "
    "From them the network learns thermodynamics, which also holds in new families."
)
MADE_UNCOUNTED = (
    "Synthetic RNAs with the mean of ViennaRNA 2.7.2's pair probabilities as targets: half are random sequences, half "
    "are training sequences with 10 to 50 % of their nucleotides changed."
)

PUBLISHED_NOTE = (
    "The other methods' figures are as published or as run by others: mean base-pair F1 over sequences, exact pairs, "
    "or with a slip of one position (±1). Rows measured on other sequences, or against references with pseudoknots, "
    "are indicative only. Frozen encoders reach 0.52 to 0.63 on TS0, networks trained or fine-tuned on bpRNA 0.65 to "
    "0.78. RNAfold's macro-F1 of the classes is pooled over all nucleotides of a set."
)


def _published(
    method: str,
    measured_on: str,
    f1: dict[str, float] | None = None,
    macro_f1: dict[str, float] | None = None,
    *,
    slipped_f1: dict[str, float] | None = None,
    size: str = "",
    remark: str = "",
) -> dict[str, Any]:
    return {
        "method": method,
        "size": size,
        "measured_on": measured_on,
        "f1": f1 or {},
        "slipped_f1": slipped_f1 or {},
        "macro_f1": macro_f1 or {},
        "remark": remark,
    }


def _sets(vl0: float, ts0: float, newfam: float) -> dict[str, float]:
    return {"VL0": vl0, "newfam": newfam, "TS0": ts0}


_SPAN = "86–650 M"  # of the three encoders together; RNA-FM's own size is not known here
PUBLISHED = (
    _published("RNAfold 2.7.2 MFE", _SAME, _sets(0.513, 0.508, 0.656), _sets(0.650, 0.648, 0.741)),
    _published("RNAfold 2.7.2 MEA", _SAME, _sets(0.523, 0.521, 0.668), _sets(0.663, 0.663, 0.754)),
    _published("EternaFold (v1 parameters, MEA)", _SAME, _sets(0.538, 0.539, 0.675), _sets(0.667, 0.669, 0.751)),
    _published("CONTRAfold (EternaFold's code, MEA)", _SAME, _sets(0.534, 0.536, 0.678), _sets(0.672, 0.671, 0.757)),
    _published("LinearPartition-C", _ON_TS0, {"TS0": 0.546}, remark="0.648 on bpRNA-new, where RNAfold has 0.616"),
    _published("MXfold2", _ON_PART, {"TS0": 0.499}, {"TS0": 0.663}),
    _published("UFold", _ON_PART, {"TS0": 0.578}, {"TS0": 0.682}),
    _published("REDfold", _ON_PART, {"TS0": 0.620}, {"TS0": 0.744}),
    _published("sincFold", _ON_PART, {"TS0": 0.624}, {"TS0": 0.740}),
    _published("RNA-FM, frozen", _FROZEN, {"TS0": 0.522}, size=_SPAN, remark="0.423 on bpRNA-new"),
    _published("RiNALMo, frozen", _FROZEN, {"TS0": 0.599}, size="650 M", remark="0.446 on bpRNA-new"),
    _published("ERNIE-RNA, frozen", _FROZEN, {"TS0": 0.628}, size="86 M", remark="0.601 on bpRNA-new"),
    _published("One-hot encoding", _FROZEN, {"TS0": 0.351}, remark="0.383 on bpRNA-new"),
    _published(
        "AIDO.RNA, fine-tuned",
        _FINE_TUNED,
        slipped_f1={"TS0": 0.783},
        size="1.6 B",
        remark="0.733 on ArchiveII with the family held out (±1); source: ModelGenerator's documentation",
    ),
    _published(
        "ERNIE-RNA, fine-tuned",
        _FINE_TUNED,
        size="86 M",
        remark="about 0.77 on TS0, counted by a user; source: github.com/Bruce-ywj/ERNIE-RNA/issues/3",
    ),
    _published(
        "RiNALMo, fine-tuned",
        _FINE_TUNED,
        slipped_f1={"TS0": 0.747},
        size="650 M",
        remark="0.72 on ArchiveII with the family held out (±1), where CONTRAfold has 0.61; source: its paper",
    ),
    _published(
        "RNAformer",
        _FINE_TUNED,
        {"TS0": 0.728},
        size="32 M",
        remark="source: its paper, by github.com/automl/RNAformer/issues/8",
    ),
    _published(
        "RNA-FM, fine-tuned",
        _FINE_TUNED,
        {"TS0": 0.704},
        remark="0.666 when run by a user; source: github.com/ml4bio/RNA-FM/issues/10",
    ),
    _published("BPfold", _FINE_TUNED, {"TS0": 0.658}, remark="0.647 on bpRNA-new; source: its README"),
    _published("UFold, as published", _FINE_TUNED, {"TS0": 0.654}, remark="source: BPfold's README"),
)

LIMITS = (
    "Pseudoknots. The classes ( ) . cannot express one, nor a base triple. Only AU, GC and GU pairs in hairpins of "
    "three or more are ever predicted.",
    "One linear strand, by its sequence alone. There are no constraints (pairs or positions that must or must not "
    "pair), no chemical probing data (SHAPE, DMS), no two strands (written with &) and no circular RNAs.",
    "Long RNAs. One pass takes at most 1,022 nt, and no training sequence is longer than 510. The longer the RNA and "
    "the farther apart two partners, the less reliable a predicted pair is.",
    "Families that were not in training. This network alone is less accurate there than thermodynamics, and "
    "overconfident. On bpRNA-new no published network of the table is more accurate than the best thermodynamics; "
    "large fine-tuned ones are on ArchiveII with a family held out. Compare the columns, and look at ViennaRNA's "
    "structure as well.",
    "A class probability is not a pair probability. A nucleotide that opens a pair with probability 0.95 may have "
    "several possible partners. And pairs given 0.9 are right nine times in ten only where the reliability diagram "
    "shows it.",
    "Known families in training. tRNA, 5S rRNA and other classic families were in training, and so were homologs of "
    "RNAs in VL0 and TS0. A good score on those, or on the examples of this page, is a score on known families.",
    "Family matches. Where an RNA matches a family of the training data, that family's pairs are weighted in, under "
    "every decoder, unless the trust in families is set to 0, and the recommended setting trusts the network more. "
    "More than half of the gain on known families comes from there; the rows without families, and the columns family "
    "and no family, show how much. A chance match, or a homolog that "
    "folds differently, adds wrong pairs: look at the E-value, and at how many of the family's pairs can form.",
    "Energies learned from structures. Two thirds of what the recommended setting uses as thermodynamics are energies "
    "that this project learned from its training data, from those of Andronescu 2007 on, which were fitted to known "
    "structures too. Some of those may be homologs of RNAs that the accuracy was measured on.",
    "A predicted structure is a hypothesis about one state. It includes no ions, ligands, proteins or modified bases, "
    "and no second state of a switch. It is not a measurement.",
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
        "origin": "Rfam, through Ashargin/DivideFold",
        "licence": "CC0",
    },
)


def _tool(name: str, origin: str, licence: str) -> dict[str, Any]:
    return {"name": name, "sequences": None, "origin": origin, "licence": licence}


TOOLS = (
    _tool("This project and the weights of the built-in model", "this repository", "MIT"),
    _tool("ViennaRNA", "thermodynamics, layout", "its own: free to use with credit, no redistribution for a fee"),
    _tool("HMMER, through PyHMMER", "learning and finding families", "BSD-3-Clause, MIT"),
    _tool("forgi", "structural elements, where it is installed", "GPL-3.0"),
    _tool("PyTorch", "the network", "BSD-3-Clause and others"),
    _tool("Transformers, safetensors, Accelerate", "encoder, weights, training", "Apache-2.0"),
    _tool("resvg, through resvg-py", "PNG files of drawings", "MIT"),
    _tool("Gradio", "the page", "Apache-2.0"),
    _tool("Plotly", "charts", "MIT"),
)

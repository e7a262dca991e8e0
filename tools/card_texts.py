"""What the card says that no run measures: data and its origin, the field's published figures, limits, licences.

The published figures and the composition of the data are those of the data's own README; `tests/test_card.py` holds
them a second time.
"""

from __future__ import annotations

from typing import Any

_SAME = "Run by others on the same sequences"
_ON_PART = "Trained networks, as published or from published predictions, on 1,136 of TS0's 1,305 sequences"
_ON_TS0 = "As published, or from published predictions, on TS0"
_FROZEN = "Frozen encoders with the same small head, as published, on TS0"
_TRAINED = (
    "Networks trained or fine-tuned on bpRNA's training split (TR0), as published, on TS0; their references keep "
    "pseudoknots, so the comparison is indicative"
)

START = "Random weights."
ENERGIES = (
    "648 nearest-neighbour energies of ViennaRNA's model at 37 °C, starting from Andronescu et al. 2007, by python -m "
    "ssp_core.training.energies. In 160 steps they were changed so that the known structures became as probable as "
    "possible in their own ensembles. Each step used 192 of the RNAs of up to 260 nt whose structure Turner 2004 "
    "predicts with F1 of at least 0.5; every cluster of similar RNAs was drawn equally often."
)
FAMILIES = (
    "Grown with HMMER by python -m ssp_core.training.families: from a seed, among the RNAs that share most rare 6-mers "
    "with it. A family has at least four members, with an E-value of at most 0.0001 over at least half of RNA and "
    "profile. A profile holds the nucleotide frequencies of each column, and the share of members that have each pair."
)

SETS: tuple[dict[str, Any], ...] = (
    {
        "key": "TS0",
        "title": "Known families (TS0)",
        "sequences": 1305,
        "words": "bpRNA's official test split, the field's common benchmark, all of it. It was used for this report "
        "only.",
    },
    {
        "key": "newfam",
        "title": "New families",
        "sequences": 1500,
        "words": "Rfam families that are not in training, like a visitor's own RNA. The decoder's settings were chosen "
        "on them, too.",
    },
    {
        "key": "VL0",
        "title": "Known families (VL0)",
        "sequences": 1300,
        "words": "bpRNA's official validation split: families like those in training. The decoder's settings were "
        "chosen on it.",
    },
)

TRAINED_ON = (
    "14,997 RNAs with known structures, 29 to 510 nt (median 100), 1.86 million nucleotides. Pseudoknots and "
    "non-canonical pairs were removed from the references.",
    "Sequences at least 80 % identical to a test or validation sequence were removed from training, except 39 "
    "sequences of the official bpRNA training split.",
    "The family profiles were learned from the same RNAs: for each family of at least four similar RNAs, the frequency "
    "of each nucleotide in each column of their alignment, and the columns that pair. No sequence is stored as such, "
    "but the most frequent nucleotides of a small family are close to the sequences of its members.",
)
MADE = (
    "{count} RNAs made by this project, {shortest} to {longest} nt, folded by ViennaRNA 2.7.2; the targets are the "
    "mean of its ensembles' pair probabilities. Half of them are random sequences, half are training sequences with 10 "
    "to 50 % of their nucleotides changed. They teach the thermodynamics that also holds for new families."
)
MADE_UNCOUNTED = (
    "RNAs made by this project, folded by ViennaRNA 2.7.2; the targets are the mean of its ensembles' pair "
    "probabilities. Half of them are random sequences, half are training sequences with 10 to 50 % of their "
    "nucleotides changed."
)

PUBLISHED_WORDS = (
    "The rows of other methods are as published, or run by others: mean base-pair F1 over sequences, of exact pairs "
    "where no slip is named. Rows that were measured on other sequences say so, and compare only roughly. Frozen "
    "encoders reach at most 0.628 on TS0, networks trained on TR0 up to 0.783 with a slip of one nucleotide; the "
    "references of the latter keep pseudoknots and ours do not. The macro-F1 of RNAfold's classes is pooled over all "
    "nucleotides of a set. Sources of the networks trained on TR0, on GitHub: genbio-ai/ModelGenerator (AIDO.RNA), "
    "Bruce-ywj/ERNIE-RNA issue 3, automl/RNAformer issue 8, ml4bio/RNA-FM issue 10, heqin-zhu/BPfold."
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
    # Of the frozen encoders the span of sizes is known, 86 to 650 M, and the two ends of it.
    _published("RNA-FM, frozen", _FROZEN, {"TS0": 0.522}, size="86–650 M", remark="0.423 on bpRNA-new"),
    _published("RiNALMo, frozen", _FROZEN, {"TS0": 0.599}, size="650 M", remark="0.446 on bpRNA-new"),
    _published("ERNIE-RNA, frozen", _FROZEN, {"TS0": 0.628}, size="86 M", remark="0.601 on bpRNA-new"),
    _published("One-hot nucleotides", _FROZEN, {"TS0": 0.351}, remark="0.383 on bpRNA-new"),
    _published("AIDO.RNA, fine-tuned", _TRAINED, slipped_f1={"TS0": 0.783}, size="1.6 B"),
    _published("ERNIE-RNA, fine-tuned", _TRAINED, size="86 M", remark="about 0.77 on TS0, by a user's own count"),
    _published("RiNALMo, fine-tuned", _TRAINED, slipped_f1={"TS0": 0.747}, size="650 M"),
    _published("RNAformer", _TRAINED, {"TS0": 0.728}, size="32 M"),
    _published("RNA-FM, fine-tuned", _TRAINED, remark="0.666 to 0.704 on TS0"),
    _published("BPfold", _TRAINED, {"TS0": 0.658}, remark="0.647 on bpRNA-new, where RNAfold has 0.616"),
    _published("UFold, as published", _TRAINED, {"TS0": 0.654}),
)

LIMITS = (
    "Pseudoknots and base triples. The symbols ( ) . cannot express them. Only AU, GC and GU pairs are predicted, and "
    "hairpin loops of at least three nucleotides.",
    "Long RNAs. An RNA may have at most 1,022 nt, and training had none over 510. Predicted pairs are less reliable in "
    "longer RNAs, and between nucleotides that are farther apart.",
    "Families unlike any in training. No published network of this table is more accurate there than the best "
    "thermodynamic method. Without thermodynamics this network is overconfident there. Compare the rows of the tables, "
    "and look at ViennaRNA's structure as well.",
    "A class probability is not a pair probability. That a nucleotide opens a pair with probability 0.95 does not say "
    "which nucleotide is its partner. Of pairs that are given 0.9, nine in ten are right only where the reliability "
    "diagram shows it.",
    "Known families in training. tRNA, 5S rRNA and other classic families are in the training data, and so are "
    "relatives of the RNAs in VL0 and TS0. A good score on these, or on the gallery's examples, holds for known "
    "families only.",
    "Family matches. Where the sequence matches a family known from training, the family's pairs change every class "
    "and pair probability that the structure is made of, under every decoder, unless the trust in known families is 0. "
    "Half of the gain on known families comes from them: compare the rows with and without known families, and the "
    "columns family and no family. A chance match, or a member that folds differently, brings wrong pairs. Look at the "
    "E-value, and at how many of the family's pairs the sequence can form.",
    "Energies learned from structures. Half of the thermodynamics in the recommended setting is from energies that "
    "this project learned from its training set, and a quarter from Andronescu 2007, which was fitted to known "
    "structures, too. Some of these may be relatives of the RNAs measured on.",
    "A predicted structure is a hypothesis about one state. Ions, ligands, proteins, modified nucleotides and the "
    "second state of a switch are not taken into account. It is not a measurement.",
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
    _tool("This project and the weights of the bundled model", "this repository", "MIT"),
    _tool("ViennaRNA", "thermodynamics, layout", "its own: free to use with credit, no redistribution for a fee"),
    _tool("HMMER, through PyHMMER", "learning and finding families", "BSD-3-Clause, MIT"),
    _tool("forgi", "structural elements, where it is installed", "GPL-3.0"),
    _tool("PyTorch", "the network", "BSD-3-Clause and others"),
    _tool("Transformers, safetensors, Accelerate", "encoder, weights, training", "Apache-2.0"),
    _tool("Gradio", "the page", "Apache-2.0"),
    _tool("Plotly", "the charts", "MIT"),
)

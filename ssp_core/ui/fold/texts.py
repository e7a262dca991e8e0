"""The sentences of the Fold tab that Python fills in or gradio shows; all others are in its templates."""

from __future__ import annotations

from ssp_core.reading import Reference
from ssp_core.rna import MAX_SCAN

SEQUENCE_HINT = "Paste an RNA: letters, FASTA, dot-bracket notation, CT, GenBank ... or drop a file here."
SAMPLES_HINT = "What else the network thinks possible. Choose one to see it in every view."
REFERENCE_HINT = (
    "To compare with: dot-bracket notation or WUSS, as long as the sequence, or a file's text. Leave it empty to go "
    "without."
)
DECODER_LABEL = "How to turn probabilities into one valid structure"
WHATIF_HINT = (
    "Pin a nucleotide or type its position, and choose what it becomes. Or fold every single mutant (of up to "
    f"{MAX_SCAN} nt) and see which change the structure most."
)
EXPORT_HINT = "We keep none of your sequences: these files were made in this page."
REFERENCE_REMOVED = "The known structure of the previous RNA was removed."
OWN_UNUSED = (
    "The structure that came with this RNA is not used, because another known structure was given in its own box."
)
PREVIOUS = "Previous result: the box holds another RNA. Fold shows its structure."
STILL = "This is still the previous result."
CANCELLED = "Cancelled. This is the previous result."

VIEW_HINTS = {
    "strip": "Wavy: not a valid pair. Boxed: changed to make the structure valid.",
    "planar": "The structure without crossing lines.",
    "arcs": "Each arc is a base pair. A known structure is below the line.",
    "heatmap": (
        "For each nucleotide the probability that it opens a pair, closes one, or is unpaired. With a known structure, "
        "marks below show which pairs are right, missed or wrong."
    ),
    "circle": "The chain runs clockwise from the top. Each curve is a base pair.",
    "matrix": "How likely any two positions pair. Above the diagonal: the method chosen above. Below: thermodynamics.",
}
COLOURINGS = {
    "Element": "element",
    "Confidence": "confidence",
    "Base": "base",
    "Class": "class",
    "Agreement": "agreement",
}
# What makes a letter of the network no part of a valid structure: of one letter, and of several.
FAULTS = {
    "unmatched": ("bracket without a partner", "brackets without a partner"),
    "non-canonical": ("letter of a pair that is not AU, GC or GU", "letters of pairs that are not AU, GC or GU"),
    "tight": ("letter of a hairpin of fewer than 3", "letters of hairpins of fewer than 3"),
}


# What formats are called that come with a structure.
_FORMATS = {
    "fasta": "dot-bracket text",
    "ct": "CT file",
    "bpseq": "BPSEQ file",
    "stockholm": "Stockholm file",
    "csv": "CSV table",
    "json": "JSON file",
}


def several(count: int) -> str:
    """That a record is to be chosen."""
    return f"The text holds {count:,} records; choose the one to fold."


def chosen(number: int, count: int, name: str) -> str:
    """Which record is shown."""
    return f"Record {number:,} of {count:,} is shown: {name}."


def structure_found(kind: str) -> str:
    """What becomes of a structure that came with the sequence; `kind` is a name of a format."""
    return f"A {_FORMATS[kind]} with a structure: its structure will be the known structure to compare with."


def own_reference(known: Reference) -> str:
    """What has become of it."""
    parts = ["The structure that came with this RNA is the known structure to compare with"]
    if known.energy is not None:
        parts.append(f"its energy, {known.energy:g} kcal/mol, was set aside")
    if known.crossing_pairs:
        parts.append("it has a pseudoknot")
    return f"{'; '.join(parts)}."


def read_as(encoding: str) -> str:
    """That a file's encoding was guessed."""
    return f"The file is not in UTF-8; it was read as {encoding}."


def first_of_file(taken: int, count: int) -> str:
    """How much of a file the box takes."""
    return f"The file has {count:,} records; the box holds the first {taken:,}."


def downloading(title: str, done: str, total: str) -> str:
    """How far a download is."""
    amount = f" {done} of {total} so far." if total else ""
    return f"{title} is being downloaded; the RNA is folded as soon as it is here.{amount}"

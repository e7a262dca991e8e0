"""The sentences of the Fold tab that Python fills in or gradio shows; all others are in its templates."""

from __future__ import annotations

from ssp_core.rna import MAX_SCAN

SEQUENCE_HINT = "Paste an RNA: plain letters, FASTA, or a file with its structure."
SAMPLES_HINT = "What else the network thinks possible. Choose one to see it in every view."
REFERENCE_HINT = "To compare with: as many ( ) . as the sequence has nucleotides. Leave it empty to go without."
DECODER_LABEL = "How to turn probabilities into one valid structure"
WHATIF_HINT = (
    "Pin a nucleotide or type its position, and choose what it becomes. Or fold every single mutant to see which "
    f"mutations change the structure most (up to {MAX_SCAN} nt)."
)
EXPORT_HINT = "We keep none of your sequences: these files were made in this page."
REFERENCE_REMOVED = "The known structure of the previous RNA was removed."
STOPPING = "Stopping after the mutants that are being folded."

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


def downloading(title: str, done: str, total: str) -> str:
    """How far a download is."""
    amount = f" {done} of {total} so far." if total else ""
    return f"{title} is being downloaded; the RNA is folded as soon as it is here.{amount}"

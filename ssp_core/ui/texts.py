"""The sentences of the page, apart from its wiring."""

from __future__ import annotations

from html import escape

from ssp_core.rna import MAX_LENGTH

TITLE = "RNA secondary structure, opened up"
LEAD = (
    "Paste an RNA and see what a genomic foundation model makes of it: the structure, "
    "the probabilities behind every letter, and the network itself."
)
SEQUENCE_HINT = "Paste an RNA: plain letters or one FASTA record. T, lower case, blanks and line numbers are fine."
REFERENCE_HINT = "A known structure in ( ) . to compare with, as long as the sequence. Leave it empty to go without."
ARCHITECTURE_HINT = "Counted from the network itself; no weight is read for it."
MODULES_HINT = (
    "Every module that holds weights, each within the one it belongs to; click a row to fold or unfold it. "
    "Output shapes are [batch, tokens or nucleotides, ...]; two special tokens frame the sequence."
)
FLOW_HINT = (
    "The base model turns tokens into embeddings, the head embeddings into scores. Shapes are [batch, tokens, width]; "
    "<cls> and <eos> make two tokens more than nucleotides."
)
TREEMAP_HINT = "Each rectangle is as large as its share of the parameters; click one to go in, the bar to go back."
HEADS_HINT = (
    "What the tutorial calls task heads: the encoder stays, what stands on it changes, and so do the shape of the "
    "answer and the loss. Click one for its weights."
)
WHATIF_HINT = (
    "Pin a nucleotide, or type its position, and choose what it becomes; or let every single mutation be folded "
    "and see which ones move the structure most."
)
SAMPLES_HINT = (
    "Different ones of 40 structures drawn by their probability without thermodynamics, ten at most, likeliest first; "
    "choose one to see it in every view."
)
RANKED_HINT = "The likeliest structures without thermodynamics, exactly and in their order; choose one to see it."
EXPORT_HINT = "The files are in this page already; nothing is kept on the server."
REFERENCE_LEFT = "The reference of the last RNA was taken out of its box."
FULL = (
    "Too many requests are waiting here already, so this one was not taken; nothing was changed, "
    "and in about a minute there should be room again."
)
NO_FAMILY = "None of the {count:,} families that this model knows fits this RNA."
FIRST_PAINT = "stored result, shown before any click"

DECODERS = {
    "best": "Best",
    "informed": "Informed",
    "mixed": "Mixed",
    "mea": "MEA",
    "map": "MAP",
    "argmax": "Argmax",
}
DECODER_HINTS = {
    "best": "What was chosen on validation; the About tab says how and why.",
    "informed": "As mixed, but the network has been told what ViennaRNA expects of every pair.",
    "mixed": "Most expected pairs right, from the model's and ViennaRNA's pair probabilities together.",
    "mea": "Most expected pairs right, from the model without thermodynamics.",
    "map": "The one legal structure that the three class probabilities make likeliest.",
    "argmax": "The likeliest letter at each position; brackets that do not form a legal pair are dropped.",
}
GAMMA_HINT = "above 1 more pairs, below 1 fewer but surer ones"
TRUST_HINT = "0 is without the network, 1 without thermodynamics"
FAMILIES_HINT = "what a known family's pairs count, wherever one is found; 0 leaves it out"
TEMPERATURE_HINT = "below 1 sharpens the class probabilities, above 1 softens them"

VIEW_TITLES = {
    "planar": "Drawing",
    "heatmap": "Probabilities",
    "arcs": "Arcs",
    "circle": "Circle",
    "matrix": "Matrix",
}
VIEW_HINTS = {
    "strip": "A wave underlines what makes the raw string illegal; a box is around what decoding changed.",
    "planar": "The decoded structure as a drawing without crossings.",
    "arcs": "Each arc is a base pair. With a reference, the known pairs are mirrored below the line.",
    "heatmap": (
        "What the model gives each letter without thermodynamics: the probability of opening a pair, of closing one, "
        "and of no pair. "
        "With a reference, marks below say whose pairs are right, missed or wrong."
    ),
    "circle": "The chain runs clockwise from the top; each curve is a base pair.",
    "matrix": "How likely any two positions pair: above the diagonal by the model, below by thermodynamics alone.",
}


def counter(length: int) -> str:
    """`76 nt of at most 1,022`, or what is too much."""
    over = length > MAX_LENGTH
    words = f"<b>{length:,}</b> nt of at most {MAX_LENGTH:,}"
    return f'<span class="count{" over" if over else ""}">{words}</span>'


def paragraph(text: str, kind: str) -> str:
    """One escaped paragraph with a css class."""
    return f'<p class="{kind}">{escape(text)}</p>'


def heading(title: str, hint: str = "") -> str:
    """The head of a card: its title and, beside it, what one sees there."""
    return f"<h2>{escape(title)}</h2>" + (paragraph(hint, "hint") if hint else "")

"""What each module of a network does, in a sentence: by its own name where that says more, else by its class."""

from __future__ import annotations

_LINEAR = "A linear map: multiplies by a weight matrix and adds a bias."

_NAMES = {
    # encoder
    "model": "The encoder (base model): turns tokens into embeddings.",
    "embeddings": "Gives each token its first embedding.",
    "word_embeddings": "A table with one learned vector for each token of the vocabulary.",
    "encoder": "The stack of layers that refine the embeddings one after the other.",
    "layer": "The layers, from the first to the last.",
    "attention": "Lets every nucleotide collect information from all others.",
    "self": "Compares queries with keys, and mixes the values accordingly, in several heads at once.",
    "query": "What a nucleotide looks for in the others.",
    "key": "What a nucleotide can be found by.",
    "value": "What a nucleotide passes on to those that attend to it.",
    "intermediate": "First half of the feed-forward part: widens each embedding and applies a non-linear function.",
    "emb_layer_norm_after": "Normalises the embeddings after the last layer.",
    # heads
    "classifier": "Turns each embedding into logits, one for each class.",
    "pooler": "Makes one vector for the whole RNA from the embedding of <cls>.",
    "pairing": "The pairing head: a logit for each pair of nucleotides, and one for having no partner.",
    "five_prime": "Describes each nucleotide as the 5′ partner of a pair.",
    "three_prime": "Describes each nucleotide as the 3′ partner of a pair.",
    "five_prime_bias": "What a nucleotide adds to all pairs in which it is the 5′ partner.",
    "three_prime_bias": "What a nucleotide adds to all pairs in which it is the 3′ partner.",
    "base_pair_bias": "One learned vector for each kind of base pair (AU, GC, GU, either way round).",
    "input_projection": "Mixes the bilinear maps and the distance between two nucleotides into features of their pair.",
    "blocks": "Blocks in which neighbouring pairs support each other, as the next pair of a stem does.",
    "convolution": "Combines each pair with the pairs next to it, 3 × 3 at a time.",
    "pair_logit": "Turns the features of a pair into its logit.",
    "unpaired_logit": "The logit of having no partner.",
    "thermo_input": "Takes in ViennaRNA's probability of each pair, where that is given.",
    "thermo_input_unpaired": "Takes in ViennaRNA's probability of having no partner, where that is given.",
    # sequence to sequence
    "seq2seq_decoder": "Generates the structure symbol by symbol, attending to the embeddings.",
    "label_embeddings": "A table with one learned vector for each symbol that can be generated.",
    "memory_projection": "Brings the encoder's embeddings to the width of the decoder.",
    "layers": "The decoder's layers, one after the other.",
    "self_attn": "Lets each symbol look at those written before it.",
    "multihead_attn": "Lets each symbol look at the embeddings of the RNA.",
    "label_logits": "Turns each position into logits, one for each symbol.",
}
_CLASSES = {
    "EsmLayer": "One layer: attention, then a feed-forward part.",
    "EsmSelfOutput": "Mixes what the attention heads collected and adds it to the embedding.",
    "EsmOutput": "Second half of the feed-forward part: back to the embedding's width, and added to it.",
    "LayerNorm": "Normalises its input to mean 0 and variance 1, then scales it by learned factors.",
    "Linear": _LINEAR,
    "NonDynamicallyQuantizableLinear": _LINEAR,
    "Conv2d": "A convolution: combines each pair with the pairs next to it.",
    "Embedding": "A table of learned vectors, one for each entry.",
    "ModuleList": "Modules that run one after the other.",
    "TransformerDecoderLayer": "One layer: attention to what is written, attention to the RNA, a feed-forward part.",
}
_WHOLE = "The whole network: encoder and head."
_BLOCK = "One block: normalisation and a 3 × 3 convolution over neighbouring pairs, added to its input."


def explanation(path: str, class_name: str) -> str:
    """A sentence on the module of that dotted path; "" for a class that is not known."""
    if not path:
        return _WHOLE
    parent, _, name = path.rpartition(".")
    if name.isdigit() and parent.endswith("blocks"):
        return _BLOCK
    return _NAMES.get(name) or _CLASSES.get(class_name, "")

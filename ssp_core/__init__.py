"""The public door: predict RNA secondary structure with a genomic language model, decode it, score it."""

"""The wing that knows RNA: structures, their decoding from probabilities, thermodynamics, scores and file formats."""

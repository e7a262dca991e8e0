"""The network wing: tokens in, probabilities out. It knows torch and nothing of RNA folding."""

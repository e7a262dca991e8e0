"""Accuracy and speed beside the peers, each one command that prints what the README and the card state."""

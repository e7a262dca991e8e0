"""Measurements of accuracy, speed and memory, each one command; the README and the card state what they print."""

"""From tokens to probabilities, with torch. Nothing in here decodes or folds."""

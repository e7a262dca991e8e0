"""Programs that make files the project ships: the card, the first result, pictures."""

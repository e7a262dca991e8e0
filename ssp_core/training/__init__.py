"""Training of the bundled model: data, loop and command line; of the family profiles; and of the energies."""

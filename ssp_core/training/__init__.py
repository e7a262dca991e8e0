"""The training room: data, loop and command line for the model in the box."""

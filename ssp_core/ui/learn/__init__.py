"""The Learn tab: the tutorial as a walk through the model, on the RNA and the model of the Fold tab.

Its texts are Markdown files in assets/lessons, a folder for each language; beside each text stands a picture with the
numbers of the model itself, by one module of this package for each step.
"""

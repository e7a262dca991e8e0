"""What can be asked of a prediction: mutations, samples, comparison with a reference, a description, a report.

The page, the API and the shell all call this package; it knows nothing of how an answer is shown.
"""

"""ClassificationMetric: any metric of scikit-learn as a function that a trainer calls, spelled as in OmniGenBench."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import isfunction, signature
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ssp_core.errors import InputError
from ssp_core.network.labels import IGNORED

Metric = Callable[[ArrayLike, ArrayLike], Mapping[str, float]]


class ClassificationMetric:
    """The metrics of `sklearn.metrics` by their names there: `ClassificationMetric().f1_score(y_true, y_pred)`.

    Args:
        ignore_y: where the true label is this, nothing counts.
        average: how the scores of the labels become one, for those metrics that can; "macro" is their plain mean.
        options: more keywords of the metric.

    Example:
        >>> ClassificationMetric(ignore_y=-100).accuracy_score([0, 1, 2, -100], [0, 1, 1, 1])
        {'accuracy_score': 0.6666666666666666}
    """

    def __init__(self, ignore_y: int = IGNORED, *, average: str | None = "macro", **options: Any) -> None:
        self.ignore_y = ignore_y
        self.options = options
        # What a metric is given if it takes it: a label that is never predicted scores 0, without a warning.
        self.defaults = {"average": average, "zero_division": 0}

    def __getattr__(self, name: str) -> Metric:
        """The metric of that name.

        Raises:
            AttributeError: scikit-learn has no such metric.
            InputError: the metric does not take one of the options.
        """
        if name.startswith("_"):
            raise AttributeError(name)
        import sklearn.metrics

        metric = getattr(sklearn.metrics, name, None)
        if not isfunction(metric):
            raise AttributeError(f"Found no {name} in sklearn.metrics: wanted the name of a metric, such as f1_score.")
        taken = signature(metric).parameters
        unknown = [option for option in self.options if option not in taken]
        if unknown:
            raise InputError(f"{name} of scikit-learn does not take {', '.join(unknown)}.")
        options = {option: value for option, value in self.defaults.items() if option in taken} | self.options

        def score(y_true: ArrayLike, y_pred: ArrayLike) -> dict[str, float]:
            true, predicted = np.asarray(y_true), np.asarray(y_pred)
            counted = true != self.ignore_y
            found = metric(true[counted], predicted[counted], **options)
            if np.ndim(found):
                raise InputError(f"{name} gives {np.size(found)} numbers: wanted a metric that gives one.")
            return {name: float(found)}

        return score

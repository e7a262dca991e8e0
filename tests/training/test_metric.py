"""ClassificationMetric gives scikit-learn's numbers, without what is ignored, for three classes as for two."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import sklearn.metrics

from ssp_core import ClassificationMetric
from ssp_core.errors import InputError

TRUE = np.array([0, 1, 2, 2, -100, 0, 1, -100])
FOUND = np.array([0, 1, 2, 0, 2, 1, 1, 0])
COUNTED = TRUE != -100


@pytest.mark.parametrize("name", ["f1_score", "precision_score", "recall_score", "accuracy_score", "matthews_corrcoef"])
def test_every_name_is_the_one_of_scikit_learn(name: str) -> None:
    function = getattr(sklearn.metrics, name)
    averaged = {"average": "macro"} if name.endswith(("f1_score", "precision_score", "recall_score")) else {}
    wanted = function(TRUE[COUNTED], FOUND[COUNTED], **averaged)
    assert getattr(ClassificationMetric(ignore_y=-100), name)(TRUE, FOUND) == {name: pytest.approx(wanted)}


def test_average_and_other_options_reach_the_metric() -> None:
    wanted = sklearn.metrics.f1_score(TRUE[COUNTED], FOUND[COUNTED], average="micro")
    assert ClassificationMetric(average="micro").f1_score(TRUE, FOUND)["f1_score"] == pytest.approx(wanted)
    wanted = sklearn.metrics.fbeta_score(TRUE[COUNTED], FOUND[COUNTED], average="macro", beta=2.0)
    assert ClassificationMetric(beta=2.0).fbeta_score(TRUE, FOUND)["fbeta_score"] == pytest.approx(wanted)
    wanted = sklearn.metrics.accuracy_score(TRUE, FOUND)
    assert ClassificationMetric(ignore_y=7).accuracy_score(TRUE, FOUND)["accuracy_score"] == pytest.approx(wanted)


def test_a_label_that_is_never_predicted_scores_0_without_a_warning() -> None:
    found = ClassificationMetric().precision_score([0, 1, 2], [2, 2, 2])["precision_score"]
    assert found == pytest.approx(1 / 9)


def test_what_cannot_be_computed_is_refused_in_a_sentence() -> None:
    with pytest.raises(AttributeError, match=r"Found no f1 in sklearn\.metrics: wanted the name of a metric"):
        _ = ClassificationMetric().f1
    with pytest.raises(InputError, match=r"accuracy_score of scikit-learn does not take beta\."):
        _ = ClassificationMetric(beta=2.0).accuracy_score
    with pytest.raises(InputError, match=r"f1_score gives 3 numbers: wanted a metric that gives one\."):
        ClassificationMetric(average=None).f1_score(TRUE, FOUND)


def test_it_can_be_copied() -> None:
    assert copy.deepcopy(ClassificationMetric(average="micro")).defaults["average"] == "micro"

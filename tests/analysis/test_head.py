"""The head's arithmetic, one product at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from ssp_core.analysis.head import contributions, largest_contributions, mean_loss, softmax
from ssp_core.network.inspection import HeadNumbers

from .inspections import inspection


@pytest.mark.parametrize("has_pairing", [True, False])
def test_contributions_add_up_to_the_logits(has_pairing: bool) -> None:
    head = inspection(5).head
    if not has_pairing:
        head = replace(head, pairing=None, logits=head.inputs @ head.weight.T + head.bias)
    for nucleotide in range(5):
        products = contributions(head, nucleotide)
        assert products.shape == (3, 6)
        added = 0.0 if head.pairing is None else head.pairing[nucleotide]
        np.testing.assert_allclose(products.sum(axis=1) + head.bias + added, head.logits[nucleotide], atol=1e-5)
        assert products[2, 1] == pytest.approx(head.weight[2, 1] * head.inputs[nucleotide, 1])


@pytest.mark.parametrize("nucleotide", [-1, 5])
def test_a_nucleotide_that_is_none_is_refused(nucleotide: int) -> None:
    head: HeadNumbers = inspection(5).head
    with pytest.raises(IndexError, match=f"no nucleotide {nucleotide + 1}; 1 to 5 are wanted"):
        contributions(head, nucleotide)


def test_the_largest_come_first_by_amount_and_ties_in_their_order() -> None:
    head = inspection(5, width=40).head
    order = largest_contributions(head, 3, 40)
    ordered = np.abs(np.take_along_axis(contributions(head, 3), order, axis=1))
    assert (np.diff(ordered, axis=1) <= 0).all()
    assert sorted(order[0].tolist()) == list(range(40))
    np.testing.assert_array_equal(largest_contributions(head, 3, 6), order[:, :6])
    ties = replace(head, weight=np.ones((3, 4), np.float32), inputs=np.array([[1, -1, 2, 1]], np.float32))
    assert largest_contributions(ties, 0, 9).tolist() == [[2, 0, 1, 3]] * 3


def test_the_loss_is_torchs() -> None:
    logits = inspection(5).head.logits
    wanted = torch.nn.functional.cross_entropy(torch.from_numpy(logits), torch.tensor([0, 2, 2, 2, 1]))
    assert mean_loss(logits, "(...)") == pytest.approx(float(wanted), abs=1e-6)
    assert mean_loss(np.zeros((5, 3)), "(...)") == pytest.approx(np.log(3))
    for wrong in ("(..)", "(.[.)"):
        with pytest.raises(ValueError, match=r"5 letters \( \) \. are wanted"):
            mean_loss(logits, wrong)


@pytest.mark.parametrize("temperature", [0.1, 1.0, 7.0])
def test_softmax_is_that_of_its_definition(temperature: float) -> None:
    logits = inspection(5).head.logits
    powers = np.exp(logits.astype(np.float64) / temperature)
    np.testing.assert_allclose(softmax(logits, temperature), powers / powers.sum(axis=1, keepdims=True), rtol=1e-9)
    far = softmax([1000.0, 0.0, -1000.0], temperature=1000.0)
    np.testing.assert_allclose(far, np.exp([1, 0, -1]) / np.exp([1, 0, -1]).sum())


@pytest.mark.parametrize("temperature", [0.0, -1.0, float("nan"), float("inf")])
def test_a_temperature_that_is_none_is_refused(temperature: float) -> None:
    with pytest.raises(ValueError, match="a number above 0 is wanted"):
        softmax([1.0, 2.0, 3.0], temperature)

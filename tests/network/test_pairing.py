"""The pairing head: what may pair, symmetry, padding, and two RNAs in one image that never see each other."""

from __future__ import annotations

import pytest
import torch

from ssp_core.network.pairing import PairingConfig, PairingHead, pair_kinds, pair_marginals
from ssp_core.network.tokenizer import VOCABULARY, OmniTokenizer

CONFIG = PairingConfig(maps=4, rank=4, channels=8, dilations=(1, 2, 1, 2))


def make_head() -> PairingHead:
    torch.manual_seed(1)
    return PairingHead(16, CONFIG, VOCABULARY).eval()


def embed(*sequences: str) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    inputs = OmniTokenizer()(list(sequences))
    ids, mask = inputs["input_ids"][:, 1:-1], inputs["attention_mask"][:, 2:].bool()
    hidden = torch.randn(*ids.shape, 16, generator=torch.Generator().manual_seed(2))
    return hidden, ids, mask


def test_only_canonical_pairs_have_a_kind() -> None:
    table = pair_kinds(VOCABULARY)
    found = {(VOCABULARY[a] + VOCABULARY[b]) for a, b in table.nonzero().tolist()}
    assert found == {"AU", "UA", "GC", "CG", "GU", "UG"}


def test_rows_are_distributions_over_legal_partners() -> None:
    letters = "GGGAAAUCCCNUAGC"
    logits = make_head()(*embed(letters))
    pairs, classes = pair_marginals(logits)
    torch.testing.assert_close(classes.sum(dim=2), torch.ones(1, len(letters)))
    torch.testing.assert_close(pairs, pairs.transpose(1, 2))
    assert float(pairs.detach().sum(dim=2).max()) <= 1 + 1e-6
    for i, a in enumerate(letters):
        for j, b in enumerate(letters):
            legal = abs(i - j) > 3 and a + b in {"AU", "UA", "GC", "CG", "GU", "UG"}
            assert (pairs[0, i, j] > 0) == legal


def test_padding_changes_nothing() -> None:
    head = make_head()
    hidden, ids, mask = embed("GGGAAAUCCC", "GGGGAAAAUUUUCCCCAAAA")
    together = head(hidden, ids, mask)[0, :10]
    alone = head(hidden[:1, :10], ids[:1, :10], mask[:1, :10])[0]
    torch.testing.assert_close(together[:, :10], alone[:, :10])
    torch.testing.assert_close(together[:, -1], alone[:, -1])


def test_rows_that_disagree_still_sum_to_one_at_most() -> None:
    logits = torch.full((1, 12, 13), -20.0)
    logits[0, 0, [8, 9, 10, 11]] = 0.0  # one nucleotide spreads over four partners, each of which wants it alone
    logits[0, [8, 9, 10, 11], 0] = 9.0
    pairs, _ = pair_marginals(logits)
    assert float(pairs.sum(dim=2).max()) == pytest.approx(1.0)
    torch.testing.assert_close(pairs, pairs.transpose(1, 2))


def listening(head: PairingHead) -> PairingHead:
    generator = torch.Generator().manual_seed(3)
    for told in (head.physics, head.physics_none):
        torch.nn.init.normal_(told.weight, generator=generator)
    return head


def physics(length: int, count: int = 1) -> torch.Tensor:
    given = torch.rand(count, length, length, generator=torch.Generator().manual_seed(4)) / length
    return (given + given.transpose(1, 2)) / 2


def test_a_head_that_has_not_learned_to_listen_says_the_same_when_told() -> None:
    head = make_head()
    hidden, ids, mask = embed("GGGAAAUCCCAUGC")
    torch.testing.assert_close(head(hidden, ids, mask, physics(14)), head(hidden, ids, mask))


def test_told_of_physics_padding_changes_nothing() -> None:
    head = listening(make_head())
    hidden, ids, mask = embed("GGGAAAUCCC", "GGGGAAAAUUUUCCCCAAAA")
    told = torch.zeros(2, 20, 20)
    told[0, :10, :10] = physics(10)[0]
    together = head(hidden, ids, mask, told)[0, :10]
    alone = head(hidden[:1, :10], ids[:1, :10], mask[:1, :10], told[:1, :10, :10])[0]
    torch.testing.assert_close(together[:, :10], alone[:, :10])
    torch.testing.assert_close(together[:, -1], alone[:, -1])
    assert not torch.allclose(alone, head(hidden[:1, :10], ids[:1, :10], mask[:1, :10])[0])


def test_two_rnas_that_share_an_image_are_each_told_their_own_physics() -> None:
    head = listening(make_head()).train()
    hidden, ids, mask = embed("GGGAAAUCCCAUGCAUGC", "CCGGAAAAUUUUCCGGAA")
    told = physics(18, 2)
    both = head(hidden, ids, mask, told)
    other = told.clone()
    other[1] = 0.0
    torch.testing.assert_close(head(hidden, ids, mask, other)[0], both[0])
    assert not torch.allclose(head(hidden, ids, mask, other)[1], both[1])


def test_two_rnas_share_an_image_without_seeing_each_other() -> None:
    head = make_head().train()
    hidden, ids, mask = embed("GGGAAAUCCCAUGCAUGC", "CCGGAAAAUUUUCCGGAA")
    both = head(hidden, ids, mask)
    other = hidden.clone()
    other[1] += 1.0
    torch.testing.assert_close(head(other, ids, mask)[0], both[0])
    assert not torch.allclose(head(other, ids, mask)[1], both[1])


def test_evaluation_is_the_mean_of_the_two_orientations() -> None:
    head = make_head()
    hidden, ids, mask = embed("GGGAAAUCCCAUGCAUGC")
    evaluated = head(hidden, ids, mask)[0]
    twice = head.train()(hidden.repeat(2, 1, 1), ids.repeat(2, 1), mask.repeat(2, 1))
    torch.testing.assert_close(evaluated, twice.mean(dim=0))


def test_a_picture_can_be_read_again_and_again() -> None:
    head = listening(make_head())
    given = embed("GGGAAAUCCCAUGCAUGC")
    told = physics(18)
    with torch.inference_mode():
        picture = head.picture(*given)
        first = [head.read(picture), head.read(picture, told)]
        assert torch.equal(head.read(picture), first[0])
        assert torch.equal(head.read(picture, told), first[1])
    torch.testing.assert_close(head(*given), first[0].clone())
    torch.testing.assert_close(head(*given, told), first[1].clone())


@pytest.mark.parametrize("count", [1, 2])
def test_gradients_are_those_of_small_steps(count: int) -> None:
    head = listening(make_head()).double().train()
    hidden, ids, mask = embed(*["GGGAAAUCCCAUGC"] * count)
    told = physics(14, count).double()

    def loss(given: torch.Tensor) -> torch.Tensor:
        return head(given, ids, mask, told).double().softmax(dim=2).square().sum()

    hidden = hidden.double().requires_grad_()
    [gradient] = torch.autograd.grad(loss(hidden), hidden)
    step = 1e-3 * torch.randn(hidden.shape, generator=torch.Generator().manual_seed(5), dtype=torch.float64)
    with torch.no_grad():
        found = (loss(hidden + step) - loss(hidden - step)) / 2
    torch.testing.assert_close((gradient * step).sum(), found, rtol=0.02, atol=0.0)

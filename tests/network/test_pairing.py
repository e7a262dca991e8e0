"""The pairing head: what may pair, symmetry, padding, and two RNAs that share an array of pair features."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from ssp_core.network import strips
from ssp_core.network.pairing import PairingConfig, PairingHead, base_pair_table, pair_marginals
from ssp_core.network.tokenizer import OmniTokenizer
from ssp_core.network.vocabulary import VOCABULARY

CONFIG = PairingConfig(maps=4, rank=4, channels=8, dilations=(1, 2, 1, 2))


def make_head(config: PairingConfig = CONFIG) -> PairingHead:
    torch.manual_seed(1)
    return PairingHead(16, config, VOCABULARY).eval()


def embed(*sequences: str) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    inputs = OmniTokenizer()(list(sequences))
    ids, mask = inputs["input_ids"][:, 1:-1], inputs["attention_mask"][:, 2:].bool()
    hidden = torch.randn(*ids.shape, 16, generator=torch.Generator().manual_seed(2))
    return hidden, ids, mask


def test_only_canonical_pairs_have_a_number() -> None:
    table = base_pair_table(VOCABULARY)
    found = {(VOCABULARY[a] + VOCABULARY[b]) for a, b in table.nonzero().tolist()}
    assert found == {"AU", "UA", "GC", "CG", "GU", "UG"}


def test_rows_are_distributions_over_legal_partners() -> None:
    sequence = "GGGAAAUCCCNUAGC"
    logits = make_head()(*embed(sequence))
    pairs, classes = pair_marginals(logits)
    torch.testing.assert_close(classes.sum(dim=2), torch.ones(1, len(sequence)))
    torch.testing.assert_close(pairs, pairs.transpose(1, 2))
    assert float(pairs.detach().sum(dim=2).max()) <= 1 + 1e-6
    for i, a in enumerate(sequence):
        for j, b in enumerate(sequence):
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


def with_random_input_weights(head: PairingHead) -> PairingHead:
    """The head as if it had learned to use `thermo_input`."""
    generator = torch.Generator().manual_seed(3)
    for layer in (head.thermo_input, head.thermo_input_unpaired):
        torch.nn.init.normal_(layer.weight, generator=generator)
    return head


def thermo_input(length: int, count: int = 1) -> torch.Tensor:
    probabilities = torch.rand(count, length, length, generator=torch.Generator().manual_seed(4)) / length
    return (probabilities + probabilities.transpose(1, 2)) / 2


def test_before_training_thermo_input_changes_nothing() -> None:
    head = make_head()
    hidden, ids, mask = embed("GGGAAAUCCCAUGC")
    torch.testing.assert_close(head(hidden, ids, mask, thermo_input(14)), head(hidden, ids, mask))


def test_a_share_of_thermo_input_counts() -> None:
    inputs, given = embed("GGGAAAUCCCAUGC"), thermo_input(14)
    whole, part = (with_random_input_weights(make_head(replace(CONFIG, thermo_share=share))) for share in (1.0, 0.5))
    torch.testing.assert_close(part(*inputs, given), whole(*inputs, 0.5 * given))
    assert not torch.allclose(part(*inputs, given), whole(*inputs, given))


def test_with_thermo_input_padding_changes_nothing() -> None:
    head = with_random_input_weights(make_head())
    hidden, ids, mask = embed("GGGAAAUCCC", "GGGGAAAAUUUUCCCCAAAA")
    given = torch.zeros(2, 20, 20)
    given[0, :10, :10] = thermo_input(10)[0]
    together = head(hidden, ids, mask, given)[0, :10]
    alone = head(hidden[:1, :10], ids[:1, :10], mask[:1, :10], given[:1, :10, :10])[0]
    torch.testing.assert_close(together[:, :10], alone[:, :10])
    torch.testing.assert_close(together[:, -1], alone[:, -1])
    assert not torch.allclose(alone, head(hidden[:1, :10], ids[:1, :10], mask[:1, :10])[0])


def test_two_rnas_that_share_an_array_each_get_their_own_thermo_input() -> None:
    head = with_random_input_weights(make_head()).train()
    hidden, ids, mask = embed("GGGAAAUCCCAUGCAUGC", "CCGGAAAAUUUUCCGGAA")
    given = thermo_input(18, 2)
    both = head(hidden, ids, mask, given)
    other = given.clone()
    other[1] = 0.0
    torch.testing.assert_close(head(hidden, ids, mask, other)[0], both[0])
    assert not torch.allclose(head(hidden, ids, mask, other)[1], both[1])


def test_two_rnas_share_an_array_without_mixing() -> None:
    head = make_head().train()
    hidden, ids, mask = embed("GGGAAAUCCCAUGCAUGC", "CCGGAAAAUUUUCCGGAA")
    both = head(hidden, ids, mask)
    other = hidden.clone()
    other[1] += 1.0
    torch.testing.assert_close(head(other, ids, mask)[0], both[0])
    assert not torch.allclose(head(other, ids, mask)[1], both[1])


def test_evaluation_is_what_training_gives_the_sequence_below_the_diagonal() -> None:
    head = make_head()
    hidden, ids, mask = embed("GGGAAAUCCCAUGCAUGC")
    evaluated = head(hidden, ids, mask)[0]
    twice = head.train()(hidden.repeat(2, 1, 1), ids.repeat(2, 1), mask.repeat(2, 1))
    torch.testing.assert_close(evaluated, twice[1])
    assert not torch.allclose(evaluated, twice[0])


def test_pair_features_can_be_used_again_and_again() -> None:
    head = with_random_input_weights(make_head())
    inputs = embed("GGGAAAUCCCAUGCAUGC")
    given = thermo_input(18)
    with torch.inference_mode():
        features = head.pair_features(*inputs)
        first = [head.pair_logits(features), head.pair_logits(features, given)]
        assert torch.equal(head.pair_logits(features), first[0])
        assert torch.equal(head.pair_logits(features, given), first[1])
    torch.testing.assert_close(head(*inputs), first[0].clone())
    torch.testing.assert_close(head(*inputs, given), first[1].clone())


@pytest.mark.parametrize("rows", [1, 2, 5, 9])
def test_strip_by_strip_gives_the_same(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    head = with_random_input_weights(make_head())
    inputs = embed("GGGAAAUCCCAUGCAUGC", "GGGGAAAAUUUUCC")
    given = thermo_input(18, 2)
    with torch.inference_mode():
        whole = [head(*inputs), head(*inputs, given)]
        monkeypatch.setattr(strips, "_ROWS", rows)
        assert len(strips.make_strips(inputs[0], triangle=True)) == -(-18 // rows)
        features = head.pair_features(*inputs)
        found = [head.pair_logits(features), head.pair_logits(features, given)]
    for one, other in zip(found, whole, strict=True):
        torch.testing.assert_close(one, other)


@pytest.mark.parametrize("count", [1, 2])
def test_gradients_are_those_of_small_steps(count: int) -> None:
    head = with_random_input_weights(make_head()).double().train()
    hidden, ids, mask = embed(*["GGGAAAUCCCAUGC"] * count)
    given = thermo_input(14, count).double()

    def loss(embeddings: torch.Tensor) -> torch.Tensor:
        return head(embeddings, ids, mask, given).double().softmax(dim=2).square().sum()

    hidden = hidden.double().requires_grad_()
    [gradient] = torch.autograd.grad(loss(hidden), hidden)
    step = 1e-3 * torch.randn(hidden.shape, generator=torch.Generator().manual_seed(5), dtype=torch.float64)
    with torch.no_grad():
        found = (loss(hidden + step) - loss(hidden - step)) / 2
    torch.testing.assert_close((gradient * step).sum(), found, rtol=0.02, atol=0.0)

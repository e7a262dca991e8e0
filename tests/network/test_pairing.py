"""The pairing head: what may pair, symmetry, padding, and two RNAs in one image that never see each other."""

from __future__ import annotations

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

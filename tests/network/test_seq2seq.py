"""The decoder learns to generate, sees no later label, ignores -100, and beam search finds more probable labels."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import torch

from ssp_core.network.seq2seq import OmniModelForSeq2Seq
from ssp_core.network.seq2seq_decoder import Seq2SeqDecoderConfig
from tests.network.folders import SMALL

SIZES = {**SMALL, "num_hidden_layers": 1}
LABELS = {"(": 0, ")": 1, ".": 2}
TOY = {"G": 0, "C": 1, "A": 2, "U": 2}


def made(seed: int = 0) -> OmniModelForSeq2Seq:
    torch.manual_seed(seed)
    return OmniModelForSeq2Seq(SIZES, label2id=LABELS, decoder_config=Seq2SeqDecoderConfig(width=48, layers=1, heads=4))


def batch(model: OmniModelForSeq2Seq, sequences: list[str]) -> dict[str, torch.Tensor]:
    labels = torch.full((len(sequences), max(map(len, sequences))), -100)
    for row, sequence in enumerate(sequences):
        labels[row, : len(sequence)] = torch.tensor([TOY[nucleotide] for nucleotide in sequence])
    return {**model.tokenizer(sequences), "labels": labels}


@pytest.fixture(scope="module")
def trained() -> OmniModelForSeq2Seq:
    """A model trained to generate ( for G, ) for C and . for the others, and to end in time."""
    model = made()
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    random = torch.Generator().manual_seed(0)
    for _ in range(300):
        lengths = torch.randint(3, 9, (16,), generator=random).tolist()
        drawn = [torch.randint(0, 4, (length,), generator=random).tolist() for length in lengths]
        loss = model(**batch(model, ["".join("ACGU"[i] for i in row) for row in drawn]))["loss"]
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.eval()


@pytest.mark.parametrize("beams", [1, 3])
def test_it_learns_to_generate(trained: OmniModelForSeq2Seq, beams: int) -> None:
    sequences = ["GAC", "UUGCA", "CCGGAAUU", "ACGUAC"]
    outputs = trained.inference(sequences, num_beams=beams)
    found = outputs["labels"]
    wanted = [["()."[TOY[nucleotide]] for nucleotide in sequence] for sequence in sequences]
    right = sum(a == b for a, b in zip(found, wanted, strict=True))
    assert right == 4
    assert [[trained.id2label[index] for index in row] for row in outputs["predictions"]] == found
    assert trained.inference("GAC", num_beams=beams)["labels"] == found[0]


def test_logits_are_raw_and_shaped() -> None:
    model = made().eval()
    inputs = batch(model, ["GACU", "GA"])
    outputs = model(**inputs)
    assert tuple(outputs["logits"].shape) == (2, 5, 4)
    assert bool((outputs["logits"] < 0).any())
    # The shorter one ends after its second label; nothing after that counts.
    rows = outputs["logits"].log_softmax(-1)
    counted = [rows[0, t, c] for t, c in enumerate([0, 2, 1, 2, 3])]
    counted += [rows[1, t, c] for t, c in enumerate([0, 2, 3])]
    assert torch.allclose(outputs["loss"], -torch.stack(counted).mean(), atol=1e-6)
    free = model(inputs["input_ids"], inputs["attention_mask"])
    assert free["logits"].shape[2] == 4
    assert "loss" not in free


def test_no_label_sees_a_later_one() -> None:
    model = made().eval()
    inputs = batch(model, ["GACU"])
    other = {**inputs, "labels": inputs["labels"].clone()}
    other["labels"][0, 2] = 0
    first, second = model(**inputs)["logits"], model(**other)["logits"]
    assert torch.allclose(first[:, :3], second[:, :3], atol=1e-6)
    assert not torch.allclose(first[:, 3], second[:, 3], atol=1e-4)


def generated_without_a_cache(
    model: OmniModelForSeq2Seq, sequence: str, beams: int, max_labels: int
) -> tuple[str, float]:
    """The same search by the whole decoder over the whole prefix, with a dictionary for its beams."""
    inputs = model.tokenizer(sequence)
    hidden = model.encode(inputs["input_ids"])
    mask = torch.ones_like(inputs["input_ids"], dtype=torch.bool)
    candidates, ended = {"": 0.0}, {"": float("-inf")}
    for step in range(max_labels + 1):
        extended: dict[str, float] = {}
        for text, total in candidates.items():
            labels = torch.tensor([[model.seq2seq_decoder.start, *(LABELS[label] for label in text)]])
            *steps, end = (total + model.seq2seq_decoder(labels, hidden, mask)[0, -1].log_softmax(-1)).tolist()
            if beams > 1 or step == max_labels or end > max(steps):
                ended[text] = end
            extended |= {text + label: steps[index] for label, index in LABELS.items()}
        candidates = dict(sorted(extended.items(), key=lambda item: -item[1])[:beams])
        if max(candidates.values()) <= max(ended.values()) or (beams == 1 and max(ended.values()) > float("-inf")):
            break
    return max(ended.items(), key=lambda item: item[1])


@pytest.mark.parametrize("beams", [1, 2, 5])
@pytest.mark.parametrize("layers", [1, 3])
def test_the_cache_gives_what_computing_all_again_gives(beams: int, layers: int) -> None:
    for seed in range(6):
        torch.manual_seed(seed)
        sizes = Seq2SeqDecoderConfig(width=48, layers=layers, heads=4)
        model = OmniModelForSeq2Seq(SIZES, label2id=LABELS, decoder_config=sizes).eval()
        with torch.no_grad():
            model.seq2seq_decoder.label_logits.weight.mul_(6)  # no two candidates are equally probable
            model.seq2seq_decoder.label_logits.bias[-1] -= 2 if beams == 1 else 6  # and it does not end at once
            wanted, total = generated_without_a_cache(model, "GACUUGCAAC", beams, 14)
        found = model.predict(["GACUUGCAAC", "GACUUGCAACGGUUA"], num_beams=beams, max_labels=14)
        row = found["predictions"][0]
        assert "".join(model.labels[index] for index in row if index >= 0) == wanted
        assert float(found["log_probabilities"][0]) == pytest.approx(total, abs=1e-3)


def test_a_step_gives_the_logits_of_the_whole_decoder() -> None:
    model = made().eval()
    inputs = model.tokenizer("GACUA")
    hidden = model.encode(inputs["input_ids"]).detach()
    labels = torch.tensor([[4, 0, 2, 1], [4, 2, 2, 0]])
    whole = model.seq2seq_decoder(labels, hidden.expand(2, -1, -1), torch.ones(2, 7, dtype=torch.bool))
    cache = model.seq2seq_decoder.start_cache(hidden)
    for place in range(4):
        logits, cache = model.seq2seq_decoder.step(labels[:, place], cache)
        assert torch.allclose(logits, whole[:, place], atol=1e-5)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_enough_beams_find_the_most_probable_labels(seed: int) -> None:
    model = made(seed).eval()
    inputs = model.tokenizer("GACU")
    best = -1e9
    for length in range(4):
        for target in itertools.product(range(3), repeat=length):
            labels = torch.tensor([target], dtype=torch.long).reshape(1, length)
            with torch.no_grad():
                rows = model(**inputs, labels=labels)["logits"][0].log_softmax(-1)
            best = max(best, float(sum(rows[t, c] for t, c in enumerate([*target, 3]))))
    found = model.predict("GACU", num_beams=27, max_labels=3)
    greedy = model.predict("GACU", num_beams=1, max_labels=3)
    assert float(found["log_probabilities"][0]) == pytest.approx(best, abs=1e-4)
    assert float(greedy["log_probabilities"][0]) <= best + 1e-4


def test_it_comes_back_to_the_bit(tmp_path: Path) -> None:
    model = made().eval()
    model.save_pretrained(tmp_path / "ours")
    again = OmniModelForSeq2Seq.from_pretrained(tmp_path / "ours")
    assert again.decoder_config == Seq2SeqDecoderConfig(width=48, layers=1, heads=4)
    inputs = batch(model, ["GACU", "GA"])
    assert torch.equal(model(**inputs)["logits"], again(**inputs)["logits"])

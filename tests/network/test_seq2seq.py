"""The decoder learns to write, reads only what it has written, ignores -100, and its beams find likelier endings."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import torch

from ssp_core.network.decoder import DecoderConfig
from ssp_core.network.seq2seq import OmniModelForSeq2Seq
from tests.network.folders import SMALL

SIZES = {**SMALL, "num_hidden_layers": 1}
LABELS = {"(": 0, ")": 1, ".": 2}
TOY = {"G": 0, "C": 1, "A": 2, "U": 2}


def made(seed: int = 0) -> OmniModelForSeq2Seq:
    torch.manual_seed(seed)
    return OmniModelForSeq2Seq(SIZES, label2id=LABELS, decoder=DecoderConfig(width=48, layers=1, heads=4))


def batch(model: OmniModelForSeq2Seq, sequences: list[str]) -> dict[str, torch.Tensor]:
    labels = torch.full((len(sequences), max(map(len, sequences))), -100)
    for row, sequence in enumerate(sequences):
        labels[row, : len(sequence)] = torch.tensor([TOY[letter] for letter in sequence])
    return {**model.tokenizer(sequences), "labels": labels}


@pytest.fixture(scope="module")
def trained() -> OmniModelForSeq2Seq:
    """A model taught to write ( for G, ) for C and . for the others, and to stop in time."""
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
def test_it_learns_to_write(trained: OmniModelForSeq2Seq, beams: int) -> None:
    sequences = ["GAC", "UUGCA", "CCGGAAUU", "ACGUAC"]
    found = trained.inference(sequences, beams=beams)["predictions"]
    wanted = [["()."[TOY[letter]] for letter in sequence] for sequence in sequences]
    right = sum(a == b for a, b in zip(found, wanted, strict=True))
    assert right == 4
    assert trained.inference("GAC", beams=beams)["predictions"] == found[0]


def test_scores_are_raw_and_shaped() -> None:
    model = made().eval()
    inputs = batch(model, ["GACU", "GA"])
    outputs = model(**inputs)
    assert tuple(outputs["logits"].shape) == (2, 5, 4)
    assert bool((outputs["logits"] < 0).any())
    # The shorter one ends after its second letter; nothing behind that counts.
    rows = outputs["logits"].log_softmax(-1)
    each = [rows[0, t, c] for t, c in enumerate([0, 2, 1, 2, 3])] + [rows[1, t, c] for t, c in enumerate([0, 2, 3])]
    assert torch.allclose(outputs["loss"], -torch.stack(each).mean(), atol=1e-6)
    free = model(inputs["input_ids"], inputs["attention_mask"])
    assert free["logits"].shape[2] == 4
    assert "loss" not in free


def test_no_letter_sees_a_later_one() -> None:
    model = made().eval()
    inputs = batch(model, ["GACU"])
    other = {**inputs, "labels": inputs["labels"].clone()}
    other["labels"][0, 2] = 0
    first, second = model(**inputs)["logits"], model(**other)["logits"]
    assert torch.allclose(first[:, :3], second[:, :3], atol=1e-6)
    assert not torch.allclose(first[:, 3], second[:, 3], atol=1e-4)


def written_from_the_start(model: OmniModelForSeq2Seq, sequence: str, beams: int, longest: int) -> tuple[str, float]:
    """The same search by the whole decoder over the whole prefix, with a dictionary for its beams."""
    inputs = model.tokenizer(sequence)
    hidden = model.encode(inputs["input_ids"])
    mask = torch.ones_like(inputs["input_ids"], dtype=torch.bool)
    alive, ended = {"": 0.0}, {"": float("-inf")}
    for step in range(longest + 1):
        grown: dict[str, float] = {}
        for text, total in alive.items():
            letters = torch.tensor([[model.decoder.start, *(LABELS[letter] for letter in text)]])
            *steps, end = (total + model.decoder(letters, hidden, mask)[0, -1].log_softmax(-1)).tolist()
            if beams > 1 or step == longest or end > max(steps):
                ended[text] = end
            grown |= {text + letter: steps[index] for letter, index in LABELS.items()}
        alive = dict(sorted(grown.items(), key=lambda item: -item[1])[:beams])
        if max(alive.values()) <= max(ended.values()) or (beams == 1 and max(ended.values()) > float("-inf")):
            break
    return max(ended.items(), key=lambda item: item[1])


@pytest.mark.parametrize("beams", [1, 2, 5])
@pytest.mark.parametrize("layers", [1, 3])
def test_what_is_remembered_gives_what_reading_all_again_gives(beams: int, layers: int) -> None:
    for seed in range(6):
        torch.manual_seed(seed)
        sizes = DecoderConfig(width=48, layers=layers, heads=4)
        model = OmniModelForSeq2Seq(SIZES, label2id=LABELS, decoder=sizes).eval()
        with torch.no_grad():
            model.decoder.scores.weight.mul_(6)  # scores wide apart: no two beginnings are equally likely
            model.decoder.scores.bias[-1] -= 2 if beams == 1 else 6  # and it does not end at once
            wanted, total = written_from_the_start(model, "GACUUGCAAC", beams, longest=14)
        found = model.predict(["GACUUGCAAC", "GACUUGCAACGGUUA"], beams=beams, longest=14)
        row = found["predictions"][0]
        assert "".join(model.labels[index] for index in row if index >= 0) == wanted
        assert float(found["scores"][0]) == pytest.approx(total, abs=1e-3)


def test_a_step_scores_as_the_whole_decoder_does() -> None:
    model = made().eval()
    inputs = model.tokenizer("GACUA")
    hidden = model.encode(inputs["input_ids"]).detach()
    letters = torch.tensor([[4, 0, 2, 1], [4, 2, 2, 0]])
    whole = model.decoder(letters, hidden.expand(2, -1, -1), torch.ones(2, 7, dtype=torch.bool))
    read = model.decoder.read(hidden)
    for place in range(4):
        scores, read = model.decoder.step(letters[:, place], read)
        assert torch.allclose(scores, whole[:, place], atol=1e-5)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_enough_beams_find_the_likeliest_of_all(seed: int) -> None:
    model = made(seed).eval()
    inputs = model.tokenizer("GACU")
    best = -1e9
    for length in range(4):
        for letters in itertools.product(range(3), repeat=length):
            labels = torch.tensor([letters], dtype=torch.long).reshape(1, length)
            with torch.no_grad():
                rows = model(**inputs, labels=labels)["logits"][0].log_softmax(-1)
            best = max(best, float(sum(rows[t, c] for t, c in enumerate([*letters, 3]))))
    found = model.predict("GACU", beams=27, longest=3)
    greedy = model.predict("GACU", beams=1, longest=3)
    assert float(found["scores"][0]) == pytest.approx(best, abs=1e-4)
    assert float(greedy["scores"][0]) <= best + 1e-4


def test_it_comes_back_to_the_bit(tmp_path: Path) -> None:
    model = made().eval()
    model.save_pretrained(tmp_path / "ours")
    again = OmniModelForSeq2Seq.from_pretrained(tmp_path / "ours")
    assert again.decoder_config == DecoderConfig(width=48, layers=1, heads=4)
    inputs = batch(model, ["GACU", "GA"])
    assert torch.equal(model(**inputs)["logits"], again(**inputs)["logits"])

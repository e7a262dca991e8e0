"""The tutorial's way to a model: its calls in our own words, and its own code where the tutorial is at hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import torch

from ssp_core import OmniModelForTokenClassification, OmniTokenizer
from tests.network.folders import M52, SMALL, write_cache, write_hub

TUTORIAL = Path(__file__).resolve().parents[2] / "shared" / "seed" / "tutorial_2_model_initialization.md"
NAME = "yangheng/OmniGenome-52M"
CLASSES = {"(": 0, ")": 1, ".": 2}
RNA = "GGGAAACGUUUCCC"


@pytest.fixture
def downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The Hub name of a tiny model with random weights, in the cache as if it had been downloaded."""
    write_hub(write_cache(tmp_path, NAME), SMALL)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    return NAME


def test_a_tokenizer_of_a_published_model(downloaded: str) -> None:
    tokenizer = OmniTokenizer.from_pretrained(downloaded)
    assert tokenizer.vocab_size == 24
    assert "<cls>" in tokenizer.special_tokens_map.values()
    tokens = tokenizer(RNA, return_tensors="pt", padding=True, truncation=True, max_length=512)
    assert tokens["input_ids"].shape == tokens["attention_mask"].shape == (1, len(RNA) + 2)


def test_a_fresh_head_on_a_published_model(downloaded: str) -> None:
    tokenizer = OmniTokenizer.from_pretrained(downloaded)
    names = {index: label for label, index in CLASSES.items()}
    model = OmniModelForTokenClassification(downloaded, tokenizer=tokenizer, label2id=CLASSES, id2label=names)
    assert type(model.model).__name__ == "OmniGenomeModel"
    assert isinstance(model.classifier, torch.nn.Linear)
    assert (model.classifier.in_features, model.classifier.out_features) == (SMALL["hidden_size"], 3)
    with torch.no_grad():
        outputs = model(**tokenizer(RNA))
    assert isinstance(outputs, dict)
    assert outputs["logits"].shape == (1, len(RNA) + 2, 3)
    structure = "".join(names[int(index)] for index in outputs["logits"][0, 1:-1].argmax(dim=-1))
    assert len(structure) == len(RNA)


def test_logits_are_no_probabilities_and_the_loss_comes_with_labels(downloaded: str) -> None:
    model = OmniModelForTokenClassification(downloaded, label2id=CLASSES).eval()
    tokens = OmniTokenizer()(RNA)
    outputs = model(**tokens)
    assert "loss" not in outputs
    assert bool((outputs["logits"] < 0).any())
    labels = torch.full((1, len(RNA) + 2), CLASSES["."])
    labels[0, [0, -1]] = -100
    expected = -outputs["logits"][0, 1:-1].log_softmax(dim=-1)[:, CLASSES["."]].mean()
    assert torch.allclose(model(**tokens, labels=labels)["loss"], expected)


def test_a_model_of_the_published_size_has_as_many_parameters() -> None:
    model = OmniModelForTokenClassification(M52, label2id=CLASSES)
    # 16 layers of 3,232,320, 24 embeddings of 480, the last norm, 3 rows of 480 and their biases.
    assert sum(tensor.numel() for tensor in model.parameters()) == 16 * 3_232_320 + 24 * 480 + 960 + 3 * 481
    assert all(tensor.requires_grad for tensor in model.parameters())


@pytest.mark.skipif(not TUTORIAL.is_file(), reason="the tutorial is not beside this checkout")
def test_the_tutorial_runs_with_its_import_replaced(downloaded: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = TUTORIAL.read_text(encoding="utf-8")
    # A cell reaches from its prompt to the next prompt or heading; other code is fenced.
    cells = re.findall(r"In \[None\]:\n(.*?)(?=\nIn \[None\]:|\n##)|```python\n(.*?)```", text, re.DOTALL)
    assert len(cells) == 9
    variables: dict[str, Any] = {}
    for cell in map("".join, cells):
        exec(compile(cell.replace("omnigenbench", "ssp_core"), "tutorial", "exec"), variables)  # noqa: S102
    assert variables["model_name_or_path"] == downloaded
    assert set(variables["predicted_structure"]) <= set(CLASSES)
    printed = capsys.readouterr().out
    for line in ("Vocabulary size: 24", "Tokenized input shape: torch.Size([1, 16])", "Base Model: OmniGenomeModel"):
        assert line in printed

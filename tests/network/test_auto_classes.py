"""The task class for token classification in transformers' own ways: pipelines, Auto classes, a card for the Hub."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch
from huggingface_hub import ModelCard
from transformers import AutoConfig, AutoModelForTokenClassification, AutoTokenizer, pipeline

from ssp_core.network.heads import OmniModelForSequenceClassification, OmniModelForTokenClassification
from ssp_core.network.labels import STRUCTURE_LABELS
from ssp_core.network.tokenizer import OmniTokenizer
from ssp_core.network.vocabulary import VOCABULARY

SIZES = {
    "hidden_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "vocab_size": 24,
}
RNAS = ["GGGGAAAACCCC", "ACGUU"]


@pytest.fixture(scope="module")
def model() -> OmniModelForTokenClassification:
    torch.manual_seed(1)
    return OmniModelForTokenClassification(SIZES, label2id=STRUCTURE_LABELS).eval()


@pytest.fixture(scope="module")
def folder(model: OmniModelForTokenClassification, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("saved") / "my-model"
    model.save_pretrained(path)
    return path


@pytest.mark.parametrize("batch_size", [1, 2])
def test_a_pipeline_gives_the_labels_of_inference(model: OmniModelForTokenClassification, batch_size: int) -> None:
    classify = pipeline("token-classification", model=model, tokenizer=OmniTokenizer(), batch_size=batch_size)
    for rna, tokens in zip(RNAS, classify(RNAS), strict=True):
        found = model.inference(rna)
        assert [token["entity"] for token in tokens] == found["labels"]
        assert [token["score"] for token in tokens] == pytest.approx(found["confidence"][1:-1].tolist(), abs=1e-5)
        assert [(token["word"], token["index"], token["start"]) for token in tokens] == [
            (letter, position, position - 1) for position, letter in enumerate(rna, start=1)
        ]


def test_a_pipeline_opens_a_folder_by_name_and_joins_neighbours(
    folder: Path, model: OmniModelForTokenClassification, tmp_path: Path
) -> None:
    classify = pipeline("token-classification", model=str(folder), aggregation_strategy="simple")
    groups = classify(RNAS[0])
    assert "".join(group["word"] for group in groups) == RNAS[0]
    assert "".join(group["entity_group"] * (group["end"] - group["start"]) for group in groups) == "".join(
        model.inference(RNAS[0])["labels"]
    )
    assert "OmniModelForTokenClassification" in repr(classify)
    classify.save_pretrained(tmp_path)
    assert (tmp_path / "vocab.txt").read_text(encoding="utf-8").split() == list(VOCABULARY)
    assert pipeline("token-classification", model=str(tmp_path))(RNAS[0])


def test_the_auto_classes_open_a_saved_folder(folder: Path, model: OmniModelForTokenClassification) -> None:
    config = AutoConfig.from_pretrained(folder)
    assert (config.hidden_size, config.id2label, config.num_labels) == (16, {0: "(", 1: ")", 2: "."}, 3)
    opened = AutoModelForTokenClassification.from_pretrained(folder)
    assert type(opened) is OmniModelForTokenClassification
    assert not opened.training
    assert all(torch.equal(tensor, model.state_dict()[name]) for name, tensor in opened.state_dict().items())
    assert isinstance(AutoTokenizer.from_pretrained(folder), OmniTokenizer)
    half = AutoModelForTokenClassification.from_pretrained(folder, dtype=torch.bfloat16)
    assert half.classifier.weight.dtype is torch.bfloat16
    with pytest.raises(TypeError, match="takes no argument 'foo'"):
        OmniModelForTokenClassification.from_pretrained(folder, foo=1)


@pytest.mark.parametrize(
    "first",
    ["import ssp_core; assert 'transformers' not in sys.modules", "from ssp_core import OmniTokenizer"],
)
def test_importing_the_package_is_enough_in_any_order(folder: Path, first: str) -> None:
    code = f"""
import sys
{first}
from transformers import AutoModelForTokenClassification
print(type(AutoModelForTokenClassification.from_pretrained({str(folder)!r})).__name__)
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("OmniModelForTokenClassification\n", 0), done.stderr


def test_a_saved_folder_has_a_card_that_the_hub_reads(folder: Path, tmp_path: Path) -> None:
    card = ModelCard.load(folder / "README.md")
    assert (card.data.library_name, card.data.pipeline_tag) == ("ssp-core", "token-classification")
    assert 'pipeline("token-classification", model="my-model")' in card.text
    model = OmniModelForSequenceClassification(SIZES, num_labels=2)
    model.save_pretrained(tmp_path)
    card = ModelCard.load(tmp_path / "README.md")
    assert card.data.pipeline_tag is None
    assert "ModelHub.load" in card.text
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    model.save_pretrained(tmp_path)
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"

"""The tutorial series from data to prediction: the calls of its four parts in their order, in our own words.

The second part is in `tests/test_tutorial.py`. Tests ask no host: the encoder is a tiny one in the cache, the data are
the shipped ones; with the real ones in this machine's cache, the last test runs on them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from ssp_core import (
    AccelerateTrainer,
    ClassificationMetric,
    ModelHub,
    OmniDatasetForTokenClassification,
    OmniModelForTokenClassification,
    OmniTokenizer,
    Predictor,
)
from ssp_core.network import hub
from tests.network.folders import SMALL, write_cache, write_hub

ENCODER, SET, FOLDER = "yangheng/OmniGenome-52M", "RNA-SSP-Archive2", "fine_tuned"
CLASSES = {"(": 0, ")": 1, ".": 2}
LETTERS = {index: letter for letter, index in CLASSES.items()}
SAMPLES = {"hairpin": "GGGGCAAAAGCCCC", "rich in GC": "GC" * 15, "rich in AU": "AU" * 15, "short": "ACGUACGU"}
PARTS = ["train", "valid", "test"]


@pytest.fixture(scope="module")
def downloaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A tiny encoder under its published name, and no data, in the cache of the Hub."""
    cache = tmp_path_factory.mktemp("cache")
    write_hub(write_cache(cache, ENCODER), SMALL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(cache))
        yield ENCODER


def first_part(encoder: str, most: int) -> tuple[OmniTokenizer, dict[str, OmniDatasetForTokenClassification]]:
    """Data: the same calls begin the third part."""
    tokenizer = OmniTokenizer.from_pretrained(encoder)
    datasets = OmniDatasetForTokenClassification.from_hub(
        dataset_name_or_path=SET, tokenizer=tokenizer, max_length=512, label2id=CLASSES, max_examples=most
    )
    assert list(datasets.keys()) == PARTS
    assert {part: len(dataset) <= most for part, dataset in datasets.items()} == dict.fromkeys(PARTS, True)
    sample = datasets["train"][0]
    assert all(isinstance(value, torch.Tensor) for value in sample.values())
    assert len(sample["input_ids"][:20]) == len(sample["labels"][:20]) == 20
    assert (int(sample["labels"][0]), int(sample["input_ids"][0])) == (-100, 0)
    return tokenizer, datasets


def third_part(encoder: str, most: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Training: what was measured while training, and on the test set afterwards."""
    tokenizer, datasets = first_part(encoder, most)
    model = OmniModelForTokenClassification(encoder, tokenizer=tokenizer, label2id=CLASSES, id2label=LETTERS)
    assert sum(weight.numel() for weight in model.parameters()) > 50_000
    metrics = [ClassificationMetric(ignore_y=-100).f1_score, ClassificationMetric(ignore_y=-100).accuracy_score]
    trainer = AccelerateTrainer(
        model=model,
        train_dataset=datasets["train"],
        eval_dataset=datasets["valid"],
        test_dataset=datasets["test"],
        compute_metrics=metrics,
        batch_size=8,
        num_epochs=3,
        learning_rate=2e-5,
        warmup_ratio=0.1,
        weight_decay=0.01,
        logging_steps=10,
        eval_steps=50,
        save_steps=100,
        output_dir=FOLDER,
    )
    measured = trainer.train()
    trainer.save_model(FOLDER)
    assert Path(FOLDER).exists()
    assert {"config.json", "model.safetensors"} <= set(os.listdir(FOLDER))  # noqa: PTH208 - as the series does it
    return dict(measured.items()), dict(trainer.evaluate(datasets["test"]).items())


def fourth_part(repeats: int) -> dict[str, str]:
    """Inference: the structure of each sample."""
    model = ModelHub.load(FOLDER)
    model.eval()
    assert str(model.device) in {"cpu", "mps", "cuda:0"}
    assert type(model).__name__ == "OmniModelForTokenClassification"
    structures = {}
    with torch.no_grad():
        for name, sequence in SAMPLES.items():
            outputs = model.inference(sequence)
            predictions = outputs.get("predictions", [])
            structures[name] = "".join([LETTERS[prediction] for prediction in predictions])
            confidence, _ = torch.max(torch.softmax(outputs["logits"], dim=-1), dim=-1)
            assert confidence.shape == (len(sequence) + 2,)
            assert structures[name] == "".join(outputs["labels"])
    started = time.time()
    with torch.no_grad():
        for _ in range(repeats):
            model.inference(SAMPLES["hairpin"])
    assert time.time() > started
    return structures


def test_the_series_runs_to_its_end(
    downloaded: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.warns(UserWarning, match=f"loaded in place of {SET}"):
        first_part(downloaded, 1000)
    for most in (16, 1000):  # whoever runs a notebook again is not stopped by what was left there
        with pytest.warns(UserWarning, match=f"loaded in place of {SET}"):
            measured, tested = third_part(downloaded, most)
    assert list(measured) == PARTS
    assert [entry["step"] for entry in measured["train"]] == list(range(10, 91, 10))
    assert [entry["step"] for entry in measured["valid"]] == [0, 50, 90]
    assert measured["valid"][-1]["loss"] < measured["valid"][0]["loss"]
    assert [tested] == measured["test"]
    assert list(tested) == ["loss", "f1_score", "accuracy_score"]
    assert 0 < tested["f1_score"] < tested["accuracy_score"] < 1
    assert "step 90 of 90" in capsys.readouterr().out
    structures = fourth_part(100)
    assert {name: len(structure) for name, structure in structures.items()} == {
        name: len(sequence) for name, sequence in SAMPLES.items()
    }
    [prediction] = Predictor(FOLDER, device="cpu", dtype="float32").predict([SAMPLES["hairpin"]], decoder="argmax")
    assert prediction.raw_structure == structures["hairpin"]
    assert prediction.provenance.imitates_thermodynamics


def test_checkpoints_come_where_the_series_is_long_enough(
    downloaded: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    model = OmniModelForTokenClassification(downloaded, label2id=CLASSES)
    with pytest.warns(UserWarning, match="in place of"):
        datasets = OmniDatasetForTokenClassification.from_hub(SET, max_examples=104)
    AccelerateTrainer(
        model=model, train_dataset=datasets["train"], batch_size=1, num_epochs=1, save_steps=100, output_dir=FOLDER
    ).train()
    assert [path.name for path in Path(FOLDER).iterdir()] == ["checkpoint-100"]
    assert ModelHub.load(f"{FOLDER}/checkpoint-100").inference("ACGU")["labels"]


def test_the_built_in_encoder_learns_in_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    tokenizer = OmniTokenizer.from_pretrained("bundled")
    with pytest.warns(UserWarning, match="in place of"):
        datasets = OmniDatasetForTokenClassification.from_hub(SET, tokenizer, max_examples=80)
    model = OmniModelForTokenClassification("bundled", tokenizer=tokenizer, label2id=CLASSES, id2label=LETTERS)
    model.model.requires_grad_(False)
    trainer = AccelerateTrainer(
        model=model,
        train_dataset=datasets["train"],
        eval_dataset=datasets["valid"],
        compute_metrics=[ClassificationMetric(ignore_y=-100).f1_score],
        learning_rate=1e-2,
        num_epochs=4,
    )
    valid = trainer.train()["valid"]
    assert valid[-1]["f1_score"] > 0.4
    assert valid[-1]["f1_score"] > valid[0]["f1_score"]
    trainer.save_model(FOLDER)
    assert set(fourth_part(1)) == set(SAMPLES)


def test_the_series_on_the_real_encoder_and_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # `hf download yangheng/OmniGenome-52M` and the series' data set once, where the Hub can be reached, and this runs.
    missing = [name for name, found in ((ENCODER, hub.find_local), (SET, hub.find_local_data)) if found(name) is None]
    if missing:
        pytest.skip(f"{' and '.join(missing)} is not in this machine's Hub cache, and tests ask no other host")
    monkeypatch.chdir(tmp_path)
    measured, tested = third_part(ENCODER, 16)
    assert measured["test"] == [tested]
    assert set(fourth_part(1)) == set(SAMPLES)

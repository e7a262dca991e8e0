"""AccelerateTrainer honours each of its settings, keeps the best weights, and refuses what it cannot use."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from ssp_core import (
    AccelerateTrainer,
    ClassificationMetric,
    ModelHub,
    OmniDatasetForTokenClassification,
    OmniModelForTokenClassification,
    Predictor,
)
from ssp_core.errors import InputError, SettingsError, TrainingError
from ssp_core.network.labels import STRUCTURE_LABELS
from ssp_core.training.rows import LabelledRna
from ssp_core.training.splits import SHIPPED
from tests.network.folders import SMALL, write_hub

PARTS = OmniDatasetForTokenClassification.from_hub(SHIPPED, max_examples=60)
TRAIN = OmniDatasetForTokenClassification([LabelledRna("GGGAAACCC", "(((...)))"), LabelledRna("ACGUA", ".....")] * 10)
VALID = OmniDatasetForTokenClassification([LabelledRna("GGGGAAACCCC", "((((...))))")] * 3)
QUICK: dict[str, Any] = {"batch_size": 4, "num_epochs": 2, "learning_rate": 1e-3}


def trainer(**changes: Any) -> AccelerateTrainer:
    torch.manual_seed(0)
    model = OmniModelForTokenClassification(SMALL, label2id=STRUCTURE_LABELS)
    given = {"model": model, "train_dataset": TRAIN, "eval_dataset": VALID, **QUICK, **changes}
    return AccelerateTrainer(**given)


def weights(trained: AccelerateTrainer) -> dict[str, Tensor]:
    return {name: weight.detach().clone() for name, weight in trained.model.named_parameters()}


def rates(**changes: Any) -> list[float]:
    history = trainer(logging_steps=1, **changes).train()
    return [entry["learning_rate"] for entry in history["train"]]


def test_epochs_and_batch_size_give_the_steps() -> None:
    assert [entry["step"] for entry in trainer(logging_steps=1).train()["train"]] == list(range(1, 11))
    assert trainer(num_epochs=3, batch_size=7).train()["train"][-1]["step"] == 9


def test_rate_and_warmup_are_those_asked_for() -> None:
    assert rates(learning_rate=1e-3, warmup_ratio=0.5) == pytest.approx(
        [2e-4, 4e-4, 6e-4, 8e-4, 1e-3, 1e-3, 8e-4, 6e-4, 4e-4, 2e-4]
    )
    assert rates(learning_rate=1e-4, warmup_ratio=0.0) == pytest.approx([1e-5 * step for step in range(10, 0, -1)])


def test_weight_decay_draws_matrices_towards_0() -> None:
    runs = [trainer(weight_decay=decay, learning_rate=1e-2, eval_dataset=None) for decay in (0.0, 1.0)]
    for run in runs:
        run.train()
    free, drawn = (weights(run)["model.encoder.layer.0.output.dense.weight"].norm() for run in runs)
    assert drawn < 0.97 * free


def test_lines_validation_and_checkpoints_come_when_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"logging_steps": 3, "eval_steps": 4, "save_steps": 5, "output_dir": tmp_path / "out"}
    history = trainer(**given, compute_metrics=[ClassificationMetric().f1_score]).train()
    assert [entry["step"] for entry in history["train"]] == [3, 6, 9, 10]
    assert [entry["step"] for entry in history["valid"]] == [0, 4, 8, 10]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"checkpoint-5", "checkpoint-10"}
    lines = capsys.readouterr().out.splitlines()
    [line] = [line for line in lines if line.startswith("step 6 ")]
    assert re.fullmatch(r"step 6 of 10  loss [\d.]+  learning_rate [\d.e-]+", line)
    shown = [line for line in lines if "validation loss" in line]
    assert [line.split()[1] for line in shown] == ["0", "4", "8", "10"]
    assert f"f1_score {history['valid'][1]['f1_score']:.4g}" in shown[1]
    at_5 = ModelHub.load(tmp_path / "out" / "checkpoint-5")
    assert Predictor(tmp_path / "out" / "checkpoint-10", device="cpu").entry.trained
    assert not torch.equal(
        at_5.state_dict()["classifier.weight"],
        ModelHub.load(tmp_path / "out" / "checkpoint-10").state_dict()["classifier.weight"],
    )


def test_without_a_number_it_validates_once_an_epoch_and_saves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert [entry["step"] for entry in trainer().train()["valid"]] == [0, 5, 10]
    assert list(tmp_path.iterdir()) == []


def test_the_seed_decides_the_weights() -> None:
    runs = [trainer(seed=seed) for seed in (1, 1, 2)]
    for run in runs:
        run.train()
    first, again, other = (weights(run)["classifier.weight"] for run in runs)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_the_best_weights_are_kept_and_tested(tmp_path: Path) -> None:
    # What is learned contradicts what is validated, so that the last weights are not the best.
    contrary = OmniDatasetForTokenClassification([LabelledRna("GGGAAACCC", ".........")])
    metrics = [ClassificationMetric().accuracy_score]
    run = trainer(eval_dataset=contrary, num_epochs=4, learning_rate=1e-2, eval_steps=1, test_dataset=PARTS["test"],
                  compute_metrics=metrics)  # fmt: skip
    history = run.train()
    losses = [entry["loss"] for entry in history["valid"]]
    assert min(losses) < losses[-1]
    assert run.evaluate()["loss"] == pytest.approx(min(losses))
    assert history["test"] == [run.test()] == [run.evaluate(PARTS["test"])]
    assert set(history["test"][0]) == {"loss", "accuracy_score"}
    assert run.evaluate(VALID) != run.evaluate(PARTS["test"])
    run.save_model(tmp_path / "saved")
    again = ModelHub.load(tmp_path / "saved", device="cpu")
    assert all(torch.equal(weight, again.state_dict()[name].to(weight)) for name, weight in weights(run).items())


def test_a_frozen_encoder_stays_and_the_head_learns() -> None:
    run = trainer(learning_rate=1e-2)
    run.model.model.requires_grad_(False)
    run = AccelerateTrainer(model=run.model, train_dataset=TRAIN, eval_dataset=VALID, batch_size=4, learning_rate=1e-2)
    before = weights(run)
    history = run.train()
    changed = {name for name, weight in weights(run).items() if not torch.equal(weight, before[name])}
    assert changed == {"classifier.weight", "classifier.bias"}
    assert history["valid"][-1]["loss"] < history["valid"][0]["loss"]


def test_it_goes_on_from_the_weights_it_has() -> None:
    run = trainer()
    assert run.evaluate()["loss"] == pytest.approx(run.train()["valid"][0]["loss"])
    reached = run.evaluate()["loss"]
    assert run.train()["valid"][0]["loss"] == pytest.approx(reached)


def test_a_loss_that_is_not_finite_keeps_the_best_weights(tmp_path: Path) -> None:
    write_hub(tmp_path / "base", SMALL)
    model = OmniModelForTokenClassification(tmp_path / "base", label2id=STRUCTURE_LABELS)
    run = trainer(model=model, train_dataset=PARTS["train"], learning_rate=100.0, warmup_ratio=0.0, num_epochs=20)
    before = run.evaluate()["loss"]
    with pytest.raises(TrainingError, match=r"The loss is (nan|inf) at step \d+ .* a smaller rate is wanted\."):
        run.train()
    assert run.evaluate()["loss"] <= before


def test_a_folder_with_a_model_is_replaced_only_when_that_is_meant(tmp_path: Path) -> None:
    run = trainer(output_dir=tmp_path / "own")
    for _ in range(2):
        run.save_model(tmp_path / "own")
    run.save_model(tmp_path / "other")
    with pytest.raises(InputError, match=r"holds a model: overwrite=True or another folder is wanted\."):
        run.save_model(tmp_path / "other")
    run.save_model(tmp_path / "other", overwrite=True)
    assert {path.name for path in (tmp_path / "other").iterdir()} == {
        "README.md", "config.json", "model.safetensors", "training.json"}  # fmt: skip
    assert not Predictor(tmp_path / "other", device="cpu").entry.trained  # nothing was learned yet
    trained = trainer(
        train_dataset=PARTS["train"], eval_dataset=None, num_epochs=3, learning_rate=1e-2, output_dir=tmp_path / "own"
    )
    trained.train()
    trained.save_model(tmp_path / "own")
    entry = Predictor(tmp_path / "own", device="cpu").entry
    assert "RNAs from series" in entry.training
    assert entry.trained


@pytest.mark.parametrize("name", ["num_epochs", "batch_size", "logging_steps", "eval_steps", "save_steps"])
@pytest.mark.parametrize("value", [0, -1, 1.5])
def test_a_number_that_cannot_be_is_refused(name: str, value: float) -> None:
    with pytest.raises(InputError, match=rf"Found {name}={value}: wanted a whole number from 1\."):
        trainer(**{name: value})


def test_other_settings_are_refused_in_a_sentence() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'learn_rate'"):
        trainer(learn_rate=1e-3)
    with pytest.raises(SettingsError, match=r"The learning rate is .*wanted"):
        trainer(learning_rate=1e9)
    with pytest.raises(SettingsError, match=r"The warm-up is .*wanted"):
        trainer(warmup_ratio=2)
    with pytest.raises(InputError, match=r"Found save_steps without output_dir: wanted a folder"):
        trainer(save_steps=5)
    with pytest.raises(InputError, match=r"Found no eval_dataset: wanted one, or a data set to evaluate on\."):
        trainer(eval_dataset=None).evaluate()
    with pytest.raises(InputError, match=r"Found no test_dataset: wanted one\."):
        trainer().test()
    other = OmniDatasetForTokenClassification([LabelledRna("ACG", "...")], label2id={".": 0, "(": 1, ")": 2})
    with pytest.raises(InputError, match=r"The data have the labels .*: wanted the model's"):
        trainer(eval_dataset=other)
    with pytest.raises(InputError, match=r"The data have the labels .*: wanted the model's"):
        trainer().evaluate(other)

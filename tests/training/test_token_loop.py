"""A token head learns, goes on exactly where it stopped, keeps the last good weights, and opens as a predictor."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from huggingface_hub import ModelCard

from ssp_core import Predictor
from ssp_core.errors import InputError, SettingsError, TrainingError
from ssp_core.folding.metrics import score_tokens
from ssp_core.progress import CancelledWorkError, Progress, watched
from ssp_core.training.labelled_tokens import macro_f1
from ssp_core.training.order import TrainingOrder, read_order, write_order
from ssp_core.training.random_rnas import RandomRnas
from ssp_core.training.recipe import SETTINGS, TokenRecipe
from ssp_core.training.reports import TrainingReport, report_of
from ssp_core.training.rows import LabelledRna, LabelledSet
from ssp_core.training.token_run import TokenRun, begin
from tests.network.folders import SMALL, write_hub

DATA = RandomRnas(count=60, shortest=15, longest=25).make()
WATCHED = "GGGGAAAACCCC"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("base") / "tiny"
    write_hub(folder, SMALL)
    return str(folder)


def tiny(base: str, **changes: object) -> TokenRecipe:
    numbers = {"steps": 12, "batch_size": 8, "report_every": 4, **changes}
    return TokenRecipe(base=base, **numbers)  # type: ignore[arg-type]


def weights(run: TokenRun) -> dict[str, torch.Tensor]:
    return {name: tensor.clone() for name, tensor in run.trainer.model.state_dict().items()}


def test_a_frozen_bundled_base_learns_in_seconds(tmp_path: Path) -> None:
    recipe = TokenRecipe(steps=60, report_every=30)
    run = begin(TrainingOrder(recipe, RandomRnas(count=150, shortest=20, longest=40), WATCHED))
    before = weights(run)
    reports = list(run.train())
    assert [report.step for report in reports] == [0, 30, 60]
    first, last = reports[0], reports[-1]
    assert last.macro_f1 > 0.4
    assert last.macro_f1 > first.macro_f1 + 0.05
    assert 0.2 < last.baseline_f1 < 0.3
    assert last.validation_loss < first.validation_loss
    assert (first.training_loss, first.seconds_left, last.seconds_left) == (None, None, 0.0)
    changed = {name for name, tensor in weights(run).items() if not torch.equal(tensor, before[name])}
    assert changed == {"classifier.weight", "classifier.bias"}

    run.save(tmp_path / "model")
    predictor = Predictor(tmp_path / "model", device="cpu", dtype="float32")
    assert last.watched is not None
    [prediction] = predictor.predict([WATCHED], decoder="map")
    np.testing.assert_allclose(prediction.probabilities, last.watched.probabilities, atol=1e-5)
    assert prediction.structure == last.watched.structure
    assert prediction.raw_structure == last.watched.raw_structure
    assert predictor.entry.trained
    assert prediction.provenance.title == "Built-in encoder + head trained here"
    assert prediction.provenance.imitates_thermodynamics
    assert "trained for 60 steps on 120 RNAs" in predictor.entry.training
    assert f"macro-F1 {last.macro_f1:.2f} on 30 others" in predictor.entry.training
    card = (tmp_path / "model" / "README.md").read_text(encoding="utf-8")
    assert ModelCard(card).data.to_dict()["pipeline_tag"] == "token-classification"
    assert f"| this model, after 60 of 60 steps | {last.macro_f1:.3f} |" in card
    assert f"| every nucleotide unpaired | {last.baseline_f1:.3f} |" in card
    with (tmp_path / "model" / "training.csv").open(encoding="utf-8") as curve:
        assert [float(row["macro_f1"]) for row in csv.DictReader(curve)] == [item.macro_f1 for item in reports]


def test_an_unfrozen_base_changes_and_a_random_one_is_not_the_bundled(base: str) -> None:
    run = begin(TrainingOrder(tiny(base, freeze_base=False, learning_rate=1e-3, steps=3), DATA))
    before = weights(run)
    list(run.train())
    after = weights(run)
    assert not torch.equal(before["model.encoder.layer.0.output.dense.weight"],
                           after["model.encoder.layer.0.output.dense.weight"])  # fmt: skip
    random, bundled, untrained = (
        begin(TrainingOrder(TokenRecipe(base=name), DATA)) for name in ("random", "bundled", "bundled-untrained")
    )
    assert weights(random).keys() == weights(bundled).keys()
    assert all(torch.equal(tensor, weights(untrained)[name]) for name, tensor in weights(bundled).items())
    name = "model.embeddings.word_embeddings.weight"
    assert not torch.allclose(weights(random)[name], weights(bundled)[name])


@pytest.mark.parametrize("freeze_base", [True, False])
def test_a_stopped_run_goes_on_to_the_very_weights_of_an_unbroken_one(
    base: str, freeze_base: bool, tmp_path: Path
) -> None:
    recipe = tiny(base, freeze_base=freeze_base, learning_rate=1e-2 if freeze_base else 1e-4)
    whole = begin(TrainingOrder(recipe, DATA))
    unbroken = list(whole.train())

    progress = Progress()
    broken = begin(TrainingOrder(recipe, DATA))
    reports, losses = broken.train(), broken.trainer.steps()
    assert [next(reports).step, next(reports).step] == [0, 4]
    with watched(progress):
        for _ in range(3):
            next(losses)
        progress.cancel()
        with pytest.raises(CancelledWorkError):
            next(losses)
    assert broken.trainer.step == 7
    broken.save_state(tmp_path / "state")
    resumed = begin(TrainingOrder(recipe, DATA), tmp_path / "state")
    rest = list(resumed.train())
    assert [report.step for report in rest] == [8, 12]
    assert [report.step for report in resumed.reports] == [0, 4, 8, 12]
    for one, other in zip(unbroken, resumed.reports, strict=True):
        assert (one.training_loss, one.validation_loss) == (other.training_loss, other.validation_loss)
    for name, tensor in weights(whole).items():
        assert torch.equal(tensor, weights(resumed)[name]), name

    with pytest.raises(InputError, match="begun with another seed"):
        begin(TrainingOrder(tiny(base, freeze_base=freeze_base, learning_rate=recipe.learning_rate, seed=5), DATA),
              tmp_path / "state")  # fmt: skip


def test_a_loss_that_is_not_finite_keeps_the_last_good_weights(base: str, tmp_path: Path) -> None:
    run = begin(TrainingOrder(tiny(base, freeze_base=False, learning_rate=100.0, warmup=0.0, report_every=30), DATA))
    before = weights(run)
    with pytest.raises(TrainingError, match=r"The loss is (nan|inf) at step \d+ with the learning rate 100: the weights"
                                            r" of step 0 are kept, and a smaller rate is wanted\."):  # fmt: skip
        list(run.train())
    assert run.trainer.step == 0
    assert all(torch.equal(tensor, before[name]) for name, tensor in weights(run).items())
    run.save(tmp_path / "model")
    assert not Predictor(tmp_path / "model", device="cpu").entry.trained  # nothing was learned until then


@pytest.mark.parametrize("value", [float("nan"), 0.0, 1e9, "fast", None, True])
def test_a_learning_rate_out_of_range_is_refused(value: object) -> None:
    with pytest.raises(SettingsError, match=r"The learning rate is .*a number from 1e-06 to 100 is wanted"):
        TokenRecipe(learning_rate=value)  # type: ignore[arg-type]


def test_each_setting_is_a_field_with_its_default_and_whole_numbers_are_whole() -> None:
    recipe = TokenRecipe()
    assert {name: getattr(recipe, name) for name in SETTINGS} == {n: s.default for n, s in SETTINGS.items()}
    with pytest.raises(SettingsError, match=r"The number of steps is 1\.5; a whole number from 1 to"):
        TokenRecipe(steps=1.5)  # type: ignore[arg-type]


def test_the_rate_rises_and_falls_to_nothing() -> None:
    recipe = TokenRecipe(steps=100, warmup=0.1, learning_rate=1.0)
    rates = [recipe.rate_at(step) for step in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert max(rates) == rates[9] == 1.0
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert recipe.rate_at(100) == 0.0


def test_macro_f1_is_that_of_the_metrics() -> None:
    one, other = ".((..))..(.)", "((...)).).(."
    ids = [np.array(["().".index(letter) for letter in text]) for text in (one, other)]
    assert macro_f1(ids[0], ids[1]) == pytest.approx(score_tokens(other, one).macro_f1)
    assert macro_f1(np.array([2, 2]), np.array([2, 2])) == 1.0


def test_orders_and_reports_survive_a_file(base: str, tmp_path: Path) -> None:
    for data in (DATA, RandomRnas(count=20)):
        order = TrainingOrder(tiny(base), data, WATCHED)
        write_order(tmp_path / "order.json", order)
        assert read_order(tmp_path / "order.json") == order
    report = next(begin(TrainingOrder(tiny(base), DATA, WATCHED)).train())
    again: TrainingReport = report_of(json.loads(json.dumps(report.to_dict())))
    assert again.to_dict() == report.to_dict()
    assert again.watched is not None
    assert again.watched.probabilities.shape == (12, 3)


def test_data_with_nothing_left_is_refused(base: str) -> None:
    rna = LabelledRna("GGGAAAACCC", "(((....)))")
    with pytest.raises(InputError, match="No RNA of at most 9 nucleotides is left to learn from"):
        begin(TrainingOrder(tiny(base, max_length=9), LabelledSet((rna,), (rna,), "x")))

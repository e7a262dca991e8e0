"""The training loop: it learns, resumes with nothing lost, and stops at a loss that is not finite."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from ssp_core.errors import TrainingError
from ssp_core.network.model import OmniModelForPairing
from ssp_core.training import thermo_input
from ssp_core.training.data import TrainingRna
from ssp_core.training.pairing_loop import PairingRecipe, PairingTrainer, TrainingSet, stream
from ssp_core.training.synthetic import make_sequences

SIZES = {
    "hidden_size": 32,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "hidden_dropout_prob": 0.1,
    "vocab_size": 24,
    "pairing": {"maps": 4, "rank": 4, "channels": 8, "dilations": [1, 2]},
}


@pytest.fixture(scope="module")
def rnas() -> TrainingSet:
    sequences = make_sequences(24, [], seed=3, longest=50)
    folded = [thermo_input.fold(sequence) for sequence in sequences]
    rnas = [TrainingRna(sequence, pairs, pairs) for sequence, pairs in zip(sequences, folded, strict=True)]
    return TrainingSet(rnas, rnas, rnas)


def make_model() -> OmniModelForPairing:
    torch.manual_seed(0)
    return OmniModelForPairing(SIZES)


def test_the_loss_falls(tmp_path: Path, rnas: TrainingSet) -> None:
    recipe = PairingRecipe(steps=60, rate=1e-2, warm_up=5, save_every=10, mutated_share=0.0, cells=30_000)
    PairingTrainer(make_model(), recipe, tmp_path).run(rnas)
    with (tmp_path / "curves.csv").open() as curves:
        losses = [float(row["loss"]) for row in csv.DictReader(curves)]
    assert len(losses) == 6
    assert losses[-1] < 0.8 * losses[0]
    OmniModelForPairing.from_pretrained(tmp_path / "model")
    kept = load_file(tmp_path / "model" / "model.safetensors")
    assert {tensor.dtype for tensor in kept.values()} == {torch.float16}


def test_an_interrupted_run_ends_where_an_unbroken_one_does(tmp_path: Path, rnas: TrainingSet) -> None:
    whole = PairingRecipe(steps=12, warm_up=2, save_every=6, cells=10_000)
    PairingTrainer(make_model(), whole, tmp_path / "unbroken").run(rnas)

    class InterruptionError(Exception):
        pass

    trainer = PairingTrainer(make_model(), whole, tmp_path / "broken")
    learn = trainer._learn

    def stop_at_nine(members: list[TrainingRna]) -> float:
        if trainer.step == 9:
            raise InterruptionError
        return learn(members)

    trainer._learn = stop_at_nine  # type: ignore[method-assign]
    with pytest.raises(InterruptionError):
        trainer.run(rnas)
    resumed = PairingTrainer(make_model(), whole, tmp_path / "broken")
    assert resumed.step == 6
    resumed.run(rnas)
    for name in ("model", "average"):
        one = load_file(tmp_path / "unbroken" / "last" / f"{name}.safetensors")
        other = load_file(tmp_path / "broken" / "last" / f"{name}.safetensors")
        assert one.keys() == other.keys()
        for tensor in one:
            torch.testing.assert_close(one[tensor], other[tensor], rtol=0, atol=1e-6)


def test_a_loss_that_is_not_finite_stops_and_keeps_the_last_checkpoint(tmp_path: Path, rnas: TrainingSet) -> None:
    recipe = PairingRecipe(steps=4, save_every=2, cells=10_000)
    PairingTrainer(make_model(), recipe, tmp_path).run(rnas)
    before = (tmp_path / "last" / "model.safetensors").read_bytes()
    further = PairingTrainer(make_model(), PairingRecipe(steps=8, save_every=2, cells=10_000), tmp_path)
    with torch.no_grad():
        further.unwrapped.classifier.bias.fill_(float("nan"))
    with pytest.raises(TrainingError, match=r"nan at step 4, on a batch of \d+ RNAs"):
        further.run(rnas)
    assert (tmp_path / "last" / "model.safetensors").read_bytes() == before
    assert json.loads((tmp_path / "last" / "state.json").read_text())["step"] == 4


def test_the_stream_from_a_step_is_the_stream_without_the_steps_before(rnas: TrainingSet) -> None:
    recipe = PairingRecipe(steps=1, cells=5_000, synthetic_share=0.3)
    whole, later = stream(rnas, recipe, 0), stream(rnas, recipe, 7)
    for _ in range(7):
        next(whole)
    for _ in range(20):
        one, other = next(whole), next(later)
        assert [rna.sequence for rna in one] == [rna.sequence for rna in other]
        assert [rna.thermo_input is None for rna in one] == [rna.thermo_input is None for rna in other]


def test_about_half_of_the_batches_have_thermo_input_and_none_in_part(rnas: TrainingSet) -> None:
    source = stream(rnas, PairingRecipe(steps=1, cells=5_000), 0)
    given = [{rna.thermo_input is not None for rna in next(source)} for _ in range(200)]
    assert all(len(batch) == 1 for batch in given)
    assert 60 < sum(True in batch for batch in given) < 140


def test_the_rate_warms_up_stays_and_falls() -> None:
    recipe = PairingRecipe(steps=1000, rate=1.0, warm_up=100, decay=0.25)
    assert recipe.rate_at(0) == pytest.approx(0.01)
    assert recipe.rate_at(99) == recipe.rate_at(700) == 1.0
    assert recipe.rate_at(875) == pytest.approx(0.5)
    assert recipe.rate_at(1000) == 0.0


def test_matrices_go_to_muon_and_the_rest_to_adamw() -> None:
    model = make_model()
    muon, adamw = PairingTrainer(model, PairingRecipe(steps=1), Path("unused")).unwrapped_optimizers
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    matrices = {names[id(parameter)] for group in muon.param_groups for parameter in group["params"]}
    others = {names[id(parameter)] for group in adamw.param_groups for parameter in group["params"]}
    assert "model.encoder.layer.0.attention.self.query.weight" in matrices
    assert {"model.embeddings.word_embeddings.weight", "pairing.pair_logit.weight", "classifier.weight"} <= others
    assert not matrices & others
    assert len(matrices) + len(others) == len(names)

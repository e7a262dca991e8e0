"""The table of models: what is on offer, what is known before it is here, counts against hand arithmetic, the Hub."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import huggingface_hub
import pytest
import torch

from ssp_core.errors import CheckpointError, HubError
from ssp_core.network import hub, opening, zoo
from ssp_core.network.heads import OmniModelForTokenClassification
from ssp_core.network.summary import summarize
from tests.network.folders import SMALL, write_hub

COMMIT = "0123456789" * 4


def by_hand(hidden: int, layers: int, intermediate: int) -> int:
    """Parameters of the encoder: attention, feed-forward and two norms a layer, embeddings, the last norm."""
    attention = 4 * (hidden * hidden + hidden)
    forward = hidden * intermediate + intermediate + intermediate * hidden + hidden
    return layers * (attention + forward + 4 * hidden) + 24 * hidden + 2 * hidden


def in_the_cache(cache: Path, repository: str) -> Path:
    """A folder as the Hub's client leaves it after a download."""
    home = cache / f"models--{repository.replace('/', '--')}"
    write_hub(home / "snapshots" / COMMIT, SMALL)
    (home / "refs").mkdir()
    (home / "refs/main").write_text(COMMIT)
    return home / "snapshots" / COMMIT


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.mark.parametrize(
    ("key", "hidden", "layers", "intermediate", "published"),
    [
        ("omnigenome-52m", 480, 16, 2400, 52_454_788),
        ("omnigenome-186m", 720, 32, 2560, 185_888_964),
    ],
)
def test_counts_agree_with_hand_arithmetic_and_the_published_logs(
    key: str, hidden: int, layers: int, intermediate: int, published: int
) -> None:
    fresh = zoo.entry_of(f"{key}-fresh")
    assert fresh is not None
    network = opening.blueprint(fresh)
    assert network is not None
    ours = by_hand(hidden, layers, intermediate) + 3 * hidden + 3
    assert summarize(network).total == ours
    # What OmniGenBench counts on top: positions, the contact head and the pooler, none of which is ever read.
    assert fresh.parameters == published
    assert ours + opening.unused_parameters(fresh) == published
    head = zoo.entry_of(key)
    assert head is not None
    with_dense = opening.blueprint(head)
    assert with_dense is not None
    assert summarize(with_dense).total == ours + hidden * hidden + hidden


def test_every_entry_is_summarized_within_a_second() -> None:
    for entry in zoo.zoo():
        started = time.process_time()
        network = opening.blueprint(entry)
        if network is None:
            assert entry.key.startswith("omnigenome-418m")
            continue
        summary = summarize(network, length=512)
        assert time.process_time() - started < 1
        assert all(parameter.is_meta for parameter in network.parameters())
        assert summary.total == summary.trainable == sum(row.parameters for row in summary.rows if row.depth == 1)
        assert summary.bytes_as("bfloat16") * 2 == summary.bytes_as("float32") == 4 * summary.total


def test_rows_say_the_shapes_that_a_real_pass_has(tmp_path: Path) -> None:
    write_hub(tmp_path / "hub", SMALL)
    model = OmniModelForTokenClassification(tmp_path / "hub", num_labels=3).eval()
    with torch.device("meta"):
        network = OmniModelForTokenClassification(SMALL, num_labels=3)
    shapes = {row.name: row.shape for row in summarize(network, length=9).rows}
    assert len(network.model.encoder.layer) == len(model.model.encoder.layer) == 3
    seen: dict[str, str] = {}

    def note(name: str, output: object) -> None:
        if isinstance(output, torch.Tensor):
            seen[name] = str(list(output.shape))

    for name, module in model.named_modules():
        module.register_forward_hook(lambda _module, _given, output, name=name: note(name, output))
    model.predict("GGGAAACCC")
    assert shapes["classifier"] == seen["classifier"] == "[1, 11, 3]"
    assert shapes["model.encoder.layer.2.intermediate.dense"] == "[1, 11, 96]"
    assert {name: shape for name, shape in shapes.items() if name in seen} == {
        name: shape for name, shape in seen.items() if name in shapes
    }
    assert len(seen) > 30


def test_a_model_of_unknown_size_is_read_from_its_own_config(cache: Path) -> None:
    entry = zoo.entry_of("omnigenome-418m")
    assert entry is not None
    assert entry.repository is not None
    assert (entry.sizes, entry.parameters, opening.blueprint(entry)) == (None, None, None)
    in_the_cache(cache, entry.repository)
    network = opening.blueprint(entry)
    assert network is not None
    assert summarize(network).total == by_hand(48, 3, 96) + 48 * 48 + 48 + 3 * 48 + 3


def test_what_was_downloaded_is_opened_without_a_connection(cache: Path) -> None:
    in_the_cache(cache, "yangheng/OmniGenome-52M")
    opened = opening.open_model("omnigenome-52m")
    assert (opened.revision, opened.entry.key, opened.entry.trained) == (COMMIT, "omnigenome-52m", True)
    fresh = opening.open_model("omnigenome-52m-fresh")
    assert (fresh.entry.trained, type(fresh.model)) == (False, OmniModelForTokenClassification)
    again = opening.open_model("omnigenome-52m-fresh")
    for one, other in zip(fresh.model.parameters(), again.model.parameters(), strict=True):
        assert torch.equal(one, other)
    found: Any = fresh.model
    assert torch.equal(found.model.state_dict()["encoder.emb_layer_norm_after.bias"],
                       opened.model.state_dict()["model.encoder.emb_layer_norm_after.bias"])  # fmt: skip


@pytest.mark.usefixtures("cache")
def test_without_the_hub_one_sentence_and_the_rest_still_works() -> None:
    with pytest.raises(
        HubError, match=r"yangheng/OmniGenome-52M is not on this machine and the Hub could not be"
    ) as told:
        opening.open_model("omnigenome-52m")
    assert str(told.value).count("\n") == 0
    assert hub.find_local("yangheng/OmniGenome-52M") is None
    assert opening.open_model("bundled").entry.trained


@pytest.mark.parametrize("name", ["nonsense", "../../etc", "a/b/c", "", "https://example.org/x"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises((HubError, CheckpointError), match=r"wanted|Found"):
        opening.open_model(name)


def test_a_half_finished_download_is_not_taken_for_a_model(cache: Path) -> None:
    folder = in_the_cache(cache, "yangheng/OmniGenome-52M")
    (folder / "model.safetensors").unlink()
    with pytest.raises((HubError, CheckpointError)):
        opening.open_model("omnigenome-52m")


def test_progress_counts_bytes() -> None:
    told: list[tuple[int, int]] = []
    bar = hub._bar_for(lambda done, total: told.append((done, total)))
    counted = bar(total=100, name="huggingface_hub.snapshot_download", initial=10, unit="B")
    counted.update(40)
    counted.update(50)
    bar(total=3, desc="Fetching files").update(1)
    assert told == [(50, 100), (100, 100)]


def test_public_hosting_offers_what_it_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSP_CORE_MODELS", raising=False)
    assert [entry.key for entry in zoo.offered()] == [entry.key for entry in zoo.zoo()]
    monkeypatch.setenv("SSP_CORE_MODELS", "bundled, omnigenome-52m")
    assert [entry.key for entry in zoo.offered()] == ["bundled", "omnigenome-52m"]


def test_an_untrained_head_is_described_as_untrained() -> None:
    assert [entry.key for entry in zoo.zoo()][:2] == ["bundled", "bundled-untrained"]
    for entry in zoo.zoo():
        assert entry.trained == (entry.head != "fresh")
        assert ("the head is untrained" in entry.training) == (not entry.trained)

"""Models by name: a download's progress reaches the visitor who waits for it; what fails is one sentence."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest
from gradio.context import LocalContext

from ssp_core.errors import HubError
from ssp_core.folding.decoding.decoders import Decoding
from ssp_core.network.hub import Progress
from ssp_core.predictor import Predictor
from ssp_core.ui import folded
from ssp_core.ui.models import ModelError, Models

KEY = "omnigenome-52m"


def test_a_download_is_told_to_the_event_it_is_for() -> None:
    told: list[tuple[str, float, str]] = []

    def note(event: str, steps: Any) -> None:
        told.append((event, steps[-1].progress, steps[-1].desc))

    def load(_: str, *, progress: Progress) -> Any:
        threads = [threading.Thread(target=progress, args=(done, 200_000_000)) for done in (50_000_000, 200_000_000)]
        for thread in threads:  # the Hub's client downloads in threads of its own
            thread.start()
            thread.join()
        return "a predictor"

    models: Any = Models(load)
    page: Any = SimpleNamespace(_queue=SimpleNamespace(set_progress=note))
    blocks, event = LocalContext.blocks.set(page), LocalContext.event_id.set("this visitor's")
    try:
        assert models.get(KEY) == "a predictor"
    finally:
        LocalContext.blocks.reset(blocks)
        LocalContext.event_id.reset(event)
    assert told == [
        ("this visitor's", 0.25, "Downloading the model: 50 MB of 200 MB"),
        ("this visitor's", 1.0, "Downloading the model: 200 MB of 200 MB"),
    ]


def test_where_nobody_waits_nobody_is_told() -> None:
    def load(_: str, *, progress: Progress) -> Any:
        progress(0, 0)
        return "a predictor"

    models: Any = Models(load)
    assert models.get(KEY) == "a predictor"


def test_a_model_that_cannot_be_had_is_one_sentence_and_asked_for_again() -> None:
    asked: list[str] = []

    def load(name: str, *, progress: Progress) -> Any:  # noqa: ARG001 - what the page calls
        asked.append(name)
        raise HubError("The Hub is far away.")

    models = Models(load)
    for _ in range(2):
        with pytest.raises(ModelError, match=r"^The Hub is far away\.$"):
            models.get(KEY)
    with pytest.raises(ModelError, match="from the list"):
        models.get("/etc")
    assert asked == [KEY, KEY]


def test_a_decoder_that_the_model_cannot_have_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    predictor = Predictor("bundled", device="cpu")
    result = folded.fold(predictor, "GGGGAAAACCCC", "", "best")
    monkeypatch.setattr(predictor, "can_be_informed", False)
    with pytest.raises(ValueError, match="cannot be told of thermodynamics: wanted another decoder"):
        folded.fold(predictor, "GGGGAAAACCCC", "", Decoding("informed"))
    with pytest.raises(ValueError, match="cannot be told of thermodynamics: wanted another decoder"):
        folded.redecode(predictor, result, Decoding("informed"))

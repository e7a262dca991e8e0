"""Models by name: a download reports how far it is; what fails is one sentence."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from ssp_core.errors import HubError, ModelError
from ssp_core.network import zoo
from ssp_core.network.hub import Progress
from ssp_core.ui.models import Models, badge, entry_of, label, reraise_as_model_error

KEY = "omnigenome-52m"


def test_a_download_is_shared_and_reports_how_far_it_is() -> None:
    go_on, calls = threading.Event(), []

    def load(name: str, *, progress: Progress) -> Any:
        calls.append(name)
        progress(50, 200)
        assert go_on.wait(30)
        return "a predictor"

    models: Any = Models(load)
    assert not models.is_here(KEY)
    first, second = models.open(KEY), models.open(KEY)
    assert first is second
    while not first.total:
        threading.Event().wait(0.01)
    assert (first.done, first.total, first.predictor.done()) == (50, 200, False)
    go_on.set()
    assert models.get(KEY) == "a predictor"
    assert models.is_here(KEY)
    assert calls == [KEY]


def test_a_model_that_cannot_be_had_is_one_sentence_and_asked_for_again() -> None:
    calls: list[str] = []

    def load(name: str, *, progress: Progress) -> Any:  # noqa: ARG001 - what the page calls
        calls.append(name)
        raise HubError("The Hub is far away.")

    models = Models(load)
    for _ in range(2):
        with pytest.raises(ModelError, match=r"^The Hub is far away\.$"):
            models.get(KEY)
    with pytest.raises(ModelError, match="from the list"):
        models.get("/etc")
    assert calls == [KEY, KEY]


def test_a_fault_of_the_machinery_is_a_sentence_without_its_details(caplog: pytest.LogCaptureFixture) -> None:
    sentence = r"^Decoding failed \(RuntimeError\); nothing was changed\.$"
    with pytest.raises(ModelError, match=sentence), reraise_as_model_error("Decoding failed"):
        raise RuntimeError("/a/path")
    assert "Decoding failed: RuntimeError at " in caplog.text
    assert "test_models.py" in caplog.text
    assert "/a/path" not in caplog.text


def test_labels_say_what_a_model_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zoo, "folder_of", lambda entry: None if entry.repository else object())
    assert label(entry_of("bundled")) == "Built-in model (works offline)"
    assert label(entry_of("bundled-untrained")) == "Built-in encoder + untrained head (works offline)"
    assert badge(entry_of("bundled-untrained")) == "untrained head"
    assert label(entry_of(KEY)) == "OmniGenome-52M (211.0 MB download)"
    assert label(entry_of(f"{KEY}-fresh")) == "OmniGenome-52M + untrained head (211.0 MB download)"

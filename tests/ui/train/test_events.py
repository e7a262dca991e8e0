"""The Train tab: what its form asks for, what is refused, and what a training shows."""

from __future__ import annotations

import base64
import io
import json
import time
import zipfile
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ssp_core.errors import InputError, ModelError
from ssp_core.training.jobs import TrainingJobs
from ssp_core.training.random_rnas import RandomRnas
from ssp_core.training.rows import LabelledSet
from ssp_core.ui import first_result
from ssp_core.ui.downloads import model_address, model_route
from ssp_core.ui.models import Models
from ssp_core.ui.session import Session, SessionHolder
from ssp_core.ui.train.events import TrainEvents
from ssp_core.ui.train.request import bases, order_of

WAIT = 120  # seconds
FORM = {
    "base": "bundled", "freeze_base": "on", "learning_rate": "0.01", "steps": "4", "batch_size": "4",
    "max_length": "512", "warmup": "0.1", "weight_decay": "0.01", "report_every": "2", "seed": "0",
    "data": "random", "count": "12", "shortest": "20", "longest": "24",
}  # fmt: skip
TABLE = "GGGGAAACCCC\t((((...))))\nGGGCAAAGCCC\t((((...))))\n"


@pytest.fixture
def jobs() -> Iterator[TrainingJobs]:
    found = TrainingJobs()
    yield found
    found.close()


@pytest.fixture
def events(jobs: TrainingJobs) -> TrainEvents:
    with gr.Blocks():
        return TrainEvents(Models(), jobs, gr.State(), gr.State(""), gr.HTML())


def holder() -> SessionHolder:
    return SessionHolder(Session(first_result.read()))


def asked(action: str, **fields: str) -> Any:
    return SimpleNamespace(action=action, fields={**FORM, **fields}, file=None, title="")


def looked(seen: int) -> Any:
    return SimpleNamespace(seen=seen)


def panels(answer: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(answer)["panels"]
    return found


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_the_form_is_a_recipe_with_its_data() -> None:
    order = order_of(FORM, None, "", "GGGAAACCC")
    assert (order.recipe.steps, order.recipe.freeze_base, order.watch) == (4, True, "GGGAAACCC")
    assert isinstance(order.data, RandomRnas)
    from_file = order_of({**FORM, "data": "file"}, encoded(TABLE), "mine.tsv", "")
    assert isinstance(from_file.data, LabelledSet)
    assert len(from_file.data.training) == len(from_file.data.validation) == 1


@pytest.mark.parametrize(
    ("fields", "file", "wanted"),
    [
        ({"learning_rate": "fast"}, None, "The learning rate is 'fast'; a number is wanted."),
        ({"steps": "0"}, None, "The number of steps is 0; a whole number from 1"),
        ({"steps": "100000"}, None, "at most 5,000 are taken"),
        ({"base": "/etc/passwd"}, None, "no encoder of that name"),
        ({"base": "yangheng/OmniGenome-52M"}, None, "no encoder of that name"),
        ({"data": "file"}, None, "There is no file yet"),
        ({"data": "file"}, "not base64!", "did not arrive as it was sent"),
        ({"data": "file"}, encoded("GGGAAACCC\t((...))\n"), "mine.tsv: Line 1"),
        ({"data": "file"}, encoded("GGGAAACCC\t(((...)))\nGGXAAACCC\t(((...)))\n"), "Line 2"),
        ({"data": "file"}, "A" * 40_000_000, "bytes; a smaller one is wanted"),
    ],
)
def test_what_cannot_be_trained_on_is_one_sentence(fields: dict[str, str], file: str | None, wanted: str) -> None:
    with pytest.raises(InputError) as error:
        order_of({**FORM, **fields}, file, "mine.tsv", "")
    assert wanted in str(error.value)
    assert str(error.value).count("\n") == 0


def test_no_checkpoint_is_offered_that_is_not_here() -> None:
    assert [key for key, _ in bases()][:2] == ["bundled", "random"]


def test_a_training_is_shown_kept_downloaded_and_folded_with(events: TrainEvents, jobs: TrainingJobs) -> None:
    visitor = holder()
    key, answer = events.act("", visitor, asked("start"))
    assert key
    assert 'data-state="running"' in panels(answer)["train-standing"]
    seen = end_of(events, key, visitor)
    assert 'data-state="finished"' in seen["train-standing"]
    assert "Validation macro-F1 0." in seen["train-standing"]
    assert json.loads(seen["train-curves"])["data"][0]["x"] == [0, 2, 4]
    assert 'data-reports="3"' in seen["train-watched"]
    _, answer = events.act(key, visitor, asked("fold"))
    adopted = json.loads(panels(answer)["train-adopted"])
    predictor = events.models.get(adopted["key"])
    assert adopted["title"] == "Your model, 4 steps"
    assert predictor.predict("GGGGAAAACCCC")[0].provenance.model == adopted["key"]
    assert adopted["key"] not in {name for _, name in events.models.choices}  # nobody else is offered it
    client = TestClient(Starlette(routes=[model_route(jobs)]))
    packed = client.get("/" + model_address(key))
    names = zipfile.ZipFile(io.BytesIO(packed.content)).namelist()
    assert {"trained-model/model.safetensors", "trained-model/config.json", "trained-model/README.md"} <= set(names)
    assert client.get("/" + model_address("another")).status_code == 404
    assert client.get("/train/..%2f..%2fetc.zip").status_code == 404
    key, answer = events.act(key, visitor, asked("reset"))
    assert (key, panels(answer)["train-standing"]) == ("", "")


def end_of(events: TrainEvents, key: str, visitor: SessionHolder) -> dict[str, str]:
    """All panels of a training once it is no longer under way."""
    end = time.monotonic() + WAIT
    found: dict[str, str] = {}
    while time.monotonic() < end:
        found |= panels(events.look(key, visitor, looked(-1)))
        if 'data-state="running"' not in found["train-standing"] and "waiting" not in found["train-standing"]:
            return found
        time.sleep(0.3)
    raise AssertionError(found["train-standing"])


def test_what_is_refused_leaves_the_training_as_it_was(events: TrainEvents) -> None:
    visitor = holder()
    key, answer = events.act("", visitor, asked("start", steps="many"))
    assert key == ""
    assert "a number is wanted" in panels(answer)["train-message"]
    _, answer = events.act("", visitor, asked("fold"))
    assert "no trained model yet" in panels(answer)["train-message"]
    for action in ("stop", "resume"):
        _, answer = events.act("gone", visitor, asked(action))
        assert "not here any more" in panels(answer)["train-message"]


def test_a_trained_model_is_no_choice_of_anybody_else() -> None:
    models = Models()
    with pytest.raises(ModelError):
        models.get("trained-guessed")

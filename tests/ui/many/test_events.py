"""The Many tab: what its form asks for, what is refused, and what it shows of a run."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ssp_core.analysis.many import ManyFile
from ssp_core.batch.jobs import BatchJobs
from ssp_core.batch.listing import ListingWriter
from ssp_core.batch.order import RESULT, BatchOrder, BatchReport
from ssp_core.errors import BatchError, InputError
from ssp_core.jobs.status import JobStatus
from ssp_core.progress import Stage
from ssp_core.sequence import RnaSequence
from ssp_core.ui import first_result
from ssp_core.ui.downloads import BATCH_FILES, batch_address, batch_route
from ssp_core.ui.inputs import MAX_FILE
from ssp_core.ui.many.events import ManyEvents
from ssp_core.ui.many.request import order_of, view_of
from ssp_core.ui.many.shown import ROWS
from ssp_core.ui.session import Session, SessionHolder
from tests.fakes import fake_prediction

FORM = {"text": ">a\nGGGGAAAACCCC\n", "model": "bundled", "decoder": "best"}
RNAS = {"second <b>": "GGGGAAAACCCC", "first": "GGGGGGAAAACCCCCC", "third": "GGAAAACC"}


class FakeJobs(BatchJobs):
    """Runs that are as a test says; no process is started."""

    def __init__(self, folder: Path) -> None:
        self.known: dict[str, JobStatus[BatchReport]] = {}
        self.folder, self.is_full, self.asked = folder, False, list[BatchOrder]()

    def start(self, order: BatchOrder) -> str:
        if self.is_full:
            raise BatchError("20 runs are waiting already; try again in some minutes.")
        self.asked.append(order)
        self.put("running", 2)
        return "key"

    def put(self, state: Any, done: int) -> None:
        report = BatchReport(done, 4, 1, 42.0)
        folder = self.folder / RESULT if state == "finished" else None
        self.known["key"] = JobStatus(state, "Folding.", 0, Stage(), (report,), folder, self.folder)

    def status(self, key: str) -> JobStatus[BatchReport]:
        if key not in self.known:
            raise InputError("This run is not here any more.")
        return self.known[key]

    def remove(self, key: str) -> None:
        self.known.pop(key, None)

    def stop(self, key: str) -> None:
        self.status(key)
        self.put("stopped", 2)


@pytest.fixture
def jobs(tmp_path: Path) -> FakeJobs:
    (tmp_path / RESULT).mkdir()
    writer, file = ListingWriter(tmp_path / RESULT), ManyFile("jsonl")
    for number, (name, letters) in enumerate(RNAS.items(), start=1):
        writer.add(json.loads(file.entry(number, fake_prediction(RnaSequence(letters, name)))))
    writer.add(json.loads(file.unreadable(4, "bad", "Record 4 (bad) is empty.")))
    writer.close()
    return FakeJobs(tmp_path)


@pytest.fixture
def events(jobs: FakeJobs) -> Iterator[ManyEvents]:
    with gr.Blocks():
        yield ManyEvents(jobs, gr.State(), gr.State(""), gr.HTML())


@pytest.fixture
def holder() -> SessionHolder:
    return SessionHolder(Session(first_result.read()))


def panels(answer: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(answer)["panels"]
    return found


def asked(action: str, file: object = None, **fields: str) -> Any:
    return SimpleNamespace(action=action, fields={**FORM, **fields}, file=file)


def looked(seen: int = -1, **view: object) -> Any:
    return SimpleNamespace(seen=seen, view=view)


def names(table: str) -> list[str]:
    return re.findall(r"title=\"Open in Fold\">([^<]*)</button>|<b>([^<]*)</b>", table.replace("&lt;b&gt;", "[b]"))


def test_the_form_is_an_order() -> None:
    assert order_of(FORM, None) == BatchOrder(b">a\nGGGGAAAACCCC\n", "bundled", "best")
    assert order_of({**FORM, "text": ""}, base64.b64encode(b"\x1f\x8b").decode()).content == b"\x1f\x8b"


@pytest.mark.parametrize(
    ("fields", "file", "message"),
    [
        ({"text": " "}, None, "There is no RNA yet; paste some, or choose a file."),
        ({"text": "A" * (MAX_FILE + 1)}, None, "The box holds 1,000,001 characters; at most 1,000,000 are taken."),
        ({}, "?", "The file did not arrive as it was sent; open it once more."),
        ({"model": "../x"}, None, "There is no model of that name here; please choose one from the list."),
        ({"decoder": "none"}, None, "There is no decoder of that name; please choose one from the list."),
    ],
)
def test_what_cannot_be_folded_is_one_sentence(
    events: ManyEvents, holder: SessionHolder, fields: dict[str, str], file: object, message: str
) -> None:
    key, answer = events.act("", holder, asked("start", file, **fields))
    assert (key, list(panels(answer))) == ("", ["many-message"])
    assert message in panels(answer)["many-message"]


def test_a_run_is_begun_looked_at_stopped_and_reset(events: ManyEvents, jobs: FakeJobs, holder: SessionHolder) -> None:
    key, answer = events.act("", holder, asked("start"))
    assert (key, len(jobs.asked)) == ("key", 1)
    assert 'data-state="running"' in panels(answer)["many-standing"]
    found = panels(events.look(key, holder, looked()))
    assert "2 of 4 records, 1 of all cannot be read, about 40 s left" in found["many-standing"]
    assert "4 records" in found["many-table"]
    assert "many-table" not in panels(events.look(key, holder, looked(seen=2)))
    _, answer = events.act(key, holder, asked("stop"))
    assert 'data-state="stopped"' in panels(answer)["many-standing"]
    assert "left" not in panels(answer)["many-standing"]
    key, answer = events.act(key, holder, asked("reset"))
    assert (key, panels(answer)["many-table"], jobs.known) == ("", "", {})
    assert panels(events.look("", holder, looked())) == {}
    assert "not here any more" in panels(events.look("key", holder, looked()))["many-standing"]
    jobs.is_full = True
    assert "20 runs are waiting" in panels(events.act("", holder, asked("start"))[1])["many-message"]


@pytest.mark.parametrize(
    ("view", "wanted"),
    [
        ({}, ["second [b]", "first", "third", "bad"]),
        ({"sort": "name"}, ["bad", "first", "second [b]", "third"]),
        ({"sort": "length"}, ["third", "second [b]", "first", "bad"]),
        ({"sort": "length", "descending": True}, ["first", "second [b]", "third", "bad"]),
        ({"sort": "energy"}, ["first", "second [b]", "third", "bad"]),
        ({"text": "IR"}, ["first", "third"]),
        ({"text": "ggggaaaac"}, ["second [b]", "first"]),
        ({"kind": "unreadable"}, ["bad"]),
        ({"kind": "folded", "text": "d"}, ["second [b]", "third"]),
        ({"sort": "__class__", "kind": 3, "page": "99999"}, ["second [b]", "first", "third", "bad"]),
    ],
)
def test_the_table_is_sorted_and_filtered(
    events: ManyEvents, jobs: FakeJobs, holder: SessionHolder, view: dict[str, Any], wanted: list[str]
) -> None:
    jobs.put("finished", 4)
    table = panels(events.look("key", holder, looked(**view)))["many-table"]
    assert ["".join(name) for name in names(table)] == wanted
    assert table.count("<svg") == len([name for name in wanted if name != "bad"])
    assert ("Record 4 (bad) is empty." in table) == ("bad" in wanted)
    assert "<b>second" not in table


def test_a_long_list_has_pages(events: ManyEvents, jobs: FakeJobs, holder: SessionHolder, tmp_path: Path) -> None:
    writer = ListingWriter(tmp_path / RESULT)
    for number in range(1, ROWS + 11):
        writer.add({"number": number, "name": f"n{number}", "error": "x"})
    writer.close()
    jobs.put("finished", ROWS + 10)
    table = panels(events.look("key", holder, looked(page=2)))["many-table"]
    assert len(names(table)) == 10
    assert "Page 2 of 2" in table
    assert view_of({"page": "-1", "text": " a ", "descending": 1}).page == 1


def test_files_are_had_by_the_key_alone(jobs: FakeJobs, tmp_path: Path) -> None:
    client = TestClient(Starlette(routes=[batch_route(jobs)]))
    (tmp_path / RESULT / "table.csv").write_text("number,name\n")
    jobs.put("running", 2)
    assert client.get(batch_address("key", "table.csv")).status_code == 404
    jobs.put("finished", 4)
    answer = client.get(batch_address("key", "table.csv"))
    assert (answer.status_code, answer.text) == (200, "number,name\n")
    for address in ("other/table.csv", "key/listing.jsonl", "key/..%2Forder.json", "key/structures.dbn"):
        assert client.get(f"/many/{address}").status_code == 404
    assert "structures.dbn" in BATCH_FILES

"""The rule about answers that come late: a newer choice or RNA is shown, and nothing older over it."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from threading import Event, Thread
from typing import Any

import pytest

from ssp_core.sequence import RnaSequence
from ssp_core.ui.result import Result
from ssp_core.ui.session import Session, SessionHolder, same, with_options


def renamed(result: Result, name: str) -> Result:
    """The same result of an RNA of another name."""
    sequence = RnaSequence(str(result.sequence), name=name)
    return replace(result, prediction=replace(result.prediction, sequence=sequence))


def title(session: Session) -> dict[str, str]:
    """One panel, with the name of the RNA and the colouring."""
    return {"status": f"{session.result.title} by {session.options.colour}"}


def shown(answer: str | None) -> Any:
    return None if answer is None else json.loads(answer)["panels"]


@pytest.fixture
def holder(first: Result) -> SessionHolder:
    return SessionHolder(Session(first))


def fold(holder: SessionHolder, number: int, result: Result) -> Any:
    return shown(holder.publish_fold(number, lambda session: replace(session, result=result), title))


def test_an_older_fold_does_not_come_over_a_newer_one(holder: SessionHolder, first: Result) -> None:
    older, newer = holder.begin_fold(), holder.begin_fold()
    assert holder.is_overtaken(older)
    assert not holder.is_overtaken(newer)
    assert fold(holder, newer, renamed(first, "newer")) == {"status": "newer by element"}
    assert fold(holder, older, renamed(first, "older")) is None
    assert holder.session.result.title == "newer"


def test_a_fold_that_failed_leaves_room_for_the_one_before(holder: SessionHolder, first: Result) -> None:
    older, failed = holder.begin_fold(), holder.begin_fold()
    with pytest.raises(RuntimeError, match="no drawing"):
        holder.publish_fold(failed, same, broken)
    assert holder.session.result is first
    assert fold(holder, older, renamed(first, "older")) == {"status": "older by element"}


def broken(_: Session) -> dict[str, str]:
    raise RuntimeError("no drawing")


def test_what_is_chosen_meanwhile_is_shown_and_the_newer_rna_too(holder: SessionHolder, first: Result) -> None:
    """While an event draws the old RNA, another colouring is chosen and another RNA is folded."""
    drawing, go_on = Event(), Event()

    def slowly(session: Session) -> dict[str, str]:
        if not go_on.is_set():
            drawing.set()
            assert go_on.wait(30)
        return title(session)

    answers: list[str] = []
    late = Thread(target=lambda: answers.append(holder.publish(same, slowly)))
    late.start()
    assert drawing.wait(30)
    holder.choose(with_options(colour="base"))
    assert fold(holder, holder.begin_fold(), renamed(first, "newer")) == {"status": "newer by base"}
    go_on.set()
    late.join(30)
    assert shown(answers[0]) == {}  # drawn again, and the page has it already
    assert holder.session.result.title == "newer"


def test_a_panel_that_looks_the_same_is_not_sent_again(holder: SessionHolder) -> None:
    assert shown(holder.publish(same, title)) == {"status": "tRNA-Phe, yeast by element"}
    assert shown(holder.publish(same, title)) == {}
    assert shown(holder.publish(with_options(colour="base"), title)) == {"status": "tRNA-Phe, yeast by base"}


def test_messages_are_always_sent(holder: SessionHolder) -> None:
    for _ in range(2):
        assert shown(holder.publish(same, lambda _: {"sequence-message": "76 nt"})) == {"sequence-message": "76 nt"}


def test_serial_numbers_rise_also_for_a_holder_that_is_made_anew(holder: SessionHolder) -> None:
    again = deepcopy(holder)
    assert again.session is holder.session  # frozen, so visitors share the first one
    answers = [holder.answer({}), holder.publish(same, title), again.answer({}), again.answer({})]
    serials = [json.loads(answer)["serial"] for answer in answers]
    assert serials == sorted(set(serials))


def test_visitors_share_nothing_that_changes(holder: SessionHolder) -> None:
    other = deepcopy(holder)
    holder.choose(with_options(colour="base"))
    assert other.session.options.colour == "element"

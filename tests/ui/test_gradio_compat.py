"""What is changed of gradio: sessions are small, and calls of programs take no visitor's place."""

from __future__ import annotations

from asyncio import Queue as AsyncQueue
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
from gradio import state_holder
from gradio.queueing import Queue

from ssp_core.ui import gradio_compat


@pytest.fixture
def sessions(monkeypatch: pytest.MonkeyPatch) -> tuple[state_holder.StateHolder, int]:
    """The sessions of a page with room for three, and the number of its state, which is a list."""
    monkeypatch.setattr(state_holder, "SessionState", state_holder.SessionState)  # as it was, afterwards
    monkeypatch.setattr(state_holder.StateHolder, "update", state_holder.StateHolder.update)
    gradio_compat.keep_sessions_light()
    with gr.Blocks() as page:
        gr.Textbox("a text")
        state = gr.State([1])
    page.state_session_capacity = 3
    holder = state_holder.StateHolder()  # type: ignore[no-untyped-call]
    holder.set_blocks(page)
    return holder, next(number for number, block in page.blocks.items() if block is state)


def test_a_session_has_the_state_and_no_description_of_the_page(
    sessions: tuple[state_holder.StateHolder, int],
) -> None:
    holder, state = sessions
    session = holder["a visitor"]
    assert not session.config_values
    assert session[state] == [1]
    session[state].append(2)
    assert holder["another"][state] == [1]


def test_calls_of_programs_take_no_visitors_place(sessions: tuple[state_holder.StateHolder, int]) -> None:
    holder, state = sessions
    for visitor in ("first", "second"):
        assert holder[visitor][state] == [1]
    for call in range(20):
        assert not holder[f"call {call}"].state_data
    assert {"first", "second", "call 19"} <= set(holder.session_data)
    assert len(holder.session_data) <= 3
    assert set(holder.time_last_used) == set(holder.session_data)
    for visitor in ("third", "fourth"):  # visitors go in the order in which they were last here
        assert holder[visitor][state] == [1]
    assert set(holder.session_data) == {"second", "third", "fourth"}


def test_a_message_for_who_has_left_does_not_end_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Queue, "send_message", Queue.send_message)
    gradio_compat.outlast_those_who_leave()
    told: list[object] = []
    here: Any = SimpleNamespace(session_hash="here", alive=True, _id="1")
    gone: Any = SimpleNamespace(session_hash="gone", alive=True, _id="2")
    queue: Any = SimpleNamespace(pending_messages_per_session={"here": SimpleNamespace(put_nowait=told.append)})
    for event in (gone, here):
        Queue.send_message(queue, event, SimpleNamespace())  # type: ignore[arg-type]
    assert len(told) == 1


def test_the_queue_keeps_the_calls_of_no_more_sessions_than_messages() -> None:
    with gr.Blocks() as page:
        gr.Textbox()
    page.queue()
    gradio_compat.forget_old_sessions(page)
    queue = page._queue  # noqa: SLF001
    for session in map(str, range(queue.pending_messages_per_session.max_size + 10)):
        queue.pending_messages_per_session[session] = AsyncQueue()
        queue.pending_event_ids_session[session] = set()
    assert set(queue.pending_event_ids_session) == set(queue.pending_messages_per_session)

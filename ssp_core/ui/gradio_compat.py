"""The one place that changes what gradio does, with the reason for each change; tried with gradio 6.31."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import gradio as gr
from gradio import state_holder
from gradio.context import LocalContext
from gradio.mcp import GradioMCPServer
from gradio.queueing import Queue
from gradio.utils import LRUCache

_postprocess = GradioMCPServer.postprocess_output_data


def answer_tools_in_json() -> None:
    """Give MCP clients JSON. gradio writes an answer as Python does: with None, True and single quotes."""

    def written(server: GradioMCPServer, data: list[Any], root_url: str) -> list[Any]:
        texts = [json.dumps(item, ensure_ascii=False) if isinstance(item, (dict, list)) else item for item in data]
        return _postprocess(server, texts, root_url)

    GradioMCPServer.postprocess_output_data = written  # type: ignore[assignment, method-assign]


class LightSession(state_holder.SessionState):
    """What a session holds, without a description of every element of the page.

    gradio makes one for each session, and an API call is a session: 17 ms, and half a megabyte that is kept. It is read
    for links to the state of a page only, which this page does not make (`http.routes` closes their route).
    """

    def __init__(self, blocks: Any) -> None:
        super().__init__(SimpleNamespace(default_config=blocks.default_config, blocks={}))  # type: ignore[arg-type]


def keep_sessions_light() -> None:
    """Let each session begin as a `LightSession`, and let those that hold nothing go first where there are too many.

    gradio lets the one go that was used longest ago: a visitor's result would be lost after some hundred API calls.
    """
    evict = state_holder.StateHolder.update

    def update(sessions: state_holder.StateHolder, session_id: str) -> None:
        if len(sessions.session_data) > sessions.capacity:
            for other, session in list(sessions.session_data.items()):
                if other != session_id and not session.state_data:
                    del sessions.session_data[other]
                    sessions.time_last_used.pop(other, None)
        evict(sessions, session_id)

    state_holder.SessionState = LightSession  # type: ignore[misc]
    state_holder.StateHolder.update = update  # type: ignore[assignment, method-assign]


def outlast_those_who_leave() -> None:
    """Let the queue go on where it has a message for a visitor who has left: gradio's would end, and serve nobody."""
    tell = Queue.send_message

    def send_message(queue: Queue, event: Any, message: Any) -> None:
        if event.session_hash in queue.pending_messages_per_session:
            tell(queue, event, message)

    Queue.send_message = send_message  # type: ignore[assignment, method-assign]


def forget_old_sessions(page: gr.Blocks) -> None:
    """Let the queue keep the calls of no more sessions than it keeps messages of: gradio would keep an empty set of
    every one for ever, and an API call is a session."""
    queue = page._queue  # noqa: SLF001
    queue.pending_event_ids_session = LRUCache(queue.pending_messages_per_session.max_size)


def is_held(page: gr.Blocks, event: str) -> bool:
    """Whether the page's queue has a call of this number, which waits or runs; gradio tells how many, not which."""
    return event in page._queue.event_ids_to_events  # noqa: SLF001


def event_number() -> str:
    """Of the call that this thread works for; "" outside of calls. gradio tells a function of its request only."""
    return LocalContext.event_id.get(None) or ""

"""Calls of programs: so many wait for one client, and what nobody waits for any more is given up."""

from __future__ import annotations

import asyncio
import re
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus

import gradio as gr
import orjson
from starlette.datastructures import QueryParams
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ssp_core.progress import Progress, watched
from ssp_core.ui.gradio_compat import is_held

from .routes import API, path_of

_SHARE = 40  # calls that wait for one client: a class behind one address is one
_WAIT = "60"  # seconds
_CALL = re.compile(rf"{API}/call/(?:v2/)?[\w-]+")
_JOIN = f"{API}/queue/join"
_ANSWER = re.compile(rf"{API}/call/(?:v2/)?[\w-]+/([\w-]+)")
_ANSWERS = f"{API}/queue/data"


@dataclass(eq=False)
class _Call:
    client: str = ""
    session: str = ""
    has_begun: bool = False
    progress: Progress = field(default_factory=Progress)


class Calls:
    """Which calls wait and which run, of all clients of a server; for any thread.

    Args:
        share: how many of a client's wait at most.
    """

    def __init__(self, share: int = _SHARE) -> None:
        self.share = share
        self._calls: dict[str, _Call] = {}
        self._ended: deque[str] = deque(maxlen=1000)  # some end before it is known whose they are
        self._lock = threading.Lock()

    def is_full(self, client: str, is_held: Callable[[str], bool]) -> bool:
        """Whether a client has its share of calls waiting; `is_held` says whether the queue still has one.

        It has not where gradio has refused what a call was given.
        """
        with self._lock:
            self._calls = {event: call for event, call in self._calls.items() if call.has_begun or is_held(event)}
            return sum(call.client == client and not call.has_begun for call in self._calls.values()) >= self.share

    def add(self, event: str, client: str, session: str) -> None:
        """A call of this number was taken, for a client and its session."""
        with self._lock:
            if event not in self._ended:
                call = self._calls.setdefault(event, _Call())
                call.client, call.session = client, session

    def leave(self, session: str) -> None:
        """Nobody waits for the calls of a session any more: those that run end at their next checkpoint."""
        with self._lock:
            for event, call in list(self._calls.items()):
                if call.session == session:
                    call.progress.cancel()
                    if not call.has_begun:  # gradio takes it out of its queue
                        del self._calls[event]

    @contextmanager
    def running(self, event: str) -> Iterator[None]:
        """The work of a call; of none where the function is called in this process, without a number."""
        if not event:
            yield
            return
        with self._lock:
            call = self._calls.setdefault(event, _Call())
            call.has_begun = True
        try:
            with watched(call.progress):
                yield
        finally:
            with self._lock:
                del self._calls[event]
                self._ended.append(event)


class ProgramCalls:
    """ASGI middleware: notes who calls and who has left; 503 and one sentence for a client that has its share waiting.

    Args:
        app: what answers.
        page: whose functions are called.
        calls: where it is noted.
    """

    def __init__(self, app: ASGIApp, page: gr.Blocks, calls: Calls) -> None:
        self.app, self.page, self.calls = app, page, calls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        path = path_of(scope).removesuffix("/") if scope["type"] == "http" else ""
        if path and scope["method"] == "POST" and (path == _JOIN or _CALL.fullmatch(path)):
            await self._take(scope, receive, send)
        elif session := _session_of(path, scope):
            await self._answer(session, scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        message = await receive()  # `CheckedBodies` gives a body in one piece
        body = orjson.loads(message["body"]) if message.get("body") else {}
        client = (scope.get("client") or ("",))[0]
        is_of_program = "fn_index" not in body or self._is_for_programs(body["fn_index"])
        if is_of_program and self.calls.is_full(client, partial(is_held, self.page)):
            sentence = (
                f"{self.calls.share} calls of yours are waiting here already, so this one was not taken; please wait "
                "for one of them."
            )
            refusal = JSONResponse({"detail": sentence}, HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": _WAIT})
            await refusal(scope, receive, send)
            return
        first = iter([message])

        async def heard() -> Message:
            return next(first, None) or await receive()

        async def answer(event: Message) -> None:
            if is_of_program and event["type"] == "http.response.body" and b"event_id" in event.get("body", b""):
                number = orjson.loads(event["body"])["event_id"]
                self.calls.add(number, client, body.get("session_hash") or number)
            await send(event)

        await self.app(scope, heard, answer)

    def _is_for_programs(self, number: int) -> bool:
        function = self.page.fns.get(number)
        return function is not None and bool(function.api_visibility == "public")

    async def _answer(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        has_ended = False

        async def answer(event: Message) -> None:
            nonlocal has_ended
            has_ended = event["type"] == "http.response.body" and not event.get("more_body")
            await send(event)

        async def watch() -> None:  # gradio looks every ten seconds whether anybody is there
            while (await receive())["type"] != "http.disconnect":
                pass
            if not has_ended:
                self.calls.leave(session)

        watching = asyncio.ensure_future(watch())
        try:
            await self.app(scope, receive, answer)
        finally:
            watching.cancel()


def _session_of(path: str, scope: Scope) -> str:
    """The session whose answers a request waits for; a call without a session is one of its own number."""
    if match := _ANSWER.fullmatch(path):
        return match[1]
    return QueryParams(scope["query_string"]).get("session_hash", "") if path == _ANSWERS else ""

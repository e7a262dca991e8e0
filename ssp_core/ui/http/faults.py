"""What goes wrong unexpectedly: one sentence for whoever asked, and one line in the log."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing, contextmanager
from functools import wraps
from typing import Any

import gradio as gr
import orjson
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ssp_core.errors import SspCoreError
from ssp_core.ui.fault_log import note

SENTENCE = "This could not be worked on, which is a fault of this server; nothing was changed."

_INCOMPLETE = f"'{gr.EventData.__name__}' object has no attribute"  # only a program sends such events


class Faults:
    """ASGI middleware: what a route raises is 500 and one sentence; where its answer has begun, the answer ends."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        is_begun = False

        async def answer(message: Message) -> None:
            nonlocal is_begun
            is_begun = is_begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, answer)
        except Exception as error:  # noqa: BLE001 - the one place where nothing may pass
            if not _is_refusal(error):
                note(f"{scope.get('method', scope['type'])} {route_of(scope)} failed", error)
            if scope["type"] == "http" and not is_begun:
                await JSONResponse({"detail": SENTENCE}, 500)(scope, receive, send)


class Refusals:
    """ASGI middleware: what a function refuses by a sentence is 400; gradio calls it a fault of the server, 500."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        held: Message | None = None

        async def answer(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and message["status"] == 500:
                held = message  # its body says whether it was refused
                return
            if held is not None:
                await send({**held, "status": 400} if _is_sentence(message.get("body", b"")) else held)
                held = None
            await send(message)

        await self.app(scope, receive, answer)


def _is_sentence(body: bytes) -> bool:
    """Whether an answer of gradio's has the sentence of a refusal."""
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError:
        return False
    return isinstance(content, dict) and isinstance(content.get("error"), str) and content["error"] != SENTENCE


def route_of(scope: Scope) -> str:
    """The pattern of the route that a request was for: unlike its path it holds nothing of a visitor's."""
    return str(getattr(scope.get("route"), "path", "elsewhere"))


def guard(page: gr.Blocks) -> None:
    """Let every function of the page end in a sentence, whatever it raises."""
    for function in page.fns.values():
        if function.fn is not None:
            function.fn = _guarded(function.fn, str(function.api_name))


def _guarded(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """The function, of the same kind and signature."""
    if inspect.isasyncgenfunction(function):

        @wraps(function)
        async def steps(*args: Any, **options: Any) -> AsyncIterator[Any]:
            with _sentences(name):
                async with aclosing(function(*args, **options)) as given:
                    async for step in given:
                        yield step

        return steps
    if inspect.isgeneratorfunction(function):

        @wraps(function)
        def stages(*args: Any, **options: Any) -> Iterator[Any]:
            with _sentences(name):
                yield from function(*args, **options)

        return stages
    if inspect.iscoroutinefunction(function):

        @wraps(function)
        async def later(*args: Any, **options: Any) -> Any:
            with _sentences(name):
                return await function(*args, **options)

        return later

    @wraps(function)
    def once(*args: Any, **options: Any) -> Any:
        with _sentences(name):
            return function(*args, **options)

    return once


@contextmanager
def _sentences(name: str) -> Iterator[None]:
    try:
        yield
    except gr.Error:
        raise
    except SspCoreError as error:  # a sentence already
        raise gr.Error(str(error), print_exception=False) from None
    except Exception as error:  # noqa: BLE001 - the one place where nothing may pass
        if isinstance(error, AttributeError) and str(error).startswith(_INCOMPLETE):
            raise gr.Error("The event lacks what this function needs.", print_exception=False) from None
        note(f"{name} failed", error)
        raise gr.Error(SENTENCE, print_exception=False) from None


def _is_refusal(error: BaseException) -> bool:
    """Whether an error is an answer of gradio's that came after its answer had begun."""
    while error.__cause__ is not None:
        error = error.__cause__
    return isinstance(error, HTTPException)

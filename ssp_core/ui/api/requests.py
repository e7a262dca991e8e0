"""What stands before the functions for programs: a call with other arguments than theirs is refused in one sentence."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import gradio as gr
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ssp_core.analysis.wording import counted
from ssp_core.errors import InputError

from .arguments import REFUSED

_CALL = re.compile(r"/gradio_api/(call/v2|call|run|api)/(\w+)/?$")
_JOIN = re.compile(r"/gradio_api/queue/join/?$")

Function = Callable[..., Any]


class ArgumentCheck:
    """ASGI middleware: 4xx and one sentence for a call whose arguments are not those of its function.

    gradio would log a traceback and answer without a word. Arguments that may be left out get their defaults, also
    where gradio wants all of them.

    Args:
        app: what answers.
        page: the page, whose public events are the functions.
    """

    def __init__(self, app: ASGIApp, page: gr.Blocks) -> None:
        self.app = app
        self._inputs = {index: len(event.inputs) for index, event in page.fns.items()}
        self._by_index: dict[int, Function] = {
            index: event.fn for index, event in page.fns.items() if event.fn and event.api_visibility == "public"
        }
        self._by_name = {function.__name__: function for function in self._by_index.values()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with all arguments, or refuse it."""
        path = scope["path"] if scope["type"] == "http" and scope["method"] == "POST" else ""
        call = _CALL.search(path)
        function = self._by_name.get(call[2]) if call else None
        if call and function:
            media_type = dict(scope["headers"]).get(b"content-type", b"").decode("latin-1")
            check = partial(_called, function, media_type=media_type, by_name=call[1] == "call/v2")
            await self._checked(check, 400, call[1] in {"run", "api"}, (scope, receive, send))
        elif _JOIN.search(path):
            await self._checked(self._joined, 422, False, (scope, receive, send))
        else:
            await self.app(scope, receive, send)

    async def _checked(
        self, check: Callable[[bytes], bytes], refused: int, is_direct: bool, asgi: tuple[Scope, Receive, Send]
    ) -> None:
        """Pass a call on with the body that its check makes of it, or refuse it with that status."""
        scope, receive, send = asgi
        try:
            body = check(await _body(receive))
        except InputError as error:
            detail: Any = str(error) if refused == 400 else [_invalid(str(error))]
            await JSONResponse({"detail": detail}, refused)(scope, receive, send)
            return
        message: Message | None = {"type": "http.request", "body": body}

        async def again() -> Message:
            nonlocal message
            sent, message = message, None
            return sent or await receive()

        headers = [header for header in scope["headers"] if header[0] != b"content-length"]
        scope = {**scope, "headers": [*headers, (b"content-length", str(len(body)).encode())]}
        await self.app(scope, again, _refusals_as_400(scope, receive, send) if is_direct else send)

    def _joined(self, body: bytes) -> bytes:
        """The body of an event for the queue: a function for programs, or an event of the page."""
        content = _read(body)
        if not isinstance(content, dict):
            return body  # gradio has a sentence for it
        index, data = content.get("fn_index"), content.get("data")
        if not isinstance(index, int) or not isinstance(data, list) or index not in self._inputs:
            return body
        if index in self._by_index:
            return _written({**content, "data": _completed(self._by_index[index], data)})
        if len(data) < self._inputs[index]:
            raise InputError(f"This event of the page takes {self._inputs[index]} values; {len(data)} were given.")
        return body


def _called(function: Function, body: bytes, *, media_type: str, by_name: bool) -> bytes:
    """The body of a call of a function, with all arguments."""
    if not media_type.startswith("application/json"):
        raise InputError(f"The body comes as {media_type!r:.60}; the header Content-Type: application/json is wanted.")
    content = _read(body)
    if by_name:
        if not isinstance(content, dict):
            raise InputError(f"The body is no JSON object; the arguments of {function.__name__} by name are wanted.")
        _completed(function, content)
        return body
    if not isinstance(content, dict) or not isinstance(content.get("data"), list):
        wanted = f"the arguments of {function.__name__} in order"
        raise InputError(f'The body is no JSON object with a list "data"; {wanted} are wanted there.')
    return _written({**content, "data": _completed(function, content["data"])})


def _completed(function: Callable[..., Any], given: Sequence[Any] | Mapping[str, Any]) -> list[Any]:
    """The arguments of a call in the order of the signature, with the defaults of those that are not given.

    Args:
        function: what is called.
        given: its arguments, in order or by name.

    Raises:
        InputError: one is missing, there is one that the function does not take, or there is an object in one, which no
            function takes and gradio may take for a file.
    """
    signature = inspect.signature(function)
    parameters, title = signature.parameters, function.__name__
    takes = f"{title} takes {', '.join(parameters) or 'none'}"
    if len(given) > len(parameters) and not isinstance(given, Mapping):
        raise InputError(f"The call has {counted(len(given), 'argument')}; {takes}.")
    named = dict(given) if isinstance(given, Mapping) else dict(zip(parameters, given, strict=False))
    for name, value in named.items():
        if name not in parameters:
            raise InputError(f"There is no argument {name!r:.40}; {takes}.")
        if _has_object(value):
            raise InputError(f"The argument {name} is or holds an object; {title} takes none.")
    for name, parameter in parameters.items():
        if name not in named and parameter.default is parameter.empty:
            raise InputError(f"The argument {name} is missing; {takes}.")
    bound = signature.bind(**named)
    bound.apply_defaults()
    return list(bound.arguments.values())


def _has_object(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_has_object, value)))


def _refusals_as_400(scope: Scope, receive: Receive, send: Send) -> Send:
    """What sends an answer of a direct call; gradio answers 500 whatever the error is."""
    start: Message = {}
    body = bytearray()

    async def answer(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start" and message["status"] == 500:
            start = message
        elif not start:
            await send(message)
        else:
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            found = _read(bytes(body))
            if isinstance(found, dict) and found.get("title") == REFUSED:
                await JSONResponse({"detail": found["error"]}, 400)(scope, receive, send)
            else:
                await send(start)
                await send({**message, "body": bytes(body)})

    return answer


def _invalid(sentence: str) -> dict[str, Any]:
    """A sentence in the form in which gradio's clients show it."""
    return {"parameter_name": "arguments", **gr.validate(False, sentence)}


def _read(body: bytes) -> Any:
    """What a body holds; None for what is no JSON."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _written(content: dict[str, Any]) -> bytes:
    return json.dumps(content).encode()


async def _body(receive: Receive) -> bytes:
    """The body of a request, whose length `ssp_core.ui.middleware.BodyLimit` has checked."""
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)

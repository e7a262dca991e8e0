"""What a request to a function must look like, checked before gradio reads it: gradio answers what it does not expect
with a traceback in the log, and with nothing for whoever asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import gradio as gr
import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ssp_core.errors import InputError

from .routes import API, path_of

_DEEPEST = 32  # lists and objects within each other; the page sends four
_KEY = re.compile(r"[\w-]{1,64}")
_CALL = re.compile(rf"{API}/call/(v2/)?([\w-]+)/?")
# Python's types of a JSON value by the name of a schema, and how a sentence names it.
_KINDS: Mapping[str, tuple[type | tuple[type, ...], str]] = {
    "string": (str, "a text"),
    "number": ((int, float), "a number"),
    "integer": ((int, float), "a number"),  # the page sends what was typed, which is rounded
    "boolean": (bool, "true or false"),
    "array": (list, "a list"),
    "object": (dict, "an object"),
    "null": (type(None), "null"),
}


class WrongBodyError(InputError):
    """A body that no function takes; `status` is the answer's."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


class CheckedBodies:
    """ASGI middleware: 4xx and one sentence for a body that is not what its route takes.

    Args:
        app: what answers.
        page: whose functions are called.
    """

    def __init__(self, app: ASGIApp, page: gr.Blocks) -> None:
        self.app, self.page = app, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body if that can be used."""
        check = self._check_of(scope) if scope["type"] == "http" and scope["method"] == "POST" else None
        if check is None:
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            body = await request.body()
            check(_json_object(request, body))
        except ClientDisconnect:
            return
        except WrongBodyError as error:
            await JSONResponse({"detail": str(error)}, error.status)(scope, receive, send)
        else:
            await self.app(scope, _again(body, receive), send)

    def _check_of(self, scope: Scope) -> Callable[[dict[str, Any]], None] | None:
        """What checks the body of a request; None where there is nothing to check."""
        path, sessions = path_of(scope).removesuffix("/"), scope["app"].state_holder
        call = _CALL.fullmatch(path)
        if call:
            return lambda body: self._check_call(call[2], body if call[1] else body.get("data"))
        return {
            f"{API}/queue/join": lambda body: self._check_join(body, sessions),
            f"{API}/run/predict": lambda body: self._check_run(body, sessions),
            f"{API}/cancel": _check_cancel,
            f"{API}/reset": _check_reset,
        }.get(path)

    @cached_property
    def _parameters(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Of each function for programs, what it takes."""
        named = self.page.get_api_info()["named_endpoints"]
        return {name.removeprefix("/"): about["parameters"] for name, about in named.items()}

    @cached_property
    def _numbers(self) -> Mapping[int, int]:
        """The number of each component, by which a session has its own copy where it was changed."""
        return {id(block): number for number, block in self.page.blocks.items()}

    def _check_call(self, name: str, given: object) -> None:
        """A call by name, its arguments in a list or by their names."""
        if name not in self._parameters:
            raise WrongBodyError(f"There is no function {name} here; wanted: {', '.join(self._parameters)}.", 404)
        wanted = self._parameters[name]
        if isinstance(given, dict):
            _check_named(name, wanted, given)
        elif not isinstance(given, list):
            raise WrongBodyError(f"The data of a call are {_shown(given)}; a list of arguments is wanted.")
        else:
            _check_count(f"{name} takes", len(wanted), given)
            for parameter, value in zip(wanted, given, strict=True):
                _check_argument(name, parameter, value)

    def _check_join(self, body: dict[str, Any], sessions: Any) -> None:
        _key(body, "session_hash")
        self._check_run(body, sessions)

    def _check_run(self, body: dict[str, Any], sessions: Any) -> None:
        """A call by number, as the page makes it."""
        _check_rest(body)
        number, given = body.get("fn_index"), body.get("data")
        if type(number) is not int or number not in self.page.fns or self.page.fns[number].fn is None:
            raise WrongBodyError(f"The fn_index is {_shown(number)}; the number of a function is wanted.", 404)
        if not isinstance(given, list):
            raise WrongBodyError(f"The data are {_shown(given)}; a list of arguments is wanted.")
        function = self.page.fns[number]
        if function.collects_event_data and not isinstance(body.get("event_data"), dict):
            raise WrongBodyError(f"The event_data are {_shown(body.get('event_data'))}; an object is wanted.")
        _check_count("This function takes", len(function.inputs), given)
        # gradio's client shows no sentence of an answer to this request: functions for programs check for themselves.
        if function.api_visibility != "public":
            own = sessions[body["session_hash"]] if body.get("session_hash") in sessions else None
            for block, value in zip(function.inputs, given, strict=True):
                if not block.stateful:  # of those that the server keeps nothing is read
                    _check_input(own.get(self._numbers[id(block)], block) if own else block, value)


def _json_object(request: Request, body: bytes) -> dict[str, Any]:
    kind = request.headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() != "application/json":
        raise WrongBodyError(f"The body is {kind[:60]!r}; application/json is wanted.", 415)
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise WrongBodyError(f"The body is no JSON (position {error.pos}); an object is wanted.", 400) from None
    if not isinstance(content, dict):
        raise WrongBodyError(f"The body is {_shown(content)}; an object is wanted.")
    _check_inside(content)
    return content


def _check_inside(content: object) -> None:
    """Bound the depth of JSON, and let it name no file: gradio would look for it."""
    level = [content]
    for _ in range(_DEEPEST):
        if any(isinstance(value, dict) and "path" in value for value in level):
            raise WrongBodyError("The body names a file of this server by its path; no function takes one.")
        level = [inner for outer in level if isinstance(outer, (dict, list)) for inner in _within(outer)]
        if not level:
            return
    raise WrongBodyError(f"The body has more than {_DEEPEST} lists and objects within each other.")


def _within(outer: dict[str, Any] | list[Any]) -> list[Any]:
    return list(outer.values()) if isinstance(outer, dict) else outer


def _check_named(name: str, wanted: Sequence[Mapping[str, Any]], given: dict[str, Any]) -> None:
    known = {str(parameter["parameter_name"]): parameter for parameter in wanted}
    for key, value in given.items():
        if key not in known:
            raise WrongBodyError(f"{name} has no parameter {key[:40]!r}; wanted: {', '.join(known)}.")
        _check_argument(name, known[key], value)
    for key, parameter in known.items():
        if key not in given and not parameter["parameter_has_default"]:
            raise WrongBodyError(f"The parameter {key} of {name} is missing.")


def _check_argument(name: str, parameter: Mapping[str, Any], value: object) -> None:
    """An argument of a function for programs; null stands for nothing but a default that is null."""
    if value is None and parameter["parameter_has_default"] and parameter["parameter_default"] is None:
        return
    wanted = _wanted(parameter["type"], value)
    if wanted:
        raise WrongBodyError(f"The parameter {parameter['parameter_name']} of {name} is {_shown(value)}; {wanted}.")


def _check_input(block: Any, value: object) -> None:
    """What the page sends of one of its inputs."""
    wanted = _wanted(block.api_info(), value) if value is not None else ""
    if wanted:
        raise WrongBodyError(f"The value of {block.elem_id} is {_shown(value)}; {wanted}.")
    try:
        block.preprocess(value)
    except Exception:  # noqa: BLE001 - each component has its own for what is not among its choices or in its range
        raise WrongBodyError(f"The value of {block.elem_id} is none that it can have.") from None


def _wanted(schema: Mapping[str, Any], value: object) -> str:
    """What is wanted instead of a value; "" where it fits, or where the schema says too little to tell."""
    options = schema.get("oneOf") or schema.get("anyOf")
    if options:
        reasons = [_wanted(option, value) for option in options]
        return reasons[0] if all(reasons) else ""
    if schema.get("type") not in _KINDS:
        return ""
    types, words = _KINDS[schema["type"]]
    is_wrong = not isinstance(value, types) or (isinstance(value, bool) and schema["type"] != "boolean")
    return f"{words} is wanted" if is_wrong else ""


def _check_count(who: str, wanted: int, given: list[Any]) -> None:
    if len(given) != wanted:
        raise WrongBodyError(f"{who} {wanted} arguments; the data hold {len(given)}.")


def _check_rest(body: dict[str, Any]) -> None:
    """What a call may have beside function and arguments."""
    for name, kind, words in (
        ("event_id", str, "a text"),
        ("oauth_token", str, "a text"),
        ("trigger_id", int, "a number"),
        ("simple_format", bool, "true or false"),
        ("batched", bool, "true or false"),
    ):
        value = body.get(name)
        if value is not None and type(value) is not kind:
            raise WrongBodyError(f"The {name} is {_shown(value)}; {words} is wanted.")
    if body.get("session_hash") is not None:
        _key(body, "session_hash")


def _check_reset(body: dict[str, Any]) -> None:
    _key(body, "event_id")


def _check_cancel(body: dict[str, Any]) -> None:
    _key(body, "session_hash")
    _key(body, "event_id")
    if type(body.get("fn_index")) is not int:
        raise WrongBodyError(f"The fn_index is {_shown(body.get('fn_index'))}; a number is wanted.")


def _key(content: dict[str, Any], name: str) -> None:
    value = content.get(name)
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise WrongBodyError(f"The {name} is {_shown(value)}; 1 to 64 letters, digits, - and _ are wanted.")


def _shown(value: object) -> str:
    """A value of JSON in few words, without what a visitor typed."""
    if value is None:
        return "missing or null"
    names = {bool: "true or false", int: "a whole number", float: "a number", str: "a text", list: "a list"}
    return names.get(type(value), "an object")


def _again(body: bytes, receive: Receive) -> Receive:
    """A channel that brings a body that has been read once more, then goes on."""
    is_sent = False

    async def bring() -> Message:
        nonlocal is_sent
        if is_sent:
            return await receive()
        is_sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return bring

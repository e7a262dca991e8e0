"""What is checked of the arguments of a function for programs: their types.

Each fault is one sentence, which the program gets as an error and the log does not.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeVar, get_args, get_origin, get_type_hints

import gradio as gr

from ssp_core.errors import InputError, SspCoreError
from ssp_core.ui.gradio_compat import event_number
from ssp_core.ui.http.calls import Calls
from ssp_core.ui.models import reraise_as_model_error

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
_SHOWN = 40  # characters of a value that a sentence shows


def checked(function: Callable[Given, Answer], calls: Calls) -> Callable[Given, Answer]:
    """The function behind a check of the types of its arguments; what it raises reaches the program as one sentence.

    It runs as one of `calls`, and ends once its caller has left.

    Numbers are left to `ssp_core.folding.decoding`, which knows their ranges.
    """
    hints = get_type_hints(function)
    signature = inspect.signature(function)

    @wraps(function)
    def call(*given: Given.args, **named: Given.kwargs) -> Answer:
        try:
            for name, value in signature.bind(*given, **named).arguments.items():
                _check_type(name, value, hints[name])
            failed = f"The function {function.__name__} failed"
            with calls.running(event_number()), reraise_as_model_error(failed):
                return function(*given, **named)
        except SspCoreError as error:
            raise gr.Error(str(error), print_exception=False) from None

    return call


def _check_type(name: str, value: object, hint: Any) -> None:
    """Raise `InputError` unless a value is of the type that a signature says."""
    wanted = _wanted(value, hint)
    if wanted:
        verb = "are" if name.endswith("s") else "is"
        raise InputError(f"The {name.replace('_', ' ')} {verb} {value!r:.{_SHOWN}}; {wanted} is wanted.")


def _wanted(value: object, hint: Any) -> str:
    """What is wanted in place of a value; empty for one that is right."""
    if get_origin(hint) is Literal:
        return "" if value in get_args(hint) else f"one of {', '.join(get_args(hint))}"
    if get_origin(hint) is list:
        right = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return "" if right else "a list of texts"
    if hint is str:
        return "" if isinstance(value, str) else "a text"
    if hint is bool:
        return "" if isinstance(value, bool) else "true or false"
    if hint is int:
        return "" if isinstance(value, int) and not isinstance(value, bool) else "a whole number"
    return ""

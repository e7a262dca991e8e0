"""What is checked of the arguments of a function for programs: their number and names, and their types.

Each fault is one sentence, which the program gets as an error and the log does not.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeVar, get_args, get_origin, get_type_hints

import gradio as gr

from ssp_core.analysis.wording import counted
from ssp_core.errors import InputError, SspCoreError
from ssp_core.ui.models import reraise_as_model_error

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
REFUSED = "Not accepted"  # the title of an error that the caller can set right
_SHOWN = 40  # characters of a value that a sentence shows


def checked(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """The function behind a check of the types of its arguments; what it raises reaches the program as one sentence.

    Numbers are left to `ssp_core.folding.decoding`, which knows their ranges.
    """
    hints = get_type_hints(function)
    signature = inspect.signature(function)

    @wraps(function)
    def call(*given: Given.args, **named: Given.kwargs) -> Answer:
        try:
            for name, value in signature.bind(*given, **named).arguments.items():
                _check_type(name, value, hints[name])
            with reraise_as_model_error(f"The function {function.__name__} failed"):
                return function(*given, **named)
        except SspCoreError as error:
            title = REFUSED if isinstance(error, InputError) else "Error"
            raise gr.Error(str(error), title=title, print_exception=False) from None

    return call


def completed(function: Callable[..., Any], given: Sequence[Any] | Mapping[str, Any]) -> list[Any]:
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
            raise InputError(f"There is no argument {name!r:.{_SHOWN}}; {takes}.")
        if _has_object(value):
            raise InputError(f"The argument {name} is or holds an object; {title} takes none.")
    for name, parameter in parameters.items():
        if name not in named and parameter.default is parameter.empty:
            raise InputError(f"The argument {name} is missing; {takes}.")
    bound = signature.bind(**named)
    bound.apply_defaults()
    return list(bound.arguments.values())


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


def _has_object(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_has_object, value)))

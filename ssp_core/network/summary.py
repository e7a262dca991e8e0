"""The architecture as rows: module, class, output shape, parameters, share; and what it takes in bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

_LAYERS = "model.encoder.layer."
_FIRST_LAYER = f"{_LAYERS}0"
BYTES = {"float32": 4, "bfloat16": 2, "float16": 2, "int8": 1}


@dataclass(frozen=True)
class ModuleRow:
    """One module. `name` is its path in the model, empty for the model itself, `depth` 0 for the model; `shape` is its
    output's for the length asked for, empty where none was; `parameters` counts all within it, `share` is of all."""

    name: str
    class_name: str
    shape: str
    parameters: int
    share: float
    depth: int


@dataclass(frozen=True)
class Summary:
    """A model's modules that hold parameters, in order, each before those within it.

    `activations` is an estimate, in float32 elements, of what one forward pass of the length asked for needs beside the
    weights: the largest input and output of one module together, with the embeddings that stay alive beside it.
    """

    rows: tuple[ModuleRow, ...]
    total: int
    trainable: int
    activations: int = 0

    def bytes_as(self, dtype: str) -> int:
        """Bytes of the weights in a precision: float32, bfloat16, float16 or int8 (one byte a weight)."""
        return self.total * BYTES[dtype]


def summarize(model: nn.Module, *, length: int | None = None) -> Summary:
    """The rows of a model, on any device; output shapes for one RNA of `length` nucleotides where the model is on the
    meta device (see `zoo.blueprint`), which no weight has to be read for."""
    shapes, activations = _shapes(model, length) if length is not None else ({}, 0)
    total = sum(parameter.numel() for parameter in model.parameters())
    rows = tuple(
        ModuleRow(name, type(module).__name__, shapes.get(name, ""), count, count / max(1, total), depth)
        for name, module, count, depth in _modules(model)
    )
    trainable = sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
    return Summary(rows, total, trainable, activations)


def _modules(model: nn.Module) -> Iterator[tuple[str, nn.Module, int, int]]:
    for name, module in model.named_modules():
        count = sum(parameter.numel() for parameter in module.parameters())
        if count or not name:
            yield name, module, count, name.count(".") + 1 if name else 0


def _shapes(model: nn.Module, length: int) -> tuple[dict[str, str], int]:
    """Each module's output shape for one RNA, and the estimate of `Summary.activations`."""
    shapes: dict[str, str] = {}
    largest, stream = 0, 0

    def note(name: str, module: nn.Module, inputs: Any, output: Any) -> None:
        nonlocal largest, stream
        found = _tensors(output)
        if found:
            shapes[name] = str(list(found[0].shape))
        if not any(True for _ in module.children()):
            largest = max(largest, sum(each.numel() for each in (*_tensors(inputs), *found)))
        if name == "model" and found:
            stream = found[0].numel()

    encoder = model.get_submodule("model")
    layers = encoder.get_submodule("encoder")
    every = layers.get_submodule("layer")
    first, *others = every.children()
    layers.layer = nn.ModuleList([first])  # all are alike, and meta tensors are slow: its shapes are theirs
    hooks = [
        module.register_forward_hook(lambda module, inputs, output, name=name: note(name, module, inputs, output))
        for name, module in model.named_modules()
    ]
    hooks.append(encoder.register_forward_pre_hook(_without_mask, with_kwargs=True))
    try:
        with torch.no_grad():
            ids = torch.full((1, length + 2), 4, device=next(model.parameters()).device)
            # A network that writes is shown as many letters as there are: choosing its own takes weights.
            shown = {"labels": ids.new_zeros(1, length)} if hasattr(model, "decoder") else {}
            model(input_ids=ids, attention_mask=torch.ones_like(ids), **shown)
    finally:
        layers.layer = every
        for hook in hooks:
            hook.remove()
    its = {name.removeprefix(_FIRST_LAYER): shape for name, shape in shapes.items() if name.startswith(_FIRST_LAYER)}
    for index, _ in enumerate(others, start=1):
        shapes |= {f"{_LAYERS}{index}{name}": shape for name, shape in its.items()}
    return shapes, largest + stream


def _without_mask(
    _: nn.Module, inputs: tuple[Any, ...], named: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    # One RNA alone needs none, and transformers would look into it: a meta tensor has nothing in it.
    return inputs, {**named, "attention_mask": None}


def _tensors(value: Any) -> list[Tensor]:
    """The tensors of a module's input or output, whatever it is wrapped in."""
    if isinstance(value, Tensor):
        return [value]
    if isinstance(value, dict):
        value = tuple(value.values())
    return [each for part in value for each in _tensors(part)] if isinstance(value, (tuple, list)) else []

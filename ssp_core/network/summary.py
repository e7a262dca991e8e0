"""A network's modules as table rows (name, class, output shape, parameters, share) and its size in bytes."""

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
    """One module.

    `name` is its path in the model, empty for the model itself, whose `depth` is 0. `shape` is the shape of its output
    for the length that `summarize` was given, empty without a length. `parameters` includes those of its submodules;
    `share` is that number divided by the model's.
    """

    name: str
    class_name: str
    shape: str
    parameters: int
    share: float
    depth: int


@dataclass(frozen=True)
class Summary:
    """A model's modules that hold parameters, each before its submodules.

    `activations` estimates the memory of one forward pass without the weights, in float32 elements: the largest input
    and output of one module together, and the embeddings that are kept meanwhile.
    """

    rows: tuple[ModuleRow, ...]
    total: int
    trainable: int
    activations: int = 0

    def bytes_as(self, dtype: str) -> int:
        """Bytes of the weights in float32, bfloat16, float16 or int8."""
        return self.total * BYTES[dtype]


def summarize(model: nn.Module, *, length: int | None = None) -> Summary:
    """The modules of a model.

    Args:
        model: on any device.
        length: nucleotides of one RNA, for which output shapes are found; then the model must be on the meta device
            (see `opening.blueprint`), where no weights are needed.
    """
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
    largest, embeddings = 0, 0

    def note(name: str, module: nn.Module, inputs: Any, output: Any) -> None:
        nonlocal largest, embeddings
        outputs = _tensors(output)
        if outputs:
            shapes[name] = str(list(outputs[0].shape))
        if not any(True for _ in module.children()):
            largest = max(largest, sum(tensor.numel() for tensor in (*_tensors(inputs), *outputs)))
        if name == "model" and outputs:
            embeddings = outputs[0].numel()

    encoder = model.get_submodule("model")
    layers = encoder.get_submodule("encoder")
    all_layers = layers.get_submodule("layer")
    first, *others = all_layers.children()
    layers.layer = nn.ModuleList([first])  # all have the same shapes, and meta tensors are slow: one is run
    hooks = [
        module.register_forward_hook(lambda module, inputs, output, name=name: note(name, module, inputs, output))
        for name, module in model.named_modules()
    ]
    hooks.append(encoder.register_forward_pre_hook(_without_mask, with_kwargs=True))
    try:
        with torch.no_grad():
            ids = torch.full((1, length + 2), 4, device=next(model.parameters()).device)
            # A model that generates labels is given as many as there are nucleotides: generating takes weights.
            labels = {"labels": ids.new_zeros(1, length)} if hasattr(model, "seq2seq_decoder") else {}
            model(input_ids=ids, attention_mask=torch.ones_like(ids), **labels)
    finally:
        layers.layer = all_layers
        for hook in hooks:
            hook.remove()
    of_first = {
        name.removeprefix(_FIRST_LAYER): shape for name, shape in shapes.items() if name.startswith(_FIRST_LAYER)
    }
    for index, _ in enumerate(others, start=1):
        shapes |= {f"{_LAYERS}{index}{name}": shape for name, shape in of_first.items()}
    return shapes, largest + embeddings


def _without_mask(
    _: nn.Module, inputs: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    # One RNA alone needs none, and transformers would read its values: a meta tensor has none.
    return inputs, {**kwargs, "attention_mask": None}


def _tensors(value: Any) -> list[Tensor]:
    """The tensors in a module's input or output, also within tuples, lists and dictionaries."""
    if isinstance(value, Tensor):
        return [value]
    if isinstance(value, dict):
        value = tuple(value.values())
    return [tensor for part in value for tensor in _tensors(part)] if isinstance(value, (tuple, list)) else []

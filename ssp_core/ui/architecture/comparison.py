"""A model in figures, alone and beside another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ssp_core.network import zoo
from ssp_core.ui.templates import file_size

from .summaries import summary_of

if TYPE_CHECKING:
    from ssp_core.network.summary import Summary

_SETTINGS = {
    "num_hidden_layers": "layers",
    "hidden_size": "width (numbers in an embedding)",
    "num_attention_heads": "attention heads",
    "intermediate_size": "feed-forward width",
    "vocab_size": "vocabulary (tokens)",
}
_HEADS = {"pairing": "pairs and classes, trained by this project", "published": "structure head of its authors"}


@dataclass(frozen=True)
class ComparisonRow:
    """One property of two models."""

    label: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """Whether the two models differ in it."""
        return self.left != self.right


def totals(summary: Summary, length: int) -> list[tuple[str, str]]:
    """What the network weighs, as figures with what each is."""
    return [
        (f"{summary.total:,}", "parameters"),
        (f"{summary.trainable:,}", "of them trainable"),
        (file_size(summary.bytes_as("float32")), "weights in float32"),
        (file_size(summary.bytes_as("bfloat16")), "in bfloat16"),
        (file_size(summary.bytes_as("int8")), "in int8"),
        (file_size(4 * summary.activations), _memory(length)),
    ]


def facts(entry: zoo.ZooModel, summary: Summary, length: int) -> dict[str, str]:
    """What sets a model apart, by what it is called."""
    settings = zoo.settings_of(entry) or {}
    no_download = "not needed" if entry.repository is None else "not known"
    return {
        **{label: f"{int(settings[key]):,}" for key, label in _SETTINGS.items() if key in settings},
        "parameters": f"{summary.total:,}",
        "weights in float32": file_size(summary.bytes_as("float32")),
        "weights in bfloat16": file_size(summary.bytes_as("bfloat16")),
        _memory(length): file_size(4 * summary.activations),
        "head": _HEADS.get(entry.head, "untrained: its answers are random"),
        "training": entry.training,
        "licence": entry.licence,
        "download": file_size(entry.download) if entry.download else no_download,
        "downloaded": "yes" if zoo.folder_of(entry) else "no",
    }


def compare(one: zoo.ZooModel, other: zoo.ZooModel, length: int) -> tuple[ComparisonRow, ...] | None:
    """Two models side by side for an RNA of `length` nt; None where the sizes of one are not known."""
    found = [(entry, summary_of(entry, length)) for entry in (one, other)]
    sides = [facts(entry, summary, length) for entry, summary in found if summary]
    if len(sides) < len(found):
        return None
    left, right = sides
    return tuple(ComparisonRow(label, value, right.get(label, "")) for label, value in left.items())


def published_count(entry: zoo.ZooModel, summary: Summary) -> str:
    """Why the authors' own count of parameters is higher than ours; "" for a model of this project."""
    from ssp_core.network.opening import unused_parameters

    unused = unused_parameters(entry)
    if entry.parameters is None or not unused:
        return ""
    extra = summary.total + unused - entry.parameters
    head = f" We count the first map of the published structure head, {extra:,}, which they do not." if extra else ""
    return (
        f"OmniGenBench counts {entry.parameters:,} parameters for this model with a token head. {unused:,} of them are "
        f"never used by a network with rotary positions (a table of positions, a contact head, a pooler), so we leave "
        f"them out.{head}"
    )


def gpu_use() -> str:
    """How much of a GPU's memory is in use; "" where there is no GPU."""
    from ssp_core.network.weights import gpu_memory

    found = gpu_memory()
    if found is None:
        return ""
    name, used, total = found
    return f"GPU memory in use: {file_size(used)} of {file_size(total)} ({name})."


def _memory(length: int) -> str:
    return f"working memory for {length:,} nt (approx.)"

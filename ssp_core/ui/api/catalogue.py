"""What a program may ask about the models: which there are, and what one is made of."""

# No `from __future__ import annotations`: gradio reads the hints of answers as they stand here.
import json
from typing import Any

from ssp_core.analysis.wording import untrained
from ssp_core.errors import InputError, ModelError
from ssp_core.network import zoo
from ssp_core.rna import MAX_LENGTH
from ssp_core.ui.architecture.summaries import summary_of
from ssp_core.ui.models import DEFAULT, entry_of


def models() -> list[dict[str, Any]]:
    """List the models that the other functions take by name.

    A model that is not downloaded is downloaded when it is first used, if the server may do so.

    Returns:
        For each its name, title, whether its head is trained, whether it is here, its size, training and licence.
    """
    return [_facts(entry) for entry in zoo.offered()]


def architecture(model: str = DEFAULT, length: int = 76) -> dict[str, Any]:
    """List every module of a model with its class, output shape and parameters, without reading a weight.

    Args:
        model: A name that the function models lists.
        length: Nucleotides of the RNA whose output shapes are given, 1 to 1,022.

    Returns:
        The model, its parameters, its settings, and its modules, each before those that it consists of.
    """
    if not 1 <= length <= MAX_LENGTH:
        raise InputError(f"The length is {length:,}; a whole number from 1 to {MAX_LENGTH:,} is wanted.")
    entry = entry_of(model)
    summary = summary_of(entry, length)
    if summary is None:
        raise ModelError(f"The sizes of {entry.title} are in its files, which are not on this machine yet.")
    return {
        "model": _facts(entry),
        "length": length,
        "parameters": summary.total,
        "settings": dict(zoo.settings_of(entry) or {}),
        "modules": [
            {
                "name": row.name,
                "class": row.class_name,
                "shape": json.loads(row.shape) if row.shape else None,
                "parameters": row.parameters,
                "share": round(row.share, 6),
                "depth": row.depth,
            }
            for row in summary.rows
        ],
    }


def _facts(entry: zoo.ZooModel) -> dict[str, Any]:
    """What is known of a model, with a note where its structures mean nothing."""
    facts = zoo.facts(entry)
    if facts["parameters"] is None and (summary := summary_of(entry, 1)):
        facts["parameters"] = summary.total
    return {**facts, "notes": [] if entry.trained else [untrained(entry.title)]}

"""The card of a saved model: README.md with the data at its top by which the Hugging Face Hub takes and finds it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from huggingface_hub import ModelCardData

FILE = "README.md"
_TOKENS = "OmniModelForTokenClassification"
_TAGS = ["rna", "rna-secondary-structure", "omnigenome"]
_CARD = """\
{data}
# {name}

A model of ssp-core: an OmniGenome encoder under the head `{class_name}` with the labels {labels}. Nothing is noted here
of what it was trained on.

```python
{code}
```
"""
_PIPELINE = """\
import ssp_core  # from here on transformers knows the model
from transformers import pipeline

pipeline("token-classification", model="{name}")("GGGGAAAACCCC")"""
_MODEL_HUB = """\
from ssp_core import ModelHub

ModelHub.load("{name}").inference("GGGGAAAACCCC")"""


def card_data(class_name: str) -> str:
    """The first lines of the card of a model of a task class, in YAML between lines of dashes."""
    task = "token-classification" if class_name == _TOKENS else None
    data = ModelCardData(library_name="ssp-core", pipeline_tag=task, tags=_TAGS)
    return f"---\n{data.to_yaml()}\n---\n"


def write_card(folder: Path, class_name: str, labels: Sequence[str]) -> None:
    """Write the card of a folder, unless it has one."""
    path = folder / FILE
    if path.exists():
        return
    code = _PIPELINE if class_name == _TOKENS else _MODEL_HUB
    text = _CARD.format(
        data=card_data(class_name),
        name=folder.name,
        class_name=class_name,
        labels=" ".join(f"`{label}`" for label in labels),
        code=code.format(name=folder.name),
    )
    path.write_text(text, encoding="utf-8")

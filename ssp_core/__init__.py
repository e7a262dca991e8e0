"""Predict RNA secondary structure with a genomic foundation model.

This module is the public door. It loads a name when the name is first used: importing `ssp_core` itself brings no
torch and changes nothing in the caller's process, except that transformers, where it is imported, knows the classes of
this package: `AutoConfig` and `AutoModelForTokenClassification` open folders that they have saved.

Example:
    >>> from ssp_core import Predictor
    >>> [prediction] = Predictor("bundled").predict(["GGGGAAAACCCC"])
    >>> prediction.structure
    '((((....))))'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ssp_core import late_import

if TYPE_CHECKING:
    from ssp_core.errors import (
        FormatError,
        InputError,
        ModelError,
        SequenceError,
        SettingsError,
        SspCoreError,
        StructureError,
    )
    from ssp_core.folding.decoding import Decoded, DecoderSettings, NetworkOutput, decode
    from ssp_core.folding.metrics import score
    from ssp_core.folding.structure import Structure
    from ssp_core.network.heads import (
        OmniModelForMultiLabelSequenceClassification,
        OmniModelForSequenceClassification,
        OmniModelForSequenceRegression,
        OmniModelForTokenClassification,
        OmniModelForTokenRegression,
    )
    from ssp_core.network.inspection import Inspection
    from ssp_core.network.model_hub import ModelHub
    from ssp_core.network.seq2seq import OmniModelForSeq2Seq
    from ssp_core.network.tokenizer import OmniTokenizer
    from ssp_core.prediction import Prediction, Provenance
    from ssp_core.predictor import Predictor
    from ssp_core.reading import InputRecord, Reference, read_input, read_reference
    from ssp_core.sequence import RnaSequence, read_sequence, read_sequences
    from ssp_core.training.datasets import OmniDatasetForTokenClassification
    from ssp_core.training.metric import ClassificationMetric
    from ssp_core.training.trainer import AccelerateTrainer

__version__ = "0.9.0"

late_import.after("transformers.models.auto.configuration_auto", "ssp_core.network.auto_config")

__all__ = [
    "AccelerateTrainer",
    "ClassificationMetric",
    "Decoded",
    "DecoderSettings",
    "FormatError",
    "InputError",
    "InputRecord",
    "Inspection",
    "ModelError",
    "ModelHub",
    "NetworkOutput",
    "OmniDatasetForTokenClassification",
    "OmniModelForMultiLabelSequenceClassification",
    "OmniModelForSeq2Seq",
    "OmniModelForSequenceClassification",
    "OmniModelForSequenceRegression",
    "OmniModelForTokenClassification",
    "OmniModelForTokenRegression",
    "OmniTokenizer",
    "Prediction",
    "Predictor",
    "Provenance",
    "Reference",
    "RnaSequence",
    "SequenceError",
    "SettingsError",
    "SspCoreError",
    "Structure",
    "StructureError",
    "decode",
    "read_input",
    "read_reference",
    "read_sequence",
    "read_sequences",
    "score",
]

# The module of each name; the imports above say the same to type checkers, and tests/test_door.py compares them.
_MODULES = {
    "AccelerateTrainer": "training.trainer",
    "ClassificationMetric": "training.metric",
    "Decoded": "folding.decoding",
    "DecoderSettings": "folding.decoding",
    "FormatError": "errors",
    "InputError": "errors",
    "InputRecord": "reading",
    "Inspection": "network.inspection",
    "ModelError": "errors",
    "ModelHub": "network.model_hub",
    "NetworkOutput": "folding.decoding",
    "OmniDatasetForTokenClassification": "training.datasets",
    "OmniModelForMultiLabelSequenceClassification": "network.heads",
    "OmniModelForSeq2Seq": "network.seq2seq",
    "OmniModelForSequenceClassification": "network.heads",
    "OmniModelForSequenceRegression": "network.heads",
    "OmniModelForTokenClassification": "network.heads",
    "OmniModelForTokenRegression": "network.heads",
    "OmniTokenizer": "network.tokenizer",
    "Prediction": "prediction",
    "Predictor": "predictor",
    "Provenance": "prediction",
    "Reference": "reading",
    "RnaSequence": "sequence",
    "SequenceError": "errors",
    "SettingsError": "errors",
    "SspCoreError": "errors",
    "Structure": "folding.structure",
    "StructureError": "errors",
    "decode": "folding.decoding",
    "read_input": "reading",
    "read_reference": "reading",
    "read_sequence": "sequence",
    "read_sequences": "sequence",
    "score": "folding.metrics",
}


if not TYPE_CHECKING:  # a type checker must not take every name for a public one

    def __getattr__(name: str) -> Any:
        """Import a public name on its first use (PEP 562)."""
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

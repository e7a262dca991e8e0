"""The public door: predict RNA secondary structure with a genomic language model, decode it, score it.

>>> from ssp_core import Predictor
>>> [prediction] = Predictor("bundled").predict(["GGGGAAAACCCC"])
>>> prediction.structure
'((((....))))'
"""

from __future__ import annotations

from ssp_core.errors import InputError, ModelError, SequenceError, SettingsError, SspCoreError, StructureError
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
from ssp_core.network.seq2seq import OmniModelForSeq2Seq
from ssp_core.network.tokenizer import OmniTokenizer
from ssp_core.prediction import Prediction
from ssp_core.predictor import Predictor
from ssp_core.sequence import RnaSequence, read_sequence, read_sequences

__all__ = [
    "Decoded",
    "DecoderSettings",
    "InputError",
    "ModelError",
    "NetworkOutput",
    "OmniModelForMultiLabelSequenceClassification",
    "OmniModelForSeq2Seq",
    "OmniModelForSequenceClassification",
    "OmniModelForSequenceRegression",
    "OmniModelForTokenClassification",
    "OmniModelForTokenRegression",
    "OmniTokenizer",
    "Prediction",
    "Predictor",
    "RnaSequence",
    "SequenceError",
    "SettingsError",
    "SspCoreError",
    "Structure",
    "StructureError",
    "decode",
    "read_sequence",
    "read_sequences",
    "score",
]

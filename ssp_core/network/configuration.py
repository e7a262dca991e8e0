"""OmniGenome's configuration: transformers' EsmConfig under a name of its own, by which `AutoConfig` knows it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from transformers import AutoConfig, EsmConfig

from ssp_core.network.auto_config import MODEL_TYPE


class OmniGenomeConfig(EsmConfig):
    """The sizes of an OmniGenome encoder and, of a task class, its labels."""

    model_type = MODEL_TYPE

    @classmethod
    def from_dict(cls, config_dict: dict[str, Any], **kwargs: Any) -> Any:
        """The configuration of a config.json, which transformers asks for before it looks for a model's class."""
        import_module("ssp_core.network.heads")  # where the class tells AutoModelForTokenClassification of itself
        return super().from_dict(config_dict, **kwargs)


AutoConfig.register(MODEL_TYPE, OmniGenomeConfig)

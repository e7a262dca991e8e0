"""What `AutoConfig` finds for a folder of ours until our classes are loaded.

It is imported while transformers imports itself, and so imports nothing of it but the mapping.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from transformers.models.auto.configuration_auto import CONFIG_MAPPING

MODEL_TYPE = "ssp-omnigenome"  # not the authors' own, whose files bring code


class LazyOmniGenomeConfig:
    """Stands for `OmniGenomeConfig`, which takes its place in the mapping as soon as it is asked for."""

    model_type = MODEL_TYPE

    @classmethod
    def from_dict(cls, config_dict: dict[str, Any], **kwargs: Any) -> Any:
        """The configuration of a config.json."""
        return import_module("ssp_core.network.configuration").OmniGenomeConfig.from_dict(config_dict, **kwargs)


CONFIG_MAPPING.register(MODEL_TYPE, LazyOmniGenomeConfig)

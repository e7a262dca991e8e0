"""ModelHub: opens a model with its trained head, whichever task it is for."""

from __future__ import annotations

from pathlib import Path

from ssp_core.errors import CheckpointError
from ssp_core.network import heads, hub
from ssp_core.network.device import choose_device
from ssp_core.network.model import OmniModelForPairing
from ssp_core.network.model_files import read_config, saved_by
from ssp_core.network.omni import OmniModel
from ssp_core.network.seq2seq import OmniModelForSeq2Seq

_CLASSES: dict[str, type[OmniModel]] = {
    kind.__name__: kind
    for kind in (
        heads.OmniModelForTokenClassification,
        heads.OmniModelForPublishedStructure,
        heads.OmniModelForSequenceClassification,
        heads.OmniModelForMultiLabelSequenceClassification,
        heads.OmniModelForSequenceRegression,
        heads.OmniModelForTokenRegression,
        OmniModelForSeq2Seq,
    )
}


class ModelHub:
    """Where models with a trained head are opened by name; `load` is all of it."""

    @staticmethod
    def load(name: str | Path, *, device: str = "auto") -> OmniModel:
        """A saved model of the class that saved it, in float32 and evaluation mode.

        Every tensor must fit by name and shape, and nothing is unpickled.

        Args:
            name: a local folder, such as one of `AccelerateTrainer.save_model`, or a Hub name. The authors' base
                checkpoints give their published structure head.
            device: "cuda", "mps", "cpu" or "auto".

        Returns:
            The model; its `inference` takes a sequence.

        Raises:
            CheckpointError: the files are not those of a model with a head; the message names the file or tensor.
            HubError: there is no such folder, and the repository could not be downloaded.
        """
        folder = hub.locate(name).folder
        architecture = saved_by(folder, read_config(folder))
        model: OmniModel
        if architecture is None:
            model = heads.OmniModelForPublishedStructure.published(folder)
        elif architecture in _CLASSES:
            model = _CLASSES[architecture].from_pretrained(folder)
        else:
            raise CheckpointError(
                f"{folder.name} was saved by {architecture}: wanted a task class, such as "
                f"OmniModelForTokenClassification; {OmniModelForPairing.__name__} is opened by Predictor."
            )
        return model.float().to(choose_device(device)).eval()

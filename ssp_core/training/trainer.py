"""AccelerateTrainer: the loop of `token_loop` with the spelling of OmniGenBench, and every setting honoured."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from accelerate import Accelerator

from ssp_core.errors import InputError
from ssp_core.network.heads import OmniModelForTokenClassification
from ssp_core.network.model_files import CONFIG, TRAINING_NOTE

from .datasets import OmniDatasetForTokenClassification
from .labelled_tokens import Evaluation
from .metric import Metric
from .recipe import SETTINGS, TokenRecipe
from .token_loop import TokenTrainer

History = dict[str, list[dict[str, float]]]


@dataclass(kw_only=True, eq=False)
class AccelerateTrainer:
    """Trains a model for token classification, on one device or, under `accelerate launch`, on several.

    Afterwards the model has the weights with the lowest validation loss. Where `model.model.requires_grad_(False)` was
    called before, the encoder stays as it is and only the head learns.

    Args:
        model: trained in place.
        train_dataset: RNAs to learn from, labelled with the model's ids.
        eval_dataset: RNAs to validate with.
        test_dataset: RNAs to test with after the training.
        compute_metrics: functions of true and predicted ids that give scores by name, such as those of
            `ClassificationMetric`.
        batch_size: RNAs in a batch, on each device.
        num_epochs: how often all RNAs are learned from.
        learning_rate: its highest value: it rises to it over the warm-up and falls to 0 at the last step.
        warmup_ratio: share of the steps in which the rate rises.
        weight_decay: of matrices, not of biases and norms.
        logging_steps: a line with the loss is printed every so many steps.
        eval_steps: `eval_dataset` is predicted every so many steps; every epoch by default.
        save_steps: the model is written to `output_dir` every so many steps, as `checkpoint-STEP`; never by default.
        output_dir: folder for checkpoints.
        seed: of the order of the batches and of dropout.

    Raises:
        InputError: a number cannot be used, labels do not agree, or `save_steps` has no `output_dir`.

    Example:
        >>> from ssp_core import AccelerateTrainer, OmniDatasetForTokenClassification, OmniModelForTokenClassification
        >>> from ssp_core.training.rows import LabelledRna
        >>> sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
        ...          "intermediate_size": 32, "vocab_size": 24}
        >>> trainer = AccelerateTrainer(
        ...     model=OmniModelForTokenClassification(sizes, label2id={"(": 0, ")": 1, ".": 2}),
        ...     train_dataset=OmniDatasetForTokenClassification([LabelledRna("GGGAAACCC", "(((...)))")]),
        ...     num_epochs=2,
        ... )
        >>> [entry["step"] for entry in trainer.train()["train"]]
        step 2 of 2  loss ...
        [2]
    """

    model: OmniModelForTokenClassification
    train_dataset: OmniDatasetForTokenClassification
    eval_dataset: OmniDatasetForTokenClassification | None = None
    test_dataset: OmniDatasetForTokenClassification | None = None
    compute_metrics: Sequence[Metric] = ()
    batch_size: int = 8
    num_epochs: int = 3
    learning_rate: float = 2e-5
    warmup_ratio: float = SETTINGS["warmup"].default
    weight_decay: float = SETTINGS["weight_decay"].default
    logging_steps: int = 10
    eval_steps: int | None = None
    save_steps: int | None = None
    output_dir: str | Path | None = None
    seed: int = 42
    _recipe: TokenRecipe = field(init=False, repr=False)
    _loop: TokenTrainer | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        for name in ("batch_size", "num_epochs", "logging_steps", "eval_steps", "save_steps"):
            value = getattr(self, name)
            if value is not None and (not isinstance(value, int) or value < 1):
                raise InputError(f"Found {name}={value!r}: wanted a whole number from 1.")
        if self.save_steps and self.output_dir is None:
            raise InputError("Found save_steps without output_dir: wanted a folder for the checkpoints.")
        for dataset in filter(None, (self.train_dataset, self.eval_dataset, self.test_dataset)):
            self._check_labels(dataset)
        self._accelerator = Accelerator()
        batches = math.ceil(len(self.train_dataset) / self.batch_size)
        self._epoch = math.ceil(batches / self._accelerator.num_processes)
        self._recipe = TokenRecipe(
            freeze_base=not any(weight.requires_grad for weight in self.model.model.parameters()),
            steps=self.num_epochs * self._epoch,
            batch_size=self.batch_size,
            learning_rate=self.learning_rate,
            warmup=self.warmup_ratio,
            weight_decay=self.weight_decay,
            seed=self.seed,
        )

    def train(self) -> History:
        """Train from the weights that the model has now.

        Returns:
            By part, "train", "valid" and "test", a dictionary of scores for each time that they were computed: the mean
            loss since the entry before, validation from step 0 on, and one test after the training.

        Raises:
            TrainingError: a loss is not finite; the model then has the best weights until then.
        """
        loop = self._loop = self._begun()
        history: History = {"train": []}
        lowest = self._validate(loop, history, math.inf)
        losses: list[float] = []
        for loss in loop.steps():
            losses.append(loss)
            is_last = loop.step == self._recipe.steps
            if loop.step % self.logging_steps == 0 or is_last:
                rate = self._recipe.rate_at(loop.step - 1)
                history["train"].append({"step": loop.step, "loss": float(np.mean(losses)), "learning_rate": rate})
                self._show(loop, "", history["train"][-1])
                losses.clear()
            if loop.step % (self.eval_steps or self._epoch) == 0 or is_last:
                lowest = self._validate(loop, history, lowest)
            if self.save_steps and loop.step % self.save_steps == 0:
                self._write(Path(self.output_dir or "") / f"checkpoint-{loop.step}")
        if self.eval_dataset is not None:
            loop.restore()
        if self.test_dataset is not None:
            history["test"] = [self.test()]
        return history

    def evaluate(self, dataset: OmniDatasetForTokenClassification | None = None) -> dict[str, float]:
        """The loss and the metrics of the model as it is now.

        Args:
            dataset: RNAs to predict; `eval_dataset` by default.

        Returns:
            `loss`, the mean over the nucleotides, and what the metrics give.

        Raises:
            InputError: there is no data set, or its labels are not the model's.
        """
        dataset = self.eval_dataset if dataset is None else dataset
        if dataset is None:
            raise InputError("Found no eval_dataset: wanted one, or a data set to evaluate on.")
        self._check_labels(dataset)
        self._loop = self._loop or self._begun()
        return self._scored(self._loop.evaluate(dataset.examples))

    def test(self) -> dict[str, float]:
        """As `evaluate`, on `test_dataset`."""
        if self.test_dataset is None:
            raise InputError("Found no test_dataset: wanted one.")
        return self.evaluate(self.test_dataset)

    def save_model(self, path: str | Path, overwrite: bool = False) -> None:
        """Write the model: config.json and model.safetensors, for `ModelHub`, `Predictor` and `from_pretrained`.

        Args:
            path: a folder, made where it is missing.
            overwrite: whether a model that is there is replaced; in `output_dir` it always is.

        Raises:
            InputError: the folder holds a model already.
        """
        folder = Path(path)
        is_own = self.output_dir is not None and folder.resolve() == Path(self.output_dir).resolve()
        if (folder / CONFIG).exists() and not (overwrite or is_own):
            raise InputError(f"The folder {str(folder)!r} holds a model: overwrite=True or another folder is wanted.")
        self._write(folder)

    def _begun(self) -> TokenTrainer:
        validation = [] if self.eval_dataset is None else self.eval_dataset.examples
        return TokenTrainer(self.model, self.train_dataset.examples, validation, self._recipe)

    def _check_labels(self, dataset: OmniDatasetForTokenClassification) -> None:
        if dataset.label2id != self.model.label2id:
            raise InputError(f"The data have the labels {dataset.label2id}: wanted the model's, {self.model.label2id}.")

    def _validate(self, loop: TokenTrainer, history: History, lowest: float) -> float:
        """Note how good the model is, keep it where it is the best, and give the lowest loss until now."""
        if self.eval_dataset is None:
            return lowest
        scores = self._scored(loop.evaluate(loop.validation))
        history.setdefault("valid", []).append({"step": loop.step, **scores})
        self._show(loop, "validation ", history["valid"][-1])
        if scores["loss"] < lowest:
            loop.keep()
        return min(lowest, scores["loss"])

    def _scored(self, found: Evaluation) -> dict[str, float]:
        scores = {"loss": found.loss}
        for metric in self.compute_metrics:
            scores.update(metric(found.targets, found.predicted))
        return scores

    def _show(self, loop: TokenTrainer, what: str, scores: dict[str, float]) -> None:
        if self._accelerator.is_main_process:
            texts = [f"{name} {value:.4g}" for name, value in scores.items() if name != "step"]
            print(f"step {loop.step:,} of {self._recipe.steps:,}  {what}{'  '.join(texts)}", flush=True)

    def _write(self, folder: Path) -> None:
        if not self._accelerator.is_main_process:
            return
        self.model.save_pretrained(folder)
        step = 0 if self._loop is None else self._loop.step
        count = f"{len(self.train_dataset):,} RNAs from {self.train_dataset.description}"
        note = {
            "title": folder.name,
            "training": f"Trained by AccelerateTrainer for {step:,} steps on {count}.",
            "trained": step > 0,
            "imitates_thermodynamics": self.train_dataset.by_thermodynamics,
        }
        (folder / TRAINING_NOTE).write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")

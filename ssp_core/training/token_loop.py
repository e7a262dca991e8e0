"""The loop by which a token-classification head learns, on `accelerate` (device, several GPUs).

`TokenTrainer.run` is a generator of reports, `TokenTrainer.steps` of the losses of single steps. Both can be left and
called again, and a saved state continues where it stopped: the same batches, the same dropout, the same weights.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from accelerate import Accelerator
from accelerate.utils import gather_object
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from ssp_core.errors import InputError, TrainingError
from ssp_core.folding.decoding import argmax, map_structure
from ssp_core.network.heads import OmniModelForTokenClassification
from ssp_core.network.labels import IGNORED
from ssp_core.progress import checkpoint, report

from .labelled_tokens import Evaluation, LabelledTokens, chunks, collate, embedded, epoch_batches, macro_f1
from .recipe import TokenRecipe
from .reports import TrainingReport, WatchedRna

_CLIP = 1.0
_STATE, _WEIGHTS, _OPTIMIZER = "state.json", "weights.safetensors", "optimizer.pt"
_UNPAIRED = "."


class _Objective(nn.Module):
    """What is trained: the whole model on token ids, or its head alone on embeddings."""

    def __init__(self, model: OmniModelForTokenClassification) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, labels: Tensor, input_ids: Tensor | None = None, hidden: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Loss and logits."""
        if hidden is None:
            if input_ids is None:
                raise TypeError("Either input_ids or hidden is wanted.")
            hidden = self.model.encode(input_ids)
        logits = self.model.head(hidden).float()
        return self.model.loss(logits, labels), logits


class TokenTrainer:
    """One training of a model.

    Args:
        model: trained in place; with `freeze_base` its encoder stays as it is.
        training: examples to learn from, at least one.
        validation: examples that reports are about; none are needed for `steps`.
        recipe: the settings; `base` is not read here.
        watch: an RNA whose prediction is in every report, in the letters ACGUN.
    """

    def __init__(
        self,
        model: OmniModelForTokenClassification,
        training: Sequence[LabelledTokens],
        validation: Sequence[LabelledTokens],
        recipe: TokenRecipe,
        watch: str = "",
    ) -> None:
        if not training:
            raise InputError("Found no RNA to train on; at least one is wanted.")
        self.accelerator = Accelerator()
        self.model, self.recipe, self.watch = model.to(self.accelerator.device), recipe, watch
        self.step = 0
        self._training, self.validation = list(training), list(validation)
        self._epoch: tuple[int, list[list[int]]] = (-1, [])  # the number of a pass and its batches
        self._losses: list[float] = []
        self._is_embedded = False
        model.model.requires_grad_(not recipe.freeze_base)
        self._plain_optimizer = torch.optim.AdamW(_groups(model, recipe.weight_decay), lr=recipe.learning_rate)
        self._objective, self._optimizer = self.accelerator.prepare(_Objective(model), self._plain_optimizer)
        self.keep()

    def run(self) -> Iterator[TrainingReport]:
        """Train to the last step, with a report before the first step and after every `report_every` steps.

        Raises:
            TrainingError: a loss is not finite; the model then has the weights of the last report.
            CancelledWorkError: whoever watches (`ssp_core.progress`) has cancelled; the step at work is finished.
        """
        if not self.validation:
            raise InputError("Found no RNA to validate with; at least one is wanted.")
        self._embed()
        started, first = time.monotonic(), self.step
        if self.step == 0:
            yield self._report(None, 0.0)
        for _ in self.steps():
            if self.step % self.recipe.report_every == 0 or self.step == self.recipe.steps:
                loss, self._losses = float(np.mean(self._losses)), []
                done = self._report(loss, (self.step - first) / max(1e-9, time.monotonic() - started))
                yield done

    def steps(self) -> Iterator[float]:
        """Train to the last step; the loss of each. Errors as for `run`."""
        self._embed()
        while self.step < self.recipe.steps:
            report("training", self.step, self.recipe.steps)
            loss = self._learn([self._training[place] for place in self._places()])
            self._losses.append(loss)
            self.step += 1
            yield loss
        checkpoint()

    def evaluate(self, examples: Sequence[LabelledTokens]) -> Evaluation:
        """The model as it is now on these examples, shared among the processes."""
        self._set_mode(training=False)
        rank, world = self.accelerator.process_index, self.accelerator.num_processes
        parts = []
        for places in chunks(examples)[rank::world]:
            checkpoint()
            batch = self._on_device([examples[place] for place in places])
            with torch.no_grad():
                loss, logits = self._objective(**batch)
            counted = batch["labels"] != IGNORED
            targets, predicted = batch["labels"][counted], logits.argmax(dim=-1)[counted]
            parts.append((float(loss) * len(targets), targets.cpu().numpy(), predicted.cpu().numpy()))
        gathered = gather_object(parts)
        targets = np.concatenate([part[1] for part in gathered] or [np.zeros(0, dtype=np.int64)])
        predicted = np.concatenate([part[2] for part in gathered] or [np.zeros(0, dtype=np.int64)])
        return Evaluation(sum(part[0] for part in gathered) / max(1, len(targets)), targets, predicted)

    def keep(self) -> None:
        """Remember the weights as they are now, for `restore`, and for a loss that is not finite."""
        self._kept = (self.step, self._weights())

    def restore(self) -> None:
        """Put back the weights that were last kept, and their step."""
        self.step, weights = self._kept
        self.model.load_state_dict(weights, strict=False)

    def save_state(self, folder: Path) -> None:
        """Write what `load_state` needs to go on; an interruption leaves an older state whole."""
        if not self.accelerator.is_main_process:
            return
        folder.mkdir(parents=True, exist_ok=True)
        names = {name: f"{self.step}.{name}" for name in (_WEIGHTS, _OPTIMIZER)}
        save_file(self._weights(), folder / names[_WEIGHTS])
        torch.save(self._plain_optimizer.state_dict(), folder / names[_OPTIMIZER])
        state = {"step": self.step, "losses": self._losses, "recipe": asdict(self.recipe)}
        writing = folder / f"{_STATE}.writing"
        writing.write_text(json.dumps(state), encoding="utf-8")
        writing.replace(folder / _STATE)
        for other in folder.glob("*.*.*"):
            if other.name not in names.values():
                other.unlink()

    def load_state(self, folder: Path) -> None:
        """Go on from a saved state; InputError where it is of another recipe."""
        state = json.loads((folder / _STATE).read_text(encoding="utf-8"))
        if state["recipe"] != asdict(self.recipe):
            changed = [name for name, value in asdict(self.recipe).items() if state["recipe"].get(name) != value]
            raise InputError(
                f"The training in {folder.parent.name} was begun with another {', '.join(changed)}: the same settings "
                "are wanted to go on, or another folder."
            )
        self.step, self._losses = state["step"], state["losses"]
        self.model.load_state_dict(load_file(folder / f"{self.step}.{_WEIGHTS}"), strict=False)
        optimizer = torch.load(folder / f"{self.step}.{_OPTIMIZER}", weights_only=True)
        self._plain_optimizer.load_state_dict(optimizer)
        self.keep()

    def _learn(self, members: list[LabelledTokens]) -> float:
        self._set_mode(training=True)
        batch = self._on_device(members)
        device = self.accelerator.device
        with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []):
            # Dropout depends only on seed, step and process, so that a resumed run repeats it.
            torch.manual_seed((1_000_003 * self.recipe.seed + self.step) * 64 + self.accelerator.process_index)
            loss, _ = self._objective(**batch)
        value = float(self.accelerator.reduce(loss.detach(), reduction="mean"))
        self._check(value)
        self.accelerator.backward(loss)
        self.accelerator.clip_grad_norm_(self._objective.parameters(), _CLIP)
        for group in self._plain_optimizer.param_groups:
            group["lr"] = self.recipe.rate_at(self.step)
        self._optimizer.step()
        self._optimizer.zero_grad()
        return value

    def _check(self, loss: float) -> None:
        """Raise TrainingError for a loss that is not finite, with the weights that were last kept."""
        if math.isfinite(loss):
            return
        failed = self.step
        self.restore()
        raise TrainingError(
            f"The loss is {loss} at step {failed} with the learning rate {self.recipe.learning_rate:g}: the weights of "
            f"step {self.step} are kept, and a smaller rate is wanted."
        )

    def _report(self, training_loss: float | None, speed: float) -> TrainingReport:
        found = self.evaluate(self.validation)
        self._check(found.loss)
        self.keep()
        left = self.recipe.steps - self.step
        return TrainingReport(
            step=self.step,
            steps=self.recipe.steps,
            training_loss=training_loss,
            validation_loss=found.loss,
            macro_f1=found.macro_f1,
            baseline_f1=macro_f1(found.targets, np.full_like(found.targets, self._baseline(found))),
            learning_rate=self.recipe.rate_at(max(0, self.step - 1)),
            steps_per_second=speed or None,
            seconds_left=left / speed if speed else None,
            watched=self._watched(),
        )

    def _baseline(self, found: Evaluation) -> int:
        """The label that a model would always give that has learned nothing: unpaired, or else the most frequent."""
        return self.model.label2id.get(_UNPAIRED, int(np.bincount(found.targets).argmax()))

    def _watched(self) -> WatchedRna | None:
        if not self.watch:
            return None
        self._set_mode(training=False)
        probabilities = self.model.inference(self.watch)["probabilities"].cpu().numpy()
        structure = map_structure(self.watch, probabilities).dot_bracket
        return WatchedRna(self.watch, probabilities, argmax(probabilities), structure)

    def _embed(self) -> None:
        """Compute once what a frozen encoder gives."""
        if self.recipe.freeze_base and not self._is_embedded:
            self._training = embedded(self.model, self._training)
            self.validation = embedded(self.model, self.validation)
            self._is_embedded = True

    def _places(self) -> list[int]:
        """The places of this step's batch in this process, which depend only on seed, step and process."""
        number = self.step * self.accelerator.num_processes + self.accelerator.process_index
        count = math.ceil(len(self._training) / self.recipe.batch_size)
        epoch = number // count
        if self._epoch[0] != epoch:
            random = np.random.default_rng((self.recipe.seed, epoch))
            self._epoch = epoch, epoch_batches(list(map(len, self._training)), self.recipe.batch_size, random)
        return self._epoch[1][number % count]

    def _on_device(self, examples: Sequence[LabelledTokens]) -> dict[str, Tensor]:
        batch = collate(examples, self.model.tokenizer.pad_token_id)
        return {name: tensor.to(self.accelerator.device) for name, tensor in batch.items()}

    def _set_mode(self, *, training: bool) -> None:
        self._objective.train(training)
        if self.recipe.freeze_base:
            self.model.model.eval()

    def _weights(self) -> dict[str, Tensor]:
        """A copy of what is trained, by name, on the CPU."""
        trained = self.model.named_parameters()
        return {name: weight.detach().cpu().clone() for name, weight in trained if weight.requires_grad}


def _groups(model: nn.Module, weight_decay: float) -> list[dict[str, object]]:
    """What is trained: matrices with weight decay, biases and norms without."""
    trained = [weight for weight in model.parameters() if weight.requires_grad]
    return [
        {"params": [weight for weight in trained if weight.ndim >= 2], "weight_decay": weight_decay},
        {"params": [weight for weight in trained if weight.ndim < 2], "weight_decay": 0.0},
    ]

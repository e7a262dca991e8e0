"""The loop that trains the bundled model, on `accelerate`: it resumes, and repeats up to hardware."""

from __future__ import annotations

import csv
import json
import math
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from accelerate import Accelerator
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from ssp_core.errors import TrainingError
from ssp_core.network.model import OmniModelForPairing
from ssp_core.training.data import TrainingRna, batches, collate, mutate

_CLIP = 1.0
_NARROWEST_MATRIX = 16


@dataclass(frozen=True)
class PairingRecipe:
    """The settings of a run.

    The learning rate warms up, stays constant, and falls to 0 over the last `decay` share of the steps, so a checkpoint
    from before the fall can be trained for longer. `synthetic_share` and `mutated_share` are of the RNAs,
    `thermo_input_share` is of the batches: in the others the network has no pair probabilities from thermodynamics.
    """

    steps: int
    rate: float = 2e-3
    warm_up: int = 300
    decay: float = 0.6
    weight_decay: float = 0.05
    synthetic_share: float = 0.35
    mutated_share: float = 0.3
    thermo_input_share: float = 0.5
    cells: int = 98304
    averaging: float = 0.999
    seed: int = 0
    save_every: int = 200

    def rate_at(self, step: int) -> float:
        """The learning rate of a step."""
        left = (self.steps - step) / max(1.0, self.decay * self.steps)
        return self.rate * min(1.0, (step + 1) / self.warm_up, max(0.0, left))


@dataclass(frozen=True, eq=False)
class TrainingSet:
    """All RNAs of a run, each with its `thermo_input`: known ones, the same mutated, in the same order, and synthetic
    ones."""

    known: Sequence[TrainingRna]
    mutated: Sequence[TrainingRna]
    synthetic: Sequence[TrainingRna]


def stream(rnas: TrainingSet, recipe: PairingRecipe, start: int, rank: int = 0) -> Iterator[list[TrainingRna]]:
    """Batches without end, from step `start` on; a step's batch depends only on the seed, the rank and the step.

    An epoch is one pass over the known RNAs, some of them mutated, and a random part of the synthetic ones. In batches
    without `thermo_input` RNAs are mutated anew each time.
    """
    known, share = len(rnas.known), recipe.synthetic_share
    count = min(len(rnas.synthetic), round(known * share / (1 - share)))
    step, epoch = 0, 0
    while True:
        random = np.random.default_rng((recipe.seed, rank, epoch))
        drawn = random.choice(len(rnas.synthetic), size=count, replace=False)
        mixed = [*rnas.known, *(rnas.synthetic[i] for i in drawn)]
        for members in batches([len(rna.sequence) for rna in mixed], cells=recipe.cells, random=random):
            if step >= start:
                step_random = np.random.default_rng((recipe.seed, rank, epoch, step))
                with_thermo_input = step_random.random() < recipe.thermo_input_share
                batch = []
                for i in members:
                    rna = mixed[i]
                    if i < known and step_random.random() < recipe.mutated_share:
                        rna = rnas.mutated[i] if with_thermo_input else mutate(rna, step_random)
                    batch.append(rna if with_thermo_input else replace(rna, thermo_input=None))
                yield batch
            step += 1
        epoch += 1


class PairingTrainer:
    """One run in one folder.

    The folder holds `last/` to resume from, `stable/` from before the rate falls, `model/` with the averaged weights,
    and `curves.csv` with the losses.
    """

    def __init__(self, model: OmniModelForPairing, recipe: PairingRecipe, folder: Path) -> None:
        self.accelerator = Accelerator(mixed_precision="bf16")
        self.recipe, self.folder, self.unwrapped = recipe, folder, model
        self.average = {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}
        self.step = 0
        self.unwrapped_optimizers = _optimizers(model, recipe)
        if (folder / "last").is_dir():
            self._resume(folder / "last")
        self.model, *self.optimizers = self.accelerator.prepare(model, *self.unwrapped_optimizers)
        self.average = {name: tensor.to(self.accelerator.device) for name, tensor in self.average.items()}

    def run(self, rnas: TrainingSet) -> None:
        """Train to the last step; TrainingError where the loss is not finite, with the last checkpoint kept."""
        self.model.train()
        source = stream(rnas, self.recipe, self.step, self.accelerator.process_index)
        started, tokens, losses = time.monotonic(), 0, []
        while self.step < self.recipe.steps:
            members = next(source)
            losses.append(self._learn(members))
            tokens += sum(len(rna.sequence) for rna in members)
            self.step += 1
            if self.step % self.recipe.save_every == 0 or self.step == self.recipe.steps:
                self._report(float(np.mean(losses)), tokens / (time.monotonic() - started))
                self._save()
                started, tokens, losses = time.monotonic(), 0, []

    def _learn(self, members: list[TrainingRna]) -> float:
        torch.manual_seed(1_000_003 * self.recipe.seed + self.step)  # dropout depends only on seed and step, too
        batch = {name: tensor.to(self.accelerator.device) for name, tensor in collate(members).items()}
        with self.accelerator.autocast():
            loss: Tensor = self.model(**batch)["loss"]
        value = float(loss.detach())
        if not math.isfinite(value):
            lengths = sorted(len(rna.sequence) for rna in members)
            raise TrainingError(
                f"The loss is {value} at step {self.step}, on a batch of {len(members)} RNAs of "
                f"{lengths[0]}-{lengths[-1]} nt, first {members[0].sequence[:40]}: "
                f"the last checkpoint in {self.folder.name} is kept."
            )
        self.accelerator.backward(loss)
        self.accelerator.clip_grad_norm_(self.model.parameters(), _CLIP)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = self.recipe.rate_at(self.step)
            optimizer.step()
            optimizer.zero_grad()
        share = 1 - min(self.recipe.averaging, (self.step + 1) / (self.step + 10))
        current = self.unwrapped.state_dict()
        torch._foreach_lerp_([self.average[name] for name in current], list(current.values()), share)
        return value

    def _report(self, loss: float, speed: float) -> None:
        if not self.accelerator.is_main_process:
            return
        print(f"step {self.step} of {self.recipe.steps}  loss {loss:.4f}  {speed:.0f} nt/s a process", flush=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / "curves.csv"
        fresh = not path.exists()
        with path.open("a", newline="", encoding="utf-8") as curves:
            writer = csv.writer(curves)
            if fresh:
                writer.writerow(["step", "loss", "rate", "nt_per_second"])
            writer.writerow([self.step, f"{loss:.5f}", f"{self.recipe.rate_at(self.step):.2e}", f"{speed:.0f}"])

    def _save(self) -> None:
        """Save under another name and move into place, so an interruption leaves the older checkpoint whole."""
        if not self.accelerator.is_main_process:
            return
        fresh = self.folder / "writing"
        fresh.mkdir(parents=True, exist_ok=True)
        save_file(self.unwrapped.state_dict(), fresh / "model.safetensors")
        save_file(self.average, fresh / "average.safetensors")
        torch.save([optimizer.state_dict() for optimizer in self.optimizers], fresh / "optimizers.pt")
        (fresh / "state.json").write_text(json.dumps({"step": self.step, "recipe": asdict(self.recipe)}, indent=2))
        falling = self.recipe.rate_at(self.step) < self.recipe.rate and self.step > self.recipe.warm_up
        if falling and (self.folder / "last").is_dir() and not (self.folder / "stable").exists():
            (self.folder / "last").replace(self.folder / "stable")
        _replace(fresh, self.folder / "last")
        averaged = OmniModelForPairing(self.unwrapped.settings)
        averaged.load_state_dict(self.average)
        averaged.save_pretrained(self.folder / "model", half=True)

    def _resume(self, last: Path) -> None:
        self.step = int(json.loads((last / "state.json").read_text())["step"])
        self.unwrapped.load_state_dict(load_file(last / "model.safetensors"))
        self.average = load_file(last / "average.safetensors")
        states = torch.load(last / "optimizers.pt", weights_only=True)
        for optimizer, state in zip(self.unwrapped_optimizers, states, strict=True):
            optimizer.load_state_dict(state)
        print(f"resuming at step {self.step}", flush=True)


def _replace(source: Path, target: Path) -> None:
    old = target.with_name(target.name + ".old")
    if target.exists():
        target.replace(old)
    source.replace(target)
    if old.exists():
        shutil.rmtree(old)


def _optimizers(model: nn.Module, recipe: PairingRecipe) -> list[torch.optim.Optimizer]:
    """Muon for the matrices between hidden layers, AdamW for all other parameters.

    Muon (Jordan 2024) is scaled as by Liu et al. 2025, so that AdamW's rate fits. Weight decay is on matrices and
    kernels, not on biases, norms and single rows.
    """
    linear = [module.weight for module in model.modules() if isinstance(module, nn.Linear)]
    matrices = [weight for weight in linear if min(weight.shape) >= _NARROWEST_MATRIX]
    by_muon = {id(weight) for weight in matrices}
    others = [parameter for parameter in model.parameters() if id(parameter) not in by_muon]
    groups = [
        {"params": [parameter for parameter in others if parameter.ndim >= 2], "weight_decay": recipe.weight_decay},
        {"params": [parameter for parameter in others if parameter.ndim < 2], "weight_decay": 0.0},
    ]
    return [
        torch.optim.Muon(matrices, lr=recipe.rate, weight_decay=recipe.weight_decay, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(groups, lr=recipe.rate, betas=(0.9, 0.98)),
    ]

"""The training loop: `accelerate` for device, precision and many GPUs; resumable, and deterministic up to hardware."""

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

from ssp_core.network.model import OmniModelForPairing
from ssp_core.training.data import TrainingRna, batches, collate, mutate

_CLIP = 1.0
_NARROWEST_MATRIX = 16


class TrainingError(RuntimeError):
    """Training cannot go on; the message says at which step and why."""


@dataclass(frozen=True)
class Recipe:
    """What a run does. The rate warms up, stays, and falls to nothing over the last `decay` share of the steps, so a
    checkpoint from before the fall can be trained on for longer. In `told_share` of the batches the network is told
    what thermodynamics says, in the others it answers by itself."""

    steps: int
    rate: float = 2e-3
    warm_up: int = 300
    decay: float = 0.6
    weight_decay: float = 0.05
    synthetic_share: float = 0.35
    mutated_share: float = 0.3
    told_share: float = 0.5
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
    """All a run learns from, each with its thermodynamics: known RNAs, one mutated relative of each in the same order,
    and RNAs of our own making."""

    known: Sequence[TrainingRna]
    relatives: Sequence[TrainingRna]
    made: Sequence[TrainingRna]


def stream(rnas: TrainingSet, recipe: Recipe, start: int, rank: int = 0) -> Iterator[list[TrainingRna]]:
    """Batches without end, from step `start` on: each step's batch depends on the seed, the rank and the step alone.

    A round is one pass over the known RNAs (some as mutated relatives) mixed with a draw of made ones. Where the
    network is not told of thermodynamics a relative is made anew each time.
    """
    known, share = len(rnas.known), recipe.synthetic_share
    count = min(len(rnas.made), round(known * share / (1 - share)))
    step, round_ = 0, 0
    while True:
        random = np.random.default_rng((recipe.seed, rank, round_))
        mixed = [*rnas.known, *(rnas.made[i] for i in random.choice(len(rnas.made), size=count, replace=False))]
        for members in batches([len(rna.letters) for rna in mixed], cells=recipe.cells, random=random):
            if step >= start:
                own = np.random.default_rng((recipe.seed, rank, round_, step))
                told = own.random() < recipe.told_share
                batch = []
                for i in members:
                    rna = mixed[i]
                    if i < known and own.random() < recipe.mutated_share:
                        rna = rnas.relatives[i] if told else mutate(rna, own)
                    batch.append(rna if told else replace(rna, thermo_input=None))
                yield batch
            step += 1
        round_ += 1


class Trainer:
    """One run in one folder: `last/` to resume from, `stable/` from before the rate falls, `model/` the averaged
    weights, `curves.csv` the losses."""

    def __init__(self, model: OmniModelForPairing, recipe: Recipe, folder: Path) -> None:
        self.accelerator = Accelerator(mixed_precision="bf16")
        self.recipe, self.folder, self.bare = recipe, folder, model
        self.average = {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}
        self.step = 0
        self.bare_optimizers = _optimizers(model, recipe)
        if (folder / "last").is_dir():
            self._resume(folder / "last")
        self.model, *self.optimizers = self.accelerator.prepare(model, *self.bare_optimizers)
        self.average = {name: tensor.to(self.accelerator.device) for name, tensor in self.average.items()}

    def run(self, rnas: TrainingSet) -> None:
        """Trains to the last step; TrainingError at a loss that is no number, the last checkpoint kept."""
        self.model.train()
        source = stream(rnas, self.recipe, self.step, self.accelerator.process_index)
        started, tokens, losses = time.monotonic(), 0, []
        while self.step < self.recipe.steps:
            members = next(source)
            losses.append(self._learn(members))
            tokens += sum(len(rna.letters) for rna in members)
            self.step += 1
            if self.step % self.recipe.save_every == 0 or self.step == self.recipe.steps:
                self._report(float(np.mean(losses)), tokens / (time.monotonic() - started))
                self._save()
                started, tokens, losses = time.monotonic(), 0, []

    def _learn(self, members: list[TrainingRna]) -> float:
        torch.manual_seed(1_000_003 * self.recipe.seed + self.step)  # dropout too depends on seed and step alone
        batch = {name: tensor.to(self.accelerator.device) for name, tensor in collate(members).items()}
        with self.accelerator.autocast():
            loss: Tensor = self.model(**batch)["loss"]
        value = float(loss.detach())
        if not math.isfinite(value):
            lengths = sorted(len(rna.letters) for rna in members)
            raise TrainingError(
                f"The loss is {value} at step {self.step}, on a batch of {len(members)} RNAs of "
                f"{lengths[0]}-{lengths[-1]} nt, first {members[0].letters[:40]}: "
                f"the last checkpoint in {self.folder.name} is kept."
            )
        self.accelerator.backward(loss)
        self.accelerator.clip_grad_norm_(self.model.parameters(), _CLIP)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = self.recipe.rate_at(self.step)
            optimizer.step()
            optimizer.zero_grad()
        pace = 1 - min(self.recipe.averaging, (self.step + 1) / (self.step + 10))
        current = self.bare.state_dict()
        torch._foreach_lerp_([self.average[name] for name in current], list(current.values()), pace)
        return value

    def _report(self, loss: float, pace: float) -> None:
        if not self.accelerator.is_main_process:
            return
        print(f"step {self.step} of {self.recipe.steps}  loss {loss:.4f}  {pace:.0f} nt/s a process", flush=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / "curves.csv"
        fresh = not path.exists()
        with path.open("a", newline="", encoding="utf-8") as curves:
            writer = csv.writer(curves)
            if fresh:
                writer.writerow(["step", "loss", "rate", "nt_per_second"])
            writer.writerow([self.step, f"{loss:.5f}", f"{self.recipe.rate_at(self.step):.2e}", f"{pace:.0f}"])

    def _save(self) -> None:
        """Writes beside and moves into place, so an interruption leaves the older checkpoint whole."""
        if not self.accelerator.is_main_process:
            return
        fresh = self.folder / "writing"
        fresh.mkdir(parents=True, exist_ok=True)
        save_file(self.bare.state_dict(), fresh / "model.safetensors")
        save_file(self.average, fresh / "average.safetensors")
        torch.save([optimizer.state_dict() for optimizer in self.optimizers], fresh / "optimizers.pt")
        (fresh / "state.json").write_text(json.dumps({"step": self.step, "recipe": asdict(self.recipe)}, indent=2))
        falling = self.recipe.rate_at(self.step) < self.recipe.rate and self.step > self.recipe.warm_up
        if falling and (self.folder / "last").is_dir() and not (self.folder / "stable").exists():
            (self.folder / "last").replace(self.folder / "stable")
        _replace(fresh, self.folder / "last")
        averaged = OmniModelForPairing(self.bare.settings)
        averaged.load_state_dict(self.average)
        averaged.save_pretrained(self.folder / "model", half=True)

    def _resume(self, last: Path) -> None:
        self.step = int(json.loads((last / "state.json").read_text())["step"])
        self.bare.load_state_dict(load_file(last / "model.safetensors"))
        self.average = load_file(last / "average.safetensors")
        states = torch.load(last / "optimizers.pt", weights_only=True)
        for optimizer, state in zip(self.bare_optimizers, states, strict=True):
            optimizer.load_state_dict(state)
        print(f"resuming at step {self.step}", flush=True)


def _replace(source: Path, target: Path) -> None:
    old = target.with_name(target.name + ".old")
    if target.exists():
        target.replace(old)
    source.replace(target)
    if old.exists():
        shutil.rmtree(old)


def _optimizers(model: nn.Module, recipe: Recipe) -> list[torch.optim.Optimizer]:
    """Muon (Jordan 2024, scaled as Liu et al. 2025 do so that AdamW's rate fits) for the matrices between hidden
    layers, AdamW for all else; weight decay on matrices and kernels, none on biases, norms and single rows."""
    linear = [module.weight for module in model.modules() if isinstance(module, nn.Linear)]
    matrices = [weight for weight in linear if min(weight.shape) >= _NARROWEST_MATRIX]
    taken = {id(weight) for weight in matrices}
    others = [parameter for parameter in model.parameters() if id(parameter) not in taken]
    groups = [
        {"params": [parameter for parameter in others if parameter.ndim >= 2], "weight_decay": recipe.weight_decay},
        {"params": [parameter for parameter in others if parameter.ndim < 2], "weight_decay": 0.0},
    ]
    return [
        torch.optim.Muon(matrices, lr=recipe.rate, weight_decay=recipe.weight_decay, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(groups, lr=recipe.rate, betas=(0.9, 0.98)),
    ]

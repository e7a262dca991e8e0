"""Which parts of the model in the box bear bfloat16, and what it saves: `python -m benchmarks.precision`.

The gallery's RNAs and random ones of 20 to 500 nt are folded with all of the network in float32, then with some of it
in bfloat16, and equal structures are counted. Seconds are of processor, both passes (alone and told), the least of some
rounds in turn, for one random RNA of each length. The thermodynamics of the longer RNAs takes minutes: `--times` leaves
the counting out, `--random N` takes fewer.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from ssp_core.examples import examples
from ssp_core.folding.decoding.decoders import Decoding, decode
from ssp_core.network import zoo
from ssp_core.network.allocator import ALLOCATOR
from ssp_core.network.cpu_layers import optimize_for_cpu
from ssp_core.network.model import OmniModelForPairing
from ssp_core.network.strips import ResidualBlock
from ssp_core.network.tokenizer import OmniTokenizer
from ssp_core.prediction import thermodynamic_pairs
from ssp_core.predictor import Predictor

LENGTHS = (150, 512)
_HALF = torch.bfloat16


def encoder(model: OmniModelForPairing) -> None:
    """The encoder, with the quick layers."""
    model.model.to(_HALF)
    optimize_for_cpu(model)
    _give(model, torch.float32)


def head(model: OmniModelForPairing) -> None:
    """All behind the encoder but the softmax."""
    model.pairing.to(_HALF)
    model.classifier.to(_HALF)
    _give(model, _HALF)


def whole(model: OmniModelForPairing) -> None:
    """Both."""
    head(model)
    encoder(model)
    _give(model, _HALF)


def convolutions(model: OmniModelForPairing) -> None:
    """The products of the head's convolutions, nothing between them."""
    for block in model.pairing.blocks:
        assert isinstance(block, ResidualBlock)
        block.convolution.to(_HALF)
        block.convolution.register_forward_hook(lambda _, __, output: output.float())
        block.convolution.register_forward_pre_hook(lambda _, inputs: tuple(each.to(_HALF) for each in inputs))
        block.convolve = lambda inside, block=block: ResidualBlock.convolve(block, inside.to(_HALF)).float()  # type: ignore[method-assign,misc]


def weights(model: OmniModelForPairing) -> None:
    """Weights alone, rounded; every sum in float32."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(parameter.to(_HALF))


def _give(model: OmniModelForPairing, kind: torch.dtype) -> None:
    """Hands the encoder's output on in that precision."""

    def hand_on(_: nn.Module, __: Any, output: Any) -> Any:
        output.last_hidden_state = output.last_hidden_state.to(kind)
        return output

    model.model.register_forward_hook(hand_on)


PARTS: dict[str, Callable[[OmniModelForPairing], None] | None] = {
    "nothing": None,
    "everything": whole,
    "the encoder": encoder,
    "the head": head,
    "the head's convolutions": convolutions,
    "weights only": weights,
}


def made(part: Callable[[OmniModelForPairing], None] | None) -> OmniModelForPairing:
    """The model in the box with a part in bfloat16."""
    model = zoo.open_model("bundled").model
    assert isinstance(model, OmniModelForPairing)
    if part is not None:
        part(model)
    return model


def answers(model: OmniModelForPairing, rna: str) -> dict[str, Tensor]:
    """What the network says of one RNA, alone and told."""
    physics = torch.from_numpy(thermodynamic_pairs(rna).astype(np.float32))[None]
    return model.inference(**OmniTokenizer()([rna]), thermo_input=physics)


def structures(model: OmniModelForPairing, rna: str, decodings: list[Decoding]) -> list[str]:
    """The structure of each decoder."""
    said = {name: found[0].numpy() for name, found in answers(model, rna).items()}
    classes, pairs = said["probabilities"], said["pair_probabilities"]
    physics = thermodynamic_pairs(rna)
    return [
        decode(rna, classes, pairs, each, physics, said["pair_probabilities_with_thermo_input"]).dot_bracket
        for each in decodings
    ]


def random_rnas(lengths: list[int], seed: int) -> list[str]:
    """Random letters."""
    random = np.random.default_rng(seed)
    return ["".join(random.choice(list("ACGU"), size=length)) for length in lengths]


def count(models: dict[str, OmniModelForPairing], randoms: int) -> dict[str, list[str]]:
    """For each model how many structures are as in float32: the gallery's and the random ones', best and MEA."""
    best = replace(Predictor("bundled", device="cpu").best, families=0.0)  # families do not ask the network
    decodings = [best, Decoding("mea")]
    sets = [[each.letters for each in examples()], random_rnas(np.linspace(20, 500, randoms).astype(int).tolist(), 7)]
    found: dict[str, list[str]] = {name: [] for name in models}
    for rnas in sets:
        same = {name: np.zeros(len(decodings), dtype=int) for name in models}
        for rna in rnas:
            folded = {name: structures(model, rna, decodings) for name, model in models.items()}
            for name, each in folded.items():
                same[name] += [a == b for a, b in zip(each, folded["nothing"], strict=True)]
        for name, counts in same.items():
            found[name] += [f"{number} of {len(rnas)}" for number in counts]
    return found


def seconds(models: dict[str, OmniModelForPairing], rna: str, rounds: int) -> dict[str, float]:
    """The least seconds of processor for both passes, the models taking turns."""
    least = dict.fromkeys(models, float("inf"))
    for _ in range(rounds + 1):  # the first warms up
        for name, model in models.items():
            started = time.process_time()
            answers(model, rna)
            least[name] = min(least[name], time.process_time() - started)
    return least


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.precision", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", action="store_true", help="seconds only")
    parser.add_argument("--random", type=int, default=60, help="how many random RNAs")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    ALLOCATOR.manage()
    models = {name: made(part) for name, part in PARTS.items()}
    rows = {} if chosen.times else count(models, chosen.random)
    spent = [seconds(models, rna, 4) for rna in random_rnas(list(LENGTHS), 0)]
    heads = [] if chosen.times else [f"{a}, {b}" for a in ("gallery", "random") for b in ("best", "mea")]
    print("in bfloat16", *heads, *(f"s, {length} nt" for length in LENGTHS), sep=" | ")
    for name in models:
        print(name, *rows.get(name, []), *(f"{each[name]:.3f}" for each in spent), sep=" | ")


if __name__ == "__main__":
    main()

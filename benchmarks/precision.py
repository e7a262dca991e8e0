"""Which parts of the bundled model can run in bfloat16, and what it saves: `python -m benchmarks.precision`.

The gallery's RNAs and random ones of 20 to 500 nt are folded with all of the network in float32, then with some of it
in bfloat16, and equal structures are counted. Seconds are of processor, for both passes (without and with thermodynamic
input), the least of some rounds in turn, for one random RNA of each length. The thermodynamics of the longer RNAs takes
minutes: `--times` leaves the counting out, `--random N` takes fewer.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from ssp_core.examples import examples
from ssp_core.folding import thermo
from ssp_core.folding.decoding import DecoderSettings, NetworkOutput, decode
from ssp_core.network import opening
from ssp_core.network.allocator import ALLOCATOR
from ssp_core.network.cpu_layers import optimize_for_cpu
from ssp_core.network.model import OmniModelForPairing
from ssp_core.network.strips import ResidualBlock
from ssp_core.network.tokenizer import OmniTokenizer
from ssp_core.predictor import Predictor
from ssp_core.rna import BASES

LENGTHS = (150, 512)
_HALF = torch.bfloat16


def encoder(model: OmniModelForPairing) -> None:
    """Convert the encoder, with the layers made for CPUs."""
    model.model.to(_HALF)
    optimize_for_cpu(model)
    _convert_output(model, torch.float32)


def head(model: OmniModelForPairing) -> None:
    """Convert all after the encoder but the softmax."""
    model.pairing.to(_HALF)
    model.classifier.to(_HALF)
    _convert_output(model, _HALF)


def everything(model: OmniModelForPairing) -> None:
    """Convert both."""
    head(model)
    encoder(model)
    _convert_output(model, _HALF)


def convolutions(model: OmniModelForPairing) -> None:
    """Convert the products of the head's convolutions, nothing between them."""
    for block in model.pairing.blocks:
        assert isinstance(block, ResidualBlock)
        block.convolution.to(_HALF)
        block.convolution.register_forward_hook(lambda _, __, output: output.float())
        block.convolution.register_forward_pre_hook(lambda _, inputs: tuple(tensor.to(_HALF) for tensor in inputs))
        block.convolve = lambda inside, block=block: ResidualBlock.convolve(block, inside.to(_HALF)).float()  # type: ignore[method-assign,misc]


def weights(model: OmniModelForPairing) -> None:
    """Round the weights; every sum stays in float32."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(parameter.to(_HALF))


def _convert_output(model: OmniModelForPairing, dtype: torch.dtype) -> None:
    """Convert the encoder's output to that precision."""

    def convert(_: nn.Module, __: Any, output: Any) -> Any:
        output.last_hidden_state = output.last_hidden_state.to(dtype)
        return output

    model.model.register_forward_hook(convert)


PARTS: dict[str, Callable[[OmniModelForPairing], None] | None] = {
    "nothing": None,
    "everything": everything,
    "the encoder": encoder,
    "the head": head,
    "the head's convolutions": convolutions,
    "weights only": weights,
}


def converted(convert: Callable[[OmniModelForPairing], None] | None) -> OmniModelForPairing:
    """The bundled model with a part in bfloat16."""
    model = opening.open_model("bundled").model
    assert isinstance(model, OmniModelForPairing)
    if convert is not None:
        convert(model)
    return model


def infer(model: OmniModelForPairing, sequence: str) -> dict[str, Tensor]:
    """The network's probabilities of one RNA, without and with thermodynamic input."""
    pairs = torch.from_numpy(thermo.mean_pair_probabilities(sequence).astype(np.float32))[None]
    return model.inference(**OmniTokenizer()([sequence]), thermo_input=lambda: pairs)


def structures(model: OmniModelForPairing, sequence: str, decoders: Sequence[DecoderSettings]) -> list[str]:
    """The structure by each decoder, without families: these do not depend on the network."""
    found = {name: tensor[0].numpy() for name, tensor in infer(model, sequence).items()}
    output = NetworkOutput(
        found["probabilities"], found["pair_probabilities"], found["pair_probabilities_with_thermo_input"]
    )
    return [decode(sequence, output, settings).structure.dot_bracket for settings in decoders]


def random_rnas(lengths: Sequence[int], seed: int) -> list[str]:
    """Sequences of random nucleotides."""
    random = np.random.default_rng(seed)
    return ["".join(random.choice(list(BASES), size=length)) for length in lengths]


def count(models: dict[str, OmniModelForPairing], n_random: int) -> dict[str, list[str]]:
    """For each model how many structures are as in float32: the gallery's and the random ones', best and MEA."""
    best = replace(Predictor("bundled", device="cpu").best, family_weight=0.0)
    decoders = [best, DecoderSettings("mea")]
    gallery = [example.sequence for example in examples()]
    found: dict[str, list[str]] = {name: [] for name in models}
    for rnas in (gallery, random_rnas(np.linspace(20, 500, n_random).astype(int).tolist(), 7)):
        same = {name: np.zeros(len(decoders), dtype=int) for name in models}
        for sequence in rnas:
            folded = {name: structures(model, sequence, decoders) for name, model in models.items()}
            for name, texts in folded.items():
                same[name] += [a == b for a, b in zip(texts, folded["nothing"], strict=True)]
        for name, counts in same.items():
            found[name] += [f"{number} of {len(rnas)}" for number in counts]
    return found


def seconds(models: dict[str, OmniModelForPairing], sequence: str, rounds: int) -> dict[str, float]:
    """The least seconds of processor for both passes, the models taking turns."""
    least = dict.fromkeys(models, float("inf"))
    for _ in range(rounds + 1):  # the first warms up
        for name, model in models.items():
            started = time.process_time()
            infer(model, sequence)
            least[name] = min(least[name], time.process_time() - started)
    return least


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.precision", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", action="store_true", help="seconds only")
    parser.add_argument("--random", type=int, default=60, help="how many random RNAs")
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(1)
    ALLOCATOR.manage()
    models = {name: converted(convert) for name, convert in PARTS.items()}
    rows = {} if chosen.times else count(models, chosen.random)
    times = [seconds(models, sequence, 4) for sequence in random_rnas(LENGTHS, 0)]
    heads = [] if chosen.times else [f"{a}, {b}" for a in ("gallery", "random") for b in ("best", "mea")]
    print("in bfloat16", *heads, *(f"s, {length} nt" for length in LENGTHS), sep=" | ")
    for name in models:
        print(name, *rows.get(name, []), *(f"{least[name]:.3f}" for least in times), sep=" | ")


if __name__ == "__main__":
    main()

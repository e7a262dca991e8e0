"""How fast the network runs beside transformers' stock path: `python -m benchmarks.speed`.

A folder of the real 52M shapes with random weights is made on the spot; RNAs of 512 nt run through it one by one as
transformers' EsmModel in float32 does it, and then as `Predictor` would do it here (its own precision and attention).
Both ways run in this process, on the same RNAs; the ratio is what counts. The first runs with the allocator as it comes
(glibc stops adapting its thresholds once one is set). Where the C library is glibc, the second runs
with the allocator keeping its memory, as `MALLOC_TRIM_THRESHOLD_` and `MALLOC_MMAP_THRESHOLD_` in a run command would
set it.
"""

from __future__ import annotations

import argparse
import ctypes
import platform
import time
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn
from transformers import EsmConfig, EsmModel

from ssp_core.network.checkpoint import load_strictly
from ssp_core.network.heads import OmniModelForPublishedStructure
from ssp_core.network.tokenizer import OmniTokenizer
from ssp_core.predictor import choose_dtype

SETTINGS = {
    "hidden_size": 480,
    "num_hidden_layers": 16,
    "num_attention_heads": 24,
    "intermediate_size": 2400,
    "vocab_size": 24,
}
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # of glibc's mallopt
_KEEP = 1 << 30


class Stock(nn.Module):
    """The published model as transformers and two linear maps make it, in float32."""

    def __init__(self, config: EsmConfig) -> None:
        super().__init__()
        self.model = EsmModel(config, add_pooling_layer=False)
        self.dense = nn.Linear(config.hidden_size, config.hidden_size)
        self.classifier = nn.Linear(config.hidden_size, 3)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        hidden = self.model(input_ids, attention_mask=attention_mask).last_hidden_state
        scores: Tensor = self.classifier(self.dense(hidden)).softmax(dim=-1)[:, 1:-1]
        return scores


def spread(model: nn.Module) -> None:
    """Random weights wide enough that every layer speaks: the usual tiny ones would leave nothing to get wrong."""
    random = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim == 2:
                parameter.copy_(torch.randn(parameter.shape, generator=random) / parameter.shape[1] ** 0.5)


def keep_memory() -> None:
    """Let freed memory stay with the process; glibc alone can be told."""
    if platform.libc_ver()[0] == "glibc":
        libc = ctypes.CDLL("libc.so.6")
        for name in (_TRIM_THRESHOLD, _MMAP_THRESHOLD):
            libc.mallopt(name, _KEEP)


def timed(run: Callable[[], Tensor]) -> tuple[float, float, Tensor]:
    """Seconds on the clock, seconds of processor, and the answer."""
    started, worked = time.perf_counter(), time.process_time()
    with torch.inference_mode():
        answer = run()
    return time.perf_counter() - started, time.process_time() - worked, answer


def main() -> None:
    """Prints medians, ratios and the share of equal argmax."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--length", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    ours = OmniModelForPublishedStructure(SETTINGS).eval()
    spread(ours)
    stock = Stock(ours.config).eval()
    load_strictly(stock, {**stock.state_dict(), **ours.state_dict()}, source="random weights")
    kind = choose_dtype("auto", torch.device("cpu"))
    ours.to(kind)
    random = np.random.default_rng(0)
    rounds = range(chosen.rounds + 1)  # the first warms up
    inputs = [OmniTokenizer()("".join(random.choice(list("ACGU"), size=chosen.length))) for _ in rounds]
    expected = [timed(lambda each=each: stock(**each)) for each in inputs]  # type: ignore[misc]
    keep_memory()
    found = [timed(lambda each=each: ours.inference(each)["probabilities"]) for each in inputs]  # type: ignore[misc]
    seconds = {"stock": expected, "ours": found}
    pairs = zip(expected, found, strict=True)
    same = float(np.mean([(a[2].argmax(-1) == b[2].argmax(-1)).float().mean().item() for a, b in pairs]))
    clock, work = ({way: float(np.median([t[i] for t in each[1:]])) for way, each in seconds.items()} for i in (0, 1))
    print(f"{chosen.length} nt, random 52M weights, {chosen.threads} threads, {kind}, torch {torch.__version__}")
    for name, medians in (("clock", clock), ("processor", work)):
        ratio = medians["stock"] / medians["ours"]
        print(f"{name:9}  stock {medians['stock']:.3f} s  ours {medians['ours']:.3f} s  ratio {ratio:.2f}")
    print(f"same argmax on {same:.2%} of nucleotides")


if __name__ == "__main__":
    main()

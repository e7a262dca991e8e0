"""On which device a model runs, and in which precision."""

from __future__ import annotations

from typing import Any

import torch

from ssp_core.errors import SettingsError
from ssp_core.network import zero_gpu

_DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16}


def choose_device(device: str) -> torch.device:
    """The device of that name; "auto" is CUDA, else MPS, else the CPU. SettingsError where there is no such device."""
    if device != "auto":
        try:
            torch.empty(0, device=device)
        except (AssertionError, RuntimeError) as error:  # torch raises either
            raise SettingsError(
                f"The device {device!r} is not on this machine: wanted auto, cuda, mps or cpu."
            ) from error
        return torch.device(device)
    if torch.cuda.is_available() and not zero_gpu.IS_HERE:
        return torch.device("cuda")
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")


def choose_dtype(dtype: str, device: torch.device) -> torch.dtype:
    """The precision of that name; "auto" is bfloat16 where it is fast, else float32. SettingsError for other names."""
    if dtype != "auto":
        if dtype not in _DTYPES:
            raise SettingsError(f"Found the precision {dtype!r}: wanted auto, {' or '.join(_DTYPES)}.")
        return _DTYPES[dtype]
    fast = device.type == "cuda" or (device.type == "cpu" and _cpu_has_bfloat16())
    return torch.bfloat16 if fast else torch.float32


def _cpu_has_bfloat16() -> bool:
    # Without these instructions bfloat16 is emulated and slower than float32; torch before 2.10 cannot tell.
    capabilities: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))

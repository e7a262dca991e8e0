"""ViennaRNA's energy models: which there are, how much each counts, and their parameters, loaded on first use.

ViennaRNA folds with one parameter set, a variable of the process, unless it is handed another. Every fold of this room
hands over the set it names. To make such a set, the process's own is saved, replaced and restored under a lock; a
program that calls ViennaRNA itself gets the same answers before and after, unless it does so in another thread during
those milliseconds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, NamedTuple

import RNA

from ssp_core.assets import ASSETS
from ssp_core.errors import InputError

TURNER_2004 = "Turner2004"
# Mathews et al. 2004 (PNAS 101, 7287), fitted to melting curves; "learned", by `ssp_core/training/energies.py` from
# known structures of many families. The number is the weight in `mean_pair_probabilities`.
ENERGY_MODELS: Mapping[str, float] = MappingProxyType({TURNER_2004: 1.0, "learned": 2.0})
LEARNED = ASSETS / "energies.par"
HEADING = "## RNAfold parameter file v2.0"
KT = 0.61632  # kcal/mol at 37 C

_LOADER = "params_load_RNA_"  # of ViennaRNA's functions that load a set by its name
_LOCK = threading.RLock()  # held while the process's set is another than the caller's
# ViennaRNA's own defaults, all of them stated: a program may have changed them for itself (`RNA.cvar`).
_DETAILS: Mapping[str, Any] = MappingProxyType(
    {
        "temperature": 37.0,
        "betaScale": 1.0,
        "pf_smooth": 1,
        "dangles": 2,
        "special_hp": 1,
        "noLP": 0,
        "noGU": 0,
        "noGUclosure": 0,
        "logML": 0,
        "circ": 0,
        "circ_penalty": 1,
        "gquad": 0,
        "uniq_ML": 0,
        "energy_set": 0,
        "backtrack": 1,
        "backtrack_type": "F",
        "compute_bpp": 1,
        "max_bp_span": -1,
        "min_loop_size": 3,
        "window_size": -1,
        "sfact": 1.07,
        "salt": 1.021,
        # For alignments only, and so of no effect; it tells this room's requests from those of the caller (`_forget`).
        "cv_fact": 0.5,
    }
)


class EnergyParameters(NamedTuple):
    """ViennaRNA's `param`, energies, and `exp_param`, the same as Boltzmann factors."""

    energies: Any
    weights: Any


def model_details(**changed: Any) -> Any:
    """ViennaRNA's model details: 37 C, dangles 2, and whatever else is not `changed` at ViennaRNA's own default."""
    return RNA.md(**{**_DETAILS, **changed})


def energy_parameters(energy_model: str, beta_scale: float = 1.0) -> EnergyParameters:
    """The parameters of an energy model: one of `ENERGY_MODELS`, or another that ViennaRNA has ("Langdon2018", ...).

    `beta_scale` multiplies kT in the Boltzmann factors. InputError for a name that is unknown.
    """
    with _LOCK:
        return _load(energy_model, beta_scale)


@lru_cache(maxsize=16)
def _load(energy_model: str, beta_scale: float) -> EnergyParameters:
    details = model_details(betaScale=beta_scale)
    with _loaded(_loader(energy_model)):
        return EnergyParameters(RNA.param(details), RNA.exp_param(details))


def parameter_file(energy_model: str) -> str:
    """The parameters of an energy model, named as for `energy_parameters`, as the text of a parameter file."""
    with _loaded(_loader(energy_model)):
        return _saved()


def folding_with(text: str) -> AbstractContextManager[None]:
    """Make a parameter file the process's own set for a while: for training, in which no other thread folds.

    ValueError where the text does not begin and end as such a file does: ViennaRNA crashes on half of one.
    """
    if not (text.startswith(HEADING) and text.rstrip().endswith("# END")):
        raise ValueError(f"Found no whole parameter file: wanted one from {HEADING!r} to '# END'.")
    return _loaded(lambda: RNA.params_load_from_string(text))


def _loader(energy_model: str) -> Callable[[], object]:
    if energy_model == "learned":
        return lambda: RNA.params_load_from_string(LEARNED.read_text(encoding="utf-8"))
    load: Callable[[], object] | None = getattr(RNA, _LOADER + energy_model, None)
    if load is None:
        raise InputError(f"The energy model {energy_model!r} is unknown; one of {', '.join(ENERGY_MODELS)} is wanted.")
    return load


@contextmanager
def _loaded(load: Callable[[], object]) -> Iterator[None]:
    with _LOCK:
        own, name = _saved(), RNA.last_parameter_file()
        try:
            load()
            _forget()
            yield
        finally:
            RNA.params_load_from_string(own, name or "")
            _forget()


def _saved() -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "energies.par"
        RNA.params_save(str(path))
        return path.read_text(encoding="utf-8")


def _forget() -> None:
    # ViennaRNA 2.7 hands out the parameters of the last request again while the model details stay the same, whatever
    # set has been loaded since (its issue 284). A request at another temperature in between makes it read the new set.
    details = model_details(temperature=20.0)
    RNA.param(details)
    RNA.exp_param(details)

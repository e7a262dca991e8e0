"""Options that several commands share: which model, on what, and which decoder with which numbers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ssp_core.analysis.wording import untrained
from ssp_core.folding.decoding import BEST, CHOICES, DECODERS, SETTINGS, given_numbers

if TYPE_CHECKING:
    from ssp_core.folding.decoding import DecoderSettings
    from ssp_core.prediction import Prediction
    from ssp_core.predictor import Predictor
    from ssp_core.sequence import RnaSequence

_PUBLIC = {"family_weight": "families"}  # the option's name, where it is not the setting's
_GROUP = 4096  # nucleotides that are folded together, so that results come soon and an interruption loses little


def add_model_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of a model and its decoder; the decoders and their numbers are those of the registry."""
    parser.add_argument("--model", default="bundled", help="bundled, another name of `ssp-core models`, or a folder")
    parser.add_argument("--device", default="auto", help="auto, cuda, mps or cpu (default: auto)")
    parser.add_argument("--decoder", default=BEST, choices=CHOICES, help=f"one of the decoders below (default: {BEST})")
    for setting in SETTINGS.values():
        parser.add_argument(
            f"--{_PUBLIC.get(setting.name, setting.name)}",
            dest=setting.name,
            type=float,
            metavar="X",
            help=f"{setting.title}, {setting.least:g} to {setting.most:g} (default: {setting.default:g}, or what "
            f"{BEST} recommends). {setting.hint}",
        )
    parser.epilog = "\n".join(["decoders:", *map(_described, CHOICES), ""])


def _described(name: str) -> str:
    options = [f"--{_PUBLIC.get(used, used)}" for used in DECODERS[name].settings] if name in DECODERS else []
    return f"  {name:<9} {CHOICES[name][1]}" + (f"\n{'':12}takes {', '.join(options)}" if options else "")


def check_decoder(chosen: argparse.Namespace) -> dict[str, float]:
    """The numbers that were given for the decoder; `SettingsError` if one is out of range or not used by it."""
    return given_numbers(chosen.decoder, {name: getattr(chosen, name) for name in SETTINGS})


def open_predictor(chosen: argparse.Namespace) -> Predictor:
    """The model that was chosen; standard error has the progress of a download, and whether it is untrained."""
    from ssp_core.predictor import Predictor

    predictor = Predictor(chosen.model, device=chosen.device, progress=_show_download if sys.stderr.isatty() else None)
    provenance = predictor.provenance
    if not provenance.trained:
        sys.stderr.write(f"{untrained(provenance.title)}\n")
    return predictor


def settings_of(predictor: Predictor, chosen: argparse.Namespace) -> DecoderSettings:
    """The decoder settings that were chosen, checked against the model."""
    return predictor.settings_for(chosen.decoder, check_decoder(chosen))


def predict(predictor: Predictor, rnas: Sequence[RnaSequence], settings: DecoderSettings) -> Iterator[Prediction]:
    """Yield the predictions one by one; short RNAs are folded together, long ones alone."""
    group: list[RnaSequence] = []
    for rna in rnas:
        if group and sum(map(len, group)) + len(rna) > _GROUP:
            yield from predictor.stream(group, settings)
            group = []
        group.append(rna)
    yield from predictor.stream(group, settings)


def _show_download(done: int, total: int) -> None:
    sys.stderr.write(f"\rdownloading the model: {done / 1e6:,.0f} of {total / 1e6:,.0f} MB" + "\n" * (done >= total))
    sys.stderr.flush()

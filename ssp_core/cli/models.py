"""`ssp-core models`: the models that can be chosen, and which of them are on this machine."""

from __future__ import annotations

import argparse

from ssp_core.network import zoo

from .output import STDOUT, Output

_COLUMNS = ("model", "downloaded", "trained", "parameters", "title")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.epilog = (
        "`--model` of the other commands takes a name of the first column, a folder with a model, or owner/name on\n"
        "the Hub. A model whose head is not trained gives structures that mean nothing.\n"
    )


def run(_: argparse.Namespace) -> int:
    """Write the table."""
    rows = [_COLUMNS, *map(_row, zoo.zoo())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() + "\n" for row in rows)
    with Output(STDOUT) as output:
        output.write("".join(lines))
    return 0


def _row(entry: zoo.ZooModel) -> tuple[str, ...]:
    if zoo.folder_of(entry) is not None:
        here = "yes"
    else:
        here = f"no ({entry.download / 1e6:,.0f} MB)" if entry.download else "no"
    parameters = f"{entry.parameters / 1e6:,.0f} million" if entry.parameters else ""
    return entry.key, here, "yes" if entry.trained else "no", parameters, entry.title

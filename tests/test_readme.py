"""README.md keeps its promises: its commands and examples run, its figures are the card's, requirements are pinned."""

from __future__ import annotations

import re
import runpy
import shlex
import sys
from pathlib import Path
from types import ModuleType

import pytest

from ssp_core import cli
from ssp_core.card import Figures, read_card
from ssp_core.environment import VARIABLES
from ssp_core.ui.about.trust import calibration_error

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHECKS = ("ruff check", "ruff format --check", "lint-imports", "mypy", "pytest -n 2")
SETS = ("VL0", "TS0", "newfam")  # the columns of the tables of accuracy
RNA = "GCGGAUUUAGCUCAGUUGGGAGAGCGCCAGACUGAAGAUCUGGAGGUCCUGUGUUCGAUCCACAGAAUUCGCACCA"
KNOWN = "(((((((..((((........)))).((((.........)))).....(((((.......))))))))))))...."


def header() -> dict[str, str]:
    """The keys and values between the first two `---` lines."""
    lines = README.split("---\n", 2)[1].splitlines()
    return {key: value.strip().strip('"') for key, value in (line.split(":", 1) for line in lines)}


def blocks(heading: str) -> list[tuple[str, list[str]]]:
    """The fenced blocks of a section: their language and their lines."""
    _, _, rest = README.partition(f"\n## {heading}\n")
    section = rest.split("\n## ")[0]
    return [(language, text.splitlines()) for language, text in re.findall(r"```(\w*)\n(.*?)```", section, re.DOTALL)]


def requirements(name: str) -> list[str]:
    """The requirement lines of a file, without comments."""
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]


@pytest.mark.parametrize(
    ("heading", "needs"),
    [
        ("Run it", ["python3 -m venv .venv", "-r requirements.txt", ".venv/bin/python app.py"]),
        (
            "Test it",
            [
                "python3 -m venv .venv",
                "-r requirements-dev.txt",
                *(".venv/bin/" + check for check in CHECKS),
            ],
        ),
    ],
)
def test_each_command_is_one_sh_block_of_one_line(heading: str, needs: list[str]) -> None:
    ((language, lines),) = blocks(heading)
    assert language == "sh"
    assert len(lines) == 1
    assert all(need in lines[0] for need in needs)


def test_the_header_agrees_with_what_is_installed() -> None:
    keys = header()
    assert keys["sdk"] == "gradio"
    assert f"gradio=={keys['sdk_version']}" in requirements("requirements.txt")
    assert (ROOT / keys["app_file"]).exists()
    assert keys["python_version"] in {"3.10", "3.11", "3.12"}
    assert len(keys["short_description"]) <= 60


def test_all_but_torch_is_pinned() -> None:
    lines = requirements("requirements.txt") + requirements("requirements-dev.txt")
    loose = [line for line in lines if not re.match(r"[\w.-]+==[\w.]+(;|$)", line)]
    assert loose == ["torch>=2.8,<2.14", "-r requirements.txt"]


@pytest.mark.parametrize("file", ["README.md", "CONTRIBUTING.md"])
def test_every_link_into_the_repository_leads_somewhere(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)]+)\)", text) if "://" not in target]
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_python_examples_print_what_their_comments_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [line for language, block in blocks("Use it from Python") if language == "python" for line in block]
    (tmp_path / "readme.py").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    runpy.run_path("readme.py")
    wanted = [line.partition("  # ")[2] for line in lines if line.startswith("print(")]
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == len(wanted) > 3
    for found, comment in zip(printed, wanted, strict=True):
        assert found == comment.split(": ")[0]
    assert (tmp_path / "planar.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_shell_examples_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    ((_, lines),) = blocks("Use it from a shell")
    (tmp_path / "rna.fa").write_text(f">tRNA\n{RNA}\n")
    (tmp_path / "known.dbn").write_text(f">tRNA\n{RNA}\n{KNOWN}\n")
    served = []
    page = ModuleType("ssp_core.ui")  # the page itself is opened by tests/browser
    page.serve = lambda *arguments: served.append(arguments)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "ssp_core.ui", page)
    monkeypatch.chdir(tmp_path)
    commands = [shlex.split(line) for line in lines]
    for program, *arguments in commands:
        assert program == "ssp-core"
        assert cli.main(arguments) == 0, (arguments, capsysbinary.readouterr().err)
    assert {command for _, command, *_ in commands} == set(cli.COMMANDS)
    assert served == [(None, 7860, None)]
    written = [arguments[-1] for arguments in commands if "-o" in arguments]
    assert written
    assert all((tmp_path / name).stat().st_size for name in written)


def test_the_exit_codes_are_those_of_the_program() -> None:
    table = re.findall(r"^\| (\d+) \| (.+) \|$", README, re.MULTILINE)
    assert [code for code, _ in table] == re.findall(r"^ +(\d+) ", cli.EXIT_CODES, re.MULTILINE)


def test_the_environment_variables_are_those_that_are_read() -> None:
    found = rows("Host it")
    del found["variable"]
    shown = {(): "all", "": "none"}
    assert found == {
        f"`{variable.name}`": [shown.get(variable.default, str(variable.default)), variable.meaning]
        for variable in VARIABLES
    }


def rows(heading: str) -> dict[str, list[str]]:
    """The cells of a section's tables by the first cell of their row, without bold letters."""
    section = README.partition(f"\n## {heading}\n")[2].split("\n## ")[0]
    cells = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return {label.strip("*"): values for label, *values in cells}


def number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def measured(figures: Figures, method: str) -> list[str]:
    """A row of the first table, from the card."""
    found = [figures.row(key, method) for key in SETS]
    return [" / ".join(map(number, (row.f1, row.slipped_f1, row.pooled))) for row in found if row is not None]


def by_family(figures: Figures, part: str) -> list[str]:
    """A row of the second table, from the card."""
    methods = ("best", "best without families", "RNAfold MFE")
    found = [[row for method in methods if (row := figures.row(key, method, part))] for key in SETS]
    return [f"{row[0].sequences:,}: " + " / ".join(number(one.f1) for one in row) for row in found]


def test_the_figures_are_those_of_the_card() -> None:
    figures = read_card().figures
    assert figures is not None
    found = rows("How good it is")
    parts = {"RNAs with a family match": "family found", "RNAs without a family match": "no family found"}
    assert {label: found.pop(label) for label in parts} == {
        label: by_family(figures, part) for label, part in parts.items()
    }
    curves = figures.reliability[SETS[0]]
    assert {method: found.pop(f"probabilities of {method}") for method in curves} == {
        method: [f"{100 * calibration_error(figures.reliability[key][method]):.1f} %" for key in SETS]
        for method in curves
    }
    methods = {row.method for row in figures.sets[SETS[0]]}
    assert {label: values for label, values in found.items() if label in methods} == {
        method: measured(figures, method) for method in methods
    }

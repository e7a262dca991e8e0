"""README.md keeps its promises: two commands of one line each, a header for Spaces, pinned requirements."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


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
            ["python3 -m venv .venv", "-r requirements-dev.txt", "ruff check", "lint-imports", "mypy", "pytest --cov"],
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

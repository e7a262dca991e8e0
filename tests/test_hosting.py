"""What hosts build from agrees with the rest: the Dockerfile, ZeroGPU's requirements and the workflow."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def instructions(name: str) -> list[str]:
    """What follows each instruction of that name, in their order."""
    joined = DOCKERFILE.replace("\\\n", " ")
    return [" ".join(line.split()[1:]) for line in joined.splitlines() if line.startswith(f"{name} ")]


def test_the_image_has_what_the_page_needs_and_no_more() -> None:
    copied = [source for line in instructions("COPY") for source in line.split()[:-1]]
    assert all((ROOT / source).exists() for source in copied)
    assert {"app.py", "assets", "ssp_core", "requirements.txt"} <= set(copied)
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert kept[0] == "*"
    assert {f"!{source}" for source in copied} == {line for line in kept if line.startswith("!")}


def test_the_image_runs_as_a_user_and_asks_its_health() -> None:
    lines = [line.split()[0] for line in DOCKERFILE.splitlines() if re.match("[A-Z]+ ", line)]
    assert instructions("USER") == ["app"]
    assert lines.index("USER") < lines.index("CMD")
    assert instructions("CMD") == ['["python", "app.py"]']
    [health] = instructions("HEALTHCHECK")
    assert f"127.0.0.1:{instructions('EXPOSE')[0]}/health" in health
    assert "--no-cache-dir" in DOCKERFILE


def test_the_image_has_a_python_and_a_torch_that_are_promised() -> None:
    torch = re.search('"torch>=[^"]+"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert torch is not None
    assert torch[0] in DOCKERFILE
    assert instructions("FROM") == ["python:3.12-slim"]


def test_zero_gpu_has_a_torch_of_its_own_within_ours() -> None:
    text = (ROOT / "requirements-zerogpu.txt").read_text(encoding="utf-8")
    wanted = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert [line.split("==")[0] for line in wanted] == ["torch", "spaces"]
    assert wanted[0].split("==")[1] in {"2.8.0", "2.9.1", "2.10.0", "2.11.0"}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "requirements-zerogpu.txt >> build/space/requirements.txt" in readme


@pytest.mark.parametrize("step", ["pip-audit -r requirements.txt", "lint-imports", "mypy"])
def test_the_workflow_checks(step: str) -> None:
    assert f"- run: {step}\n" in (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8")

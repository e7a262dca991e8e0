"""The package: what the wheel contains, that it works away from the checkout, and that the pins fit its ranges."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

import ssp_core

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "--quiet"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", folder, ROOT], check=True)
    (built,) = folder.glob("*.whl")
    return built


def sizes(wheel: Path) -> dict[str, int]:
    """The size of each file in the wheel, in bytes."""
    with ZipFile(wheel) as archive:
        return {item.filename: item.file_size for item in archive.infolist()}


@pytest.mark.slow
def test_the_wheel_has_the_package_and_its_assets_and_no_more(wheel: Path) -> None:
    assert wheel.name == f"ssp_core-{ssp_core.__version__}-py3-none-any.whl"
    names = set(sizes(wheel))
    for name in ("py.typed", "_assets/bundled/model.safetensors", "_assets/bundled/card.json", "_assets/energies.par"):
        assert f"ssp_core/{name}" in names
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "ssp_core").rglob("*.py")}
    assert {name for name in names if name.endswith(".py")} == modules
    tops = {name.split("/")[0] for name in names}
    assert tops == {"ssp_core", f"ssp_core-{ssp_core.__version__}.dist-info"}


@pytest.mark.slow
def test_the_wheel_is_small(wheel: Path) -> None:
    assert wheel.stat().st_size < 25 * MEGABYTE
    assert max(sizes(wheel).values()) < 10 * MEGABYTE


@pytest.mark.slow
def test_the_installed_package_predicts_in_another_folder(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    with ZipFile(wheel) as archive:
        archive.extractall(installed)
    code = """
import ssp_core
from ssp_core.assets import ASSETS
[prediction] = ssp_core.Predictor("bundled", device="cpu").predict(["GGGGAAAACCCC"])
print(ASSETS)
print(prediction.structure)
"""
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    )
    assets, structure = ran.stdout.splitlines()
    assert Path(assets) == installed / "ssp_core" / "_assets"
    assert structure == "((((....))))"


def declared() -> dict[str, list[Requirement]]:
    """The dependencies of the package and of its extras, by extra, as far as they are for this machine."""
    groups = {"engine": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}
    requirements = {name: [Requirement(text) for text in texts] for name, texts in groups.items()}
    return {
        name: [item for item in items if item.name != PROJECT["name"] and (not item.marker or item.marker.evaluate())]
        for name, items in requirements.items()
    }


def pinned(file: str) -> dict[str, Requirement]:
    """The requirements of a file by name, as far as they are for this machine."""
    lines = [line.split("#")[0].strip() for line in (ROOT / file).read_text(encoding="utf-8").splitlines()]
    requirements = [Requirement(line) for line in lines if line and not line.startswith("-r")]
    return {item.name.lower(): item for item in requirements if not item.marker or item.marker.evaluate()}


@pytest.mark.parametrize("group", ["engine", "app", "many", "train"])
def test_what_the_package_needs_is_pinned_within_its_range(group: str) -> None:
    pins = pinned("requirements.txt")
    for requirement in declared()[group]:
        pin = pins[requirement.name.lower()]
        assert requirement.specifier.contains(version(requirement.name)), requirement
        assert pin.specifier.contains(version(requirement.name)), f"{pin} is pinned, another version is installed"


def test_what_development_needs_is_pinned() -> None:
    assert {requirement.name.lower() for requirement in declared()["dev"]} <= set(pinned("requirements-dev.txt"))

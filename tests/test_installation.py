"""A broken installation of the bundled model ends in one sentence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ssp_core.errors import ModelError
from ssp_core.network import opening, zoo
from ssp_core.predictor import Predictor


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the bundled model's folder, which the zoo takes for the real one."""
    folder = shutil.copytree(zoo.BUNDLED, tmp_path / "bundled")
    for module in (zoo, opening):
        monkeypatch.setattr(module, "BUNDLED", folder)
    return folder


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5_000_000])


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:2000])


def flip(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(bytes(raw))


@pytest.mark.parametrize(
    ("name", "damage", "sentence"),
    [
        ("model.safetensors", cut_short, "The file model.safetensors is damaged"),
        ("model.safetensors", flip, "The file model.safetensors is damaged"),
        ("families.npz", flip, "The file families.npz is damaged"),
        ("families.npz", Path.unlink, "There is no families.npz in bundled"),
        ("card.json", Path.unlink, "There is no card.json in bundled"),
        ("card.json", cut_in_half, "The file card.json in bundled cannot be read"),
        ("config.json", Path.unlink, "Found no readable config.json"),
    ],
)
def test_a_broken_installation_gets_one_sentence(
    installed: Path, name: str, damage: Callable[[Path], None], sentence: str
) -> None:
    damage(installed / name)
    with pytest.raises(ModelError, match=sentence) as caught:
        Predictor("bundled")
    assert str(caught.value).count("\n") == 0

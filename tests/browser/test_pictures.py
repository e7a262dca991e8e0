"""The README's picture can be taken anew."""

from __future__ import annotations

import struct
from pathlib import Path

from playwright.sync_api import Browser

from tools.pictures import Picture, take


def test_the_picture_shows_the_fold_tab_down_to_the_drawing(browser: Browser, app: str, tmp_path: Path) -> None:
    path = tmp_path / "fold.png"
    take(browser, app, Picture(), path)
    png = path.read_bytes()
    width, height = struct.unpack(">II", png[16:24])
    assert png.startswith(b"\x89PNG")
    assert (width, 600 < height < 4000) == (1280, True)

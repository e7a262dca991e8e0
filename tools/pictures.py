"""Take the README's picture of the page anew: `python -m tools.pictures`, or every tab with `--all FOLDER`.

It starts the app and a Chromium as the browser tests do, and so fails if the page reports an error. It needs
requirements-dev.txt and Chromium.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

from ssp_core.assets import ASSETS
from tests.browser.conftest import launch, serving, visit

TABS = ("Fold", "Architecture", "About")
WIDTHS = (1280, 390)  # a laptop, a phone
_SETTLED = 2500  # milliseconds until transitions and charts are done


class Picture(NamedTuple):
    """What a picture shows: a tab at a width, in light or dark colours."""

    tab: str = "Fold"
    width: int = WIDTHS[0]
    dark: bool = False

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.tab.lower()}-{self.width}-{'dark' if self.dark else 'light'}.png"


def take(browser: Browser, address: str, picture: Picture, path: Path, *, whole: bool = False) -> None:
    """Save a picture of the whole tab, or of its first screen."""
    with visit(browser, address, width=picture.width, dark=picture.dark) as page:
        page.get_by_role("tab", name=picture.tab).click()
        page.mouse.move(0, 0)
        page.wait_for_timeout(_SETTLED)
        page.screenshot(path=path, full_page=whole)


def main(arguments: Sequence[str] | None = None) -> None:
    """Take the README's picture, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m tools.pictures", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--all",
        type=Path,
        metavar="FOLDER",
        help="take every tab, whole, at both widths and in both colour schemes, into this folder instead",
    )
    folder = parser.parse_args(arguments).all
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        wanted = {folder / found.name: found for found in map(Picture._make, product(TABS, WIDTHS, (False, True)))}
    else:
        wanted = {ASSETS / "pictures" / "fold-light.png": Picture()}
    with TemporaryDirectory() as logs, serving(Path(logs) / "app.txt") as address, sync_playwright() as playwright:
        browser = launch(playwright)
        for path, picture in wanted.items():
            take(browser, address, picture, path, whole=folder is not None)
            sys.stdout.write(f"{path}\n")
        browser.close()


if __name__ == "__main__":
    main()

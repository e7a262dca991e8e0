"""The page under axe-core's rules, in both schemes, on a desk and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from .conftest import visit


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, app: str, dark: bool, width: int) -> None:
    with visit(browser, app, width=width, dark=dark) as page:
        assert page.evaluate("document.body.classList.contains('dark')") is dark
        found = Axe().run(page).response
    assert len(found["passes"]) > 20  # it did look
    grave = [
        f"{rule['id']} at {node['target']}: {node['failureSummary']}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
    assert not grave, "\n".join(grave)

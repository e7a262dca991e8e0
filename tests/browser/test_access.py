"""The page under axe-core's rules, in both schemes, on a desk and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from .conftest import visit


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, app: str, dark: bool, width: int) -> None:
    with visit(browser, app, width=width, dark=dark) as page:
        assert page.evaluate("document.body.classList.contains('dark')") is dark
        grave = serious(page)
        for tab, ready in (("Architecture", "#architecture-treemap .main-svg"), ("About", "#about-figures")):
            page.get_by_role("tab", name=tab).click()
            expect(page.locator(ready).first).to_be_visible()
            grave += serious(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not grave, "\n".join(grave)


def serious(page: Page) -> list[str]:
    """What axe-core finds serious or worse on the open tab."""
    found = Axe().run(page).response
    assert len(found["passes"]) > 15  # it did look
    return [
        f"{rule['id']} at {node['target']}: {node['failureSummary']}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]

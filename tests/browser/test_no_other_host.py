"""Nothing is asked of another host and nothing offers to send a chart away, on any tab and whatever is opened."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from .test_access import open_tab

# All names of what can be pressed in a chart, or anywhere: texts, labels and titles.
NAMES = """() => [...document.querySelectorAll("a, button, [data-title], .chart *")]
    .map((one) => [one.getAttribute("data-title"), one.getAttribute("aria-label"), one.getAttribute("title"),
        one.tagName === "A" || one.tagName === "BUTTON" ? one.textContent : ""].join(" ").toLowerCase())"""
CHARTS = {
    "Fold": ["#view-heatmap", "#view-matrix"],
    "Architecture": ["#architecture-treemap"],
    "About": ["#about-figures"],
}


def test_no_tab_asks_another_host_nor_offers_to_send_a_chart(browser: Browser, app: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    asked: set[str | None] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname))
    page.goto(app)
    page.wait_for_selector("html:not([data-starting])")
    for tab, hosts in CHARTS.items():
        open_tab(page, tab)
        if tab == "Fold":
            page.locator("#tab-matrix").click()
        for host in hosts:
            page.locator(host).scroll_into_view_if_needed()
        expect(page.locator(".chart-plot svg:visible").first).to_be_visible()
        pointed_at(page)
        names = page.evaluate(NAMES)
        assert len(names) > 20
        for word in ("share", "cloud", "chart studio", "edit in"):
            found = [name for name in names if word in name and "download and share" not in name]
            assert not found, (tab, found)
    assert asked <= {"127.0.0.1", None}
    assert page.evaluate("document.querySelectorAll('link[rel*=connect], link[rel*=dns]').length") == 0
    context.close()


def pointed_at(page: Page) -> None:
    """Move the pointer over every chart in sight: plotly shows its buttons only then."""
    for chart in page.locator(".chart-plot:visible").all():
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        if box:
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + min(box["height"], 400) / 2)
            page.wait_for_timeout(150)

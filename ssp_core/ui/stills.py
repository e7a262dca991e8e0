"""Pictures of the stored result's views: a stranger sees them while the browser still reads plotly.

Made anew whenever the stored result or a figure changes: `python -m ssp_core.ui.stills`, which takes Chromium and
requirements-dev.txt. Each says of which figure it is, and tests/ui/test_stills.py fails when it is not of this one.
"""

from __future__ import annotations

import re
import shutil
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from ssp_core.assets import ASSETS
from ssp_core.charts import script
from ssp_core.figures import palettes

from . import drawings, stored

FOLDER = ASSETS / "stills"
# Width and height in pixels, about what each view has in a window of 1280; None for a figure that has its own.
SIZES: dict[str, tuple[int, int] | None] = {
    "planar": (436, 520),
    "heatmap": None,
    "arcs": (785, 420),
    "circle": (363, 423),
    "matrix": (363, 421),
}
_DRAW = """async ([text, view, size]) => {
    document.body.innerHTML = `<div id="view-${view}"><div></div></div>`;
    const root = document.body.firstChild;
    if (size) Object.assign(root.style, {width: `${size[0]}px`, height: `${size[1]}px`});
    showFigure(root.firstChild, {value: text}, () => {});
    while (!root.querySelector(".main-svg")) await new Promise(requestAnimationFrame);
    const plot = root.querySelector(".js-plotly-plot");
    const {width, height} = plot._fullLayout;
    return Plotly.toImage(nucleotides.whole(plot), {format: "svg", width, height});
}"""
# What plotly writes into every node and no picture needs: what is so anyway, marks for its own script, empty groups.
_NEEDLESS = (
    r' class="[^"]*"| data-[\w-]+="[^"]*"| xml:space="[^"]*"| vector-effect: none;',
    r"(?<=[ \"])(?:fill-opacity|stroke-opacity|opacity): 1; ?|white-space: pre; ?",
    r'<path[^>]*style="opacity: 0;[^>]*/>',
    r' style=""',
)
_EMPTY = r"<g[^<>]*/>|<g[^<>]*></g>|<path(?![^<>]* d=)[^<>]*/>"


def read(view: str) -> str:
    """The picture of a view, hidden from screen readers: what it shows stands in words beside it."""
    svg = path(view).read_text(encoding="utf-8").strip()
    return f'<div class="still" data-view="{view}" aria-hidden="true">{svg}</div>'


def path(view: str) -> Path:
    """Where the picture of a view lies."""
    return FOLDER / f"{view}.svg"


def stamp(text: str) -> str:
    """What a picture says of its figure."""
    return sha256(text.encode()).hexdigest()[:16]


def texts() -> dict[str, str]:
    """The figures that the pictures are of, as they travel."""
    first = stored.read()
    return {view: draw(first, "element").json for view, draw in drawings.VIEWS.items()}


def write() -> None:
    """Have plotly draw each figure once, and keep what it drew."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.add_style_tag(content=".js-plotly-plot, [id^=view-] > * { height: 100%; }")
        for path_ in (script.PATH, ASSETS / "nucleotides.js", ASSETS / "draw.js"):
            page.add_script_tag(path=path_)
        for view, text in texts().items():
            drawn: str = page.evaluate(_DRAW, [text, view, SIZES[view]])
            svg = slim(unquote(drawn.partition(",")[2]), view)
            path(view).write_text(svg.replace("<svg", f'<svg data-of="{stamp(text)}"', 1) + "\n", encoding="utf-8")
        browser.close()


def slim(svg: str, view: str) -> str:
    """The same picture in half the bytes, with ids that no other picture on the page has."""
    ids = {name: f"{view}-{k}" for k, name in enumerate(re.findall(r'id="([^"]+)"', svg))}
    for pattern in _NEEDLESS:
        svg = re.sub(pattern, "", svg)
    while (less := re.sub(_EMPTY, "", svg)) != svg:
        svg = less
    svg = re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", svg)
    svg = re.sub(r'id="([^"]+)"', lambda found: f'id="{ids[found[1]]}"', svg)
    svg = re.sub(r"url\('?#([^)']+)'?\)", lambda found: f"url(#{ids[found[1]]})", svg)
    family = f"font-family: {palettes.FONT}; "
    return svg.replace(family, "").replace("<svg", f'<svg style="{family}"', 1)


if __name__ == "__main__":
    write()

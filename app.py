"""Builds the page and serves it: `python app.py`. GRADIO_SERVER_NAME and GRADIO_SERVER_PORT say where."""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route

from ssp_core.charts import script
from ssp_core.folding.thermo import workers
from ssp_core.network.allocator import ALLOCATOR
from ssp_core.ui import page, theme
from ssp_core.ui.bodylimit import BodyLimit
from ssp_core.ui.models import Models


def plotly(_: Request) -> FileResponse:
    """What draws the figures, to be kept by the browser: its address tells its version."""
    return FileResponse(script.PATH, headers={"Cache-Control": "public, max-age=31536000, immutable"})


def main() -> None:
    """Serve the page at once and load the model in the box behind it."""
    ALLOCATOR.manage()
    workers.start()
    models = Models()
    demo = page.build(models)
    demo.launch(
        theme=theme.Paper(),
        css_paths=theme.styles(),
        head=theme.head(),
        favicon_path=theme.ICON,
        footer_links=["api"],
        ssr_mode=False,
        state_session_capacity=256,
        app_kwargs={
            # gradio packs its own scripts and styles only; the page and its answers shrink to a sixth.
            "middleware": [Middleware(BodyLimit), Middleware(GZipMiddleware, compresslevel=4)],
            "routes": [Route(f"/{script.NAME}", plotly)],
        },
        prevent_thread_lock=True,
    )
    models.warm()
    try:
        demo.block_thread()
    finally:
        workers.stop()


if __name__ == "__main__":
    main()

"""Builds the page and serves it: routes for scripts, middleware, thermodynamics beside it, the model behind it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
# Read when torch is imported: threads that wait for each other give their cores to ViennaRNA's processes meanwhile.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import gradio as gr
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ssp_core.batch.jobs import BatchJobs
from ssp_core.charts import script
from ssp_core.errors import ModelError
from ssp_core.folding import thermo
from ssp_core.network.allocator import ALLOCATOR
from ssp_core.training.jobs import TrainingJobs

from . import downloads, first_paint, gradio_compat, page, stylesheet, theme
from .api.requests import ArgumentCheck
from .middleware import BodyLimit, BodyStart, FullQueue
from .models import DEFAULT, Models

_SESSIONS = 256  # visitors whose results are kept


@dataclass(frozen=True)
class Address:
    """Where the page is served; None leaves it to gradio's environment variables."""

    host: str | None
    port: int | None
    root_path: str | None


def serve(host: str | None = None, port: int | None = None, root_path: str | None = None) -> None:
    """Serve the page at once and load the bundled model behind it; a broken installation or a taken port is one
    sentence and exit code 1."""
    ALLOCATOR.manage()
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _end)
    wanted = port if port is not None else _port_of_environment()
    jobs, batches = TrainingJobs(), BatchJobs()
    try:
        models = Models()
        built = page.build(models, jobs, batches)
        thermo.workers.start()
        _launch(built, Address(host, wanted, root_path), routes(jobs, batches))
        models.get(DEFAULT)
        built.block_thread()
    except ModelError as error:
        _exit(str(error))
    finally:
        jobs.close()
        batches.close()
        thermo.workers.stop()


def _end(*_: object) -> None:
    """What a request to end does: as much as the end of the program by itself."""
    sys.exit(0)


def _launch(built: gr.Blocks, address: Address, added: list[BaseRoute]) -> None:
    gradio_compat.answer_tools_in_json()
    try:
        built.launch(
            server_name=address.host,
            server_port=address.port,
            root_path=address.root_path,
            theme=theme.Paper(),
            favicon_path=theme.ICON,
            footer_links=["api"],
            ssr_mode=False,
            mcp_server=True,
            state_session_capacity=_SESSIONS,
            app_kwargs={
                # gradio packs its own scripts and styles only; the page and its answers shrink to a sixth.
                "middleware": [
                    Middleware(BodyLimit),
                    Middleware(GZipMiddleware, compresslevel=4),
                    Middleware(ArgumentCheck, page=built),
                    Middleware(FullQueue),
                    Middleware(BodyStart, html=partial(first_paint.html, page.TITLE)),
                ],
                "routes": added,
            },
            prevent_thread_lock=True,
        )
    except OSError:
        where = f"port {address.port}" if address.port is not None else "any port from 7860"
        _exit(f"The page cannot listen on {where}: another program uses it, or this one may not.")


def routes(jobs: TrainingJobs, batches: BatchJobs) -> list[BaseRoute]:
    """What the page's HTML asks for beside gradio's own files."""
    return [
        downloads.notebook_route(),
        downloads.model_route(jobs),
        downloads.batch_route(batches),
        Route(f"/{script.NAME}", _plotly),
        Route(f"/{stylesheet.name()}", _stylesheet),
        Mount(f"/{theme.js_path()}", _Kept(directory=theme.JS)),
    ]


_KEEP = {"Cache-Control": "public, max-age=31536000, immutable"}  # for addresses that change with what they give


def _plotly(_: Request) -> FileResponse:
    """What draws the charts."""
    return FileResponse(script.PATH, headers=_KEEP)


def _stylesheet(_: Request) -> Response:
    """The look of the page."""
    return Response(stylesheet.text(), media_type="text/css", headers=_KEEP)


class _Kept(StaticFiles):
    """Files that a browser may keep."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """A file with what says so."""
        response = super().file_response(*args, **kwargs)
        response.headers.update(_KEEP)
        return response


def _port_of_environment() -> int | None:
    text = os.environ.get("GRADIO_SERVER_PORT", "")
    if text and not text.isdigit():
        _exit(f"GRADIO_SERVER_PORT is {text!r}; a number is wanted.")
    return int(text) if text else None


def _exit(sentence: str) -> NoReturn:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(1)

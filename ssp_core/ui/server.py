"""Builds the page and serves it: routes for scripts, middleware, thermodynamics beside it, the model behind it."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from functools import partial

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
# Read when torch is imported: threads that wait for each other give their cores to ViennaRNA's processes meanwhile.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import gradio as gr
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from ssp_core import environment
from ssp_core.batch.jobs import BatchJobs
from ssp_core.card import check_files, read_card
from ssp_core.charts import script
from ssp_core.errors import SspCoreError
from ssp_core.folding import thermo
from ssp_core.network import zoo
from ssp_core.network.allocator import ALLOCATOR
from ssp_core.training.jobs import TrainingJobs

from . import downloads, first_paint, gradio_compat, page, stylesheet, theme
from .ending import Ending, end, fail
from .fault_log import note
from .http.bodies import CheckedBodies
from .http.calls import Calls, ProgramCalls
from .http.faults import Faults, Refusals
from .http.headers import SecurityHeaders
from .http.health import routes as health_routes
from .http.routes import OpenRoutes
from .http.watch import Watch
from .middleware import BodyLimit, BodyStart, FullQueue
from .models import DEFAULT, Models


@dataclass(frozen=True)
class Address:
    """Where the page is served."""

    host: str
    port: int
    root_path: str


def serve(address: Address, ending: Ending) -> None:
    """Serve the page at once and load the bundled model behind it; a broken installation or a taken port is one
    sentence and exit code 1. This process ends here."""
    ALLOCATOR.manage()
    _start_log()
    jobs, batches, calls = TrainingJobs(), BatchJobs(), Calls()
    put_away = [jobs.close, batches.close, thermo.workers.stop]
    try:
        check_files(read_card(), zoo.BUNDLED)
        models = Models()
        built = page.build(models, jobs, batches, calls)
        ending.begin()
        put_away.append(partial(built.close, verbose=False))
        _listen(built, address, calls, [*routes(jobs, batches), *health_routes(models)])
        thermo.workers.start()
        ending.needs(models.open(DEFAULT).predictor)
        ending.wait()
    except SspCoreError as error:
        fail(str(error), *put_away)
    except Exception as error:  # noqa: BLE001 - whatever is broken, it is one sentence
        note("The page could not be started", error)
        fail(f"The page could not be started ({type(error).__name__}): install the package again.", *put_away)
    if ending.error is not None:
        fail(str(ending.error), *put_away)
    end(0, *put_away)


def _start_log() -> None:
    """Let this project's log go to standard error: a line for each request, and what went wrong."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.getLogger("ssp_core")
    log.addHandler(handler)
    log.setLevel(environment.LOG.value())


class PortError(SspCoreError, OSError):
    """The port cannot be had."""


def _listen(built: gr.Blocks, address: Address, calls: Calls, own: list[BaseRoute]) -> None:
    try:
        _launch(built, address, calls, own)
    except OSError as error:
        raise PortError(
            f"The page cannot listen on port {address.port} of {address.host}: another program uses it, or this one "
            f"may not; {environment.PORT.name} sets another."
        ) from error


def _launch(built: gr.Blocks, address: Address, calls: Calls, own: list[BaseRoute]) -> None:
    gradio_compat.answer_tools_in_json()
    gradio_compat.keep_sessions_light()
    gradio_compat.outlast_those_who_leave()
    built.launch(
        server_name=address.host,
        server_port=address.port,
        root_path=address.root_path,
        theme=theme.Paper(),
        favicon_path=theme.ICON,
        footer_links=["api"],
        run_history=False,
        ssr_mode=False,
        mcp_server=True,
        state_session_capacity=environment.SESSIONS.value(),
        app_kwargs={
            "middleware": [
                Middleware(Watch),
                Middleware(SecurityHeaders),
                Middleware(Faults),
                Middleware(BodyLimit),
                Middleware(OpenRoutes, own=own),
                Middleware(CheckedBodies, page=built),
                # gradio packs its own scripts and styles only; the page and its answers shrink to a sixth.
                Middleware(GZipMiddleware, compresslevel=4),
                Middleware(ProgramCalls, page=built, calls=calls),
                Middleware(FullQueue),
                Middleware(Refusals),
                Middleware(BodyStart, html=partial(first_paint.html, page.TITLE)),
            ],
            "routes": own,
        },
        prevent_thread_lock=True,
    )


def routes(jobs: TrainingJobs, batches: BatchJobs) -> list[BaseRoute]:
    """What the page's HTML asks for beside gradio's own files."""
    return [
        downloads.notebook_route(),
        downloads.model_route(jobs),
        downloads.batch_route(batches),
        Route(f"/{script.NAME}", _plotly),
        Route(f"/{stylesheet.name()}", _stylesheet),
        Route(f"/{theme.js_path()}/{{name}}.js", _script),
    ]


_KEEP = {"Cache-Control": "public, max-age=31536000, immutable"}  # for addresses that change with what they give


def _plotly(_: Request) -> FileResponse:
    """What draws the charts."""
    return FileResponse(script.PATH, headers=_KEEP)


def _stylesheet(_: Request) -> Response:
    """The look of the page."""
    return Response(stylesheet.text(), media_type="text/css", headers=_KEEP)


def _script(request: Request) -> Response:
    """A script of the page. No `StaticFiles`, which find nothing behind a proxy that takes the root path away."""
    path = theme.JS / f"{request.path_params['name']}.js"
    is_one = path.parent == theme.JS and path.is_file()
    return FileResponse(path, headers=_KEEP) if is_one else PlainTextResponse("No such script.", 404)

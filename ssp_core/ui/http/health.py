"""What whoever runs the server asks it: whether it can fold yet, with which model, and how much waits."""

from __future__ import annotations

from typing import Any

import httpx
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ssp_core import __version__
from ssp_core.cache import CACHE
from ssp_core.folding import thermo
from ssp_core.ui.models import DEFAULT, Models

from .routes import API

_QUEUE = f"{API}/queue/status"
_CACHE = Gauge("ssp_cache_bytes", "Bytes of results that are kept")
_CACHE.set_function(lambda: CACHE.bytes)
_WAITING = Gauge("ssp_queue", "Requests that wait")


def routes(models: Models) -> list[Route]:
    """`/health` as JSON, 503 until the built-in model can fold, and `/metrics` in Prometheus' format."""

    async def health(request: Request) -> JSONResponse:
        is_ready = models.is_open(DEFAULT)
        content = {
            "status": "ready" if is_ready else "starting",
            "version": __version__,
            "model": DEFAULT,
            "revision": models.get(DEFAULT).revision if is_ready else None,
            "queue": await _waiting(request.app),
            "workers": thermo.workers.started(),
            "cache_bytes": CACHE.bytes,
        }
        return JSONResponse(content, 200 if is_ready else 503, {"Cache-Control": "no-store"})

    async def metrics(request: Request) -> Response:
        _WAITING.set(await _waiting(request.app))
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return [Route("/health", health), Route("/metrics", metrics)]


async def _waiting(app: Any) -> int:
    """How many requests wait, asked of gradio by its own address."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        return int((await client.get(_QUEUE)).json()["queue_size"])

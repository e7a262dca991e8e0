"""Each request as a line in the log and a number for Prometheus; neither holds a sequence, a query or a key."""

from __future__ import annotations

import logging
import time
from http import HTTPStatus

from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .faults import route_of

REQUESTS = Counter("ssp_requests", "Requests by route and status", ["method", "route", "status"])
SECONDS = Histogram(
    "ssp_request_seconds",
    "Seconds from a request to the end of its answer",
    ["route"],
    buckets=(0.01, 0.05, 0.25, 1, 5, 30, 120),
)
# What the page is made of, a hundred requests for each visit; and what /health asks of this server itself.
_QUIET = ("/assets/", "/static/", "/ssp/", "/gradio_api/queue/status")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_log = logging.getLogger("ssp_core.requests")


class Watch:
    """ASGI middleware: counts and logs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; its line comes when its answer has ended."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, size, begun = 0, 0, time.perf_counter()

        async def answer(message: Message) -> None:
            nonlocal status, size
            status = message.get("status", status)
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, answer)
        finally:
            _note(scope, status, size, time.perf_counter() - begun)


def _note(scope: Scope, status: int, size: int, seconds: float) -> None:
    method, route = scope["method"] if scope["method"] in _METHODS else "other", route_of(scope)
    REQUESTS.labels(method, route, status or "left").inc()
    SECONDS.labels(route).observe(seconds)
    level = logging.DEBUG if route.startswith(_QUIET) and status < HTTPStatus.BAD_REQUEST else logging.INFO
    _log.log(level, "%s %s %s %d bytes %.0f ms", method, route, status or "left", size, seconds * 1000)

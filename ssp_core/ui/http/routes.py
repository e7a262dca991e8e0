"""Which routes are open: those that the page, the API and whoever watches the server use; gradio has many more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from starlette.datastructures import QueryParams
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

API = "/gradio_api"
_NAME = r"[\w-]{1,64}"
# Of gradio's files: the page, what it is made of, and what describes its functions.
_READ = re.compile(
    r"/|/config/?|/theme\.css|/favicon\.ico|/robots\.txt|/manifest\.json|/monitoring/summary|/(assets|static|svelte)/.+|"
    rf"{API}/(info/?|openapi\.json|app_id/?|theme\.css|startup-events|queue/status|queue/data|heartbeat/{_NAME}|"
    rf"call/(v2/)?{_NAME}/{_NAME})"
)
# `run` is the way of the page's events that do not wait in the queue.
_WRITE = re.compile(rf"{API}/(queue/join|run/predict/?|call/(v2/)?{_NAME}/?|cancel|reset/?)")
_EVENTS = f"{API}/queue/data"
_PROGRAMS = f"{API}/mcp"  # where it is served, for language models
_CLOSED_QUERY = "deep_link"  # would open what a visitor's page held: links have the RNA itself
CLOSED = "There is nothing at this address; the page is at the root, and 'Use via API' at its foot lists the functions."


def path_of(scope: Scope) -> str:
    """The path of a request below the path under which a proxy shows the page."""
    path, root = str(scope.get("path", "")), str(scope.get("root_path", "")).rstrip("/")
    return path.removeprefix(root) if root and path.startswith(f"{root}/") else path


class OpenRoutes:
    """ASGI middleware: 404 and one sentence for all but the routes in use.

    Args:
        app: what answers.
        own: this project's routes beside gradio's.
    """

    def __init__(self, app: ASGIApp, own: Sequence[BaseRoute]) -> None:
        self.app, self.own = app, own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if its route is open."""
        if scope["type"] == "lifespan" or (scope["type"] == "http" and self._is_open(scope)):
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await JSONResponse({"detail": CLOSED}, 404)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008, "reason": CLOSED})

    def _is_open(self, scope: Scope) -> bool:
        path, method = path_of(scope), scope["method"]
        own = next((route for route in self.own if route.matches(scope)[0] == Match.FULL), None)
        if own is not None:
            scope["route"] = own  # as gradio's routes do, for the log
            return True
        if path == _PROGRAMS or path.startswith(f"{_PROGRAMS}/"):
            return True
        if method == "POST":
            return _WRITE.fullmatch(path) is not None
        query = QueryParams(scope.get("query_string", b""))
        if _CLOSED_QUERY in query or (path == _EVENTS and not query.get("session_hash")):
            return False
        return method in ("GET", "HEAD") and _READ.fullmatch(path) is not None

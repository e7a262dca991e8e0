"""What stands before the page's server: a limit on what a request may bring, a full queue in plain words, and what
the page's HTML begins with."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from .http.routes import path_of

MOST = 2_000_000  # bytes of a body: a file of `inputs.MAX_FILE` bytes in base64, with what the boxes hold
FULL = (
    "Too many requests are waiting here, so this one was not taken and nothing was changed; please try again in a "
    "minute."
)
_WAIT = b"60"  # seconds

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Scope]]
_Send = Callable[[_Scope], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]


class BodyLimit:
    """ASGI middleware: 413 and one sentence for a body over `MOST`, 411 for one that does not say how long it is."""

    def __init__(self, app: _App) -> None:
        self.app = app

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Pass the request on, or refuse it before a byte of its body is read."""
        headers = dict(scope.get("headers", ()))
        length = headers.get(b"content-length", b"0")
        if b"transfer-encoding" in headers:
            await _refuse(send, 411, "The request does not say how long it is; a Content-Length is wanted.")
        elif length.isdigit() and int(length) > MOST:
            await _refuse(send, 413, f"The request has {int(length):,} bytes; at most {MOST:,} are taken.")
        else:
            await self.app(scope, receive, send)


class FullQueue:
    """ASGI middleware: a full queue is 503 and one sentence that says when to come back.

    To the page it is 429: for 503 gradio's page has a sentence of its own that says nothing of the sort, for any other
    status it shows ours. Its clients for Python and JavaScript know 503 for a full queue, and say so.
    """

    def __init__(self, app: _App) -> None:
        self.app = app

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Pass the request on; replace a refusal of the queue."""
        path = scope.get("path", "")
        if not (path.endswith("/queue/join") or "/call/" in path):
            await self.app(scope, receive, send)
            return
        refused = False
        status = 429 if dict(scope["headers"]).get(b"x-gradio-user") == b"app" else 503

        async def answer(event: _Scope) -> None:
            nonlocal refused
            if event["type"] == "http.response.start" and event["status"] == 503:
                refused = True
                await _refuse(send, status, FULL, (b"retry-after", _WAIT))
            elif not refused:
                await send(event)

        await self.app(scope, receive, answer)


class BodyStart:
    """ASGI middleware: puts HTML at the beginning of the body of the page itself.

    Args:
        app: what answers.
        html: gives the HTML for the query of an address.
    """

    def __init__(self, app: _App, html: Callable[[Mapping[str, str]], str]) -> None:
        self.app, self.html = app, html

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Pass the request on; if it asks for the page, change the answer."""
        if scope["type"] != "http" or path_of(scope) != "/" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        start: _Scope = {}
        body = bytearray()

        async def answer(event: _Scope) -> None:
            if event["type"] == "http.response.start":
                start.update(event)
                return
            body.extend(event.get("body", b""))
            if event.get("more_body"):
                return
            changed = self._changed(bytes(body), scope)
            headers = [header for header in start["headers"] if header[0] != b"content-length"]
            await send({**start, "headers": [*headers, (b"content-length", str(len(changed)).encode())]})
            await send({"type": "http.response.body", "body": changed})

        await self.app(scope, receive, answer)

    def _changed(self, page: bytes, scope: _Scope) -> bytes:
        begin = re.search(rb"<body[^>]*>", page)
        if begin is None:
            return page
        query = dict(parse_qsl(scope.get("query_string", b"").decode("latin-1")))
        return page[: begin.end()] + self.html(query).encode() + page[begin.end() :]


async def _refuse(send: _Send, status: int, sentence: str, *more: tuple[bytes, bytes]) -> None:
    headers = [(b"content-type", b"application/json"), (b"connection", b"close"), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps({"detail": sentence}).encode()})

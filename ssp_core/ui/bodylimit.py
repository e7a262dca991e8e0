"""Refuses a request with an absurdly large body before a byte of it is read: nothing the page asks for comes near."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

MOST = 1_000_000  # bytes; a fold with its reference and its settings takes some thousands

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Scope]]
_Send = Callable[[_Scope], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]


class BodyLimit:
    """ASGI middleware: 413 and one sentence for a body over `MOST`, 411 for one that does not say how long it is."""

    def __init__(self, app: _App) -> None:
        self.app = app

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Pass the request on, or refuse it."""
        headers = dict(scope.get("headers", ()))
        length = headers.get(b"content-length", b"0")
        if b"transfer-encoding" in headers:
            await _refuse(send, 411, "The request does not say how long it is; a Content-Length is wanted.")
        elif length.isdigit() and int(length) > MOST:
            await _refuse(send, 413, f"The request holds {int(length):,} bytes; at most {MOST:,} are taken.")
        else:
            await self.app(scope, receive, send)


async def _refuse(send: _Send, status: int, sentence: str) -> None:
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps({"detail": sentence}).encode()})

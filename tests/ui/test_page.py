"""The page as a whole, without a browser."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ssp_core.ui import page, texts


def test_a_full_queue_refuses_in_one_plain_sentence() -> None:
    built = page.build()
    built._queue.max_size = 0
    body: Any = type("Body", (), {"fn_index": 0})()
    request: Any = None
    pushed = built._queue.push(body=body, request=request, username=None)
    with ThreadPoolExecutor(1) as apart:  # browser tests leave a running loop in this thread
        taken, said, state = apart.submit(asyncio.run, pushed).result()
    assert (taken, said, state) == (False, texts.FULL, "error")

"""The page, a folder for each tab. Nothing else knows gradio; `serve` builds the page and serves it."""

from __future__ import annotations


def serve(host: str | None = None, port: int | None = None, root_path: str | None = None) -> None:
    """Serve the page until it is interrupted.

    Args:
        host: the name or address to listen on; None takes GRADIO_SERVER_NAME, or this machine alone.
        port: None takes GRADIO_SERVER_PORT, or the first free one from 7860.
        root_path: the path under which a proxy shows the page.
    """
    from .server import serve as run  # gradio and torch come with it

    run(host, port, root_path)

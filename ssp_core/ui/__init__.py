"""The page, a folder for each tab. Nothing else knows gradio; `serve` builds the page and serves it."""

from __future__ import annotations

from ssp_core import environment
from ssp_core.errors import SettingsError


def serve(host: str | None = None, port: int | None = None, root_path: str | None = None) -> None:
    """Serve the page until it is interrupted, which ends this process.

    Args:
        host: the name or address to listen on; None takes GRADIO_SERVER_NAME, or this machine alone.
        port: None takes GRADIO_SERVER_PORT, or 7860.
        root_path: the path under which a proxy shows the page; None takes GRADIO_ROOT_PATH.
    """
    from .ending import Ending, fail

    ending = Ending()
    ending.listen()
    try:
        environment.check()  # libraries read some of them when they are imported
    except SettingsError as error:
        fail(str(error))
    from ssp_core.network import zero_gpu  # noqa: F401 - before torch

    from .server import Address  # gradio and torch come with it
    from .server import serve as run

    address = Address(
        environment.HOST.value() if host is None else host,
        environment.PORT.value() if port is None else port,
        environment.ROOT_PATH.value() if root_path is None else root_path,
    )
    run(address, ending)

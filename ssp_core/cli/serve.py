"""`ssp-core serve`: start the page."""

from __future__ import annotations

import argparse
from importlib import import_module


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument("--host", help="address to listen on (default: GRADIO_SERVER_NAME, else 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port (default: GRADIO_SERVER_PORT, else 7860)")
    parser.add_argument(
        "--root-path", help="path under which a proxy shows the page, such as /rna (default: GRADIO_ROOT_PATH)"
    )


def run(chosen: argparse.Namespace) -> int:
    """Serve the page until Ctrl-C."""
    import_module("ssp_core.ui").serve(chosen.host, chosen.port, chosen.root_path)
    return 0

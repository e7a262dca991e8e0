"""The one place that changes what gradio does, with the reason for each change."""

from __future__ import annotations

import json
from typing import Any

from gradio.mcp import GradioMCPServer

_postprocess = GradioMCPServer.postprocess_output_data


def answer_tools_in_json() -> None:
    """Give MCP clients JSON. gradio writes an answer as Python does: with None, True and single quotes."""

    def written(server: GradioMCPServer, data: list[Any], root_url: str) -> list[Any]:
        texts = [json.dumps(item, ensure_ascii=False) if isinstance(item, (dict, list)) else item for item in data]
        return _postprocess(server, texts, root_url)

    GradioMCPServer.postprocess_output_data = written  # type: ignore[assignment, method-assign]

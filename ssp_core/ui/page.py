"""The page: a header and one tab for each way of looking."""

from __future__ import annotations

from typing import Any

import gradio as gr

from . import about, api, architecture, fold, texts
from .models import Models

MOST_WAITING = 64  # requests of all visitors together
_MARK = (
    '<svg class="mark" viewBox="0 0 64 64" aria-hidden="true"><g fill="none" stroke="currentColor" stroke-width="5" '
    'stroke-linecap="round"><path d="M25 58V34a13 13 0 1 1 14 0v24"/>'
    '<path d="M25 53h14M25 45h14M25 37h14" stroke-width="3.5"/></g></svg>'
)
_HEADER = (
    f'<header class="masthead">{_MARK}<div><p class="wordmark">{texts.TITLE}</p><p class="lead">{texts.LEAD}</p></div>'
    '<button type="button" class="scheme" data-scheme title="Light or dark" aria-label="Light or dark">◐</button>'
    "</header>"
)


def build(models: Models | None = None) -> gr.Blocks:
    """The whole page, not yet served."""
    models = models or Models()
    page = gr.Blocks(title=texts.TITLE, analytics_enabled=False, fill_width=True)
    with page:
        api.build(models)  # first: its names would else be taken by the page's own handlers, and numbered
        gr.HTML(_HEADER)
        with gr.Tabs():
            with gr.Tab("Fold", id="fold-tab"):
                result = fold.build(models, page)
            with gr.Tab("Architecture", id="architecture-tab") as tab:
                architecture.build(models, tab, result)
            with gr.Tab("About", id="about-tab"):
                about.build()
    page.queue(max_size=MOST_WAITING, default_concurrency_limit=1)
    _say_plainly_when_full(page)
    return page


def _say_plainly_when_full(page: gr.Blocks) -> None:
    """Refuse in a sentence of ours what a full queue cannot take; gradio's tells of sizes, or is the browser's own."""
    push = page._queue.push

    async def answer(*event: Any, **named: Any) -> Any:
        taken, said, state = await push(*event, **named)
        return (False, texts.FULL, "error") if state == "queue_full" else (taken, said, state)

    page._queue.push = answer  # type: ignore[method-assign]

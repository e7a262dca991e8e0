"""The page: a header and one tab for each way of looking."""

from __future__ import annotations

import gradio as gr

from . import about, api, architecture, fold, texts
from .models import Models

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
        gr.HTML(_HEADER)
        with gr.Tabs():
            with gr.Tab("Fold", id="fold-tab"):
                result = fold.build(models, page)
            with gr.Tab("Architecture", id="architecture-tab") as tab:
                architecture.build(models, tab, result)
            with gr.Tab("About", id="about-tab"):
                about.build()
        api.build(models)
    page.queue(max_size=64, default_concurrency_limit=1)
    return page

"""The page: a header, and a tab for each way of looking."""

from __future__ import annotations

import gradio as gr

from ssp_core import environment
from ssp_core.batch.jobs import BatchJobs
from ssp_core.training.jobs import TrainingJobs

from . import api, gradio_compat
from .fold import tab as fold_tab
from .http.calls import Calls
from .http.faults import guard
from .models import Models
from .panel import html
from .templates import render

TITLE = "RNA secondary structure, opened up"


def build(
    models: Models | None = None,
    jobs: TrainingJobs | None = None,
    batches: BatchJobs | None = None,
    calls: Calls | None = None,
) -> gr.Blocks:
    """The whole page, not yet served; what it starts is noted in `jobs`, `batches` and `calls`."""
    from .about import tab as about_tab
    from .architecture import tab as architecture_tab
    from .learn import tab as learn_tab
    from .many import tab as many_tab
    from .train import tab as train_tab

    models, jobs, batches = models or Models(), jobs or TrainingJobs(), batches or BatchJobs()
    page = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with page:
        # First: else the page's own handlers would take its names, and it would get numbers.
        api.build(models, calls or Calls())
        html(render("masthead.html", title=TITLE))
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab("Fold", id="fold-tab"):
                holder = fold_tab.build(models, page)
            with gr.Tab("Learn", id="learn-tab"):
                learn_tab.build(models, holder)
            with gr.Tab("Train", id="train-tab"):
                train_tab.build(models, jobs, holder)
            with gr.Tab("Many", id="many-tab"):
                many_tab.build(batches, holder)
            with gr.Tab("Architecture", id="architecture-tab") as tab:
                architecture_tab.build(models, tab, holder)
            with gr.Tab("About", id="about-tab"):
                about_tab.build()
    guard(page)
    # api_open: what waits in the queue cannot be called past it.
    page.queue(max_size=environment.QUEUE.value(), default_concurrency_limit=1, api_open=False)
    gradio_compat.forget_old_sessions(page)
    return page

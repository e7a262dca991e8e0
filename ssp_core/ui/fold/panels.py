"""The panels of the Fold tab: pieces of the page that an answer fills, by the id of their host; how each is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ssp_core.ui.session import VIEWS, Session

from . import exports, messages, samples, scan_map, scores, selection, standing, status, strip, views, words

# Three answers of a fold, one after another: what a visitor sees first, beside the controls; the other views; and what
# is folded away or far below and takes long to compute.
PRIMARY = (
    "sequence-message", "reference-message", "pseudoknot", "standing", "status", "origin", "view-strip",
    "view-planar", "link-data",
)  # fmt: skip
SECONDARY = (
    "scores", "words", "samples", "view-heatmap", "view-arcs", "view-circle", "view-matrix", "scan-tools",
)  # fmt: skip
LAST = ("computed", "exports")
EVERY = (*PRIMARY, *SECONDARY, *LAST)
OF_ANOTHER_RNA = ("whatif", "scan-progress", "scan-map", "found", "why")  # emptied when another RNA is folded
COLOURED = tuple(f"view-{name}" for name in views.CHAIN_VIEWS)
OF_SOURCE = tuple(f"view-{name}" for name in views.CHARTS)

_MAKERS: Mapping[str, Callable[[Session], str]] = {
    "sequence-message": lambda session: messages.below_sequence(
        len(session.result.sequence), notes=session.result.notes
    ),
    "reference-message": lambda _: messages.message(),
    "pseudoknot": lambda session: messages.pseudoknot(session.result),
    "standing": lambda session: standing.previous() if session.is_other_in_box else "",
    "status": lambda session: status.html(session.result),
    "origin": lambda session: status.origin_html(session.result),
    "computed": lambda session: status.computed_html(session.result),
    "view-strip": lambda session: strip.html(session.result, with_mfe=session.options.mfe),
    "scores": lambda session: scores.html(session.result),
    "words": lambda session: words.html(session.result),
    "link-data": lambda session: selection.html(session.result),
    "samples": lambda session: samples.html(session.result),
    "exports": lambda session: exports.html(session.result),
    "scan-tools": lambda session: scan_map.tools_html(session.result),
    "whatif": lambda _: "",
    "found": lambda _: "",
    "why": lambda _: "",
    "scan-progress": lambda _: "",
    "scan-map": lambda _: "",
}


def panels(*names: str) -> Callable[[Session], dict[str, str]]:
    """What gives these panels of a session, except the message below a sequence box that holds something else."""
    return lambda session: {
        name: make(name, session) for name in names if session.is_box_folded or name != "sequence-message"
    }


def make(name: str, session: Session) -> str:
    """The HTML of one panel."""
    view = name.removeprefix("view-")
    if view in VIEWS:
        return views.html(view, session.result, session.options)
    return _MAKERS[name](session)

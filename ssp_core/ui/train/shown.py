"""What the Train tab shows of a training: its state and figures, its curves, and the RNA that is watched."""

from __future__ import annotations

from collections.abc import Sequence

from ssp_core.analysis.wording import time_left
from ssp_core.charts.curves import CurvePoint, curves
from ssp_core.charts.heatmap import heatmap
from ssp_core.charts.preview import preview
from ssp_core.drawing import DrawingOptions, draw
from ssp_core.folding import thermo
from ssp_core.folding.structure import Structure
from ssp_core.jobs.status import JobStatus
from ssp_core.training.reports import TrainingReport, WatchedRna
from ssp_core.ui.downloads import model_address
from ssp_core.ui.fold.strip import Row, blocks
from ssp_core.ui.templates import raw, render


def standing(key: str, status: JobStatus[TrainingReport]) -> str:
    """Its state in a sentence, its figures beside the baseline, and what can be done with the result."""
    reports = status.reports
    last = reports[-1] if reports else None
    stage = status.stage
    sentence = status.message
    if status.state == "running" and stage.total:
        sentence = f"{stage.name[0].upper()}{stage.name[1:]}: {stage.done:,} of {stage.total:,}."
    return render(
        "train/standing.html",
        key=key,
        state=status.state,
        sentence=sentence,
        first=reports[0] if reports else None,
        last=last,
        left=time_left(last.seconds_left) if last and last.seconds_left else "",
        is_kept=status.folder is not None,
        download=model_address(key),
    )


def curve_chart(reports: Sequence[TrainingReport]) -> str:
    """The curves as plotly's JSON; empty before the first report."""
    if not reports:
        return ""
    points = [CurvePoint(one.step, one.macro_f1, one.validation_loss, one.training_loss) for one in reports]
    return curves(points, reports[-1].steps, reports[-1].baseline_f1).json


def watched(reports: Sequence[TrainingReport]) -> str:
    """What the model makes of the watched RNA by now; empty without one."""
    if not reports or reports[-1].watched is None:
        return ""
    rna = reports[-1].watched
    structure = Structure.from_dot_bracket(rna.structure)
    return render(
        "train/watched.html",
        step=reports[-1].step,
        n_reports=len(reports),
        blocks=list(blocks(_rows(rna))),
        heatmap=preview(heatmap(rna.sequence, rna.probabilities)),
        drawing=raw(draw("planar", rna.sequence, structure, DrawingOptions("element")).svg(standalone=False)),
    )


def _rows(rna: WatchedRna) -> tuple[Row, ...]:
    return (
        Row("seq", "sequence", rna.sequence),
        Row("argmax", "likeliest letters", rna.raw_structure),
        Row("MAP", "likeliest valid structure", rna.structure),
        Row("RNAfold", "structure of minimum free energy", thermo.mfe(rna.sequence).structure.dot_bracket),
    )

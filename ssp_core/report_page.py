"""A prediction as one HTML page to print or to keep: RNA, answer, drawing, strip, probabilities, scores, and how it was
computed. Up to 120 nucleotides it fits one sheet of A4; a longer one goes on. It has no script and asks no host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from ssp_core.analysis.comparison import MEASURES, comparison_table
from ssp_core.analysis.computation import computation, family_sentence, picked_in_words
from ssp_core.analysis.description import answer_sentence, describe, model_sentence
from ssp_core.analysis.report import Context
from ssp_core.analysis.wording import kcal
from ssp_core.assets import ASSETS
from ssp_core.drawing import DrawingOptions, draw
from ssp_core.drawing.cells import probability_cells
from ssp_core.folding import thermo

if TYPE_CHECKING:
    from ssp_core.folding.structure import Structure
    from ssp_core.prediction import Prediction

SUFFIX, TITLE, MEDIA_TYPE = "_report.html", "Report (HTML)", "text/html"
_COLUMNS, _BLOCK = 80, 10  # letters in a line of the strip, and between two gaps
_SHOWN = 3  # families named
_SMALL = 200  # nucleotides: beside the drawing of a larger RNA there is no room for a table
_STYLE = ASSETS / "css" / "report.css"


def report_html(prediction: Prediction, context: Context | None = None) -> str:
    """Write a prediction as one page.

    Args:
        prediction: its shown structure is reported.
        context: the known structure to compare with, and what else is said.

    Returns:
        A whole HTML document.
    """
    context = context or Context()
    title, style = escape(_title(prediction)), _STYLE.read_text(encoding="utf-8")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}: structure</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style}</style></head>'
        f'<body><main class="report">{"".join(_parts(prediction, context))}</main></body></html>\n'
    )


def _title(prediction: Prediction) -> str:
    return " ".join(prediction.name.split()) or "RNA"


def _parts(prediction: Prediction, context: Context) -> Iterator[str]:
    known, structure = context.reference, prediction.decoded.structure
    yield f"<h1>{escape(_title(prediction))}, {len(prediction.sequence):,} nt</h1>"
    yield f'<p class="answer">{escape(answer_sentence(prediction, known))}.</p>'
    if not prediction.provenance.trained:
        yield '<p class="warn">Untrained head: this structure is random.</p>'
    if context.picked is not None:
        yield f'<p class="warn">Not the decoded structure: {escape(picked_in_words(context.picked))}.</p>'
    yield _paragraph([f"{model_sentence(prediction)}.", *context.about])
    yield '<div class="beside">'
    options = DrawingOptions(reference=known, confidence=prediction.decoded.confidence)
    large = " large" if len(prediction.sequence) > _SMALL else ""
    yield f'<div class="drawing{large}">{draw("planar", prediction.sequence, structure, options).svg()}</div>'
    yield f"<section><h2>Against the known structure</h2>{_scores(prediction, known)}"
    yield f"<h2>How this was computed</h2>{_terms(computation(prediction, context))}</section></div>"
    yield "<h2>Sequence and structure</h2>"
    yield from _strip(prediction, known)
    yield "<h2>Probabilities that made the drawing</h2>"
    yield probability_cells(prediction.sequence, prediction.probabilities, columns=_COLUMNS)
    yield f"<h2>Confidence, pairs and energy</h2>{_paragraph(_words(prediction))}"


def _paragraph(sentences: Iterable[str]) -> str:
    return f"<p>{escape(' '.join(filter(None, sentences)))}</p>"


def _words(prediction: Prediction) -> list[str]:
    """Confidence, likely pairs, energies, families, and what reading the RNA changed, in sentences."""
    described = describe(prediction)
    energy, sentences = prediction.free_energy, [described.probabilities, described.pairs]
    if energy is not None:
        mfe = thermo.mfe(prediction.sequence).energy
        sentences.append(
            f"Free energy of this structure: {kcal(energy)} (Turner 2004); of RNAfold's own structure: {kcal(mfe)}."
        )
    sentences += (family_sentence(hit) for hit in prediction.family_hits[:_SHOWN])
    return [*sentences, *prediction.sequence.notes]


def _strip(prediction: Prediction, known: Structure | None) -> Iterator[str]:
    """Sequence, structure and known structure under each other, in lines of `_COLUMNS`."""
    rows = [("sequence", str(prediction.sequence)), ("structure", prediction.structure)]
    if prediction.raw_structure != prediction.structure:
        rows.insert(1, ("network", prediction.raw_structure))
    if known is not None:
        rows.append(("known", known.dot_bracket))
    for start in range(0, len(prediction.sequence), _COLUMNS):
        stop = min(start + _COLUMNS, len(prediction.sequence))
        numbers = "".join(f"{i:>{_BLOCK + 1}}" for i in range(start + _BLOCK, stop + 1, _BLOCK))[1:]
        lines = [f"{'':11}{numbers}", *(f"{name:<11}{_in_blocks(text[start:stop])}" for name, text in rows)]
        yield f"<pre>{escape(chr(10).join(lines))}</pre>"


def _in_blocks(text: str) -> str:
    return " ".join(text[k : k + _BLOCK] for k in range(0, len(text), _BLOCK))


def _scores(prediction: Prediction, known: Structure | None) -> str:
    if known is None:
        return "<p>No known structure was given.</p>"
    table = comparison_table(prediction, known)
    head = "".join(f'<th scope="col">{escape(row.method)}</th>' for row in table)
    body = "".join(
        f'<tr><th scope="row">{escape(title)}</th>{"".join(f"<td>{row.scores[name]:.3f}</td>" for row in table)}</tr>'
        for name, title in MEASURES.items()
    )
    return f"<table><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>"


def _terms(facts: Iterable[tuple[str, str]]) -> str:
    return f"<dl>{''.join(f'<dt>{escape(term)}</dt><dd>{escape(value)}</dd>' for term, value in facts)}</dl>"

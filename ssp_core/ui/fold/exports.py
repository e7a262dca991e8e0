"""Files of a result, made into the page as data links: nothing of a visitor is written to disk here."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import quote

from ssp_core import report_page
from ssp_core.analysis import report
from ssp_core.ui.links import query_of
from ssp_core.ui.result import Result
from ssp_core.ui.templates import render


def html(result: Result) -> str:
    """Download links, each with its file in it; a link to this result; and links to other people's tools."""
    context = result.context
    stem = report.file_stem(result.shown, context)
    files = [
        (kind.title, f"{stem}{kind.suffix}", _address(report.file_text(result.shown, name, context), kind.media_type))
        for name, kind in report.FILE_KINDS.items()
    ]
    page = report_page.report_html(result.shown, context)
    files.append((report_page.TITLE, f"{stem}{report_page.SUFFIX}", _address(page, report_page.MEDIA_TYPE)))
    return render(
        "fold/exports.html",
        stem=stem,
        files=files,
        address=query_of(result),
        is_picked=result.picked is not None,
        others=elsewhere(result),
    )


def _address(text: str, media_type: str) -> str:
    """A file as an address that holds it."""
    return f"data:{media_type};charset=utf-8;base64,{b64encode(text.encode()).decode()}"


def elsewhere(result: Result) -> tuple[tuple[str, str], ...]:
    """Other tools with this structure in the address; nothing is sent before someone clicks."""
    sequence, structure = str(result.sequence), result.structure.dot_bracket
    # forna takes the brackets as they are, not percent-encoded.
    forna = f"http://nibiru.tbi.univie.ac.at/forna/forna.html?id=url/name&sequence={sequence}&structure={structure}"
    canvas = f"https://code.rnacanvas.app?sequence={sequence}&dot_bracket={quote(structure, safe='().')}"
    return (("forna", forna), ("RNAcanvas", canvas), ("R2DT (paste the sequence)", "https://r2dt.bio"))

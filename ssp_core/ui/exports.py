"""What can be taken away: files made into the page as data links, so that nothing of a visitor is put on disk here."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from dataclasses import asdict, dataclass
from html import escape

from ssp_core.folding.formats import Record, dump

from .folded import Folded
from .links import query_of

# Since 2 probabilities and raw_structure are what network and families say together; since 3 a gamma of null is one
# chosen for the RNA (gamma_taken), the structure may be a picked one, and ViennaRNA's milliseconds are told apart.
JSON_VERSION = 3
_REOPENS = "<span>It opens with the decoded structure, not the picked one.</span>"
_DUMPED = {"dbn": "Dot-bracket", "fasta": "FASTA with structure", "ct": "CT", "bpseq": "BPSEQ"}


@dataclass(frozen=True)
class Export:
    """One file on offer."""

    label: str
    file_name: str
    mime: str
    text: str


def stem(folded: Folded) -> str:
    """A file name without ending: what it is of, how long, and what made it; only letters, digits and dashes."""
    prediction = folded.prediction
    name = re.sub(r"[^A-Za-z0-9]+", "-", folded.title).strip("-")[:40] or "rna"
    model = re.sub(r"[^A-Za-z0-9]+", "-", prediction.provenance.model).strip("-")[:40] or "model"
    made_by = prediction.settings.decoder
    if folded.picked is not None:
        made_by = f"{'likeliest' if folded.ranked else 'sample'}-{folded.picked}"
    return f"{name}_{len(prediction.sequence)}nt_{model}_{made_by}"


def exports(folded: Folded) -> tuple[Export, ...]:
    """Every file on offer for a result."""
    base = stem(folded)
    prediction = folded.prediction
    record = Record(name=_one_line(folded.title), sequence=prediction.sequence, structure=folded.structure)
    made = [
        Export(label, f"{base}.{'fa' if kind == 'fasta' else kind}", "text/plain", dump([record], kind))
        for kind, label in _DUMPED.items()
    ]
    made.append(Export("CSV of probabilities", f"{base}_probabilities.csv", "text/csv", probabilities_csv(folded)))
    made.append(Export("JSON of everything", f"{base}.json", "application/json", json.dumps(as_json(folded), indent=1)))
    return tuple(made)


def _one_line(name: str) -> str:
    return " ".join(name.split())


def probabilities_csv(folded: Folded) -> str:
    """One row a nucleotide, positions from 1: its letter, classes by the model, raw letter and the structure's, partner
    (0 for none) and the pair's probability by the model, or by all voices where thermodynamics has a say."""
    prediction = folded.prediction
    partners = folded.structure.partners
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["position", "nucleotide", "p_open", "p_close", "p_unpaired", "raw", "structure", "partner", "p_pair"]
    )
    raw = prediction.raw_structure
    for i, letter in enumerate(prediction.sequence):
        j = partners[i]
        pair = f"{prediction.decoded.confidence[i]:.6f}" if prediction.pair_probabilities is not None and j >= 0 else ""
        classes = [f"{value:.6f}" for value in prediction.probabilities[i]]
        writer.writerow([i + 1, letter, *classes, raw[i], prediction.structure[i], j + 1, pair])
    return out.getvalue()


def as_json(folded: Folded) -> dict[str, object]:
    """The whole result as plain JSON; `version` changes when a field changes its meaning. Positions count from 1."""
    prediction = folded.prediction
    return {
        "version": JSON_VERSION,
        "name": folded.title,
        "sequence": prediction.sequence,
        "notes": list(folded.notes),
        "structure": prediction.structure,
        "raw_structure": prediction.raw_structure,
        "pairs": [[i + 1, j + 1] for i, j in folded.structure.pairs],
        "classes": ["(", ")", "."],
        "probabilities": [[round(float(value), 6) for value in row] for row in prediction.probabilities],
        "confidence": round(prediction.confidence, 6),
        "reference": folded.reference.dot_bracket if folded.reference else None,
        "model": {
            "name": prediction.provenance.model,
            "revision": prediction.provenance.revision,
            "trained": prediction.provenance.trained,
        },
        "families": [
            {
                "number": each.family + 1,
                "members": each.members,
                "start": each.start + 1,
                "end": each.end,
                "bits": round(each.bits, 1),
                "evalue": each.evalue,
                "fitting": round(each.possible_pairs, 4),
            }
            for each in prediction.family_hits
        ],
        "device": prediction.provenance.device,
        "precision": prediction.provenance.dtype,
        "decoding": {"chosen": folded.chosen, **asdict(prediction.settings), "gamma_taken": prediction.decoded.gamma},
        "picked": _picked(folded),
        "milliseconds": {
            "network": round(prediction.output.network_ms, 2),
            "thermodynamics": round(prediction.output.thermo_ms, 2),
            "decoding": round(prediction.decoded.milliseconds, 2),
        },
    }


def _picked(folded: Folded) -> dict[str, object] | None:
    """Which of the other structures stands in the decoded one's place, if one does."""
    if folded.picked is None:
        return None
    chance = folded.samples[folded.picked - 1].probability
    return {"number": folded.picked, "of": "likeliest" if folded.ranked else "drawn", "probability": chance}


def html(folded: Folded) -> str:
    """Download links, each holding its file; links to this result; and links to other people's tools."""
    files = "".join(_link(export) for export in exports(folded))
    address, opens = escape(query_of(folded)), "" if folded.picked is None else _REOPENS
    others = "".join(
        f'<a class="export" href="{escape(url)}" target="_blank" rel="noopener noreferrer">{name}</a>'
        for name, url in elsewhere(folded)
    )
    return (
        f'<div class="exports" data-stem="{escape(stem(folded))}">{files}</div>'
        f'<p class="copies"><span>This page</span><a class="export" href="{address}">Link to this result</a>'
        f'<button type="button" class="copy" data-copy-link="{address}">Copy the link</button>{opens}</p>'
        f'<p class="copies"><span>Open in, on their servers</span>{others}</p>'
    )


def elsewhere(folded: Folded) -> tuple[tuple[str, str], ...]:
    """Other tools with this structure in the address; nothing is sent before someone clicks."""
    letters, structure = folded.prediction.sequence, folded.prediction.structure
    # forna takes the brackets as they are, not percent-encoded.
    forna = f"http://nibiru.tbi.univie.ac.at/forna/forna.html?id=url/name&sequence={letters}&structure={structure}"
    canvas = f"https://code.rnacanvas.app?sequence={letters}&dot_bracket={structure}"
    return (("forna", forna), ("RNAcanvas", canvas), ("R2DT (paste the sequence)", "https://r2dt.bio"))


def _link(export: Export) -> str:
    data = base64.b64encode(export.text.encode()).decode()
    address = f"data:{export.mime};charset=utf-8;base64,{data}"
    return f'<a class="export" download="{escape(export.file_name)}" href="{address}">{escape(export.label)}</a>'

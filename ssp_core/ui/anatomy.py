"""Base and head of a network in words and boxes: live shapes, tokens, the six heads, two models side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from html import escape

from ssp_core.network import zoo
from ssp_core.network.summary import Summary, summarize
from ssp_core.network.tasks import HeadRow, blueprint, head_rows
from ssp_core.network.tokenizer import VOCABULARY, OmniTokenizer

from .modules import size

_SETTINGS = {
    "num_hidden_layers": "layers",
    "hidden_size": "width",
    "num_attention_heads": "attention heads",
    "intermediate_size": "feed-forward width",
    "vocab_size": "vocabulary",
}
_SHOWN = 60
_OF_THE_HEAD = ("head", "logits")


def diagram(summary: Summary, length: int, *, changed: bool = False) -> str:
    """From sequence to scores as a row of boxes, each with the shape of what leaves it; `changed` marks the head's."""
    top = [row for row in summary.rows if row.depth == 1]
    boxes = [("sequence", "letters", f"{length:,} nt"), ("tokenizer", "OmniTokenizer", f"[1, {length + 2}]")]
    boxes += [("base model", row.class_name, row.shape) for row in top if row.name == "model"]
    head = [row for row in top if row.name != "model"]
    boxes.append(
        ("head", ", ".join(f"{row.name}: {row.class_name}" for row in head), ", ".join(row.shape for row in head))
    )
    boxes.append(("logits", "raw scores", summary.rows[0].shape))
    cells = "".join(
        f"<li{' class=changed' if changed and name in _OF_THE_HEAD else ''}><b>{escape(name)}</b>"
        f'<span>{escape(kind)}</span><span class="shape">{escape(shape)}</span></li>'
        for name, kind, shape in boxes
    )
    return f'<ol class="flow" aria-label="From sequence to scores">{cells}</ol>'


def tokens(sequence: str) -> str:
    """The tokens of a sequence with their ids, the special ones marked, and the whole vocabulary below."""
    tokenizer = OmniTokenizer()
    ids = tokenizer.encode(sequence)
    shown = ids if len(ids) <= _SHOWN else [*ids[: _SHOWN - 1], ids[-1]]
    cells = [_token(index) for index in shown]
    if len(shown) < len(ids):
        cells.insert(-1, f'<li class="more">{len(ids) - len(shown):,} more</li>')
    every = "".join(_token(index) for index in range(len(VOCABULARY)))
    return (
        f'<ol class="tokens" aria-label="Tokens and ids">{"".join(cells)}</ol>'
        f'<details><summary>The whole vocabulary, {len(VOCABULARY)} tokens</summary><ol class="tokens">{every}</ol>'
        "</details>"
    )


def _token(index: int) -> str:
    token = VOCABULARY[index]
    special = ' class="special"' if len(token) > 1 else ""
    return f"<li{special}><b>{escape(token)}</b><span>{index}</span></li>"


def heads(rows: Sequence[HeadRow]) -> str:
    """The six heads on this encoder: what changes from one to the next. A click unfolds a head's own weights."""
    cells = []
    for row in rows:
        weights = "".join(f"<li><code>{escape(name)}</code> {escape(shape)}</li>" for name, shape in row.tensors)
        cells.append(
            f"<details><summary><b>{escape(row.class_name)}</b><span>{escape(row.answers)}</span>"
            f'<span class="shape">{escape(row.shape)}</span><span>{row.parameters:,} parameters</span>'
            f"<span>{escape(row.loss)}</span></summary><ul>{weights}</ul></details>"
        )
    return f'<div class="heads">{"".join(cells)}</div>'


def facts(entry: zoo.ZooModel, summary: Summary) -> list[tuple[str, str]]:
    """What sets a model apart, as rows of a table."""
    settings = zoo.settings_of(entry) or {}
    rows = [(words, f"{int(settings[key]):,}") for key, words in _SETTINGS.items() if key in settings]
    rows += [
        ("parameters", f"{summary.total:,}"),
        ("weights in float32", size(summary.bytes_as("float32"))),
        ("weights in bfloat16", size(summary.bytes_as("bfloat16"))),
        ("one pass beside the weights, about", size(4 * summary.activations)),
        ("head", {"pairing": "pairing", "published": "published, zero-shot"}.get(entry.head, "fresh, untrained")),
        ("taught by", entry.taught),
        ("licence", entry.licence),
        ("download", size(entry.download) if entry.download else "none" if entry.repository is None else "not known"),
        ("here", "yes" if zoo.folder_of(entry) else "not downloaded"),
    ]
    return rows


def published_count(entry: zoo.ZooModel, summary: Summary) -> str:
    """Why the authors' own count is higher than ours; empty for a model of this project."""
    unused = zoo.unused(entry)
    if entry.parameters is None or not unused:
        return ""
    extra = summary.total + unused - entry.parameters
    head = f" The published structure head's first map, {extra:,}, is counted here and not there." if extra else ""
    return (
        f"OmniGenBench counts {entry.parameters:,} for this model with a token head. {unused:,} of them are a table of "
        f"positions, a contact head and a pooler that a rotary network never reads: they are left out here.{head}"
    )


def side_by_side(one: zoo.ZooModel, other: zoo.ZooModel, length: int) -> str:
    """Two models as a table, the rows that differ marked; a sentence where the sizes of one are not known."""
    found = []
    for entry in (one, other):
        summary = summary_of(entry, length)
        if summary is None:
            return f'<p class="empty">The sizes of {escape(entry.title)} are in its files, which are not here yet.</p>'
        found.append(dict(facts(entry, summary)))
    rows = []
    for words in found[0]:
        left, right = found[0][words], found[1].get(words, "")
        mark = ' class="differs"' if left != right else ""
        rows.append(
            f'<tr{mark}><th scope="row">{escape(words)}</th><td>{escape(left)}</td><td>{escape(right)}</td></tr>'
        )
    head = f'<th scope="col">{escape(one.title)}</th><th scope="col">{escape(other.title)}</th>'
    return f'<table class="beside"><thead><tr><td></td>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def six_heads(entry: zoo.ZooModel, length: int) -> str:
    """The heads on an entry's encoder; empty where its sizes are not known."""
    settings = zoo.settings_of(entry)
    return _six_heads(json.dumps(settings), length) if settings else ""


@lru_cache(maxsize=64)
def _six_heads(settings: str, length: int) -> str:
    return heads(head_rows(json.loads(settings), length=length))


def summary_of(entry: zoo.ZooModel, length: int, head: str = "") -> Summary | None:
    """The modules of an entry for an RNA of that length, under its own head or one of `tasks.HEADS`; None where its
    sizes are not known."""
    settings = zoo.settings_of(entry)
    return _summary(entry, json.dumps(settings), length, head) if settings else None


@lru_cache(maxsize=64)
def _summary(entry: zoo.ZooModel, settings: str, length: int, head: str) -> Summary | None:
    network = blueprint(json.loads(settings), head) if head else zoo.blueprint(entry)
    return summarize(network, length=length) if network else None


def changed(own: Summary, other: Summary) -> frozenset[str]:
    """Paths of the modules on the other network's encoder that its own head has not, or not so large."""
    known = {(row.name, row.class_name, row.parameters) for row in own.rows}
    head = [row for row in other.rows[1:] if row.name.partition(".")[0] != "model"]
    return frozenset(row.name for row in head if (row.name, row.class_name, row.parameters) not in known)

"""The module tree: every module once, within its own, with what it does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ssp_core.network.tasks import HEADS
from ssp_core.ui.architecture import modules
from ssp_core.ui.architecture.summaries import changed_modules

from .entries import FRESH, summary


def walk(tree: tuple[modules.Module, ...]) -> Iterator[modules.Module]:
    for module in tree:
        yield module
        yield from walk(module.children)


def test_every_module_is_within_its_own() -> None:
    rows = summary("bundled").rows
    tree = modules.tree(rows)
    assert [module.row for module in walk(tree)] == list(rows)
    for module in walk(tree):
        assert {child.row.name.rpartition(".")[0] for child in module.children} <= {module.row.name}
    assert [module.label for module in tree] == ["the whole network"]


@pytest.mark.parametrize("head", ["", *HEADS])
def test_every_module_is_explained(head: str) -> None:
    rows = summary("bundled", 20, head).rows
    assert not [module.row for module in walk(modules.tree(rows)) if not module.explanation]
    names = [name for name, _ in modules.glossary(rows)]
    assert {row.name.rpartition(".")[2] for row in rows[1:]} - set(names) <= {str(k) for k in range(64)}


def test_another_head_changes_what_is_on_the_encoder_and_nothing_else() -> None:
    own, other = summary(FRESH), summary(FRESH, 76, "OmniModelForSequenceRegression")
    changed = changed_modules(own, other)
    assert changed == {"pooler", "pooler.dense", "classifier"}
    assert {module.row.name for module in walk(modules.tree(other.rows, changed)) if module.is_changed} == changed
    assert not changed_modules(own, own)

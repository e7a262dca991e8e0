"""The Train tab in a browser: a head that learns, stop and go on, two visitors at once, what is refused, axe-core."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import visit
from .test_access import SMALL, faults

RNA = "GGGGGAAAACCCCC"
LEARNS = 120_000  # milliseconds that a training of a frozen encoder may take on a busy machine
F1 = re.compile(r"(\d\.\d+)$")


def state(page: Page, name: str) -> None:
    """Wait until the training is in a state."""
    expect(page.locator(f"#train .train-state[data-state='{name}']")).to_be_visible(timeout=LEARNS)


def f1(page: Page) -> float:
    found = F1.search(page.locator("#train-f1").text_content() or "")
    assert found
    return float(found[1])


def set_number(page: Page, name: str, value: str) -> None:
    field = page.locator(f"#train-form [name='{name}']")
    if not field.is_visible():
        page.locator("#train-form summary").click()
    field.fill(value)


def test_a_head_learns_is_folded_with_and_downloaded(browser: Browser, app: str, tmp_path: Path) -> None:
    with visit(browser, app, query=f"?tab=train&seq={RNA}") as page:
        expect(page.locator("#train-rna")).to_have_text(f"{RNA}, {len(RNA)} nt")
        page.locator("#train-start").click()
        state(page, "finished")
        at_first = page.locator("#train .totals div", has_text="untrained, at step 0").locator("dd")
        assert float(at_first.text_content() or "") < 0.35
        assert f1(page) > 0.5
        expect(page.locator(".watched h3")).to_contain_text("step 300")
        expect(page.locator("#train .chart-plot svg").first).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="Download the model").click()
        packed = tmp_path / "model.zip"
        download.value.save_as(packed)
        assert "trained-model/model.safetensors" in zipfile.ZipFile(packed).namelist()
        page.locator("[data-train=fold]").click()
        expect(page.locator("#origin")).to_contain_text("head trained here")
        expect(page.locator("#model-select option:checked")).to_have_text("Your model, 300 steps")
        page.locator("#model-select").select_option("bundled")  # and back to the built-in model
        page.locator("#fold").click()
        expect(page.locator("#origin")).to_contain_text("Built-in model")


def test_it_is_stopped_goes_on_and_is_reset_while_another_visitor_waits(browser: Browser, app: str) -> None:
    with visit(browser, app, query="?tab=train") as one, visit(browser, app, query="?tab=train") as other:
        for page in (one, other):
            set_number(page, "steps", "5000")
            page.locator("#train-start").click()
        state(one, "running")
        expect(one.locator("#train-f1")).to_have_text(F1, timeout=LEARNS)
        one.locator("#train-stop").click()
        state(one, "stopped")
        expect(one.locator(".train-sentence")).to_contain_text("Stopped after")
        at = int((one.locator(".watched").get_attribute("data-reports")) or 0)
        state(other, "running")  # its turn has come, or it ran beside the first where there are cores for two
        one.locator("#train-resume").click()
        other.locator("#train-stop").click()
        one.wait_for_function(
            "at => Number(document.querySelector('.watched').dataset.reports) > at", arg=at, timeout=LEARNS
        )
        one.locator("#train-stop").click()
        state(one, "stopped")
        one.locator("#train-reset").click()
        expect(one.locator("#train .train-state")).to_have_count(0)
        expect(one.locator("#train-start")).to_be_enabled()


def test_what_cannot_be_trained_with_is_one_sentence(browser: Browser, app: str, tmp_path: Path) -> None:
    with visit(browser, app, query="?tab=train") as page:
        message = page.locator("#train p.wrong")
        file = tmp_path / "mine.tsv"
        file.write_text("GGGGAAAACCCC\t((((....))))\nGGGGAAAACCCC\t((((...))))\n", encoding="utf-8")
        page.locator("#train-form [name=data][value=file]").check()
        page.locator("#train-file").set_input_files(file)
        expect(page.locator("#train-file-name")).to_contain_text("mine.tsv")
        page.locator("#train-start").click()
        expect(message).to_contain_text("mine.tsv: Line 2")
        file.write_text("GGGGAAXXCCCC\t((((....))))\nGGGGAAAACCCC\t((((....))))\n", encoding="utf-8")
        page.locator("#train-file").set_input_files(file)
        page.locator("#train-start").click()
        expect(message).to_contain_text("mine.tsv: Line 1")


def test_a_rate_that_is_too_large_stops_with_a_sentence(browser: Browser, app: str) -> None:
    with visit(browser, app, query="?tab=train") as page:
        page.locator("#train-form [name=freeze_base]").uncheck()
        expect(page.locator("#train-form [name=learning_rate]")).to_have_value("0.001")
        for name, value in (("learning_rate", "100"), ("steps", "60"), ("count", "40"), ("report_every", "5")):
            set_number(page, name, value)
        page.locator("#train-start").click()
        state(page, "failed")
        expect(page.locator(".train-sentence")).to_contain_text("a smaller rate is wanted")
        expect(page.get_by_role("link", name="Download the model")).to_be_visible()  # the last good state is kept


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_while_it_trains_and_nothing_sticks_out(browser: Browser, app: str, width: int) -> None:
    with visit(browser, app, query="?tab=train", width=width, touch=width == 390, dark=width == 390) as page:
        for name, value in (("steps", "20"), ("count", "40")):
            set_number(page, name, value)
        page.locator("#train-start").click()
        state(page, "finished")
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width == 390:
            assert page.evaluate(SMALL) == []

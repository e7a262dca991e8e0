"""The Learn tab in a browser: every step on several RNAs, its numbers and controls, links, paper, a phone, axe-core."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from ssp_core.predictor import Predictor
from ssp_core.ui.learn.lessons import lessons

from .conftest import visit
from .test_access import SIZES, SMALL, SMALLEST, faults

TUTORIAL, HAIRPIN = "AUGCCGUGCAUUAA", "GGGGGAAAACCCCC"
TRNA = "GGGCUAUUAGCUCAGUUGGUUAGAGCGCACCCCUGAUAAGGGUGAGGUCGCUGAUUCGAAUUCAGCAUAGCCCA"
LONG = "GGGGAAACCC" * 21
STEPS = range(1, 10)


@pytest.fixture(scope="module")
def predictor() -> Predictor:
    return Predictor("bundled", device="cpu")


@pytest.fixture(scope="module")
def class_room(browser: Browser, app: str) -> Iterator[Page]:
    """A visitor who has come by a teacher's link."""
    with visit(browser, app, query=f"?tab=learn&step=4&seq={HAIRPIN}", height=720) as page:
        expect(page.locator("#lesson-title")).to_contain_text("Head")
        yield page


def go(page: Page, step: int) -> None:
    """Open a step by its button, and wait for it."""
    page.locator(f".learn-steps [data-step='{step}']").click()
    name = str(step) if step < 9 else "teachers"
    expect(page.locator(f".lesson[data-lesson='{name}']")).to_be_visible()


def use(page: Page, sequence: str) -> None:
    """Give the lessons another RNA."""
    page.locator("#learn-sequence").fill(sequence)
    page.get_by_role("button", name="Use it").click()
    expect(page.locator(".lesson-code code")).to_contain_text(sequence)


def test_a_teacher_s_link_opens_its_step_with_its_rna(class_room: Page) -> None:
    expect(class_room.locator(".learn-steps [aria-current]")).to_have_text("4 Head")
    expect(class_room.locator("#learn-sequence")).to_have_value(HAIRPIN)
    link = class_room.locator("#learn-link").get_attribute("data-copy-link") or ""
    assert "tab=learn" in link
    assert "step=4" in link
    assert f"seq={HAIRPIN}" in link


@pytest.mark.parametrize("sequence", [HAIRPIN, TUTORIAL, TRNA])
def test_every_step_is_there_for_every_rna(class_room: Page, sequence: str) -> None:
    use(class_room, sequence)
    for lesson in lessons():
        go(class_room, lesson.number)
        expect(class_room.locator("#lesson-title")).to_have_text(lesson.title)
        expect(class_room.locator(".lesson-code code")).to_contain_text(sequence)
        assert class_room.locator(".lesson-picture .wrong").count() == 0
        answer = class_room.locator(".lesson-question details")
        answer.locator("summary").click()
        expect(answer).to_contain_text(lesson.answer.split("`")[0].split("$")[0].split("*")[0].strip()[:20])


def test_numbers_on_the_page_are_the_model_s_own(class_room: Page, predictor: Predictor) -> None:
    use(class_room, TUTORIAL)
    found = predictor.inspect(TUTORIAL)
    go(class_room, 4)
    class_room.locator("[data-nucleotide='5']").hover()
    class_room.locator("[data-class='2']").click()
    expect(class_room.locator("#learn-sum tr.ours td").last).to_have_text(f"{found.head.logits[5, 2]:.3f}")
    shown = [float(text) for text in class_room.locator("#learn-softmax output").all_text_contents()]
    powers = np.exp(found.head.logits[5] - found.head.logits[5].max())
    np.testing.assert_allclose(shown, powers / powers.sum(), atol=1e-4)
    class_room.locator("#learn-temperature").fill("1")  # ten: all three come closer
    expect(class_room.locator("#learn-temperature-value")).to_have_text("10.00")
    assert max(float(text) for text in class_room.locator("#learn-softmax output").all_text_contents()) < max(shown)
    go(class_room, 3)
    class_room.locator("#learn-attention-layer").select_option(index=2)
    class_room.locator("#learn-attention-head").select_option(index=1)
    expect(class_room.locator("#learn-attention-map[data-shown='2,1']")).to_be_visible()
    cell = class_room.locator("#learn-attention-map").bounding_box()
    assert cell
    side = cell["width"] / len(TUTORIAL)
    class_room.locator("#learn-attention-map").scroll_into_view_if_needed()
    class_room.locator("#learn-attention-map").hover(position={"x": 8.5 * side, "y": 3.5 * side})
    value = float((class_room.locator("#learn-attention-readout").text_content() or "").split()[2])
    assert value == pytest.approx(found.attention[2, 1, 4, 9], abs=1e-4)  # <cls> is token 0


def test_the_projection_moves_with_the_layer(class_room: Page) -> None:
    go(class_room, 3)
    letter = class_room.locator("#learn-projection text").first
    last = letter.get_attribute("style")
    class_room.locator("#learn-layer").fill("0")
    expect(class_room.locator("#learn-layer-name")).to_have_text("0, the embedding")
    assert letter.get_attribute("style") != last
    places = class_room.locator("#learn-projection text").evaluate_all("all => all.map((one) => one.style.transform)")
    letters = class_room.locator("#learn-projection text").evaluate_all("all => all.map((one) => one.firstChild.data)")
    assert len(set(zip(letters, places, strict=True))) == len(set(letters))  # each letter is one point


def test_the_table_is_filled_cell_by_cell_and_by_keys(class_room: Page) -> None:
    use(class_room, HAIRPIN)
    go(class_room, 6)
    table = class_room.locator("#learn-table")
    expect(class_room.locator("#learn-traced")).to_contain_text(".((((....)))).")  # filled at first
    last = class_room.locator("[data-cell='0,13']")
    expect(last).to_have_class(re.compile("traced"))
    class_room.locator("[data-cell='0,0']").click()
    expect(class_room.locator("#learn-cell")).to_contain_text("G1 to G1: 0.00")
    class_room.locator("[data-table=back]").click()
    assert table.locator(".filled").count() < 105
    class_room.locator("[data-table=all]").click()
    expect(table.locator(".filled")).to_have_count(105)
    table.focus()
    class_room.keyboard.press("ArrowDown")
    expect(class_room.locator("[data-cell='1,13']")).to_have_class(re.compile("chosen"))
    expect(class_room.locator("#learn-cell .taken")).to_have_count(1)


def test_words_of_the_text_light_up_their_part(class_room: Page) -> None:
    go(class_room, 4)
    class_room.locator("[data-lights=softmax]").focus()
    expect(class_room.locator("[data-part=softmax]")).to_have_class(re.compile("lit-part"))
    class_room.locator("[data-lights=sum]").hover()
    expect(class_room.locator("[data-part=sum]")).to_have_class(re.compile("lit-part"))
    expect(class_room.locator("[data-part=softmax]")).not_to_have_class(re.compile("lit-part"))


def test_an_rna_that_is_too_long_gets_a_sentence_and_a_shorter_one(class_room: Page) -> None:
    use(class_room, LONG)
    go(class_room, 3)
    expect(class_room.locator(".lesson-picture .wrong")).to_contain_text("200")
    class_room.get_by_role("button", name="Take the tutorial's RNA, 14 nt").click()
    expect(class_room.locator("#learn-movement")).to_be_visible()
    expect(class_room.locator("#learn-sequence")).to_have_value(TUTORIAL)


def test_what_is_no_rna_is_one_sentence_and_the_step_stays(class_room: Page) -> None:
    use(class_room, HAIRPIN)
    class_room.locator("#learn-sequence").fill("GGXG!")
    class_room.get_by_role("button", name="Use it").click()
    expect(class_room.locator(".learn-messages .wrong")).to_be_visible()
    expect(class_room.locator(".lesson")).to_be_visible()
    use(class_room, HAIRPIN)
    expect(class_room.locator(".learn-messages .wrong")).to_have_count(0)


def test_back_goes_to_the_step_before(class_room: Page) -> None:
    go(class_room, 2)
    go(class_room, 5)
    class_room.go_back()
    expect(class_room.locator("#lesson-title")).to_contain_text("Tokens")
    class_room.get_by_role("button", name="Next step").click()
    expect(class_room.locator("#lesson-title")).to_contain_text("Encoder")


def test_a_worksheet_is_the_step_with_an_exercise_and_its_answers_on_a_page_of_their_own(class_room: Page) -> None:
    use(class_room, HAIRPIN)
    go(class_room, 5)
    pages = PdfReader(BytesIO(class_room.pdf(format="A4"))).pages
    texts = [" ".join(page.extract_text().split()) for page in pages]
    assert len(texts) == 2
    assert "Name:" in texts[0]
    assert "Exercise" in texts[0]
    assert HAIRPIN in texts[0].replace(" ", "")
    assert "brackets have no partner" not in texts[0]
    assert "brackets have no partner" in texts[1]
    assert "Next step" not in " ".join(texts)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_at_any_step_and_nothing_sticks_out(
    browser: Browser, app: str, width: int, dark: bool
) -> None:
    found = []
    with visit(browser, app, query="?tab=learn", width=width, dark=dark, touch=width == 390) as page:
        expect(page.locator(".lesson")).to_be_visible()
        for step in STEPS:
            go(page, step)
            found += [f"step {step}: {fault}" for fault in faults(page)]
            assert page.evaluate("document.documentElement.scrollWidth") <= width, step
            assert min(map(float, page.evaluate(SIZES))) >= SMALLEST, step
            if width == 390:
                assert page.evaluate(SMALL) == [], step
    assert not found, "\n".join(found)

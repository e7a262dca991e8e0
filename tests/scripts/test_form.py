"""What the page does by itself around its form: keys, guards, copying, the theme, and a line of the strip."""

from __future__ import annotations

from playwright.sync_api import expect

from . import pages
from .conftest import Opener, spot


def test_ctrl_enter_folds(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "strip"))
    for count, key in enumerate(("Control+Enter", "Meta+Enter"), start=1):
        page.locator("#reference textarea").press(key)
        expect(page.locator("#fold")).to_have_attribute("data-clicked", str(count))
    page.locator("#sequence textarea").press("Enter")
    expect(page.locator("#fold")).to_have_attribute("data-clicked", "2")


def test_arrows_step_through_radio_buttons(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "strip"))
    page.locator("#mutate-base input").first.focus()
    for key, value in (("ArrowRight", "C"), ("ArrowDown", "G"), ("ArrowDown", "A"), ("ArrowUp", "G")):
        page.keyboard.press(key)
        expect(page.locator(f"#mutate-base input[value={value}]")).to_be_focused()
        expect(page.locator(f"#mutate-base input[value={value}]")).to_be_checked()


def test_a_paste_of_megabytes_is_refused(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "strip"))
    for kind in ("paste", "drop"):
        for box in ("sequence", "reference"):
            page.locator(f"#{box} textarea").focus()
            taken = page.evaluate(
                """(kind) => {
                    const data = new DataTransfer();
                    data.setData("text/plain", "A".repeat(10_000_000));
                    const event = kind === "paste"
                        ? new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})
                        : new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true});
                    return document.activeElement.dispatchEvent(event);
                }""",
                kind,
            )
            assert not taken
            expect(page.locator(f"#{box}-message .wrong")).to_have_text(
                f"The {kind} holds 10,000,000 characters; at most 20,000 are read here. Nothing was changed."
            )
            assert page.locator(".page-message").count() == 1
    page.locator("#sequence textarea").fill("GGG")
    expect(page.locator(".page-message")).to_have_count(0)


def test_a_huge_text_goes_again_before_gradio_hears_of_it(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "strip"))
    box = page.locator("#sequence textarea")
    box.evaluate("box => box.addEventListener('input', () => { window.heard = box.value.length; })")
    box.fill("A" * 20001)
    assert box.input_value() == "ACGU"
    expect(page.locator("#sequence-message")).to_contain_text("The text holds 20,001 characters")
    assert page.evaluate("window.heard") is None
    box.fill("A" * 20000)
    assert page.evaluate("window.heard") == 20000


def test_gradio_hears_of_what_comes_without_a_key(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "strip"))
    box = page.locator("#sequence textarea")
    box.evaluate("box => { window.keys = 0; box.addEventListener('keypress', () => { window.keys += 1; }); }")
    box.focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Backspace")
    assert page.evaluate("window.keys") == 1
    page.keyboard.press("g")
    assert page.evaluate("window.keys") == 2
    page.wait_for_timeout(50)
    box.fill("GGG")
    assert page.evaluate("window.keys") == 3


def test_a_number_out_of_range_is_one_sentence(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "strip"))
    box = page.locator("#gamma input[type=number]")
    box.evaluate("box => { window.heard = []; box.addEventListener('input', () => window.heard.push(box.value)); }")
    box.fill("99")
    expect(page.locator("#sequence-message .wrong")).to_have_text(
        "The gamma is 99; a number from 0.25 to 4 is wanted. Nothing was changed."
    )
    box.fill("")
    expect(page.locator("#sequence-message .wrong")).to_contain_text("The gamma is missing")
    box.blur()
    expect(box).to_have_value(page.locator("#gamma input[type=range]").input_value())
    box.fill("2.5")
    expect(page.locator(".page-message")).to_have_count(0)
    assert page.evaluate("window.heard") == ["2.5"]
    page.locator("#mutate-position input").fill("")  # no setting of the decoder: left to the server
    expect(page.locator(".page-message")).to_have_count(0)


def test_copying(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "strip"))
    page.evaluate(
        """document.addEventListener("copy", () => {
            window.copied = document.getSelection().toString() || document.activeElement.value;
        }, true)"""
    )
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")  # as over plain http
    page.get_by_role("button", name="Link").click()
    expect(page.locator("[data-copy-link]")).to_have_text("Copied")
    assert page.evaluate("window.copied") == "http://127.0.0.1:9/?seq=ACGU"
    expect(page.locator("[data-copy-link]")).to_have_text("Link")


def test_copying_by_the_clipboard(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "strip"), permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("[data-copy]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "ACGU"


def test_the_theme_is_kept(open_page: Opener) -> None:
    page = open_page(pages.Page.of(76, "strip"))
    page.evaluate("document.addEventListener('scheme', ({detail}) => { window.dark = detail.dark; })")
    page.locator("[data-scheme]").click()
    assert page.evaluate("[document.body.classList.contains('dark'), window.dark]") == [True, True]
    page.reload()
    expect(page.locator("body.dark")).to_have_count(1)


def test_a_selection_stays_in_its_line_and_is_copied_without_breaks(open_page: Opener) -> None:
    rna = pages.Rna.of(76)
    page = open_page(pages.Page(rna, ("strip",)))
    starts = page.locator(".strip-block").evaluate_all("all => all.map((b) => b.classList.contains('line-start'))")
    assert starts == [True] + [False] * 7
    page.set_viewport_size({"width": 500, "height": 900})
    page.wait_for_function("document.querySelectorAll('.line-start').length > 1")
    spot(page, "strip", 8)  # in the middle of the window
    boxes = [page.locator(f"#view-strip .line[data-label=decoded] span[data-i='{i}']").bounding_box() for i in (4, 12)]
    (x, y, _, height), (x2, y2, width2, height2) = [
        (b["x"], b["y"], b["width"], b["height"]) for b in boxes if b is not None
    ]
    page.mouse.move(x + 1, y + height / 2)
    page.mouse.down()
    page.mouse.move(x2 + width2 - 1, y2 + height2 / 2, steps=5)
    page.mouse.up()
    copied = page.evaluate(
        """() => {
            const clipboardData = new DataTransfer();
            const event = new ClipboardEvent("copy", {clipboardData, bubbles: true, cancelable: true});
            document.querySelector(".picked span").dispatchEvent(event);
            return event.clipboardData.getData("text/plain");
        }"""
    )
    assert copied == rna.structure[4:13]

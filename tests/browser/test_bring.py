"""What a visitor brings: pastes and files of all kinds, several records, a pseudoknot, notes."""

from __future__ import annotations

import gzip
from base64 import b64encode
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import open_settings, visit
from .test_fold import HAIRPIN, fold, numbers, wait_for_sequence

RNA, STRUCTURE = "GGGGAAAACCCC", "((((....))))"
KNOTTED, KNOT, NESTED = "GGGAACCCAGUUA", "(((AA.)))..aa", "(((...)))...."
TWO = f">one <b>\n{RNA}\n>two\n{HAIRPIN}\n"
CT = "12\tENERGY = -5.4\thairpin\n" + "".join(
    f"{i}\t{base}\t{i - 1}\t{(i + 1) % 13}\t{13 - i if base != 'A' else 0}\t{i}\n"
    for i, base in enumerate(RNA, start=1)
)
# Drops files on an element as a hand would: over it, then on it. Gives whether the browser would open one itself.
DROP = """([selector, files]) => {
    const data = new DataTransfer();
    for (const [name, content] of files) {
        const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name));
    }
    const target = document.querySelector(selector);
    const event = (kind) => new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true});
    target.dispatchEvent(event("dragover"));
    window.outlined = document.getElementById("sequence").hasAttribute("data-dropping");
    return target.dispatchEvent(event("drop"));
}"""


def drop(page: Page, *contents: bytes, on: str = "#sequence textarea") -> bool:
    """Drop files on an element; whether the browser would open them itself."""
    files = [[f"x{number}.fa", b64encode(content).decode()] for number, content in enumerate(contents)]
    return bool(page.evaluate(DROP, [on, files]))


def box(page: Page, name: str) -> Locator:
    """The text box of the RNA or of its known structure, unfolded."""
    if name == "reference":
        open_settings(page)
    return page.locator(f"#{name} textarea")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_dot_bracket_file_is_split_into_sequence_and_reference(browser: Browser, app: str, width: int) -> None:
    with visit(browser, app, width=width) as page:
        box(page, "sequence").fill(f">mine\n{RNA}\n{STRUCTURE} (-5.40)\n")
        message = page.locator("#sequence-message")
        expect(message).to_contain_text("A dot-bracket text with a structure")
        expect(message).to_contain_text("12 nt")
        page.locator("#fold").click()
        wait_for_sequence(page, RNA)
        expect(box(page, "sequence")).to_have_value(f">mine\n{RNA}")
        expect(box(page, "reference")).to_have_value(STRUCTURE)
        expect(page.locator("#link-data")).to_contain_text(f'"reference":"{STRUCTURE}"')
        expect(message).to_contain_text("its energy, -5.4 kcal/mol, was set aside")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 390])
def test_of_several_records_one_is_picked(browser: Browser, app: str, width: int) -> None:
    with visit(browser, app, width=width, touch=width < 900) as page:
        before = numbers(page)
        fold(page, TWO)
        records = page.locator("#records li button")
        expect(page.locator("#sequence-message")).to_contain_text("The text holds 2 records; choose the one to fold.")
        expect(records).to_have_text(["one <b> (12 nt)", "two (24 nt)"])
        assert numbers(page) == before
        if width == 390:
            page.wait_for_function(
                "[...document.querySelectorAll('#records li button, #file label')]"
                ".every(target => Math.round(target.getBoundingClientRect().height) >= 44)"
            )
        records.nth(1).click()
        wait_for_sequence(page, HAIRPIN)
        expect(page.locator("#status h2")).to_have_text("two")
        expect(page.locator("#sequence-message")).to_contain_text("Record 2 of 2 is shown: two.")
        expect(page.locator("#records [aria-pressed=true]")).to_have_text("two (24 nt)")
        expect(box(page, "sequence")).to_have_value(TWO)
        records.nth(0).click()
        wait_for_sequence(page, RNA)
        box(page, "sequence").fill(HAIRPIN)
        expect(records).to_have_count(0)
        expect(page.locator("#sequence-message")).to_contain_text("24 nt")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_file_is_dropped_on_the_box(page: Page) -> None:
    assert not drop(page, f">dropped\n{HAIRPIN.replace('U', 'T')}\n".encode())
    assert page.evaluate("window.outlined")
    wait_for_sequence(page, HAIRPIN)
    expect(page.locator("#status h2")).to_have_text("dropped")
    expect(page.locator("#sequence-message")).to_contain_text("T became U")
    expect(box(page, "sequence")).to_have_value(f">dropped\n{HAIRPIN.replace('U', 'T')}\n")
    expect(box(page, "reference")).to_have_value("")
    assert page.locator("[data-dropping]").count() == 0
    assert not drop(page, TWO.encode())
    expect(page.locator("#records li button")).to_have_count(2)
    expect(box(page, "sequence")).to_have_value(TWO)


def test_a_file_that_is_dropped_beside_the_box_does_not_replace_the_page(reader: Page) -> None:
    assert not drop(reader, TWO.encode(), on="#status")
    assert not reader.evaluate("window.outlined")
    assert not drop(reader, b"GGGG", b"CCCC")
    expect(reader.locator("#sequence-message .wrong")).to_have_text(
        "There are 2 files; one at a time is wanted. Nothing was changed."
    )
    assert len(numbers(reader)["sequence"]) == 76


def test_a_packed_ct_file_is_opened(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "hairpin.ct.gz"
    path.write_bytes(gzip.compress(CT.encode()))
    page.locator("#file input").set_input_files(path)
    wait_for_sequence(page, RNA)
    expect(box(page, "sequence")).to_have_value(f">hairpin\n{RNA}")
    expect(box(page, "reference")).to_have_value(STRUCTURE)
    expect(page.locator("#status h2")).to_have_text("hairpin")
    page.locator("#gallery .chip", has_text="TAR").click()
    expect(page.locator("#status h2")).to_contain_text("TAR")
    page.locator("#file input").set_input_files(path)  # the same file once more
    wait_for_sequence(page, RNA)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "The file is a PDF; a text file is wanted, plain or packed with gzip."),
        (gzip.compress(bytes(30_000_000), mtime=0), "unpacks to more than 1,000,000 bytes"),
        (b"A" * 1_000_001, "The file x.fa has 1,000,001 bytes; at most 1,000,000 are taken. Nothing was changed."),
        (b"GGGXAAA", "'X' at position 4"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(reader: Page, tmp_path: Path, content: bytes, words: str) -> None:
    before, text = numbers(reader), box(reader, "sequence").input_value()
    (tmp_path / "x.fa").write_bytes(content)
    reader.locator("#file input").set_input_files(tmp_path / "x.fa")
    expect(reader.locator("#sequence-message .wrong")).to_contain_text(words)
    assert numbers(reader) == before
    expect(box(reader, "sequence")).to_have_value(text)


def test_a_file_of_a_million_bytes_fits_the_request(page: Page, tmp_path: Path) -> None:
    (tmp_path / "x.fa").write_bytes((f">x\n{HAIRPIN}\n" * 40_000)[:1_000_000].encode())
    page.locator("#file input").set_input_files(tmp_path / "x.fa")
    expect(page.locator("#sequence-message")).to_contain_text("the box holds the first")
    expect(page.locator("#records li button")).to_have_count(50)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_pseudoknot_is_compared_without_its_crossing_pairs_when_asked(browser: Browser, app: str, width: int) -> None:
    with visit(browser, app, width=width) as page:
        fold(page, f">knot\n{KNOTTED}\n{KNOT}")
        wait_for_sequence(page, KNOTTED)
        message = page.locator("#pseudoknot")
        expect(message).to_contain_text("2 pairs (4-13, 5-12) cross others and cannot be shown")
        expect(page.locator("#link-data")).to_contain_text('"reference":null')
        expect(box(page, "reference")).to_have_value("((([[.)))..]]")
        offer = message.get_by_role("button", name="Compare without them")
        found = offer.bounding_box()
        assert found is not None
        assert width > 900 or found["height"] >= 44
        offer.click()
        expect(page.locator("#link-data")).to_contain_text(f'"reference":"{NESTED}"')
        expect(message).to_contain_text("The result is compared with the other pairs.")
        expect(offer).to_have_count(0)
        page.locator("#fold").click()  # it is not asked again
        expect(message).to_contain_text("The result is compared with the other pairs.")
        page.get_by_role("button", name="Settings").click()
        box(page, "reference").fill("." * 13)
        expect(message).not_to_contain_text("pseudoknot")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("text", "letters", "note"),
    [
        ("5'-GGGGΨAAACCCC-3'", "GGGGUAAACCCC", "Ψ (pseudouridine) became U at position 5"),
        ("1 GGGGAAAA\n9 CCCC", RNA, ""),
        ("RNA\nGGGGAAAACCCC", RNA, "Line 1, 'RNA', was read as the title"),
        ("A", "A", "An RNA of 1 nt cannot pair: the shortest hairpin has 5 nt."),
        (">16S rRNA\x85 ACU\nGGGGAAAACCCC", RNA, ""),
    ],
)
def test_notes_are_under_the_box(page: Page, text: str, letters: str, note: str) -> None:
    fold(page, text)
    wait_for_sequence(page, letters)
    expect(page.locator("#sequence-message")).to_contain_text(note)


def test_the_counter_agrees_with_the_reader(reader: Page) -> None:
    box(reader, "sequence").fill("   >abc def\nACGU7")
    expect(reader.locator("#sequence-message")).to_contain_text("4 nt of")
    expect(reader.locator("#sequence-message .wrong")).to_contain_text("the digit '7' at position 5 in line 2")
    box(reader, "sequence").fill("GGGG&CCCC")
    expect(reader.locator("#sequence-message .wrong")).to_contain_text("two strands are not supported; one is wanted")


def test_a_reference_with_an_energy_or_a_title_is_taken(page: Page) -> None:
    fold(page, RNA)
    wait_for_sequence(page, RNA)
    page.get_by_role("button", name="Settings").click()
    for text in (f"{STRUCTURE} (-5.40)", f">x\n{RNA}\n{STRUCTURE}", CT):
        box(page, "reference").fill("." * 12)
        expect(page.locator("#link-data")).to_contain_text(f'"reference":"{"." * 12}"')
        box(page, "reference").fill(text)
        expect(page.locator("#link-data")).to_contain_text(f'"reference":"{STRUCTURE}"')


def test_what_it_cannot_do_is_said(reader: Page) -> None:
    reader.get_by_role("tab", name="About").click()
    said = reader.locator("#about-limits")
    for words in ("no constraints", "no chemical probing data", "no two strands", "no circular RNAs"):
        expect(said).to_contain_text(words)

"""What a visitor brings: files of all formats, several records, structures that come along, pseudoknots."""

from __future__ import annotations

import gzip
from base64 import b64encode
from types import SimpleNamespace
from typing import Any

import pytest

from .handlers import HAIRPIN, OTHER, Tab, every, folded, run, sent

RNA, STRUCTURE = "GGGGAAAACCCC", "((((....))))"
KNOTTED, KNOT, NESTED = "GGGAACCCAGUUA", "(((AA.)))..aa", "(((...)))...."
THREE = f">tRNA-Phe\n{RNA}\n>b\n{HAIRPIN}\n{'.' * 24}\n>c\nGGGXAAA".replace("X", "T")
CT = "5\tdG = -5.4\thairpin\n" + "".join(
    f"{i}\t{base}\t{i - 1}\t{(i + 1) % 6}\t{partner}\t{i}\n"
    for i, base, partner in ((1, "G", 5), (2, "A", 0), (3, "A", 0), (4, "A", 0), (5, "C", 1))
)


def opened(tab: Tab, content: bytes, reference: str = "") -> list[dict[Any, Any]]:
    event: Any = SimpleNamespace(data=b64encode(content).decode())
    return run(every(tab.reading.open_file("old text", reference, "bundled", tab.holder, event)))


def chosen(tab: Tab, text: str, record: object, reference: str = "") -> list[dict[Any, Any]]:
    event: Any = SimpleNamespace(record=record)
    return run(every(tab.reading.fold_record(text, reference, "bundled", tab.holder, event)))


def compared_with(tab: Tab) -> str | None:
    """What the result is compared with."""
    reference = tab.result.reference
    return None if reference is None else reference.dot_bracket


def said(tab: Tab, step: dict[Any, Any], panel: str = "sequence-message") -> str:
    return " ".join(sent(step[tab.answer])[panel].split())


@pytest.mark.parametrize(
    ("text", "box", "known", "energy"),
    [
        (f">x\n{RNA}\n{STRUCTURE} (-5.40)", f">x\n{RNA}", STRUCTURE, "its energy, -5.4 kcal/mol, was set aside"),
        (f"{RNA}\n<<<<____>>>>", RNA, STRUCTURE, ""),
        (CT, ">hairpin\nGAAAC", "(...)", "-5.4 kcal/mol"),
        (f"# STOCKHOLM 1.0\nx {RNA}\n#=GC SS_cons {STRUCTURE}\n//\n", f">x\n{RNA}", STRUCTURE, ""),
    ],
)
def test_a_structure_that_comes_along_is_the_reference(text: str, box: str, known: str, energy: str) -> None:
    tab = Tab()
    boxes, first, *_ = folded(tab, text)
    assert boxes[tab.given.sequence] == box
    assert boxes[tab.given.reference] == known
    assert compared_with(tab) == known
    assert energy in said(tab, first)
    folded(tab, box, known)  # what the boxes hold now folds to the same
    assert (tab.result.sequence, compared_with(tab)) == (box.rsplit("\n", maxsplit=1)[-1], known)


def test_a_structure_in_its_own_box_is_taken_before_one_that_comes_along() -> None:
    tab = Tab()
    first, *_ = folded(tab, f">x\n{RNA}\n{STRUCTURE}", "." * 12)
    assert compared_with(tab) == "." * 12
    assert "is not used, because another known structure was given" in said(tab, first)
    # The one that the box has from the last RNA is none that was given.
    folded(tab, f">y\n{RNA}\n{STRUCTURE}", "." * 12)
    assert compared_with(tab) == STRUCTURE


def test_of_several_records_one_is_chosen() -> None:
    tab = Tab()
    [asked] = folded(tab, THREE)
    assert "The text holds 3 records; choose the one to fold." in said(tab, asked)
    assert "wrong" not in said(tab, asked, "records")
    assert [name in said(tab, asked, "records") for name in ("tRNA-Phe (12 nt)", "b (24 nt)", "c (7 nt)")] == [True] * 3
    assert tab.result.sequence == OTHER  # nothing was guessed
    boxes, first, *_ = chosen(tab, THREE, 2)
    assert tab.given.sequence not in boxes  # and nothing is lost
    assert boxes[tab.given.reference] == "." * 24
    assert 'data-record="2" aria-pressed="true"' in said(tab, boxes, "records")
    assert "Record 2 of 3 is shown: b." in said(tab, first)
    assert (tab.result.title, tab.result.sequence) == ("b", HAIRPIN)
    _, first, *_ = chosen(tab, THREE, 3, "." * 24)
    assert "T became U at position 4" in said(tab, first)
    assert compared_with(tab) is None


@pytest.mark.parametrize("record", [0, 4])
def test_a_record_that_is_not_there_is_one_sentence(record: int) -> None:
    tab = Tab()
    [step] = chosen(tab, THREE, record)
    assert f"There is no record {record} in the text; it has 3." in said(tab, step)


def test_a_record_that_does_not_fit_is_one_sentence_and_the_others_fold() -> None:
    tab = Tab()
    text = f">a\n{RNA}\n>long\n{'A' * 1500}"
    [step] = chosen(tab, text, 2)
    assert "Record 2 (long) has 1,500 nucleotides; at most 1,022 fit one pass" in said(tab, step)
    chosen(tab, text, 1)
    assert tab.result.title == "a"


@pytest.mark.parametrize(
    ("content", "box", "name", "letters"),
    [
        (f">x y\r\n{RNA}\r\n".encode(), f">x y\r\n{RNA}\r\n", "x y", RNA),
        (gzip.compress(CT.encode(), mtime=0), ">hairpin\nGAAAC", "hairpin", "GAAAC"),
        (f">Größe\n{RNA}\n".encode("utf-16"), f">Größe\n{RNA}\n", "Größe", RNA),
        (f"LOCUS  X\nORIGIN\n  1 {RNA.lower()}\n//".encode(), f"LOCUS  X\nORIGIN\n  1 {RNA.lower()}\n//", "X", RNA),
    ],
)
def test_a_file_is_put_into_the_box_and_folded(content: bytes, box: str, name: str, letters: str) -> None:
    tab = Tab()
    boxes, *_ = opened(tab, content)
    assert boxes[tab.given.sequence] == box
    assert (tab.result.title, tab.result.sequence) == (name, letters)


def test_a_file_with_several_records_asks_which() -> None:
    tab = Tab()
    [step] = opened(tab, THREE.encode())
    assert step[tab.given.sequence] == THREE
    assert "c (7 nt)" in said(tab, step, "records")
    assert tab.result.sequence == OTHER


def test_of_a_guessed_encoding_there_is_a_note() -> None:
    tab = Tab()
    _, first, *_ = opened(tab, f">Größe\n{RNA}\n".encode("latin-1"))
    assert "The file is not in UTF-8; it was read as Windows-1252." in said(tab, first)


def test_of_a_file_longer_than_the_box_the_box_takes_records() -> None:
    tab = Tab()
    record = f">{{}}\n{RNA * 20}\n"
    [step] = opened(tab, "".join(map(record.format, range(1, 1001))).encode())
    text = step[tab.given.sequence]
    assert len(text) <= 100_000
    assert 300 < text.count(">") < 1000
    assert text.endswith(f"{RNA * 20}\n")
    assert f"The file has 1,000 records; the box holds the first {text.count('>')}." in said(tab, step)
    [step] = opened(tab, b">x\n" + b"G" * 150_000)
    assert "The first RNA of the file has 150,000 nucleotides; at most 1,022 fit one pass" in said(tab, step)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "The file is a PDF; a text file is wanted, plain or packed with gzip."),
        (b"GGGAXCCC", "position 5"),
        (b"", "The sequence is empty"),
        (gzip.compress(bytes(5_000_000), mtime=0), "unpacks to more than 1,000,000 bytes"),
        (b"A" * 1_000_100, "The file has more than 1,000,000 bytes"),
        (gzip.compress(b"GGGG", mtime=0)[:-9], "ends early"),
    ],
)
def test_what_is_wrong_with_a_file_costs_neither_text_nor_result(content: bytes, words: str) -> None:
    tab = Tab()
    [step] = opened(tab, content)
    assert words in said(tab, step)
    assert set(step) == {tab.answer}
    assert tab.result.sequence == OTHER


def test_bytes_that_are_none_are_one_sentence() -> None:
    tab = Tab()
    event: Any = SimpleNamespace(data="<not base64>")
    [step] = run(every(tab.reading.open_file("GGG", "", "bundled", tab.holder, event)))
    assert "did not arrive as it was sent" in said(tab, step)
    assert "<b>3</b> nt" in said(tab, step)


def test_pairs_that_cross_are_left_out_only_when_asked() -> None:
    tab = Tab()
    boxes, first, *_ = folded(tab, f">x\n{KNOTTED}\n{KNOT}")
    assert boxes[tab.given.reference] == "((([[.)))..]]"
    assert "is the known structure to compare with; it has a pseudoknot." in said(tab, first)
    sentence = "The reference has a pseudoknot: 2 pairs (4-13, 5-12) cross others and cannot be shown."
    assert sentence in said(tab, first, "pseudoknot")
    assert "Compare without them" in said(tab, first, "pseudoknot")
    assert compared_with(tab) is None
    answer = sent(tab.reading.compare_without_crossing(tab.holder))
    assert compared_with(tab) == NESTED
    assert "scores" in answer
    assert sentence in " ".join(answer["pseudoknot"].split())
    assert "<button" not in answer["pseudoknot"]
    # It need not be agreed to again for the same RNA, and counts for no other.
    folded(tab, f">x\n{KNOTTED}", boxes[tab.given.reference])
    assert compared_with(tab) == NESTED
    boxes, *_ = folded(tab, RNA, KNOT)
    assert boxes[tab.given.reference] == ""
    assert compared_with(tab) is None


def test_a_typed_pseudoknot_is_asked_about_and_an_offer_without_one_changes_nothing() -> None:
    tab = Tab()
    folded(tab, KNOTTED)
    tab.reading.compare_without_crossing(tab.holder)
    assert compared_with(tab) is None
    answer = sent(tab.view.compare(KNOTTED, KNOT, tab.holder))
    assert "Compare without them" in answer["pseudoknot"]
    tab.reading.compare_without_crossing(tab.holder)
    answer = sent(tab.view.compare(KNOTTED, "", tab.holder))
    assert "pseudoknot" not in answer["pseudoknot"]
    assert compared_with(tab) is None


@pytest.mark.parametrize(
    "text",
    [
        f"{STRUCTURE} (-5.40)",
        "((((..\n..))))",
        "<<<<____>>>>",
        f">x\n{STRUCTURE}",
        f"x no 1\n{RNA}\n{STRUCTURE}",
        "# x\n" + "".join(f"{i + 1} {n} {12 - i if n != 'A' else 0}\n" for i, n in enumerate(RNA)),
    ],
)
def test_a_reference_is_read_in_every_form(text: str) -> None:
    tab = Tab()
    folded(tab, RNA)
    tab.view.compare(RNA, text, tab.holder)
    assert compared_with(tab) == STRUCTURE
    tab.view.compare(f">a\n{RNA}\n>b\n{HAIRPIN}", "." * 12, tab.holder)  # of several records the one that is shown
    assert compared_with(tab) == "." * 12


def test_what_is_typed_during_a_fold_keeps_its_message(monkeypatch: pytest.MonkeyPatch) -> None:
    tab = Tab()
    predict = tab.predictor.predict

    def typing(*arguments: Any, **named: Any) -> Any:
        tab.reading.check("GGGXAAA", tab.holder)
        return predict(*arguments, **named)

    monkeypatch.setattr(tab.predictor, "predict", typing)
    first, *_ = folded(tab, HAIRPIN)
    assert "status" in sent(first[tab.answer])
    assert "sequence-message" not in sent(first[tab.answer])
    assert "sequence-message" not in sent(tab.view.redecode("map", 1.0, 0.5, 1.0, 0.75, tab.holder))
    monkeypatch.undo()
    first, *_ = folded(tab, RNA)
    assert "<b>12</b> nt" in said(tab, first)


def test_a_text_is_checked_as_it_is_typed() -> None:
    tab = Tab()
    answer = sent(tab.reading.check(THREE, tab.holder))
    assert "<b>3</b> records" in answer["sequence-message"]
    assert "tRNA-Phe (12 nt)" in answer["records"]
    answer = sent(tab.reading.check("   >abc def\nACGU7", tab.holder))
    assert "<b>4</b> nt" in answer["sequence-message"]
    assert answer["records"] == ""

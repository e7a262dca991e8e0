"""The gallery: legal references, and the same structures and flags as in the shared data where that is at hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ssp_core.examples import Example, example, examples
from ssp_core.folding.structure import Structure, is_legal

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
TRAINING = "train.tsv"
FILES = (TRAINING, "valid_VL0.tsv", "test_TS0.tsv", "valid_newfam.tsv")
STANDING_IN_DATA = 11


def each_example() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("rna", examples(), ids=lambda rna: rna.key)


@pytest.fixture(scope="module")
def data() -> dict[str, list[tuple[str, str]]]:
    """(letters, structure) of every sequence, by file."""
    if not DATA.is_dir():
        pytest.skip("the shared data are not beside this checkout")
    rows: dict[str, list[tuple[str, str]]] = {}
    for name in FILES:
        with (DATA / name).open(encoding="utf-8", newline="") as lines:
            rows[name] = [(row["sequence"], row["structure"]) for row in csv.DictReader(lines, delimiter="\t")]
    return rows


def identity(a: str, b: str) -> float:
    """Share of the shorter sequence left unedited in its best place inside the longer one.

    Myers 1999, J. ACM 46:395: the column of edit distances as bit vectors of vertical steps up and down.
    """
    pattern, text = sorted((a, b), key=len)
    everywhere, last = (1 << len(pattern)) - 1, 1 << (len(pattern) - 1)
    places = {letter: sum(1 << i for i, other in enumerate(pattern) if other == letter) for letter in set(pattern)}
    up, down, edits, fewest = everywhere, 0, len(pattern), len(pattern)
    for letter in text:
        match = places.get(letter, 0)
        vertical = match | down
        horizontal = (((match & up) + up) ^ up) | match
        right_up, right_down = down | (~(horizontal | up) & everywhere), up & horizontal
        edits += bool(right_up & last) - bool(right_down & last)
        right_up, right_down = (right_up << 1) & everywhere, (right_down << 1) & everywhere
        up, down = right_down | (~(vertical | right_up) & everywhere), right_up & vertical
        fewest = min(fewest, edits)
    return 1 - fewest / len(pattern)


WORD = 8


def words(letters: str) -> set[str]:
    return {letters[i : i + WORD] for i in range(len(letters) - WORD + 1)}


@pytest.fixture(scope="module")
def candidates(data: dict[str, list[tuple[str, str]]]) -> dict[str, list[str]]:
    """For every example the training sequences that hold it, or are of like length and share a tenth of its words."""
    vocabulary = {rna.key: words(rna.sequence) for rna in examples()}
    wanted = frozenset().union(*vocabulary.values())
    enough = {key: max(3, len(own) // 10) for key, own in vocabulary.items()}
    found: dict[str, list[str]] = {key: [] for key in vocabulary}
    for letters, _ in data[TRAINING]:
        shared = words(letters) & wanted
        if len(shared) < 3:
            continue
        for rna in examples():
            alike = len(shared & vocabulary[rna.key]) >= enough[rna.key]
            if (alike and 0.5 <= len(letters) / len(rna.sequence) <= 2) or rna.sequence in letters:
                found[rna.key].append(letters)
    return found


def test_the_first_paint_is_yeast_trna_and_there_are_a_dozen_or_more() -> None:
    assert examples()[0].key == "trna-phe-yeast"
    assert len(examples()) >= 12


def test_keys_titles_and_sequences_are_unique() -> None:
    for field in ("key", "title", "sequence"):
        assert len({getattr(rna, field) for rna in examples()}) == len(examples())


@each_example()
def test_reference_is_legal(rna: Example) -> None:
    assert set(rna.sequence) <= set("ACGU")
    if rna.structure is not None:
        assert is_legal(rna.sequence, Structure.from_dot_bracket(rna.structure))
        assert "(" in rna.structure


@each_example()
def test_texts_are_short_and_there(rna: Example) -> None:
    assert 0 < len(rna.title) <= 30
    assert rna.source
    assert rna.note.endswith(".")
    assert len(rna.note) <= 160


def test_the_tutorials_rna_has_no_known_structure() -> None:
    rna = examples()[-1]
    assert (rna.sequence, rna.structure) == ("AUGCCGUGCAUUAA", None)
    assert [other.key for other in examples() if other.structure is None] == [rna.key]
    assert "Known structure" not in " ".join(rna.about)


def test_lookup_by_key() -> None:
    assert example("hiv-tar").title == "HIV-1 TAR"
    with pytest.raises(KeyError, match="no example 'nonesuch'"):
        example("nonesuch")


def test_structures_are_those_of_the_data(data: dict[str, list[tuple[str, str]]]) -> None:
    references: dict[str, set[str]] = {}
    for rows in data.values():
        for letters, structure in rows:
            references.setdefault(letters, set()).add(structure)
    standing = [rna for rna in examples() if rna.sequence in references]
    assert len(standing) == STANDING_IN_DATA
    for rna in standing:
        assert rna.structure in references[rna.sequence], rna.key


@each_example()
def test_what_the_model_has_seen(rna: Example, candidates: dict[str, list[str]]) -> None:
    assert rna.in_training == any(rna.sequence in letters for letters in candidates[rna.key])
    assert rna.homolog_in_training == any(identity(rna.sequence, letters) >= 0.8 for letters in candidates[rna.key])

"""Known structures from a folder, a file, an archive of the Hub or the shipped set become tensors; bad rows do not."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from ssp_core import OmniDatasetForTokenClassification, OmniTokenizer
from ssp_core.errors import FormatError, HubError, InputError
from ssp_core.folding import thermo
from ssp_core.network import hub
from ssp_core.training.rows import read_rows
from ssp_core.training.splits import SERIES, SHIPPED
from tests.network.folders import write_cache

CLASSES = {"(": 0, ")": 1, ".": 2}
RNAS = [("GGGAAACCC", "(((...)))"), ("GGAAACCA", "((...)).")] + [("ACGU" * n, "." * 4 * n) for n in range(1, 9)]
LINES = "\n".join(json.dumps({"seq": sequence, "label": structure}) for sequence, structure in RNAS)
from_hub = OmniDatasetForTokenClassification.from_hub


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the Hub."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def write(folder: Path, **parts: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for part, text in parts.items():
        (folder / f"{part}.json").write_text(text, encoding="utf-8")
    return folder


def test_items_are_tensors_of_one_length_with_ignored_ends(tmp_path: Path) -> None:
    folder = write(tmp_path / "set", train=LINES, dev=LINES, test=LINES)
    (folder / "README.md").write_text("train")
    found = from_hub(
        dataset_name_or_path=str(folder), tokenizer=OmniTokenizer(), max_length=512, label2id=CLASSES, max_examples=1000
    )
    assert list(found) == ["train", "valid", "test"]
    train = found["train"]
    assert len(train) == 10
    item = train[0]
    assert {name: (tensor.dtype, tuple(tensor.shape)) for name, tensor in item.items()} == dict.fromkeys(
        ("input_ids", "attention_mask", "labels"), (torch.int64, (34,))
    )
    assert item["input_ids"].tolist() == [0, 6, 6, 6, 4, 4, 4, 5, 5, 5, 2] + [1] * 23
    assert item["attention_mask"].tolist() == [1] * 11 + [0] * 23
    assert item["labels"].tolist() == [-100, 0, 0, 0, 2, 2, 2, 1, 1, 1] + [-100] * 24
    assert len(list(train)) == 10
    batch = next(iter(torch.utils.data.DataLoader(train, batch_size=4)))  # type: ignore[arg-type]
    assert batch["labels"].shape == (4, 34)


def test_other_ids_are_those_of_the_labels_given(tmp_path: Path) -> None:
    found = from_hub(write(tmp_path / "set", train=LINES), label2id={".": 0, "(": 1, ")": 2})
    assert list(found) == ["train"]
    assert found["train"][0]["labels"][1:10].tolist() == [1, 1, 1, 0, 0, 0, 2, 2, 2]


@pytest.mark.parametrize("kind", ["json lines", "json array", "table"])
def test_a_single_file_is_parted_without_an_rna_twice(tmp_path: Path, kind: str) -> None:
    rows = [json.loads(line) for line in LINES.splitlines()]
    table = "\n".join(f"{sequence}\t{structure}" for sequence, structure in RNAS)
    path = tmp_path / "rnas.txt"
    path.write_text({"json lines": LINES, "json array": json.dumps(rows), "table": table}[kind])
    found = from_hub(str(path))
    assert {part: len(dataset) for part, dataset in found.items()} == {"train": 8, "valid": 1, "test": 1}
    tokens = [tuple(example.input_ids.tolist()) for dataset in found.values() for example in dataset.examples]
    assert len(set(tokens)) == 10


def test_long_rnas_are_left_out_with_a_sentence_and_others_drawn_alike(tmp_path: Path) -> None:
    folder = write(tmp_path / "set", train=LINES)
    with pytest.warns(UserWarning, match=r"^5 RNAs of more than 14 nucleotides were left out\.$"):
        found = from_hub(folder, max_length=16)
    assert len(found["train"]) == 5
    drawn = [from_hub(folder, max_examples=3)["train"] for _ in range(2)]
    assert [len(dataset) for dataset in drawn] == [3, 3]
    assert torch.equal(drawn[0][2]["input_ids"], drawn[1][2]["input_ids"])
    with pytest.raises(InputError, match="No RNA of at most 2 nucleotides is left for train"):
        from_hub(folder, max_length=4)
    with pytest.raises(InputError, match=r"Found max_examples=0: wanted 1 or more, or None for all\."):
        from_hub(folder, max_examples=0)


def test_a_label_without_an_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Found no id for \. in label2id"):
        from_hub(write(tmp_path / "set", train=LINES), label2id={"(": 0, ")": 1})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"seq": "GGAAACC", "label": "((...)"}', r"train\.json: Line 1"),
        ('{"seq": "GGAAACC", "label": "((...))"}\n{"seq": "GG1", "label": "..."}', r"train\.json: Line 2: .*1"),
        ('[{"seq": "GGAAACC", "label": "((...))"}, {"seq": "GG"}]', r"train\.json: Row 2 lacks the text structure\."),
        ("[1", r"train\.json: The file begins like a JSON array and is none"),
    ],
)
def test_a_bad_row_is_refused_with_file_line_and_reason(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FormatError, match=said) as told:
        from_hub(write(tmp_path / "set", train=text))
    assert "\n" not in str(told.value)


def test_a_folder_that_is_no_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"set has no file train\.\*; train\.\*, valid\.\* and test\.\* are wanted\."):
        from_hub(write(tmp_path / "set", other=LINES))
    write(tmp_path / "two", train=LINES)
    (tmp_path / "two" / "train.tsv").write_text("x")
    with pytest.raises(InputError, match=r"two has train\.json and train\.tsv; one file for train is wanted\."):
        from_hub(tmp_path / "two")


def archive(cache: Path) -> str:
    folder = write_cache(cache, "yangheng/OmniGenBench_Hub", kind="datasets") / "datasets"
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / f"{SERIES}.zip", "w") as packed:
        for part in ("train", "valid", "test"):
            packed.writestr(f"{SERIES}/{part}.json", LINES)
        packed.writestr(f"{SERIES}/config.py", "raise SystemExit")
        packed.writestr(f"__MACOSX/{SERIES}/._train.json", "no data")
    return SERIES


def repository(cache: Path) -> str:
    write(write_cache(cache, "someone/rnas", kind="datasets") / "data", train=LINES, valid=LINES, test=LINES)
    return "someone/rnas"


@pytest.mark.parametrize("made", [archive, repository])
def test_a_set_that_was_downloaded_is_read_without_a_connection(cache: Path, made: Callable[[Path], str]) -> None:
    name = made(cache)
    found = from_hub(dataset_name_or_path=name, tokenizer=OmniTokenizer())
    assert {part: len(dataset) for part, dataset in found.items()} == {"train": 10, "valid": 10, "test": 10}
    assert found["train"].description == f"the Hub's {name}"
    assert not found["train"].by_thermodynamics


def test_a_damaged_archive_is_refused(cache: Path) -> None:
    archive(cache)
    [path] = cache.rglob("*.zip")
    path.write_bytes(b"no archive")
    with pytest.raises(FormatError, match=r"RNA-SSP-Archive2\.zip is damaged"):
        from_hub(SERIES)


@pytest.mark.usefixtures("cache")
def test_without_the_hub_the_shipped_set_stands_in_and_says_so() -> None:
    with pytest.warns(
        UserWarning, match="The small set shipped with ssp_core is loaded in place of RNA-SSP-Archive2"
    ) as told:
        found = from_hub(SERIES, max_length=512, label2id=CLASSES, max_examples=1000)
    [warning] = told
    assert warning.filename == __file__
    assert "the Hub could not be reached" in str(warning.message)
    assert {part: len(dataset) for part, dataset in found.items()} == {"train": 240, "valid": 40, "test": 40}
    assert found["train"].by_thermodynamics
    for other in ("RNA-SSP-Other", "someone/rnas", "no/such/set", "x y"):
        with pytest.raises(HubError, match=r"wanted|Hub"):
            from_hub(other)


def test_the_shipped_set_is_small_has_no_rna_twice_and_is_what_viennarna_folds() -> None:
    parts = {path.stem: read_rows(path.read_bytes(), path.name)[0] for path in SHIPPED.iterdir()}
    assert sorted(parts) == ["test", "train", "valid"]
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) < 150_000
    rnas = [rna for part in parts.values() for rna in part]
    assert len({rna.sequence for rna in rnas}) == len(rnas) == 320
    assert all(30 <= len(rna.sequence) <= 120 for rna in rnas)
    for rna in rnas[::40]:
        assert thermo.mfe(rna.sequence).structure.dot_bracket == rna.structure


def test_the_real_set() -> None:
    # Tests ask no host: load it once by `from_hub` where the Hub can be reached, and this one runs.
    if hub.find_local_data(SERIES) is None:
        pytest.skip(f"{SERIES} is not in this machine's Hub cache, and tests ask no other host")
    found = from_hub(SERIES, max_examples=100)
    assert all(0 < len(dataset) <= 100 for dataset in found.values())
    assert re.fullmatch("the Hub's .*", found["train"].description)

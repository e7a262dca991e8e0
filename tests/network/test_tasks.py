"""The six heads as the page lists them, against hand arithmetic."""

from __future__ import annotations

from ssp_core.network.tasks import head_rows
from tests.network.folders import M52


def test_each_head_by_hand() -> None:
    rows = {row.class_name.removeprefix("OmniModelFor"): row for row in head_rows(M52, length=76)}
    pooler = 480 * 480 + 480
    assert {name: (row.shape, row.parameters) for name, row in rows.items() if name != "Seq2Seq"} == {
        "TokenClassification": ("[1, 78, 3]", 3 * 481),
        "TokenRegression": ("[1, 78, 1]", 481),
        "SequenceClassification": ("[1, 2]", pooler + 2 * 481),
        "MultiLabelSequenceClassification": ("[1, 3]", pooler + 3 * 481),
        "SequenceRegression": ("[1, 1]", pooler + 481),
    }
    width = 128
    attention = 4 * (width * width + width)
    layer = 2 * attention + 8 * width * width + 5 * width + 3 * 2 * width
    decoder = 5 * width + (480 * width + width) + 2 * layer + 2 * width + (width * 4 + 4)
    assert (rows["Seq2Seq"].shape, rows["Seq2Seq"].parameters) == ("[1, 77, 4]", decoder)
    assert rows["TokenClassification"].tensors == (("classifier.weight", "3 × 480"), ("classifier.bias", "3"))

"""The notebook of the series runs from top to bottom without a network, and is stored without outputs."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from ssp_core.assets import ASSETS

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = nbformat.read(ASSETS / "lessons" / "rna_structure_series.ipynb", as_version=4)  # type: ignore[no-untyped-call]


def test_it_is_stored_without_outputs() -> None:
    nbformat.validate(NOTEBOOK)
    cells = [cell for cell in NOTEBOOK.cells if cell.cell_type == "code"]
    assert cells
    assert all(not cell.outputs and cell.execution_count is None for cell in cells)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Proactor event loop:RuntimeWarning")  # of Jupyter on Windows
def test_it_runs_and_the_head_learns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
    notebook = nbformat.from_dict(NOTEBOOK)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell.outputs]
    said = [output.text for output in outputs if output.get("name") == "stderr"]
    assert [text for text in said if "TqdmWarning" not in text] == []  # of the progress bars of other libraries
    texts = "".join(output.text for output in outputs if output.output_type == "stream")
    assert "loaded in place of RNA-SSP-Archive2" in texts
    rows = [line.split() for line in texts.splitlines() if "#" in line]
    assert [row[0] for row in rows] == ["0", "25", "50", "75", "100"]
    assert float(rows[-1][2]) > 0.45 > float(rows[0][2])
    assert any("image/svg+xml" in output.get("data", {}) for output in outputs)
    assert (tmp_path / "my_model" / "model.safetensors").is_file()

"""Files that visitors download by an address of their own: trained models, files of many, the notebook."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from ssp_core.assets import ASSETS
from ssp_core.batch.jobs import BatchJobs
from ssp_core.errors import InputError
from ssp_core.training.jobs import TrainingJobs

# What can be downloaded of a run of many, in the order in which the page offers it.
BATCH_FILES = {
    "structures.dbn": "Dot-bracket",
    "table.csv": "CSV",
    "predictions.jsonl": "JSON lines",
    "table.parquet": "Parquet",
    "structures.ct.zip": "CT (zip)",
    "drawings.svg.zip": "SVG (zip)",
}
NOTEBOOK = "rna_structure_series.ipynb"
_NO_FILE = "This file is not here any more: fold the RNAs again, or download it sooner.\n"
_GONE = "This model is not here any more: train it again, or download it sooner.\n"


def model_address(key: str) -> str:
    """Where a trained model is downloaded, relative to the page."""
    return f"train/{key}.zip"


def batch_address(key: str, name: str) -> str:
    """Where a file of a run of many is downloaded, relative to the page."""
    return f"many/{key}/{name}"


def batch_route(jobs: BatchJobs) -> Route:
    """The files of a run of many; its key is the only way to them."""

    def file(request: Request) -> Response:
        name = request.path_params["name"]
        try:
            folder = jobs.status(request.path_params["key"]).folder
        except InputError:
            folder = None
        if folder is None or name not in BATCH_FILES or not (folder / name).is_file():
            return PlainTextResponse(_NO_FILE, status_code=404)
        return FileResponse(folder / name, filename=name)

    return Route("/many/{key}/{name}", file)


def notebook_route() -> Route:
    """The notebook that `assets/templates/learn/notebook.html` links to."""

    def notebook(_: Request) -> Response:
        return FileResponse(ASSETS / "lessons" / NOTEBOOK, filename=NOTEBOOK, media_type="application/x-ipynb+json")

    return Route(f"/lessons/{NOTEBOOK}", notebook)


def model_route(jobs: TrainingJobs) -> Route:
    """The folder of a trained model as a zip file; the key of its training is the only way to it."""

    def model(request: Request) -> Response:
        try:
            folder = jobs.status(request.path_params["key"]).folder
        except InputError:
            folder = None
        if folder is None:
            return PlainTextResponse(_GONE, status_code=404)
        packed = _packed(folder)
        return FileResponse(
            packed, filename="trained-model.zip", media_type="application/zip", background=BackgroundTask(packed.unlink)
        )

    return Route("/train/{key}.zip", model)


def _packed(folder: Path) -> Path:
    """The files of a folder in a zip file, which whoever asks for it removes."""
    with tempfile.NamedTemporaryFile(suffix=".zip", delete=False) as file, zipfile.ZipFile(file, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"trained-model/{path.name}")
    return Path(file.name)

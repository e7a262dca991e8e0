"""How long the app takes to start: `python -m benchmarks.start`.

The real app is started as README.md has it, and asked for its page until it answers, then for `/health` until the model
is ready. Importing gradio alone, in the same rounds, is what no page of gradio's can do without.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import httpx

from tests.browser.conftest import free_port

ROOT = Path(__file__).resolve().parents[1]
PATIENCE, PAUSE = 60.0, 0.05  # seconds


def importing(module: str) -> float:
    """Seconds until a new Python has imported a module and ended."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True, env=_environment())
    return time.perf_counter() - started


def starting(folder: Path) -> tuple[float, float]:
    """Seconds until the app of a folder has given its page, and until its model is ready."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=folder,
        env={**_environment(), "GRADIO_SERVER_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as app:
        try:
            page = _until(address, lambda answer: answer.is_success) - started
            return page, _until(f"{address}health", lambda answer: answer.json()["status"] == "ready") - started
        finally:
            app.terminate()


def _environment() -> dict[str, str]:
    return {**os.environ, "GRADIO_ANALYTICS_ENABLED": "False"}


def _until(address: str, holds: Callable[[httpx.Response], bool]) -> float:
    """The time at which an address gave an answer of which that holds."""
    last = time.perf_counter() + PATIENCE
    while time.perf_counter() < last:
        try:
            if holds(httpx.get(address, timeout=PATIENCE)):
                return time.perf_counter()
        except httpx.TransportError:
            pass
        time.sleep(PAUSE)
    raise TimeoutError(address)


def main(arguments: Sequence[str] | None = None) -> None:
    """Start the app so often, in turns with the others, and print the medians."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.start", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--beside", type=Path, help="a folder with another commit, whose app is started in turns")
    chosen = parser.parse_args(arguments)
    folders = {"this commit": ROOT} | ({"the other commit": chosen.beside} if chosen.beside else {})
    gradio: list[float] = []
    times: dict[str, tuple[list[float], list[float]]] = {title: ([], []) for title in folders}
    for _ in range(chosen.rounds):
        gradio.append(importing("gradio"))
        for title, folder in folders.items():
            for part, seconds in zip(times[title], starting(folder), strict=True):
                part.append(seconds)
    print("seconds, medians    | the page | the model | the page / importing gradio")
    print(f"{'importing gradio':19} | {median(gradio):8.1f} |")
    for title, (page, model) in times.items():
        print(f"{title:19} | {median(page):8.1f} | {median(model):9.1f} | {median(page) / median(gradio):.1f}")


if __name__ == "__main__":
    main()

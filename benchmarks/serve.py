"""How the page serves many at once: `python -m benchmarks.serve`.

Starts the app of this checkout, and of another one beside which it is judged (`--beside FOLDER`), in turns. Each is
asked by one client and then by thirty, each client for its own random RNAs of 60 to 200 nt, one after the other, by the
API's `fold` as programs call it. Printed are answers a second, the median and the 95th percentile of the seconds that
an answer takes, and how many failed or told of another RNA. What the machine can do at most stands beside it: a product
of two matrices and ViennaRNA's ensemble, on one core and on all.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np

HERE = Path(__file__).parents[1]
CLIENTS, EACH = 30, 4
SHORTEST, LONGEST = 60, 200


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the app of a checkout, once it folds."""
    port = free_port()
    environment = {**os.environ, "GRADIO_SERVER_PORT": str(port), "GRADIO_SERVER_NAME": "127.0.0.1"}
    with subprocess.Popen(
        [sys.executable, "app.py"], cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as app:
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(600):
                try:
                    fold(address, "GGGGAAAACCCC")
                    break
                except OSError:
                    time.sleep(0.2)
            yield address
        finally:
            app.terminate()


def fold(address: str, sequence: str) -> str:
    """The structure that the API gives for an RNA; OSError where it gives none, or another RNA's."""
    call = f"{address}/gradio_api/call/fold"
    body = json.dumps({"sequence": sequence}).encode()
    request = urllib.request.Request(f"{address}/gradio_api/call/v2/fold", body, {"Content-Type": "application/json"})  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
        event = json.load(answer)["event_id"]
    with urllib.request.urlopen(f"{call}/{event}", timeout=120) as answer:  # noqa: S310
        text = answer.read().decode()
    if "event: complete" not in text:
        raise OSError(text[:200])
    found = json.loads(text.split("event: complete\ndata: ", 1)[1].splitlines()[0])[0]
    if found["sequence"] != sequence:
        raise OSError(f"asked for {sequence}, got {found['sequence']}")
    return str(found["structure"])


def client(address: str, seed: int, count: int) -> list[float]:
    """How long each of a client's folds takes, in seconds; infinity for one that fails."""
    draw = random.Random(seed)
    seconds = []
    for _ in range(count):
        sequence = "".join(draw.choices("ACGU", k=draw.randint(SHORTEST, LONGEST)))
        started = time.perf_counter()
        try:
            fold(address, sequence)
            seconds.append(time.perf_counter() - started)
        except OSError as error:
            sys.stderr.write(f"{error}\n")
            seconds.append(float("inf"))
    return seconds


def measure(address: str, clients: int, each: int, seed: int) -> tuple[float, list[float]]:
    """Answers a second, and how long each took."""
    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        runs = list(pool.map(lambda number: client(address, seed * 1000 + number, each), range(clients)))
    seconds = [value for run in runs for value in run]
    return sum(map(np.isfinite, seconds)) / (time.perf_counter() - started), seconds


def multiply(count: int) -> None:
    """A product of two matrices of 1,024 rows, some times, on one thread."""
    import torch

    torch.set_num_threads(1)
    matrix = torch.ones(1024, 1024)
    for _ in range(count):
        matrix @ matrix


def ensembles(count: int) -> None:
    """ViennaRNA's ensemble of a random RNA of 130 nt, some times."""
    import RNA

    draw = random.Random(0)
    for _ in range(count):
        RNA.fold_compound("".join(draw.choices("ACGU", k=130))).pf()


def ceilings() -> None:
    """Print what one core and all cores do of the two things that a fold is made of."""
    cores = os.cpu_count() or 1
    for name, work, count in (("matrix products of 1,024 rows", multiply, 60), ("ensembles of 130 nt", ensembles, 60)):
        rates = []
        for processes in (1, cores):
            with ProcessPoolExecutor(processes) as pool:
                list(pool.map(work, [1] * processes))  # imports
                started = time.perf_counter()
                list(pool.map(work, [count] * processes))
                rates.append(processes * count / (time.perf_counter() - started))
        print(f"{name}: {rates[0]:.1f} a second on one core, {rates[1]:.1f} on {cores}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--beside", type=Path, help="another checkout, measured in turns with this one")
    parser.add_argument("--rounds", type=int, default=2)
    chosen = parser.parse_args(arguments)
    ceilings()
    folders = [folder for folder in (chosen.beside, HERE) if folder]
    for turn in range(chosen.rounds):
        for folder in folders:
            with served(folder.resolve()) as address:
                for clients, each in ((1, 20), (CLIENTS, EACH)):
                    rate, seconds = measure(address, clients, each, turn)
                    median, late = np.percentile(seconds, [50, 95])
                    failed = sum(map(np.isinf, seconds))
                    print(
                        f"{folder.name:12} {clients:3} clients: {rate:6.2f} answers a second, median {median:.2f} s, "
                        f"95th percentile {late:.2f} s, {failed} of {len(seconds)} failed",
                        flush=True,
                    )


if __name__ == "__main__":
    main()

"""How much memory the served page takes: `python -m benchmarks.memory`.

Starts the real app on this machine and folds distinct random RNAs through its API, each in a session of its own, short
ones and then long ones, and prints the proportional set size (PSS) of the app and of its worker processes together, at
each tenth of the short ones and after the long ones. PSS counts a page that several processes share once; Linux reports
it, so this runs on Linux only. Memory grows until the cache is full: `--cache` makes it smaller.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.browser.conftest import free_port, wait_for

from .data import random_rna
from .serve import fold

ROOT = Path(__file__).resolve().parents[1]


def process_tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # ended meanwhile
        children.setdefault(int(fields[1]), []).append(int(status.parent.name))
    found = [pid]
    for parent in found:
        found.extend(children.get(parent, ()))
    return found


def pss_mb(pid: int) -> float:
    """The proportional set size of a process in MB, 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("Pss:"))


def report(pid: int, title: str) -> None:
    """Print the PSS of the app, of each other process, and of all together."""
    sizes = {process: pss_mb(process) for process in process_tree(pid)}
    others = " ".join(f"{size:.0f}" for process, size in sizes.items() if process != pid)
    print(f"{title:44}  all {sum(sizes.values()):6.0f} MB   app {sizes[pid]:6.0f}   others {others}", flush=True)


@contextmanager
def served(cache: int) -> Iterator[tuple[int, str]]:
    """The process and the address of an app with a cache of so many MB, which is ended afterwards."""
    port = free_port()
    environment = {**os.environ, "GRADIO_SERVER_PORT": str(port), "SSP_CORE_CACHE_MB": str(cache)}
    with TemporaryDirectory() as folder:
        log = Path(folder) / "app.txt"
        with log.open("w") as out:
            app = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=out, stderr=out)
            try:
                wait_for(port, app, log)
                yield app.pid, f"http://127.0.0.1:{port}"
            finally:
                app.terminate()
                app.wait(30)


def main(arguments: Sequence[str] | None = None) -> None:
    """Start the app, fold, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", type=int, default=500, help="how many short RNAs")
    parser.add_argument("--lengths", type=int, nargs=2, default=(50, 200), help="nucleotides of the short ones")
    parser.add_argument("--long", type=int, default=20, help="how many RNAs of 1,000 nt")
    parser.add_argument("--cache", type=int, default=256, help="MB of results that the app keeps")
    chosen = parser.parse_args(arguments)
    lengths, (low, high) = Random(0), chosen.lengths
    with served(chosen.cache) as (pid, address):
        fold(address, "GGGGAAAACCCC")
        report(pid, "after the first fold")
        for done in range(1, chosen.short + 1):
            fold(address, random_rna(lengths.randint(low, high), done))
            if done % max(1, chosen.short // 10) == 0:
                report(pid, f"after {done:,} of {low} to {high} nt")
        for seed in range(chosen.long):
            fold(address, random_rna(1000, seed))
        report(pid, f"after {chosen.long} of 1,000 nt")
        time.sleep(5)
        report(pid, "five seconds later")


if __name__ == "__main__":
    main()

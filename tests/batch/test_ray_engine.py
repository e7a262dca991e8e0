"""Ray Data on a local cluster of two workers: the results of one process, also where a worker is killed."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from threading import Thread

import pytest

from ssp_core import Predictor
from ssp_core.analysis.many import ManyFile
from ssp_core.batch.engines import fold_here
from ssp_core.batch.task import Task, blocks
from ssp_core.folding.decoding import BEST
from tests.batch.test_engines import records

ray = pytest.importorskip("ray", reason="needs the extra ray")


def workers() -> list[int]:
    """The processes of Ray that fold."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if command.startswith(b"ray::") and b"Map" in command:
            found.append(int(folder.name))
    return found


def kill_one() -> None:
    """Kill the first worker that has a block."""
    while not (running := workers()):
        time.sleep(0.02)
    os.kill(running[0], signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Ray's own
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes by /proc")
def test_a_cluster_gives_what_one_process_gives_though_a_worker_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    from ray.cluster_utils import Cluster

    from ssp_core.batch.ray_engine import fold_on_ray

    root = str(Path(__file__).resolve().parents[2])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")])))
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    predictor = Predictor("bundled", device="cpu")
    task = Task("bundled", "cpu", predictor.settings_for(BEST), ManyFile("dbn"))
    expected = list(fold_here(predictor, task, blocks(records(), task.file)))
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    try:
        cluster.add_node(num_cpus=1)
        ray.init(address=cluster.address, log_to_driver=False)
        killer = Thread(target=kill_one, daemon=True)
        killer.start()
        items = [item for block in blocks(records(), task.file) for item in block]
        parts = [tuple(items[start : start + 8]) for start in range(0, len(items), 8)]
        assert list(fold_on_ray(task, parts)) == expected
        killer.join(1)
        assert not killer.is_alive()
    finally:
        ray.shutdown()
        cluster.shutdown()

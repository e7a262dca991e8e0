"""The program as others meet it: processes, signals, pipes, exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ssp_core import __version__
from ssp_core.folding.formats import load
from tests.cli.conftest import Shell

ROOT = Path(__file__).resolve().parents[2]
MANY = "".join(f">{number}\nGGGGAAAACCCC\n" for number in range(300))


def start(*arguments: object, delay: float = 0.0) -> subprocess.Popen[str]:
    """Run the program with a predictor without a network."""
    command = [sys.executable, "-m", "tests.cli.fake_shell", str(delay), *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def wait_for_records(path: Path, count: int) -> None:
    """Wait until that many records can be read in a file."""
    deadline = time.monotonic() + 60
    while not path.exists() or path.read_text().count("GGGGAAAACCCC") < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.skipif(os.name == "nt", reason="signals are of another kind there")
@pytest.mark.parametrize("format_", ["dbn", "json"])
def test_ctrl_c_keeps_what_is_done(tmp_path: Path, format_: str) -> None:
    (tmp_path / "in.fa").write_text(MANY)
    output = tmp_path / f"out.{format_}"
    program = start("predict", tmp_path / "in.fa", "-o", output, delay=0.05)
    wait_for_records(output, 3)  # written as it goes
    program.send_signal(signal.SIGINT)
    out, err = program.communicate(timeout=30)
    done = load(output.read_text(), format_)
    assert (program.returncode, out) == (130, "")
    assert 3 <= len(done) < 300
    assert [record.name for record in done] == [str(number) for number in range(len(done))]
    assert err.splitlines()[-1] == f"ssp-core: interrupted; {len(done)} of 300 folded, in {output}"
    assert "Traceback" not in err


@pytest.mark.skipif(os.name == "nt", reason="signals are of another kind there")
def test_ctrl_c_during_one_long_rna_stops_it_at_once(tmp_path: Path) -> None:
    (tmp_path / "in.fa").write_text(">long\nGGGGAAAACCCC\n")
    output = tmp_path / "out.dbn"
    program = start("predict", tmp_path / "in.fa", "-o", output, delay=300)
    deadline = time.monotonic() + 60
    while not output.exists():  # it is tried before folding starts
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(1.0)
    program.send_signal(signal.SIGINT)
    _, err = program.communicate(timeout=30)
    assert (program.returncode, output.exists()) == (130, False)
    assert err.splitlines()[-1] == "ssp-core: interrupted; nothing was written"


@pytest.mark.skipif(os.name == "nt", reason="pipes are of another kind there")
def test_a_reader_that_ends_ends_the_program() -> None:
    program = start("predict", "-", delay=0.01)
    assert program.stdin is not None
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdin.write(MANY)
    program.stdin.close()
    assert program.stdout.readline() == ">0\n"
    program.stdout.close()
    assert program.wait(timeout=30) == 141
    assert "Error" not in program.stderr.read()
    program.stderr.close()


@pytest.mark.slow
def test_the_module_folds_with_the_bundled_model(tmp_path: Path) -> None:
    (tmp_path / "in.fa").write_text(">one\nGGGGGCCAAAAGGCCCCC\n")
    command = [sys.executable, "-m", "ssp_core", "predict", str(tmp_path / "in.fa"), "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)
    [record] = json.loads(done.stdout)
    assert record["structure"] == "(((((((....)))))))"
    assert record["model"]["name"] == "bundled"
    assert done.stderr == "1 of 1 folded\n"


def test_help_takes_no_time() -> None:
    code = (
        "import sys; from ssp_core.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit as end: assert not end.code\n"
        "heavy = {'torch', 'numpy', 'RNA', 'gradio', 'plotly'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for word in ("predict", "draw", "score", "mutate", "explain", "models", "serve", "exit codes", "141"):
        assert word in done.stdout


def test_the_version(shell: Shell, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(SystemExit):
        shell("--version")
    assert capsysbinary.readouterr().out.decode() == f"ssp-core {__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["fold"], ["predict"], ["predict", "x.fa", "--decoder", "none"]])
def test_a_command_line_that_is_none_is_exit_code_2(
    shell: Shell, arguments: list[str], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    with pytest.raises(SystemExit) as end:
        shell(*arguments)
    assert end.value.code == 2
    assert b"usage: ssp-core" in capsysbinary.readouterr().err

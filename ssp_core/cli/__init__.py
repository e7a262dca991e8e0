"""The command line `ssp-core`: predict, draw, report, score, mutate, explain, train, models, serve.

Each command is a module, which is imported when it is called, so that `ssp-core --help` takes no time.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from importlib import import_module

from ssp_core import __version__
from ssp_core.errors import InputError, SspCoreError

PROGRAM = "ssp-core"
COMMANDS = {
    "predict": "predict the secondary structure of every RNA of a file",
    "draw": "draw an RNA as SVG, PNG or HTML",
    "report": "write a page about an RNA to print or keep: drawing, probabilities, scores",
    "score": "score predicted structures against known ones",
    "mutate": "show what mutations change in the structure",
    "explain": "say why two nucleotides pair, and test the pair by mutations",
    "train": "train a head on known structures, and write the model",
    "models": "list the models",
    "serve": "start the page",
}
EXIT_CODES = """\
exit codes:
  0    done
  1    the model or the installation failed, or the output could not be written to its end
  2    an input, option or output that cannot be used
  3    done, but for records that cannot be read, which are listed
  130  interrupted by Ctrl-C; what was done until then is in the output
  141  the program that read the output has ended
Every failure is one sentence on standard error.
"""
_log = logging.getLogger(__name__)


def main(arguments: list[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: as after the program's name; None takes those of this process.

    Returns:
        The exit code.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    chosen = _parser(arguments).parse_args(arguments)
    try:
        return int(import_module(f"{__name__}.{chosen.command}").run(chosen))
    except KeyboardInterrupt as interrupt:
        return _fail(130, str(interrupt) or "interrupted; nothing was written")
    except BrokenPipeError:
        # Nothing is left to read the output: what Python flushes at its end must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except InputError as error:
        return _fail(2, str(error))
    except SspCoreError as error:
        return _fail(1, str(error))
    except ModuleNotFoundError as error:
        return _fail(
            1, f"The package {error.name} is not installed; pip install 'ssp-core[app,train]' brings all of them."
        )
    except Exception as error:  # noqa: BLE001 - whatever it is, it is one sentence
        _log.debug("%s failed", chosen.command, exc_info=True)
        return _fail(1, f"{type(error).__name__}: {' '.join(str(error).split())}")


def _fail(code: int, message: str) -> int:
    sys.stderr.write(f"{PROGRAM}: {message}\n")
    return code


def _parser(arguments: list[str]) -> argparse.ArgumentParser:
    """The parser of the program; of the commands, only the one that is called gets its options."""
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Predict and explore RNA secondary structure with a genomic foundation model.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command", title="commands")
    for name, help_text in COMMANDS.items():
        command = commands.add_parser(
            name,
            help=help_text,
            description=f"{help_text[0].upper()}{help_text[1:]}.",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if name in arguments:
            import_module(f"{__name__}.{name}").add_arguments(command)
            command.epilog = "\n".join(filter(None, [command.epilog, EXIT_CODES]))
    return parser

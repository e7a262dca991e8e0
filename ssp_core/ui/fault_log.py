"""A line in the log about what went wrong unexpectedly: no text of an error, which may hold what a visitor typed."""

from __future__ import annotations

import logging
import traceback

_log = logging.getLogger(__name__)


def note(where: str, error: BaseException) -> None:
    """Log the kind of an error and the line that raised it; its traceback at level DEBUG."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "an unknown place"
    _log.error("%s: %s at %s", where, type(error).__name__, place)
    _log.debug("%s", where, exc_info=error)

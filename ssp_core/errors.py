"""One tree of errors. Every message is one sentence that can be shown to a visitor as it is.

`InputError` is what the caller can set right; `ModelError` is a model that cannot be had or has failed. The built-in
bases keep `except ValueError` and `except OSError` of callers who do not know this package true.
"""

from __future__ import annotations


class SspCoreError(Exception):
    """Whatever this package raises on purpose."""


class InputError(SspCoreError, ValueError):
    """Something was given that cannot be used; the message says what was found, where, and what is wanted."""


class SequenceError(InputError):
    """Text that is no RNA."""


class StructureError(InputError):
    """Text that is no secondary structure, or one that does not fit its sequence."""


class FormatError(InputError):
    """A file that cannot be read or written; the message names the line."""


class SettingsError(InputError):
    """A decoder that does not exist or that the model cannot be decoded with, or a number out of its range."""


class LinkError(InputError):
    """An address of the page that cannot be opened."""


class ModelError(SspCoreError, RuntimeError):
    """A model that cannot be had, or has failed on a sequence."""


class CheckpointError(ModelError, ValueError):
    """A model's files are not what they should be; the message names the file or tensor."""


class CardError(CheckpointError):
    """A model's card lacks a field, has one of another kind, or is of other files than those beside it."""


class HubError(ModelError, OSError):
    """A model that is not on this machine and cannot be downloaded."""


class BusyError(SspCoreError, RuntimeError):
    """Too much is asked for at once; the message says what to wait for."""


class TrainingError(SspCoreError, RuntimeError):
    """Training cannot continue; the message says at which step and why."""


class BatchError(SspCoreError, RuntimeError):
    """A file of many RNAs cannot be folded now; the message says why."""

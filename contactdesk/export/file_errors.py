"""The error of a file that cannot be written."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator

from contactdesk.errors import ContactDeskError


class ExportFileError(ContactDeskError):
    """The file cannot be written; `said` is the system's reason. No part of it is left."""


@contextlib.contextmanager
def file_errors() -> Iterator[None]:
    """Turns OSError into ExportFileError; only around calls that touch the file."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        said = error.strerror or type(error).__name__
        advice = "disk-full" if full else ""
        raise ExportFileError("export-file", said=said, advice=advice) from None

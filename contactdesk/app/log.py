"""Logging to a small rotating file and standard error, both without keys."""

from __future__ import annotations

import logging
import os
import re
import stat
import sys
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from contactdesk.security.redact import redact

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
MAX_FILE_BYTES = 1_000_000
OLDER_FILES = 2
# httpx logs whole URLs with search terms at INFO, hpack the key itself at DEBUG.
QUIET_LOGGERS = (
    "httpx",
    "httpcore",
    "hpack",
    "h2",
    "h11",
    "qasync",
    "asyncio",
    "keyring",
    "jeepney",
    "secretstorage",
)
# Control and direction characters; tab and line feed stay.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

_handlers: list[logging.Handler] = []
_previous_levels: list[tuple[logging.Logger, int]] = []
_raise_exceptions = True


class RedactingFormatter(logging.Formatter):
    """Redacts the finished text, with its arguments and traceback."""

    def format(self, record: logging.LogRecord) -> str:
        text = UNPRINTABLE.sub(_escaped, redact(super().format(record)))
        # Indented, a second line of vendor text cannot pass for a log record.
        return text.replace("\n", "\n    ")


class PrivateFileHandler(RotatingFileHandler):
    """A rotating file, readable by its owner only."""

    def _open(self) -> TextIOWrapper:
        def private(path: str, flags: int) -> int:
            file = os.open(path, flags, 0o600)
            if os.name == "posix" and stat.S_IMODE(os.fstat(file).st_mode) != 0o600:
                os.fchmod(file, 0o600)
            return file

        return open(self.baseFilename, "a", encoding="utf-8", errors="replace", opener=private)


def set_up(log_file: Path | None) -> None:
    """Starts logging to the file, and warnings to standard error; None: standard error only.

    A file that cannot be opened is reported on standard error; logging goes on without it.
    """
    global _raise_exceptions
    tear_down()
    _raise_exceptions = logging.raiseExceptions
    # A failing handler would print the record, unredacted, on standard error.
    logging.raiseExceptions = False
    root = logging.getLogger()
    _set_level(root, logging.INFO)
    for name in QUIET_LOGGERS:
        _set_level(logging.getLogger(name), logging.WARNING)
    if sys.stderr is not None:  # a windowed program on Windows has none
        _add(logging.StreamHandler(), logging.WARNING)
    if log_file is not None:
        try:
            log_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _add(
                PrivateFileHandler(log_file, maxBytes=MAX_FILE_BYTES, backupCount=OLDER_FILES),
                logging.INFO,
            )
        except OSError as error:
            logging.getLogger(__name__).warning("No log file: %s", error.strerror)


def tear_down() -> None:
    """Undoes `set_up`: closes its handlers and restores the loggers' levels."""
    while _handlers:
        handler = _handlers.pop()
        logging.getLogger().removeHandler(handler)
        handler.close()
    if _previous_levels:
        logging.raiseExceptions = _raise_exceptions
    while _previous_levels:
        logger, level = _previous_levels.pop()
        logger.setLevel(level)


def _add(handler: logging.Handler, level: int) -> None:
    handler.setLevel(level)
    handler.setFormatter(RedactingFormatter(FORMAT))
    logging.getLogger().addHandler(handler)
    _handlers.append(handler)


def _set_level(logger: logging.Logger, level: int) -> None:
    _previous_levels.append((logger, logger.level))
    logger.setLevel(level)


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")

"""Saves a text that is too long to be displayed to a file."""

from __future__ import annotations

from pathlib import Path

from PySide6 import QtWidgets
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from contactdesk.export.file_errors import ExportFileError
from contactdesk.export.target import write_bytes
from contactdesk.ui.kit.file_dialog import ask_for_file
from contactdesk.ui.kit.tasks import spawn
from contactdesk.ui.kit.text import tell
from contactdesk.worker import Worker


def save_as(parent: QWidget, name: str, data: bytes) -> QtWidgets.QFileDialog:
    """Asks for a file, suggesting `name`, and writes the data to it."""
    title = QCoreApplication.translate("save_as", "Save as")
    return ask_for_file(parent, title, name, lambda out: spawn(write_file(parent, out, data)))


async def write_file(parent: QWidget, out: Path, data: bytes) -> None:
    """Writes the data on a thread: a pipe waits for its reader. A failure is shown in a message
    box."""
    worker = Worker("save")
    try:
        await worker.call(lambda: write_bytes(out, data))
    except ExportFileError as error:
        heading = QCoreApplication.translate("save_as", "The file couldn't be saved")
        await tell(parent, heading, error.said, True)
    finally:
        worker.stop()

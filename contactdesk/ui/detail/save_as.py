"""Saves a text that is too long to be displayed to a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from contactdesk.ui.kit.tasks import spawn
from contactdesk.ui.kit.text import tell


def save_as(parent: QWidget, name: str, data: bytes) -> QFileDialog:
    """Asks for a file, suggesting `name`, and writes the data to it."""
    dialog = QFileDialog(parent, QCoreApplication.translate("save_as", "Save as"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda chosen: write_file(parent, Path(chosen), data))
    dialog.open()
    return dialog


def write_file(parent: QWidget, out: Path, data: bytes) -> None:
    """Writes the data; a failure is shown in a message box."""
    try:
        out.write_bytes(data)
    except OSError as error:
        heading = QCoreApplication.translate("save_as", "The file couldn't be saved")
        spawn(tell(parent, heading, error.strerror or "", True))

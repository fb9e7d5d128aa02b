"""Saves to a file what is too long to be shown whole."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from contactdesk.ui.kit.tasks import spawn
from contactdesk.ui.kit.text import tell


def offer_to_save(parent: QWidget, name: str, data: bytes) -> QFileDialog:
    """Asks where to, with `name` as the file's first name, and writes the data there."""
    dialog = QFileDialog(parent, QCoreApplication.translate("saving", "Save as"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda chosen: save_to(parent, Path(chosen), data))
    dialog.open()
    return dialog


def save_to(parent: QWidget, out: Path, data: bytes) -> None:
    """Writes the data, or says why that cannot be done."""
    try:
        out.write_bytes(data)
    except OSError as error:
        heading = QCoreApplication.translate("saving", "The file could not be written")
        spawn(tell(parent, heading, error.strerror or "", True))

"""Asks for the file to write to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

# QFileDialog is named by its module: PySide6 makes a class when it is first asked for.
from PySide6 import QtWidgets
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def ask_for_file(
    parent: QWidget, title: str, name: str, chosen: Callable[[Path], object], *, suffix: str = ""
) -> QtWidgets.QFileDialog:
    """Opens a dialog that suggests a file name; `chosen` is called with the file, not after Cancel.
    `suffix`, such as "csv", is added to a name without one."""
    dialog = QtWidgets.QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QtWidgets.QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()
    return dialog

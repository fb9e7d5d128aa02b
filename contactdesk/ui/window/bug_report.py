"""The dialog for unexpected errors, with a report that holds no keys."""

from __future__ import annotations

import platform
import sys
import traceback

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from contactdesk import __version__
from contactdesk.security.redact import redact
from contactdesk.ui.kit import text


def report_of(error: BaseException) -> str:
    """The error's traceback, without local variables and with keys redacted."""
    story = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    head = f"contactdesk {__version__}, Python {platform.python_version()}, {sys.platform}"
    return redact(f"{head}\n\n{story}")


class BugReport(QDialog):
    """Tells of an unexpected error and lets the report be copied."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bugReport")
        self.setWindowTitle(self.tr("Something unexpected happened"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = self.tr(
            "This is a bug in contactdesk. Your last action may not have worked; everything loaded"
            " is kept. The report below contains no keys."
        )
        view = text.TextView(name="bugReportText")
        view.setAccessibleName(self.tr("Report"))
        view.setPlainText(report)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = QPushButton(self.tr("Copy report"))
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(text.Label(words, wrap=True))
        column.addWidget(view, 1)
        column.addWidget(buttons)
        self.resize(640, 420)

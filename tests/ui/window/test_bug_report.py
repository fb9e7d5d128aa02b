"""contactdesk.ui.window.bug_report: a report that may be sent to anybody."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from contactdesk.security import redact
from contactdesk.ui.window.bug_report import BugReport, report_of

KEY = "sk-CANARY0123456789"


def fail():
    hidden = KEY  # a local variable: never printed
    raise RuntimeError(f"with {hidden} inside")


def test_a_report_tells_where_and_hides_keys():
    redact.remember(KEY)
    try:
        fail()
    except RuntimeError as error:
        report = report_of(error)
    assert "RuntimeError" in report
    assert "test_bug_report.py" in report
    assert KEY not in report


def test_it_can_be_copied(qtbot):
    dialog = BugReport("the report")
    qtbot.addWidget(dialog)
    copy = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Copy report")
    copy.click()
    assert QGuiApplication.clipboard().text() == "the report"

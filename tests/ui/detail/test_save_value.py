"""What is too long to be shown is saved whole."""

import json

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from contactdesk.search.query import parse
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.detail.save_value import save_to
from contactdesk.ui.kit import tasks
from contactdesk.ui.kit.text import VIEW
from tests.ui.detail.detail_records import RECORD, contact, provider

HUGE = "word\n" * 50_000


@pytest.fixture
def pane(qtbot):
    made = DetailPane()
    qtbot.addWidget(made)
    made.resize(420, 700)
    made.show()
    raw = {**RECORD, "note": HUGE}
    made.show_contact("A", provider(), contact(raw), json.dumps(raw).encode(), parse(""))
    return made


def save_in(widget, out):
    """Chooses the file in the dialog that is open."""
    dialog = next(each for each in widget.findChildren(QFileDialog) if each.isVisible())
    dialog.fileSelected.emit(str(out))
    dialog.close()


def test_a_value_too_long_to_be_shown_can_be_saved(pane, tmp_path):
    view = pane.details
    assert len(HUGE) > VIEW
    view._on_link("all:$.note")
    assert "save the whole" in view.toPlainText()
    assert len(view.toPlainText()) < VIEW + 10_000
    view._on_link("save:$.note")
    save_in(view, tmp_path / "note.txt")
    assert (tmp_path / "note.txt").read_text() == HUGE
    names = {each.objectName() for each in view.menu_at(view.mark_of("$.note").start).actions()}
    assert {"actionSaveValue", "actionCopyValue", "actionCopyAll"} <= names


def test_a_short_value_is_only_copied(pane):
    view = pane.details
    names = {each.objectName() for each in view.menu_at(view.mark_of("$.zone").start).actions()}
    assert "actionSaveValue" not in names


def test_the_record_can_be_saved_as_it_came(pane, tmp_path):
    pane.tabs.setCurrentWidget(pane.raw)
    pane.raw.save_all()
    save_in(pane.raw, tmp_path / "raw.json")
    assert json.loads((tmp_path / "raw.json").read_bytes())["note"] == HUGE
    assert "actionSaveAll" in {each.objectName() for each in pane.raw.menu().actions()}


async def test_a_file_that_cannot_be_written_is_said(qtbot, until, tmp_path):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    save_to(parent, tmp_path / "no folder" / "x", b"x")
    box = await until(lambda: next(iter(parent.findChildren(QMessageBox)), None))
    assert "No such file" in box.informativeText()
    box.reject()
    await until(lambda: tasks.running() == 0)

"""Values too long to be displayed are saved to a file."""

import json
import sys

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from contactdesk.search.query import parse
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.document.save_as import write_file
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


async def test_value_too_long_to_display_can_be_saved(pane, until, tmp_path):
    view = pane.details
    assert len(HUGE) > VIEW
    view._on_link("all:$.note")
    assert "Save all 250000 characters…" in view.toPlainText()
    assert len(view.toPlainText()) < VIEW + 10_000
    view._on_link("save:$.note")
    save_in(view, tmp_path / "note.txt")
    await until((tmp_path / "note.txt").exists)
    assert (tmp_path / "note.txt").read_text() == HUGE
    names = {each.objectName() for each in view.menu_at(view.value_of("$.note").start).actions()}
    assert {"actionSaveValue", "actionCopyValue", "actionCopyAll"} <= names


def test_short_value_has_no_save_action(pane):
    view = pane.details
    names = {each.objectName() for each in view.menu_at(view.value_of("$.zone").start).actions()}
    assert "actionSaveValue" not in names


async def test_raw_record_is_saved_byte_for_byte(pane, until, tmp_path):
    pane.tabs.setCurrentWidget(pane.raw)
    pane.raw.save_all()
    save_in(pane.raw, tmp_path / "raw.json")
    await until((tmp_path / "raw.json").exists)
    assert json.loads((tmp_path / "raw.json").read_bytes())["note"] == HUGE
    assert "actionSaveAll" in {each.objectName() for each in pane.raw.menu().actions()}


async def test_write_error_is_shown(qtbot, until, tmp_path):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    tasks.spawn(write_file(parent, tmp_path / "no folder" / "x", b"x"))
    box = await until(lambda: next(iter(parent.findChildren(QMessageBox)), None))
    assert "No such file" in box.informativeText()
    box.reject()
    await until(lambda: tasks.running() == 0)


@pytest.mark.skipif(sys.platform == "win32", reason="links as on Unix")
async def test_link_is_followed(qtbot, tmp_path):
    parent = QWidget()
    qtbot.addWidget(parent)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    await write_file(parent, tmp_path / "link", b"x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"x"

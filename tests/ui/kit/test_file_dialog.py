"""contactdesk.ui.kit.file_dialog: asking for the file to write to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from contactdesk.ui.kit.file_dialog import ask_for_file


def test_chosen_file_is_told_and_cancel_is_not(qtbot, tmp_path):
    parent, chosen = QWidget(), []
    qtbot.addWidget(parent)
    dialog = ask_for_file(parent, "Export to", "contacts.csv", chosen.append, suffix="csv")
    assert dialog.windowTitle() == "Export to"
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    assert [Path(each).name for each in dialog.selectedFiles()] == ["contacts.csv"]
    dialog.reject()
    assert chosen == []
    dialog = ask_for_file(parent, "Export to", "contacts.csv", chosen.append, suffix="csv")
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile("mine")
    dialog.accept()
    assert chosen == [tmp_path / "mine.csv"]

"""The about dialog and the sheet of shortcuts, made from the window's own actions."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow

from contactdesk import __version__
from contactdesk.ui.window.about import (
    AboutDialog,
    ShortcutSheet,
    keys_of,
    shortcut_groups,
    words_of,
)

PLACES = [("Accounts", "/home/<b>jane</b>/accounts.toml"), ("Keys", "Secret Service")]


def test_it_says_version_licence_and_places(qtbot):
    dialog = AboutDialog(PLACES)
    qtbot.addWidget(dialog)
    dialog.show()
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert __version__ in words
    assert "MIT" in words
    fields = {field.accessibleName(): field for field in dialog.findChildren(QLineEdit)}
    assert {name: field.text() for name, field in fields.items()} == dict(PLACES)
    assert all(field.isReadOnly() for field in fields.values())
    dialog.copy_button.click()
    copied = QApplication.clipboard().text()
    assert __version__ in copied
    assert "Accounts: /home/<b>jane</b>/accounts.toml" in copied
    assert dialog.isVisible()


@pytest.fixture
def window(qtbot):
    made = QMainWindow()
    qtbot.addWidget(made)
    file = made.menuBar().addMenu("&File")
    file.addAction("&Add an account…").setShortcut("Ctrl+N")
    file.addSeparator()
    file.addAction("No shortcut")
    below = file.addMenu("More")
    below.addAction("Save && go").setShortcuts(["Ctrl+S", "F2"])
    made.menuBar().addMenu("&Empty")
    alone = QAction("Next pane", made)
    alone.setShortcut("F6")
    made.addAction(alone)
    return made


def shown(sheet):
    found = []
    for number in range(sheet.tree.topLevelItemCount()):
        group = sheet.tree.topLevelItem(number)
        rows = [group.child(n) for n in range(group.childCount())]
        if not group.isHidden():
            lines = [(row.text(0), row.text(1)) for row in rows if not row.isHidden()]
            found.append((group.text(0), lines))
    return found


def test_the_sheet_has_every_shortcut_by_menu(window, qtbot):
    sheet = ShortcutSheet(shortcut_groups(window), window)
    assert shown(sheet) == [
        ("File", [("Add an account", "Ctrl+N"), ("Save & go", "Ctrl+S, F2")]),
        ("Other", [("Next pane", "F6")]),
    ]
    sheet.field.setText("ctrl save")
    assert shown(sheet) == [("File", [("Save & go", "Ctrl+S, F2")])]
    sheet.field.setText("nothing like it")
    assert shown(sheet) == []
    sheet.field.clear()
    assert len(shown(sheet)) == 2


def test_words_and_keys_of_an_action(qtbot):
    action = QAction("&Export…\tCtrl+E")
    assert words_of(action) == "Export"
    assert keys_of(action) == ""

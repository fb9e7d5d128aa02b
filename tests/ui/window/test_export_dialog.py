"""contactdesk.ui.window.export_dialog: what is shown or selected, into a file."""

import json
import threading

from PySide6.QtWidgets import QComboBox

from contactdesk.ui.window.export_dialog import ExportDialog


def dialog_of(pane, qtbot, selected=()):
    dialog = ExportDialog(
        pane.browser._context,
        pane.browser.table_model.ids(),
        list(selected),
        pane.browser.extent(),
        pane.window,
    )
    dialog.open()
    return dialog


def choose(dialog, fmt):
    box = dialog.findChild(QComboBox, "exportFormat")
    box.setCurrentIndex(box.findData(fmt))


async def test_what_is_shown_is_written_as_it_came(pane, until, qtbot, tmp_path):
    await pane.open(until)
    dialog = dialog_of(pane, qtbot)
    assert "nothing" not in dialog.findChild(object, "exportScope").text()
    choose(dialog, "json")
    done = []
    dialog.written.connect(lambda *what: done.append(what))
    dialog.write_to(tmp_path / "out.json")
    await until(lambda: done)
    rows = json.loads((tmp_path / "out.json").read_text())
    assert done == [(len(rows), str(tmp_path / "out.json"))]
    assert len(rows) == pane.rows
    assert {row["provider"] for row in rows} == set(pane.workspace.providers)
    assert rows[0]["raw"]["id"] == rows[0]["id"]


async def test_the_selected_are_offered_first(pane, until, qtbot, tmp_path):
    await pane.open(until, "bland")
    chosen = list(pane.browser.table_model.ids()[3:6])
    dialog = dialog_of(pane, qtbot, chosen)
    choose(dialog, "csv")
    done = []
    dialog.written.connect(lambda *what: done.append(what))
    dialog.write_to(tmp_path / "out.csv")
    await until(lambda: done)
    assert done[0][0] == 3
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 4


async def test_a_file_that_cannot_be_written_is_said(pane, until, qtbot, tmp_path):
    await pane.open(until, "bland")
    dialog = dialog_of(pane, qtbot)
    dialog.write_to(tmp_path / "no such folder" / "out.csv")
    problem = dialog.findChild(object, "exportProblem")
    await until(lambda: problem.isVisible())
    assert problem.text()
    assert dialog._save.isEnabled()
    dialog.reject()


async def test_closed_dialog_ends_its_thread(pane, until, qtbot, tmp_path):
    await pane.open(until, "bland")
    dialog = dialog_of(pane, qtbot)
    done = []
    dialog.written.connect(lambda *what: done.append(what))
    dialog.write_to(tmp_path / "out.csv")
    await until(lambda: done)
    await until(lambda: not [t for t in threading.enumerate() if t.name == "export"])

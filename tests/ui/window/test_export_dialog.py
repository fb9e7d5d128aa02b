"""contactdesk.ui.window.export_dialog: what is shown or selected, into a file."""

import csv
import json
import os
import threading

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QRadioButton

from contactdesk.ui.browser.rest import RestOfContacts
from contactdesk.ui.window import export_writer
from contactdesk.ui.window.export_dialog import ExportDialog
from contactdesk.userdata.annotations import Annotation


def dialog_of(pane, qtbot, selected=()):
    dialog = ExportDialog(
        pane.browser._context,
        pane.browser.table_model.ids(),
        list(selected),
        pane.browser.extent(),
        pane.window,
        columns=pane.table.columns_to_copy(),
        search=pane.browser.request()[2].text,
        rest=RestOfContacts(pane.browser, pane.loading),
    )
    dialog.open()
    return dialog


def choose(dialog, fmt, fields=""):
    box = dialog.findChild(QComboBox, "exportFormat")
    box.setCurrentIndex(box.findData(fmt))
    if fields:
        box = dialog.findChild(QComboBox, "exportFields")
        box.setCurrentIndex(box.findData(fields))


def scope_of(dialog):
    return dialog.findChild(QLabel, "exportScope").text()


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def button(dialog, name):
    return dialog.findChild(QRadioButton, name)


async def exported(dialog, out, until):
    """What `written` carried."""
    done = []
    dialog.written.connect(lambda *what: done.append(what))
    dialog.write_to(out)
    await until(lambda: done)
    return done[0]


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
    assert done == [(len(rows), str(tmp_path / "out.json"), 0)]
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
    assert len(rows_of(tmp_path / "out.csv")) == 4


async def test_personas_are_written_by_the_names_the_user_gave(pane, until, qtbot, tmp_path):
    await pane.open(until, "bland")
    index, row = pane.browser._context.index, pane.browser.table_model.ids()[0]
    (stored,) = await index.stored_many([row])
    persona = json.loads(stored.raw)["memories"][0]["persona_id"]
    await pane.browser._context.userdata.nicknames.set(stored.account_id, persona, "Anna")
    dialog = dialog_of(pane, qtbot, [row])
    dialog._which.button(0).setChecked(True)
    choose(dialog, "md")
    assert (await exported(dialog, tmp_path / "out.md", until))[0] == 1
    text = (tmp_path / "out.md").read_text("utf-8")
    assert f"## Memories: Anna (Persona, {persona})\n" in text


async def test_what_the_user_noted_is_written_on_wish(pane, until, qtbot, tmp_path):
    await pane.open(until, "bland")
    context, row = pane.browser._context, pane.browser.table_model.ids()[0]
    (stored,) = await context.index.stored_many([row])
    key = (stored.account_id, stored.vendor_id)
    await context.userdata.annotations.set(key, Annotation(tags=("key account",)))
    for is_wanted, tags in ((False, None), (True, ["key account"])):
        dialog = dialog_of(pane, qtbot, [row])
        dialog._which.button(0).setChecked(True)
        choose(dialog, "json")
        dialog.findChild(QCheckBox, "exportAnnotations").setChecked(is_wanted)
        await exported(dialog, tmp_path / "out.json", until)
        (written,) = json.loads((tmp_path / "out.json").read_text("utf-8"))
        assert written.get("annotation", {}).get("tags") == tags


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


async def test_spreadsheet_comes_first_and_has_the_columns_shown(pane, until, qtbot, tmp_path):
    await pane.open(until, "bland")
    dialog = dialog_of(pane, qtbot)
    assert dialog.findChild(QComboBox, "exportFormat").currentData() == "xlsx"
    count, _, cut = await exported(dialog, tmp_path / "out.xlsx", until)
    book = load_workbook(tmp_path / "out.xlsx")
    rows = list(book["Contacts"].iter_rows(values_only=True))
    assert (len(rows) - 1, cut) == (count, 0)
    assert list(rows[0]) == [column.title for column in pane.table.columns_to_copy()]
    facts = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert facts["Contacts"].startswith(f"{count} contacts")


async def test_all_fields_can_be_chosen_for_tables(pane, until, qtbot, tmp_path):
    await pane.open(until, "bland")
    dialog = dialog_of(pane, qtbot)
    choose(dialog, "xlsx", "all")
    await exported(dialog, tmp_path / "out.xlsx", until)
    sheet = load_workbook(tmp_path / "out.xlsx")["Contacts"]
    titles = [cell.value for cell in next(sheet.iter_rows())]
    assert {"Account", "Display name", "Title", "Memories"} <= set(titles)


async def test_fields_and_notes_are_offered_where_they_apply(pane, until, qtbot, tmp_path):
    await pane.open(until, "bland")
    dialog = dialog_of(pane, qtbot)
    fields = dialog.findChild(QComboBox, "exportFields")
    notes = dialog.findChild(QCheckBox, "exportNotes")
    offered = {}
    for fmt in ("xlsx", "csv", "json", "vcf", "md"):
        choose(dialog, fmt)
        offered[fmt] = (fields.isEnabled(), notes.isEnabled())
    assert offered == {
        "xlsx": (True, False),
        "csv": (True, False),
        "json": (False, False),
        "vcf": (False, True),
        "md": (False, False),
    }
    choose(dialog, "vcf")
    notes.setChecked(True)
    await exported(dialog, tmp_path / "out.vcf", until)
    assert b"\r\nNOTE:" in (tmp_path / "out.vcf").read_bytes()


async def test_scope_and_count_are_said_for_every_choice(pane, until, qtbot):
    await pane.open(until, "close")
    ids = list(pane.browser.table_model.ids())
    extent = pane.browser.extent()
    assert not extent.complete
    dialog = dialog_of(pane, qtbot, ids[:3])
    only = f"loaded contacts only ({extent.words()})"
    assert scope_of(dialog) == f"3 of {len(ids)} contacts in this view · {only}"
    button(dialog, "exportShown").setChecked(True)
    assert scope_of(dialog) == f"{len(ids)} contacts · {only}"
    button(dialog, "exportRest").setChecked(True)
    assert scope_of(dialog).startswith("Contacts that aren't loaded yet are fetched first: ")
    dialog.reject()


async def test_matches_are_counted_of_what_was_searched(pane, until, qtbot):
    await pane.open(until, "bland")
    loaded = pane.rows
    pane.window.search_field.setText(pane.texts("name")[0])
    await until(lambda: pane.is_still() and pane.rows < loaded)
    dialog = dialog_of(pane, qtbot)
    assert scope_of(dialog).startswith(f"{pane.rows} of {loaded} contacts match the search")
    dialog.reject()


async def test_the_rest_is_loaded_first_on_wish(pane, until, qtbot, tmp_path):
    await pane.open(until, "close")
    before, asked = pane.rows, pane.asked("close")
    dialog = dialog_of(pane, qtbot)
    assert button(dialog, "exportRest").isVisible()
    button(dialog, "exportRest").setChecked(True)
    choose(dialog, "json")
    count, _, _ = await exported(dialog, tmp_path / "out.json", until)
    assert count == len(json.loads((tmp_path / "out.json").read_bytes())) > before
    assert pane.asked("close") > asked
    assert pane.browser.extent().complete
    again = dialog_of(pane, qtbot)
    assert not button(again, "exportRest").isVisible()
    again.reject()


async def test_failed_loading_is_said_and_nothing_is_written(pane, until, qtbot, tmp_path):
    await pane.open(until, "close")
    pane.workspace.sandbox.set_faults([{"provider": "close", "kind": "forbidden"}])
    dialog = dialog_of(pane, qtbot)
    button(dialog, "exportRest").setChecked(True)
    dialog.write_to(tmp_path / "out.xlsx")
    problem = dialog.findChild(QLabel, "exportProblem")
    await until(problem.isVisible)
    pane.workspace.sandbox.set_faults([])
    assert "isn't allowed to list contacts" in problem.text()
    assert list(tmp_path.glob("out*")) == []
    assert dialog._save.isEnabled()
    box = dialog.findChild(QComboBox, "exportFormat")
    assert box.height() >= box.sizeHint().height()
    dialog.reject()


async def test_canceled_dialog_stops_loading_and_writes_nothing(pane, until, qtbot, tmp_path):
    await pane.open(until, "close")
    pane.workspace.sandbox.set_faults([{"provider": "close", "kind": "slow-headers"}])
    dialog = dialog_of(pane, qtbot)
    button(dialog, "exportRest").setChecked(True)
    dialog.write_to(tmp_path / "out.xlsx")
    await until(lambda: pane.loading.busy(pane.browser.account_ids()))
    dialog.reject()
    await until(lambda: not pane.loading.busy(pane.browser.account_ids()))
    pane.workspace.sandbox.set_faults([])
    assert list(tmp_path.glob("out*")) == []


async def test_canceled_writing_leaves_no_file(pane, until, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(export_writer, "BATCH_CONTACTS", 1)
    await pane.open(until, "bland")
    folder = tmp_path / "folder"
    folder.mkdir()
    dialog = dialog_of(pane, qtbot)
    dialog.write_to(folder / "out.xlsx")
    await until(lambda: list(folder.iterdir()))
    dialog.reject()
    await until(lambda: not list(folder.iterdir()))
    await until(lambda: not [t for t in threading.enumerate() if t.name == "export"])


@pytest.mark.skipif(os.name == "nt", reason="links as on Unix")
async def test_link_chosen_in_the_dialog_is_followed(pane, until, qtbot, tmp_path):
    await pane.open(until, "bland")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    dialog = dialog_of(pane, qtbot)
    choose(dialog, "csv")
    await exported(dialog, tmp_path / "link.csv", until)
    assert (tmp_path / "link.csv").is_symlink()
    assert len(rows_of(tmp_path / "real.csv")) == pane.rows + 1

"""contactdesk.ui.browser.copying: the clipboard holds the values, of all selected contacts."""

from __future__ import annotations

import json

import pytest
from PySide6.QtGui import QGuiApplication

from contactdesk.model import Column, Kind
from contactdesk.ui.browser import copying
from contactdesk.ui.browser.context import WindowContext
from contactdesk.ui.browser.copying import RowCopier

SUMMARY = "He wrote: ‏שלום! " + "long " * 200 + "end"
NAME = "עליזה \u2067x\u2069 Smith"


class OneContact:
    """An index with one contact whose values are hard to copy."""

    def __init__(self, count=1):
        self.count = count

    def rows(self, ids, columns, *, people=False):
        values = {"name": NAME, "$.summary": SUMMARY, "phone": "+1 415\t\n555", "company": "  a  b"}
        return [(row_id, "a1", *(values[column.path] for column in columns)) for row_id in ids]


@pytest.fixture
def copier(qtbot, workspace, tmp_path, qapp):
    context = WindowContext(workspace.accounts, OneContact(), workspace.providers, None)
    return RowCopier(context, qapp)


COLUMNS = (
    Column("Name", "name"),
    Column("Summary", "$.summary"),
    Column("Phone", "phone", Kind.PHONE),
    Column("Company", "company"),
)


def test_cells_are_copied_whole_and_without_the_marks_of_display(copier):
    copier.copy_cells([7], COLUMNS)
    header, row = QGuiApplication.clipboard().text().split("\n")
    assert header == "Name\tSummary\tPhone\tCompany"
    assert row.split("\t") == ["עליזה x Smith", SUMMARY, "+1 415  555", "  a  b"]


async def test_every_selected_contact_is_copied(copier, until):
    copied = []
    copier.copied.connect(lambda *counts: copied.append(counts))
    steps = []
    copier.progressed.connect(lambda *counts: steps.append(counts))
    copier.copy_cells(range(25_000), COLUMNS[:1])
    await until(lambda: copied)
    assert copied == [(25_000, 25_000)]
    assert len(QGuiApplication.clipboard().text().split("\n")) == 25_001
    assert steps[0] < steps[-1] == (25_000, 25_000)


async def test_what_does_not_fit_is_said(copier, until, monkeypatch):
    monkeypatch.setattr(copying, "MAX_COPIED_CHARS", 1_000)
    copied = []
    copier.copied.connect(lambda *counts: copied.append(counts))
    copier.copy_cells(range(500), COLUMNS[:1])
    await until(lambda: copied)
    ((count, selected),) = copied
    assert selected == 500
    assert 0 < count < 500
    assert len(QGuiApplication.clipboard().text().split("\n")) == count + 1


async def test_newer_copy_replaces_one_that_runs(copier, until):
    copied = []
    copier.copied.connect(lambda *counts: copied.append(counts))
    copier.copy_cells(range(25_000), COLUMNS[:1])
    copier.copy_cells([1], COLUMNS[:1])
    assert copied == [(1, 1)]
    copier.copy_cells(range(300), COLUMNS[:1])
    await until(lambda: len(copied) == 2)
    assert copied[1] == (300, 300)


async def test_records_are_copied_as_they_came(pane, until):
    await pane.open(until, "close")
    pane.table.selectAll()
    pane.window.actions_by_name["actionCopyJson"].trigger()
    records = json.loads(QGuiApplication.clipboard().text())
    assert len(records) == pane.rows
    assert all("display_name" in record for record in records)
    assert pane.window.statusBar().currentMessage().startswith(f"Copied {pane.rows} contacts")


async def test_account_is_copied_by_its_label(pane, until):
    await pane.open(until)
    pane.table.selectRow(0)
    pane.window.actions_by_name["actionCopySelection"].trigger()
    header, row = QGuiApplication.clipboard().text().split("\n")
    cells = dict(zip(header.split("\t"), row.split("\t"), strict=True))
    assert cells["Account"] in {account.label for account in pane.workspace.accounts}


async def test_message_says_how_many_of_the_selected_were_copied(pane, until, monkeypatch):
    await pane.open(until, "close")
    monkeypatch.setattr(copying, "MAX_COPIED_CHARS", 100)
    pane.table.selectAll()
    pane.window.actions_by_name["actionCopySelection"].trigger()
    message = pane.window.statusBar().currentMessage()
    assert message.startswith("Copied only ")
    assert f" of {pane.rows} contacts." in message

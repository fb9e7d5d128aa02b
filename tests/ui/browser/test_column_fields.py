"""Facts and custom fields as columns of a real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk.index.write import field_values
from contactdesk.ui.table.add_columns import AddColumns


async def dialog_of(pane, until):
    pane.table.columns.add_wanted.emit()
    await until(lambda: pane.window.findChild(AddColumns) is not None)
    dialog = pane.window.findChild(AddColumns)
    await until(lambda: dialog.list.count() > 0)
    return dialog


def items(dialog):
    return [dialog.list.item(row) for row in range(dialog.list.count())]


def item_of(dialog, words):
    return next(each for each in items(dialog) if each.text().startswith(words))


async def ready(pane, until):
    await until(lambda: not pane.browser.fields.busy and pane.is_still())


async def test_field_is_chosen_shown_sorted_and_removed(pane, until):
    await pane.open(until, "bland")
    current = pane.table.model().id_at(3)
    pane.table.go_to(current)
    dialog = await dialog_of(pane, until)
    item = items(dialog)[0]
    words = item.text()
    item.setCheckState(Qt.CheckState.Checked)
    await ready(pane, until)
    (path,) = pane.table.columns.fields()
    assert pane.table.current_id() == current
    count = int("".join(filter(str.isdecimal, words.rpartition("·")[2])))
    assert len([text for text in pane.texts(path) if text]) == count
    header = pane.table.horizontalHeader()
    header.setSortIndicator(pane.column(path), Qt.SortOrder.AscendingOrder)
    await until(pane.is_still)
    texts = pane.texts(path)
    assert all(texts[:count])
    assert not any(texts[count:])
    item.setCheckState(Qt.CheckState.Unchecked)
    await ready(pane, until)
    assert pane.table.columns.fields() == []
    assert pane.table.columns.sorted_by() == (None, False)
    connection = pane.workspace.index.file.reader.connection
    await until(lambda: not connection.execute("SELECT 1 FROM field_value").fetchall())


async def test_chosen_fields_come_back_with_the_next_window(pane, pane_of, until, tmp_path, qtbot):
    await pane.open(until, "bland")
    pane.table.columns.add_field("fact.nothing")
    paths = [path for path, _n in await pane.workspace.index.fields.known()][:2]
    for path in paths:
        pane.table.columns.add_field(path)
    pane.table.columns.remove_field("fact.nothing")
    await ready(pane, until)
    shown = [pane.texts(path) for path in paths]
    record = pane.settings.record("columns/bland")
    assert record["fields"] == paths
    pane.settings.keep_record("columns/bland", {**record, "fields": [*paths, "x.y", 7, "fact.A b"]})
    pane.end()
    again = pane_of(pane.workspace, tmp_path, qtbot)
    await again.open(until, "bland")
    assert again.table.columns.fields() == paths
    await ready(again, until)
    assert [again.texts(path) for path in paths] == shown
    await again.open(until, "close")
    assert again.table.columns.fields() == []


async def test_sorted_column_stays_sorted_when_another_field_is_removed(pane, until):
    await pane.open(until, "bland")
    pane.table.columns.add_field("fact.a")
    pane.table.columns.add_field("fact.b")
    header = pane.table.horizontalHeader()
    header.setSortIndicator(pane.column("fact.b"), Qt.SortOrder.DescendingOrder)
    await ready(pane, until)
    pane.table.columns.remove_field("fact.a")
    column, descending = pane.table.columns.sorted_by()
    assert (column.path, descending) == ("fact.b", True)
    assert header.sortIndicatorSection() == pane.column("fact.b")


async def test_reset_columns_removes_fields(pane, until):
    await pane.open(until, "bland")
    pane.table.columns.add_field("fact.a")
    pane.table.columns.reset()
    assert pane.table.columns.fields() == []


async def test_header_says_how_far_a_field_is_prepared(pane, until, monkeypatch):
    await pane.open(until, "bland")
    path, count = (await pane.workspace.index.fields.known())[0]
    monkeypatch.setattr(field_values, "CONTACTS_PER_QUERY", 1)
    monkeypatch.setattr(field_values, "STEP_S", 0)
    titles = []
    model = pane.table.model()
    model.headerDataChanged.connect(
        lambda *_: titles.append(model.headerData(pane.column(path), Qt.Orientation.Horizontal))
    )
    pane.table.columns.add_field(path)
    await until(lambda: any("preparing" in title for title in titles))
    assert "…" in pane.texts(path)
    await ready(pane, until)
    assert "preparing" not in model.headerData(pane.column(path), Qt.Orientation.Horizontal)
    assert len(list(filter(None, pane.texts(path)))) == count


async def test_field_is_found_by_typing_and_checked_by_keyboard(pane, until):
    await pane.open(until, "bland")
    dialog = await dialog_of(pane, until)
    first = items(dialog)[0].text()
    typed = first.partition(" (")[0]
    QTest.keyClicks(dialog.field, typed)
    await until(lambda: all(typed.lower() in each.text().lower() for each in items(dialog)))
    QTest.keyClick(dialog.field, Qt.Key.Key_Down)
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert len(pane.table.columns.fields()) == 1
    QTest.keyClicks(dialog.field, "qqqq")
    await until(lambda: not dialog.list.count())
    await until(lambda: "No fact or custom field" in dialog.note.text())
    dialog.close()


@pytest.mark.parametrize("vendor", ["bland", None])
async def test_columns_over_all_memories_can_be_shown_and_sorted(pane, until, vendor):
    await pane.open(until, vendor)
    if vendor is None:
        walk = await pane.workspace.sync.walk(pane.workspace.account("bland"))
        await pane.workspace.sync.load_all(walk)
        await pane.open(until)
    model = pane.table.model()
    for title in ("Open items", "Priority", "Last talk", "Personas", "Memories", "Summary"):
        place = next(i for i, each in enumerate(model.columns) if each.title == title)
        pane.table.columns.set_shown(place, True)
        pane.table.horizontalHeader().setSortIndicator(place, Qt.SortOrder.DescendingOrder)
        await until(pane.is_still)
        assert model.text_at(0, place)

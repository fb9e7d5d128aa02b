"""contactdesk.ui.worklist.model: blocks of rows on demand, hostile texts on one line."""

from array import array

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from contactdesk.index import ItemRow
from contactdesk.ui.table.row_blocks import BLOCK_ROWS, MAX_CACHED_BLOCKS
from contactdesk.ui.worklist import columns
from contactdesk.ui.worklist.checklist import checklist
from contactdesk.ui.worklist.model import OpenItemsModel
from contactdesk.ui.worklist.texts import Names

HOSTILE = "<img src=x>\u202eevil\u2028new\nline\x00 " + "w" * 100_000
NAMES = Names(lambda account: account, lambda _account, agent: agent)


def item(number, text="Call back", person="Maria", agent="p1", **more):
    values = {
        "memory": 1,
        "priority": "high",
        "rank": 1,
        "type": "callback",
        "created_at": "2026-11-19T08:00:00.000Z",
        "about_type": "order",
        "about_id": "order-1",
        **more,
    }
    return ItemRow(
        number, ("a", str(number), number), number, "a", str(number), person, agent,
        values["memory"], values["priority"], values["rank"], values["type"], text,
        values["created_at"], values["about_type"], values["about_id"],
    )  # fmt: skip


@pytest.fixture
def reads():
    return []


@pytest.fixture
def model(qapp, reads):
    def read(ids):
        reads.append(len(ids))
        return [item(number) for number in ids if number >= 0]

    return OpenItemsModel(read, NAMES, lambda _key: None)


def test_model_passes_qts_model_tester(model):
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_ids(array("q", range(500)))
    model.show_ids(array("q", reversed(range(300))))
    model.show_ids(array("q", [1 << 40]))
    assert tester.parent() is None


def test_rows_are_read_in_blocks_as_they_come_into_sight(model, reads):
    model.show_ids(array("q", range(300_000)))
    assert reads == []
    for row in (0, 1, 63, 299_999):
        assert model.text_at(row, columns.ITEM) == "Call back"
    assert reads == [BLOCK_ROWS, 300_000 % BLOCK_ROWS or BLOCK_ROWS]
    for row in range(0, 300_000, 1_000):
        model.text_at(row, columns.ITEM)
    assert max(reads) <= BLOCK_ROWS
    assert len(reads) > MAX_CACHED_BLOCKS


def test_rows_keep_their_items_when_reordered(model):
    model.show_ids(array("q", range(100)))
    kept = QPersistentModelIndex(model.index(7, 1))
    model.show_ids(array("q", reversed(range(50))))
    assert kept.row() == 42


def test_item_that_is_gone_is_an_empty_row(model):
    model.show_ids(array("q", [1, -1]))
    assert model.index(1, columns.ITEM).data() == ""
    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) is None


def test_hostile_texts_are_one_short_line_everywhere(qapp):
    bad = item(
        1, HOSTILE, HOSTILE, HOSTILE, priority=HOSTILE, rank=6, type=HOSTILE,
        created_at=HOSTILE, about_type=HOSTILE, about_id=HOSTILE,
    )  # fmt: skip
    names = Names(lambda _account: HOSTILE, lambda _account, _agent: HOSTILE)
    model = OpenItemsModel(lambda _ids: [bad], names, lambda _key: None)
    model.show_ids(array("q", [1]))
    for column in range(model.columnCount()):
        index = model.index(0, column)
        for words in (index.data(), index.data(Qt.ItemDataRole.AccessibleTextRole) or ""):
            assert not set(words) & set("\n\u202e\u2028\x00"), column
            assert len(words) < 10_000
        assert "<img" not in index.data(Qt.ItemDataRole.ToolTipRole)
    assert len(checklist([bad], names, lambda _key: None).splitlines()) == 1


def test_first_row_of_each_group_starts_it(qapp):
    people = {1: 5, 2: 5, 3: 6, 4: 6, 5: 7}
    rows = {number: item(number) for number in people}
    by_contact = {
        number: ItemRow(*(contact if name == "contact" else getattr(rows[number], name)
                          for name in ItemRow.__struct_fields__))
        for number, contact in people.items()
    }  # fmt: skip
    model = OpenItemsModel(lambda ids: [by_contact[i] for i in ids], NAMES, lambda _key: None)
    model.show_ids(array("q", people))
    assert all(model.starts_group(row) for row in range(5))
    model.set_group("person")
    assert [model.starts_group(row) for row in range(5)] == [True, False, True, False, True]

"""The request log: bounded, followed, copied; nothing of it is taken for markup."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from contactdesk.http.request_log import Request
from contactdesk.ui.kit import theme
from contactdesk.ui.kit.error_words import KINDS
from contactdesk.ui.window.request_log import (
    DROPPED_ROWS,
    MAX_ROWS,
    RequestLog,
    RequestLogWindow,
)


def request(n=0, **changes):
    values = {
        "at": 1_790_000_000.25 + n,
        "account": "Support EU",
        "vendor": "Bland AI",
        "path": "/v1/contacts",
        "params": f"limit=100&offset={n}",
        "status": 200,
        "milliseconds": 12.6,
        "bytes": 170,
        "kind": "",
    }
    return Request(**{**values, **changes})


def row(log, number):
    return [log.index(number, column).data() for column in range(log.columnCount())]


def test_a_request_is_one_row_of_words(qtmodeltester):
    log = RequestLog()
    log.add(request(7))
    log.add(request(kind="rate", status=429))
    log.add(request(kind="cancelled", status=0))
    qtmodeltester.check(log)
    cells = row(log, 0)
    assert cells[1:] == [
        "Support EU",
        "Bland AI",
        "/v1/contacts",
        "limit=100&offset=7",
        "200",
        "13",
        "170",
        "–",
        "OK",
    ]
    assert cells[0].endswith(".250")
    assert row(log, 1)[-1] == "Bland AI's rate limit was reached"
    assert row(log, 2)[5] == "–"
    assert row(log, 2)[-1] == "Canceled"
    red = Qt.ItemDataRole.ForegroundRole
    assert log.index(1, 0).data(red) == theme.color("danger")
    assert log.index(0, 0).data(red) is None
    assert log.index(2, 0).data(red) is None


@pytest.mark.parametrize("kind", [*KINDS, "some-kind-of-later"])
def test_every_kind_of_fault_has_words(kind):
    log = RequestLog()
    log.add(request(kind=kind))
    assert row(log, 0)[-1]
    assert "{" not in row(log, 0)[-1]


def test_it_is_bounded_and_the_latest_stay():
    log = RequestLog()
    gone = []
    log.rowsRemoved.connect(lambda _parent, first, last: gone.append((first, last)))
    for n in range(MAX_ROWS + 10):
        log.add(request(n))
        assert log.rowCount() <= MAX_ROWS
    assert gone == [(0, DROPPED_ROWS - 1)]
    assert row(log, log.rowCount() - 1)[4] == f"limit=100&offset={MAX_ROWS + 9}"


def test_hostile_text_is_one_plain_line():
    log = RequestLog()
    log.add(request(account="<b>x</b>\n\u202eevil", params="a" * 5_000))
    assert row(log, 0)[1] == "<b>x</b> evil"
    assert len(row(log, 0)[4]) < 300


@pytest.fixture
def window(qtbot):
    log = RequestLog()
    made = RequestLogWindow(log)
    qtbot.addWidget(made)
    made.log = log
    for n in range(100):
        log.add(request(n))
    made.show()
    return made


def test_it_follows_the_newest_unless_somebody_scrolled_up(window):
    bar = window.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    for n in range(5):
        window.log.add(request(n))
        assert bar.value() == bar.maximum()
    bar.setValue(0)
    window.log.add(request(2))
    assert bar.value() == 0


def test_what_is_selected_is_copied_and_all_where_nothing_is(window):
    window.copy_button.click()
    lines = QApplication.clipboard().text().split("\n")
    assert len(lines) == 101
    assert lines[0].split("\t")[:2] == ["Time", "Account"]
    window.table.selectRow(3)
    window.copy_button.click()
    assert QApplication.clipboard().text().split("\n")[1].split("\t")[4] == "limit=100&offset=3"
    assert len(QApplication.clipboard().text().split("\n")) == 2


@pytest.mark.x11
def test_where_the_keyboard_is_a_row_is_framed_and_no_cell(window, qtbot):
    table = window.table
    qtbot.waitExposed(window)
    window.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    table.setCurrentIndex(window.log.index(98, 3))
    table.scrollTo(window.log.index(98, 3))
    picture = table.viewport().grab().toImage()
    row = table.visualRect(window.log.index(98, 0))
    top = {picture.pixelColor(x, row.top()).name() for x in range(2, picture.width() - 2)}
    assert top == {theme.color("accent").name()}
    for column in (2, 3, 4):
        cell = table.visualRect(window.log.index(98, column))
        ground = {
            picture.pixelColor(x, y).name()
            for x in (cell.left(), cell.left() + 1, cell.right() - 1, cell.right())
            for y in range(cell.top() + 2, cell.bottom() - 2)
        }
        assert len(ground) == 1, (column, ground)


def test_clear_empties_it(window):
    window.clear_button.click()
    assert window.log.rowCount() == 0
    window.log.add(request())
    assert window.log.rowCount() == 1


def test_rows_are_copied_whole_and_without_marks_of_display():
    log = RequestLog()
    params = "&".join(f"externalIds={n}" for n in range(100))
    log.add(
        request(account="שלום", params=params, bytes=1_234_567, milliseconds=12_345.0, rows=1_000)
    )
    _header, copied = log.as_text([0]).split("\n")
    cells = copied.split("\t")
    assert cells[1] == "שלום"
    assert cells[4] == params
    assert cells[6:9] == ["12345", "1234567", "1000"]

"""contactdesk.ui.browser.browser in the window, on the sandbox's vendors: paging, position, search."""

import asyncio

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from contactdesk.index import Index
from contactdesk.search.query import parse
from contactdesk.sync.engine import State, Sync
from contactdesk.ui.browser import row_loader
from contactdesk.ui.browser.empty_page import Emptiness
from contactdesk.ui.kit import tasks

KEY = bytes(range(32))


def wheel_down(table):
    """One notch of the wheel towards the end, as the mouse sends it."""
    middle = QPointF(table.viewport().rect().center())
    event = QWheelEvent(
        middle,
        table.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(table.viewport(), event)


async def test_opening_an_account_fetches_one_page(pane, until):
    await pane.open(until, "bland")
    assert pane.asked() == pane.asked("bland") == 1
    assert pane.rows == 200
    assert pane.status == "200 of 230 loaded"


async def test_opening_all_contacts_fetches_one_page_per_account(pane, until):
    await pane.open(until)
    assert pane.asked() == 5
    assert {r["provider"] for r in pane.workspace.sandbox.requests} == set(pane.workspace.providers)


async def test_each_approach_of_the_end_fetches_one_page(pane, until):
    await pane.open(until, "close")
    pane.table.scrollToBottom()
    await until(lambda: pane.rows == 200 and pane.is_still())
    assert pane.asked() == 2
    pane.table.scrollToBottom()
    await until(lambda: pane.rows == 260 and pane.is_still())
    assert pane.asked() == 3
    pane.table.scrollToBottom()
    wheel_down(pane.table)
    await until(pane.is_still)
    assert pane.asked() == 3
    assert pane.status == "All 260 loaded"


async def test_scrolling_far_from_the_end_fetches_nothing(pane, until):
    await pane.open(until, "bland")
    for _ in range(5):
        wheel_down(pane.table)
    pane.table.verticalScrollBar().setValue(600)
    await until(pane.is_still)
    assert pane.asked() == 1


async def test_the_wheel_at_the_very_end_fetches_a_page(pane, until):
    await pane.open(until, "quo")
    pane.loading._start, start = (lambda *_: None), pane.loading._start
    pane.table.scrollToBottom()
    pane.loading._start = start
    assert pane.asked() == 1
    wheel_down(pane.table)
    await until(lambda: pane.rows == 100 and pane.is_still())
    assert pane.asked() == 2


async def test_a_sort_and_a_search_fetch_nothing(pane, until):
    await pane.open(until, "bland")
    pane.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    await until(pane.is_still)
    pane.window.search_field.setText("zzzznothing")
    await until(lambda: pane.rows == 0 and pane.is_still())
    pane.table.scrollToBottom()
    wheel_down(pane.table)
    await until(pane.is_still)
    assert pane.asked() == 1
    assert "no results" not in pane.status.lower()
    assert pane.status == "0 matches in the 200 of 230 loaded so far"
    assert pane.window.status_area.rest_button.text() == "Load the rest: 1 request · under a minute"
    assert pane.browser.empty.why() is Emptiness.NO_MATCH
    assert pane.browser.empty._title.text() == "No matches in the 200 contacts loaded so far"


async def test_a_new_page_keeps_scroll_position_and_selection(pane, until):
    await pane.open(until, "askelephant")
    pane.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    await until(pane.is_still)
    pane.table.go_to(pane.browser.table_model.id_at(70))
    pane.table.verticalScrollBar().setValue(50 * pane.table.rowHeight(0) + 7)
    top = pane.browser.table_model.id_at(pane.table.rowAt(0))
    offset = pane.table.rowViewportPosition(pane.table.rowAt(0))
    current = pane.table.current_id()
    pane.loading.want_more(pane.browser.walks())
    await until(lambda: pane.rows == 180 and pane.is_still())
    assert pane.browser.table_model.id_at(pane.table.rowAt(0)) == top
    assert pane.table.rowViewportPosition(pane.table.rowAt(0)) == offset
    assert pane.table.current_id() == current
    assert pane.table.selected_ids() == [current]
    names = [name.casefold() for name in pane.texts("name")]
    assert len(names) == 180
    assert pane.status == "All 180 loaded"


async def test_refresh_keeps_the_place(pane, until):
    await pane.open(until, "bland")
    pane.table.scrollToBottom()
    await until(lambda: pane.rows == 230 and pane.is_still())
    pane.table.go_to(pane.browser.table_model.id_at(120))
    at, current = pane.table.verticalScrollBar().value(), pane.table.current_id()
    refresh = pane.window.actions_by_name["actionRefreshContacts"]
    await until(refresh.isEnabled)
    refresh.trigger()
    await until(lambda: pane.asked() >= 4 and pane.is_still())
    assert pane.table.current_id() == current
    assert pane.table.verticalScrollBar().value() == at
    assert pane.rows >= 230


async def test_search_finds_memories_custom_fields_and_phones(pane, until):
    await pane.open(until)
    stored = pane.workspace.index.stored(pane.browser.table_model.id_at(0))
    assert stored is not None
    found = {}
    for words in ("OKAFOR marcus", "+1 (202) 555-0117", "2025550117"):
        pane.window.search_field.setText(words)
        await until(lambda: pane.is_still())
        found[words] = set(pane.texts("name"))
    assert "Marcus Okafor" in found["OKAFOR marcus"]
    assert "Marcus Okafor" in found["+1 (202) 555-0117"]
    assert "Marcus Okafor" in found["2025550117"]
    pane.window.search_field.clear()
    await until(lambda: pane.rows > 100 and pane.is_still())


async def test_load_all_loads_every_contact(pane, until):
    await pane.open(until)
    pane.window.bar.load_all_button.click()
    await until(lambda: all(w.state is State.COMPLETE for w in pane.browser.walks()))
    await until(pane.is_still)
    assert pane.rows == 930
    assert pane.status == "All 930 loaded"
    await until(lambda: not pane.window.bar.load_all_button.isEnabled())
    pane.window.search_field.setText("zzzznothing")
    await until(lambda: pane.rows == 0 and pane.is_still())
    assert pane.status == "0 matches in 930 contacts"
    assert not pane.window.status_area.rest_button.isVisible()


async def test_cancel_keeps_loaded_contacts(pane, until):
    await pane.open(until, "opencx")
    pane.workspace.sandbox.set_faults([{"provider": "opencx", "kind": "stall", "page": 2}])
    pane.window.bar.load_all_button.click()
    await until(lambda: pane.asked("opencx") == 3)
    pane.window.bar.cancel_button.click()
    await until(pane.is_still)
    assert pane.rows == 100
    await until(lambda: pane.browser.walks()[0].state is State.PARTIAL)


async def test_a_vendor_filter_has_its_own_listing(pane, until):
    await pane.open(until, "askelephant")
    pane.browser.filters.filters_changed.emit({"search": "Okafor"})
    await until(lambda: pane.asked("askelephant") == 2 and pane.is_still())
    assert all("Okafor" in name for name in pane.texts("name"))
    query = dict(pane.workspace.sandbox.requests[-1]["query"])
    assert query["search"] == "Okafor"
    pane.browser.filters.filters_changed.emit({})
    await until(lambda: pane.rows >= 100 and pane.is_still())
    assert pane.asked("askelephant") == 2


LEFT_OUT = " · only contacts matching the filters were searched: clear them to search all"


async def test_a_filtered_search_offers_to_clear_the_filters(pane, until):
    await pane.open(until, "askelephant")
    pane.browser.filters.set_filters({"search": "Okafor"})
    pane.browser.filters.filters_changed.emit({"search": "Okafor"})
    await until(lambda: pane.asked("askelephant") == 2 and pane.is_still())
    passed = pane.rows
    pane.window.search_field.setText("okafor")
    await until(lambda: pane.status == f"{passed} matches in {passed} contacts{LEFT_OUT}")
    pane.window.search_field.setText("an")
    await until(lambda: pane.is_still() and pane.rows < passed)
    pane.window.search_field.setText("amélie")
    await until(lambda: pane.rows == 0 and pane.is_still())
    assert pane.browser.empty.why() is Emptiness.NO_MATCH_FILTERED
    assert pane.browser.empty._title.text() == f"No matches in {passed} filtered contacts"
    hint = "Only contacts matching the filters were searched."
    elsewhere = "\nElsewhere: 1 in AskElephant without filters."
    assert pane.browser.empty._hint.text() == hint + elsewhere
    assert not pane.browser.empty._second.isVisible()
    assert pane.browser.empty._act.text() == "Clear filters"
    pane.browser.empty._act.click()
    await until(lambda: pane.rows and pane.is_still())
    assert pane.browser.filters.filters == {}
    assert LEFT_OUT not in pane.status
    assert any("Amélie" in name for name in pane.texts("name"))


async def test_no_match_in_a_partial_filtered_listing_gives_both_reasons(pane, until):
    await pane.open(until, "askelephant")
    pane.browser.filters.filters_changed.emit({"search": "a"})
    await until(lambda: pane.asked("askelephant") == 2 and pane.is_still())
    pane.window.search_field.setText("zzzznothing")
    await until(lambda: pane.rows == 0 and pane.is_still())
    assert pane.status == "0 matches in the 100 loaded so far" + LEFT_OUT
    assert pane.browser.empty.why() is Emptiness.NO_MATCH
    hint = pane.browser.empty._hint.text()
    assert hint.startswith("100 loaded · more available.")
    assert hint.endswith(
        "Only contacts matching the filters were searched: clear them to search all."
    )


async def test_a_failing_account_has_a_notice_and_the_others_load(pane, until):
    pane.workspace.sandbox.set_faults([{"provider": "bland", "kind": "key-refused"}])
    await pane.open(until)
    await until(lambda: pane.browser.banners._banners)
    notice = next(iter(pane.browser.banners._banners.values())).notice()
    assert notice.words.startswith("Bland AI refused this key.")
    assert notice.action == "key"
    assert pane.rows == 300
    heard = []
    pane.browser.notice_acted.connect(lambda *what: heard.append(what))
    pane.browser.banners._banners[notice.account_id]._act.click()
    assert heard == [(notice.account_id, "key")]


async def test_columns_and_sort_order_are_kept_for_each_account(pane, until):
    await pane.open(until, "close")
    header = pane.table.horizontalHeader()
    header.moveSection(0, 2)
    header.resizeSection(pane.column("email"), 333)
    header.setSortIndicator(pane.column("email"), Qt.SortOrder.DescendingOrder)
    await until(pane.is_still)
    await pane.open(until, "bland")
    await pane.open(until, "close")
    assert header.visualIndex(0) == 2
    assert header.sectionSize(pane.column("email")) == 333
    column, downwards = pane.table.columns.sorted_by()
    assert (column.path, downwards) == ("email", True)


async def test_all_rows_stay_selected_when_a_page_arrives(pane, until):
    await pane.open(until)
    pane.table.selectAll()
    before = set(pane.table.selected_ids())
    assert len(before) == pane.rows
    pane.loading.want_more(pane.browser.walks())
    await until(lambda: pane.rows > len(before) and pane.is_still())
    assert set(pane.table.selected_ids()) == before


async def test_loading_the_rest_keeps_the_search(pane, until):
    await pane.open(until, "close")
    pane.table.horizontalHeader().setSortIndicator(
        pane.column("name"), Qt.SortOrder.DescendingOrder
    )
    pane.window.search_field.setText("ma")
    await until(lambda: 0 < pane.rows < 100 and pane.is_still())
    before = pane.rows
    kept = pane.browser.table_model.id_at(2)
    pane.table.go_to(kept)
    assert pane.window.status_area.rest_button.isVisible()
    pane.workspace.sandbox.set_faults([{"provider": "close", "kind": "stall", "page": 2}])
    pane.window.status_area.rest_button.click()
    await until(lambda: pane.asked("close") == 3)
    await until(lambda: pane.rows > before and not pane.browser.rows.is_waiting)
    assert pane.status.startswith(f"{pane.rows} matches in the 200 loaded so far")
    assert " · loading the rest" in pane.status
    assert not pane.window.status_area.rest_button.isVisible()
    pane.window.bar.cancel_button.click()
    await until(pane.is_still)
    assert pane.window.status_area.rest_button.isVisible()
    pane.workspace.sandbox.set_faults([])
    pane.window.status_area.rest_button.click()
    await until(lambda: pane.browser.walks()[0].state is State.COMPLETE and pane.is_still())
    assert pane.window.search_field.text() == "ma"
    assert pane.table.current_id() == kept
    assert pane.status == f"{pane.rows} matches in 260 contacts"
    shown = pane.browser.table_model.ids()
    whole = await pane.workspace.index.ids(*pane.browser.request()[:2], parse(""))
    assert list(shown) == [row_id for row_id in whole if row_id in shown]


async def test_a_search_in_a_complete_listing_offers_no_loading(pane, until):
    await pane.open(until, "quo")
    pane.window.bar.load_all_button.click()
    await until(lambda: pane.browser.walks()[0].state is State.COMPLETE and pane.is_still())
    pane.window.search_field.setText("okafor")
    await until(lambda: pane.rows < 100 and pane.is_still())
    assert (pane.rows, pane.status) == (1, "1 match in 120 contacts")
    assert not pane.window.status_area.rest_button.isVisible()


async def restarted(workspace, path, folder, qtbot, make):
    """A new run on the same files."""
    await workspace.index.close()
    workspace.index = await Index.open(path, KEY)
    workspace.sync = Sync(workspace.accounts, workspace.keys, workspace.index, workspace.client)
    return make(workspace, folder, qtbot)


async def test_a_restart_continues_at_the_cursor(workspace, tmp_path, qtbot, until, pane_of):
    path = tmp_path / "index.db"
    first = await restarted(workspace, path, tmp_path, qtbot, pane_of)
    await first.open(until, "close")
    workspace.sandbox.set_faults([{"provider": "close", "kind": "stall", "page": 2}])
    first.window.bar.load_all_button.click()
    await until(lambda: first.asked("close") == 3)
    cursor = first.browser.walks()[0].listing.next_cursor
    loaded = first.rows
    assert first.status == f"{loaded} loaded · more available"
    first.end()
    tasks.cancel_all()
    await until(lambda: not tasks.running())
    workspace.sandbox.set_faults([])
    asked = first.asked("close")

    second = await restarted(workspace, path, tmp_path, qtbot, pane_of)
    await second.open(until, "close")
    assert second.status == f"{loaded} loaded · more available"
    assert second.asked("close") == asked
    second.window.bar.load_all_button.click()
    await until(lambda: second.browser.walks()[0].state is State.COMPLETE and second.is_still())
    assert second.rows == 260
    sent = [dict(r["query"]) for r in workspace.asked("close")[asked:]]
    assert str(cursor) in sent[0].values()
    assert len(sent) == 1


async def test_the_first_rows_are_shown_before_all_are_known(pane, until, monkeypatch):
    await pane.open(until, "bland")
    index, released = pane.browser._context.index, asyncio.Event()
    whole = index.ids
    monkeypatch.setattr(row_loader, "FIRST_ROWS", 30)

    async def held(*wish):
        await released.wait()
        return await whole(*wish)

    monkeypatch.setattr(index, "ids", held)
    pane.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    await until(lambda: pane.rows == 30)
    first = pane.texts("name")
    # The first rows alone neither report their end nor a count.
    pane.table.scrollToBottom()
    wheel_down(pane.table)
    pane.browser.refresh_words()
    assert pane.asked() == 1
    assert pane.status.startswith("200 of 230 loaded")
    chosen = pane.browser.table_model.id_at(20)
    pane.table.go_to(chosen)
    scrolled = pane.table.verticalScrollBar().value()
    released.set()
    await until(lambda: pane.rows == 200 and pane.is_still())
    assert pane.texts("name")[:30] == first
    assert pane.table.current_id() == chosen
    assert pane.table.verticalScrollBar().value() == scrolled
    assert pane.asked() == 1


async def test_with_a_current_contact_all_rows_are_shown_at_once(pane, until, monkeypatch):
    await pane.open(until, "bland")
    monkeypatch.setattr(row_loader, "FIRST_ROWS", 30)
    chosen = pane.browser.table_model.id_at(70)
    pane.table.go_to(chosen)
    seen = []
    pane.browser.table_model.layoutChanged.connect(lambda *_: seen.append(pane.rows))
    pane.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    await until(lambda: seen and pane.is_still())
    assert seen == [200]
    assert pane.table.current_id() == chosen

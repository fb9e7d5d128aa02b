"""The window during a search: highlights, stepping from hit to hit.

Covers contactdesk.ui.table.match_column (the texts of "Matched in", for visible rows only).
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from contactdesk.ui.browser.empty_page import Emptiness
from contactdesk.ui.table.model import MATCHED
from contactdesk.userdata.annotations import Annotation


def is_shown(pane, path):
    return not pane.table.isColumnHidden(pane.column(path))


def are_marked(pane):
    """Whether matches are highlighted in the table."""
    return not pane.table.itemDelegate().hits.query.empty


async def search(pane, until, words):
    pane.window.search_field.setText(words)
    await until(pane.is_still)


async def test_matched_in_is_shown_only_during_a_search(pane, until):
    await pane.open(until)
    assert not are_marked(pane)
    assert not is_shown(pane, "matched")
    await search(pane, until, "okafor")
    assert are_marked(pane)
    assert is_shown(pane, "matched")
    await search(pane, until, "")
    assert not are_marked(pane)
    assert not is_shown(pane, "matched")


async def test_the_first_rows_are_highlighted_before_all_are_read(pane, until, monkeypatch):
    await pane.open(until)
    seen, index = [], pane.browser._context.index
    asked, view = index.ids, pane.table

    def painted(event):
        seen.append((are_marked(pane), pane.rows))
        paint(event)

    async def ids(*wish):
        seen.append("the rest")
        return await asked(*wish)

    paint = view.paint_rows
    monkeypatch.setattr(view, "paint_rows", painted)
    monkeypatch.setattr(index, "ids", ids)
    pane.window.search_field.setText("a")
    # The rows before are not highlighted again: that would delay the search.
    assert not are_marked(pane)
    await until(lambda: "the rest" in seen)
    before = seen[: seen.index("the rest")]
    assert before[-1] == (True, 100)
    assert all(not marked for marked, rows in before if rows != 100)
    await until(pane.is_still)
    assert pane.rows > 100


async def test_visible_rows_say_where_they_matched(pane, until):
    await pane.open(until, "bland")
    await search(pane, until, "okafor")
    said = pane.texts("matched")
    assert said
    assert all(said)
    assert any(" more" in each for each in said)
    await search(pane, until, "refund")
    await until(lambda: all(pane.texts("matched")[:20]))


async def test_search_follows_notes_and_nicknames(pane, until):
    await pane.open(until, "bland")
    index, changes = pane.workspace.index, pane.browser._context.changes
    stored = index.stored(pane.table.model().id_at(2))
    await search(pane, until, "note:umbrella")
    assert pane.rows == 0
    key = stored.account_id, stored.vendor_id
    await pane.userdata.annotations.set(key, Annotation(note="Left an umbrella"))
    changes.annotations_changed.emit()
    await until(lambda: pane.rows == 1 and pane.is_still())
    assert pane.texts("matched") == ["Note"]
    persona = (await index.known("persona", ""))[0]
    await search(pane, until, f'persona:"{persona}"')
    people, places = pane.rows, pane.texts("matched")
    assert people > 0
    await search(pane, until, "persona:quetzal")
    assert pane.rows == 0
    agent = (await index.agents.stats())[0]
    await pane.userdata.nicknames.set(agent.account_id, agent.agent, "Quetzal")
    changes.nicknames_changed.emit()
    await until(lambda: pane.rows == agent.people and pane.is_still())
    assert all(places)
    await until(lambda: all(pane.texts("matched")[:5]))
    column = pane.column("memory.personas")
    pane.table.columns.set_shown(column, True)
    assert "Quetzal" in pane.table.model().text_at(0, column)


async def test_rows_far_below_are_not_read(pane, until):
    await pane.open(until)
    await search(pane, until, "a")
    assert pane.rows > 100
    seen = len(pane.browser.search_view.matched._found)
    assert seen < 80
    pane.table.scrollToBottom()
    await until(pane.is_still)
    assert pane.texts("matched")[-1]
    assert len(pane.browser.search_view.matched._found) > seen


async def test_a_changed_contact_is_explained_again(pane, until):
    await pane.open(until, "bland")
    await search(pane, until, "okafor")
    row_id = pane.browser.table_model.id_at(0)
    pane.browser.search_view.matched._found[row_id] = "old"
    pane.browser.search_view.matched.drop([row_id])
    await until(
        lambda: pane.is_still() and pane.browser.search_view.matched._found[row_id] != "old"
    )


async def test_matched_in_can_be_moved_but_not_sorted_by(pane, until):
    await pane.open(until, "close")
    header = pane.table.horizontalHeader()
    header.setSortIndicator(pane.column("email"), Qt.SortOrder.DescendingOrder)
    await search(pane, until, "okafor")
    place = pane.column("matched")
    header.moveSection(header.visualIndex(place), 3)
    header.resizeSection(place, 275)
    header.setSortIndicator(place, Qt.SortOrder.AscendingOrder)
    await until(pane.is_still)
    column, downwards = pane.table.columns.sorted_by()
    assert (column.path, downwards) == ("email", True)
    await search(pane, until, "")
    await pane.open(until, "bland")
    await pane.open(until, "close")
    await search(pane, until, "okafor")
    assert header.visualIndex(place) == 3
    assert header.sectionSize(place) == 275
    assert pane.table.columns.sorted_by()[0].path == "email"
    names = [each.casefold() for each in pane.texts("email")]
    assert names == sorted(names, reverse=True)


async def test_matched_in_is_neither_copied_nor_in_the_column_chooser(pane, until):
    await pane.open(until, "bland")
    await search(pane, until, "okafor")
    pane.table.selectRow(0)
    assert MATCHED not in pane.table.columns_to_copy()
    titles = [action.text() for action in pane.table.columns.menu(pane.table).actions()]
    assert "Name" in titles
    assert MATCHED.title not in titles


async def test_next_hit_steps_through_a_contact_and_on_to_the_next(pane, until):
    await pane.open(until, "bland")
    await search(pane, until, "okafor")
    assert pane.rows >= 1
    await search(pane, until, "marc")
    assert pane.rows >= 2
    detail, act = pane.browser.detail, pane.window.actions_by_name
    ids = pane.browser.table_model.ids()
    visited, places = [], []
    for _ in range(2_000):
        act["actionFindNext"].trigger()
        await until(lambda: detail.is_showing() and detail.hits.is_complete)
        await until(lambda: not pane.browser.search_view.hit_navigation._pending)
        here = pane.table.current_id()
        if visited[-1:] != [here]:
            visited.append(here)
        places.append((here, detail.view.stepper.place, detail.view.stepper.span))
        if len(visited) == 2:
            break
    assert visited == list(ids[:2])
    first = [place for place in places if place[0] == ids[0]]
    assert len(set(first)) == len(first) > 1
    assert {place for _id, place, _span in first} == set(range(len(detail_places(pane, ids[0]))))
    act["actionFindPrevious"].trigger()
    await until(lambda: pane.table.current_id() == ids[0] and detail.hits.is_complete)
    await until(lambda: not pane.browser.search_view.hit_navigation._pending)
    assert (ids[0], detail.view.stepper.place, detail.view.stepper.span) == first[-1]


def detail_places(pane, row_id):
    """The places the detail pane should find in a contact."""
    from contactdesk.records.blocks import texts
    from contactdesk.records.parse import read_record
    from contactdesk.search.highlight import hits_in

    stored = pane.workspace.index.stored(row_id)
    provider = pane.workspace.providers[pane.workspace.accounts.get(stored.account_id).provider]
    raw = read_record(provider.contact, stored.raw).contact.raw
    return [t for t in texts(provider, raw) if hits_in(t.region, t.text, pane.browser.request()[2])]


async def test_the_last_hit_shows_a_message(pane, until):
    await pane.open(until, "opencx")
    await search(pane, until, "okafor")
    pane.browser.detail.hide()
    heard = []
    pane.browser.search_view.hit_navigation.ended.connect(heard.append)
    for _ in range(pane.rows):
        pane.browser.search_view.hit_navigation.step(1)
    assert heard == []
    pane.browser.search_view.hit_navigation.step(1)
    assert heard == [1]
    assert pane.window.statusBar().currentMessage() == "No more matching contacts"
    for _ in range(pane.rows):
        pane.browser.search_view.hit_navigation.step(-1)
    assert heard == [1, -1]


async def test_a_problem_with_the_query_is_shown_under_the_field(pane, until):
    await pane.open(until, "opencx")
    problem = pane.browser.search_view.problem
    await search(pane, until, "okafor created:soon")
    await until(problem.isVisible)
    assert "soon" in problem.text()
    await search(pane, until, "okafor plan:gold")
    assert "plan" in problem.text()
    await search(pane, until, "okafor")
    assert not problem.isVisible()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("email:", "Type a value after email:"),
        ("okafor name:*", '"*" has no letters or digits to search for'),
        ("???", '"???" has no letters or digits to search for'),
        ('okafor ""', "Type something between the quotes"),
        ("-&", '"-&" has no letters or digits to search for'),
    ],
)
async def test_search_for_nothing_shows_no_rows_and_claims_no_hits(pane, until, typed, reason):
    await pane.open(until, "opencx")
    said = []
    pane.browser.status_changed.connect(lambda words, rest: said.append((words, rest)))
    await search(pane, until, typed)
    assert pane.browser.table_model.rowCount() == 0
    assert pane.browser.empty.why() is Emptiness.NOTHING_SEARCHED
    assert pane.browser.empty.findChild(QLabel, "emptyHint").text() == reason
    assert said[-1] == ("Nothing to search for", "")
    problem = pane.browser.search_view.problem
    await until(problem.isVisible)
    assert problem.text() == reason
    await search(pane, until, "")
    assert pane.browser.table_model.rowCount() > 0

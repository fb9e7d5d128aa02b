"""contactdesk.ui.personas.model: rows of agents, sorted by what they say."""

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from contactdesk.index import AgentStats
from contactdesk.index.types import FactKey, LongSummary
from contactdesk.ui.personas import columns
from contactdesk.ui.personas.model import PersonasModel, key_of

HOSTILE = "<img src=x>\u202eevil\nline" + "w" * 50_000


def stats(agent, people=1, oldest="", account="a"):
    facts = (FactKey("timezone", 2, ("time_zone", "Time Zone")), FactKey("plan", 1, ("plan",)))
    longest = (LongSummary(7, "Maria", 900),)
    return AgentStats(account, agent, False, people, people, 0, 3, "", oldest, facts, longest)


@pytest.fixture
def model(qapp):
    made = PersonasModel(lambda _account, agent: agent.upper(), lambda account: account)
    made.show_stats([stats("x", 5), stats("y", 9, "2026-01-01"), stats("z", 1, "2025-01-01")])
    return made


def agents(model):
    return [each.agent for each in model.rows]


def test_model_passes_qts_model_tester(model):
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.sort(columns.OLDEST, Qt.SortOrder.AscendingOrder)
    model.show_stats([stats("z"), stats("q")])
    model.show_stats([])
    assert tester.parent() is None


def test_rows_come_by_people_and_keep_their_agents(model):
    assert agents(model) == ["y", "x", "z"]
    kept = QPersistentModelIndex(model.index(0, columns.NAME))
    model.sort(columns.NAME, Qt.SortOrder.DescendingOrder)
    assert agents(model) == ["z", "y", "x"]
    assert kept.row() == 1
    model.show_stats([stats("x"), stats("z")])
    assert not kept.isValid()


@pytest.mark.parametrize("order", list(Qt.SortOrder))
def test_agents_without_a_date_come_last_in_both_directions(model, order):
    model.sort(columns.OLDEST, order)
    assert agents(model)[-1] == "x"


def test_numbers_say_what_they_count(model):
    row = model.row_of(("a", "y"))
    said = [model.text_at(row, each) for each in range(model.columnCount())]
    assert said[columns.NAME] == "Y"
    assert (said[columns.PEOPLE], said[columns.FACTS], said[columns.VARIANTS]) == ("9", "2", "1")
    assert said[columns.LONGEST] == "900"
    assert key_of(model.rows[row]) == ("a", "y")


def test_hostile_names_are_short_lines(qapp):
    model = PersonasModel(lambda _account, _agent: HOSTILE, lambda _account: HOSTILE)
    model.show_stats([stats(HOSTILE)])
    for column in range(model.columnCount()):
        index = model.index(0, column)
        for words in (index.data(), index.data(Qt.ItemDataRole.AccessibleTextRole) or ""):
            assert not set(words) & set("\n\u202e")
            assert len(words) < 10_000
        assert "<img" not in index.data(Qt.ItemDataRole.ToolTipRole)


def test_search_of_a_number_is_none_where_it_would_find_others():
    number = AgentStats("a", "+1415", True, 2, 2, 1, 0, "", "", (), ())
    assert columns.search_of(number, columns.PEOPLE) == ""
    assert columns.search_of(number, columns.EMPTY) == 'empty:"+1415"'
    assert columns.search_of(stats("p 1"), columns.PEOPLE) == 'persona:"p 1"'

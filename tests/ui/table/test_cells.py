from contactdesk.memories.field_values import PERSONAS, VALUES
from contactdesk.model import MEMORY_COLUMNS, Column
from contactdesk.records.formatting import PLAIN_FORMATS
from contactdesk.ui.table.cells import Cells
from contactdesk.ui.table.field_columns import field_column

ZONE = field_column("fact.zone")
NAME, AGENTS = Column("Name", "name"), next(c for c in MEMORY_COLUMNS if c.path == PERSONAS)


def words(cells, column, *values):
    return cells.words(column, "a", [*values, "Acme", "company"], PLAIN_FORMATS)


def test_every_memory_column_has_a_value():
    assert [column.path for column in MEMORY_COLUMNS] == list(VALUES)


def test_field_is_written_by_its_kind_with_a_sign_where_memories_differ():
    cells = Cells([NAME, ZONE])
    assert words(cells, ZONE, "", "2026-01-02", "day") == "2026-01-02"
    assert words(cells, ZONE, "", 1, "bool≠") == "Yes ≠"
    assert words(cells, ZONE, "", '["a","b"]', "tags") == "a, b"
    assert words(cells, ZONE, "", None, None) == ""
    assert words(cells, NAME, "", None, None) == "Acme"
    row = ["", 1, "bool≠", "Acme", "company"]
    assert cells.description(ZONE, row) == "Memories differ: the value of the newest is shown"
    assert cells.description(NAME, row) == "No name; company shown"
    assert cells.description(ZONE, ["", 1, "bool", "", ""]) == ""


def test_value_that_is_not_known_yet_is_no_empty_one():
    cells = Cells([ZONE], prepared={"fact.zone"})
    assert words(cells, ZONE, None, None) == "…"
    assert words(cells, ZONE, "Rome", "text") == "Rome"


def test_personas_are_called_what_the_user_calls_them():
    value = '["5f0c8d1e-7a34-4c1b-9a55-0c3f6a1d2b01","+14155550100"]'
    assert words(Cells([AGENTS]), AGENTS, value) == "…2b01, …0100"
    named = Cells([AGENTS], lambda account, agents: {agents[1]: f"Desk of {account}"})
    assert words(named, AGENTS, value) == "5f0c8d1e-7a34-4c1b-9a55-0c3f6a1d2b01, Desk of a"
    assert words(named, AGENTS, None) == ""

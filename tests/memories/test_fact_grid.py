"""contactdesk.memories.fact_grid: what agents agree on, and what not."""

from contactdesk.memories.fact_grid import Agreement
from contactdesk.memories.overview import Overview
from tests.memories.samples import read


def facts(agent, **found):
    return {"persona_id": agent, "facts": found}


def test_rows_of_facts_that_differ_come_before_those_of_one_agent_and_those_agreed():
    overview = Overview.of(
        read(
            facts("a", timezone="Europe/Paris", plan="Team", vip=True, budget=None),
            facts("b", timeZone="europe/paris", Plan="Starter", budget=5),
            facts("b", time_zone="Europe/Paris"),
        )
    )
    assert [(row.key, row.agreement) for row in overview.facts] == [
        ("plan", Agreement.DIFFERS),
        ("budget", Agreement.ONE_ONLY),
        ("vip", Agreement.ONE_ONLY),
        ("timezone", Agreement.AGREED),
    ]
    assert overview.facts[3].spellings == ("timeZone", "time_zone", "timezone")
    assert [each.value for each in overview.facts[0].values] == ["Team", "Starter"]
    assert [row.key for row in overview.differing] == ["plan"]


def test_memories_of_one_agent_share_a_column_that_shows_where_they_differ():
    (row,) = Overview.of(read(facts("a", plan="Team"), facts("a", plan="Free"))).facts
    assert row.agreement is Agreement.DIFFERS
    assert {each.value for each in row.cells["a"]} == {"Team", "Free"}
    assert list(row.cells) == ["a"]

"""contactdesk.memories.agents: names that tell agents apart."""

from hypothesis import given
from hypothesis import strategies as st

from contactdesk.memories.agents import MAX_WHOLE_CHARS, short_names

LONG = "5f0c8d1e-7a34-4c1b-9a55-0c3f6a1d2b01"


def test_ends_are_as_long_as_needed_to_tell_agents_apart():
    other = "00000000-7a34-4c1b-9a55-0c3f6a1e2b01"
    assert short_names([LONG, "sales", ""], {}) == {LONG: "…2b01", "sales": "sales"}
    assert short_names([LONG, other], {}) == {LONG: "…d2b01", other: "…e2b01"}
    assert short_names(["+14155550100", "+14155550199"], {}) == {
        "+14155550100": "…0100",
        "+14155550199": "…0199",
    }


def test_nickname_comes_before_the_id():
    assert short_names([LONG], {LONG: "Anna"}) == {LONG: "Anna"}


IDS = st.text("ab1+", min_size=MAX_WHOLE_CHARS + 1, max_size=MAX_WHOLE_CHARS + 5)


@given(st.lists(IDS, max_size=8))
def test_name_is_the_shortest_end_that_no_other_agent_has(agents):
    for agent, name in short_names(agents, {}).items():
        others = [each for each in agents if each != agent]
        end = name.removeprefix("…")
        assert agent.endswith(end)
        if name != agent:
            assert not any(each.endswith(end) for each in others)
            assert len(end) == 4 or any(each.endswith(end[1:]) for each in others)
        else:
            assert any(each.endswith(agent[1:]) for each in others)

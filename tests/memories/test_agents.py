"""contactdesk.memories.agents: names that tell agents apart."""

from contactdesk.memories.agents import short_names

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

"""Who agrees and who differs: whatever the order, and however things are written."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactdesk.model import Contact
from contactdesk.people.compare import (
    ComparedField,
    Source,
    Standing,
    Stated,
    compare,
    differences,
    pack,
    stated,
    unpack,
)
from contactdesk.people.traits import CHANNEL, CONSENT, FIELDS, TIME_ZONE, UNWANTED, WANTED, Trait

GOLDEN = 872496663716121096
"""A digest as dismissals of it are kept."""

AGREES, DIFFERS = Standing.AGREES, Standing.DIFFERS
ONLY_HERE, UNCLEAR = Standing.ONLY_HERE, Standing.UNCLEAR


def source(number: int, *traits: Trait, region: str = "", **fields: object) -> Source:
    contact = Contact(**{"id": f"v{number}", "name": "", **fields})  # type: ignore[arg-type]
    return Source((f"account{number}", f"v{number}"), contact, traits, region)


def fact(field: str, text: str, memory: int = 0, consent: str = "") -> Trait:
    return Trait(field, text, field, f"$.{field}", memory, consent)


def said(**fields: object) -> Stated:
    return stated(source(1, **fields).contact, (), "")  # type: ignore[arg-type]


def field_of(name: str, *sources: Source) -> ComparedField:
    (found,) = [each for each in compare(sources) if each.field == name]
    return found


def standings(field: ComparedField) -> list[Standing]:
    return [each.standing for each in field.values]


def digests(*sources: Source) -> dict[str, int]:
    return differences(
        {each.key: stated(each.contact, each.traits, each.region) for each in sources}
    )


def test_short_name_agrees_with_the_whole_one_and_another_name_differs() -> None:
    maria = field_of("name", source(1, name="Maria"), source(2, name="Maria Garcia"))
    assert standings(maria) == [AGREES, AGREES]
    assert not maria.differs
    other = field_of(
        "name", source(1, name="Maria"), source(2, name="Maria Garcia"), source(3, name="Ann Lee")
    )
    assert standings(other) == [DIFFERS, DIFFERS, DIFFERS]
    assert [each.same_as for each in other.values] == [(1,), (0,), ()]


def test_name_in_another_script_cannot_be_compared() -> None:
    names = field_of("name", source(1, name="Maria Petrova"), source(2, name="Мария Петрова"))
    assert standings(names) == [UNCLEAR, UNCLEAR]
    assert not names.differs


def test_the_only_source_of_a_field_is_said_to_be_that() -> None:
    role = field_of("role", source(1, title="CTO"), source(2), source(3))
    assert standings(role) == [ONLY_HERE]
    assert role.silent == (1, 2)


def test_addresses_differ_only_where_nothing_joins_them() -> None:
    first, second = source(1, emails=("A@x.test",)), source(2, emails=("b@x.test",))
    apart = field_of("email", first, second)
    assert apart.differs
    assert standings(apart) == [DIFFERS, DIFFERS]
    both = source(3, emails=("a@x.test", "b@x.test", "c@x.test"))
    joined = field_of("email", first, second, both)
    assert not joined.differs
    assert standings(joined) == [AGREES, AGREES, AGREES, AGREES, ONLY_HERE]


def test_number_as_dialed_at_home_is_no_disagreement() -> None:
    home, abroad = source(1, phones=("(415) 555-0192",)), source(2, phones=("+14155550192",))
    assert standings(field_of("phone", home, abroad)) == [AGREES, AGREES]
    assert digests(home, abroad) == {}
    other = source(1, phones=("(415) 555-0193",), region="US")
    assert standings(field_of("phone", other, abroad)) == [DIFFERS, DIFFERS]


def test_two_memories_of_a_contact_can_disagree() -> None:
    alone = source(1, fact(TIME_ZONE, "Europe/Berlin", 1), fact(TIME_ZONE, "Asia/Tokyo", 2))
    zones = field_of(TIME_ZONE, alone)
    assert zones.differs
    assert [each.memory for each in zones.values] == [1, 2]
    assert digests(alone).keys() == {TIME_ZONE}
    same = source(1, fact(TIME_ZONE, "Europe/Berlin", 1), fact(TIME_ZONE, "Europe/Paris", 2))
    assert standings(field_of(TIME_ZONE, same)) == [AGREES, AGREES]
    assert digests(same) == {}


def test_unsubscribed_disagrees_with_wanting_messages() -> None:
    refused = source(1, fact(CONSENT, "a@x.test", consent=UNWANTED))
    wanted = source(2, fact(CONSENT, "yes", 1, WANTED))
    assert standings(field_of(CONSENT, refused, wanted)) == [DIFFERS, DIFFERS]
    assert digests(refused, wanted).keys() == {CONSENT}
    assert digests(refused, source(2, fact(CONSENT, "b@x.test", consent=UNWANTED))) == {}


def test_channel_that_is_not_understood_neither_agrees_nor_differs() -> None:
    channels = field_of(
        CHANNEL, source(1, fact(CHANNEL, "whatever suits", 1)), source(2, fact(CHANNEL, "sms", 1))
    )
    assert standings(channels) == [UNCLEAR, UNCLEAR]


def test_digest_changes_with_a_value_and_not_with_its_spelling() -> None:
    one = source(1, company="Acme Inc.")
    before = digests(one, source(2, company="Beta"))
    assert before == digests(one, source(2, company="BETA, LLC"))
    assert before == digests(source(2, company="Beta"), source(1, company="acme"))
    assert before["company"] != digests(one, source(2, company="Gamma"))["company"]


def test_digest_is_the_same_in_every_process() -> None:
    names = [fact("name", f"Ann Number{letter}", memory=1) for letter in "abcdefgh"]
    found = digests(source(1, *names, name="Ben Brown"), source(2, name="Carl Clark"))
    assert found == {"name": GOLDEN}


def test_digest_is_the_same_on_another_computer() -> None:
    mine = {("a", "v1"): said(title="CTO"), ("b", "v2"): said(title="Clerk")}
    theirs = {("9", "v1"): said(title="CTO"), ("3", "v2"): said(title="Clerk")}
    assert differences(mine) == differences(theirs) != {}


def test_digest_of_contacts_with_one_id_at_two_vendors_knows_no_order() -> None:
    one, other = said(title="CTO"), said(title="Clerk")
    found = differences({("a", "v1"): one, ("b", "v1"): other})
    assert found == differences({("a", "v1"): other, ("b", "v1"): one}) != {}


def test_digest_is_that_of_these_contacts_only() -> None:
    mine = digests(source(1, title="CTO"), source(2, title="Clerk"))
    others = digests(source(3, title="CTO"), source(4, title="Clerk"))
    assert mine["role"] != others["role"]


def test_memory_is_heard_though_the_record_says_the_same_beside_something_else() -> None:
    said = (fact("name", "Maria", 1), fact("name", "Acme"), fact("name", "Acme", 2))
    assert digests(source(1, *said, name="Maria")).keys() == {"name"}


def test_statements_are_what_was_stored() -> None:
    said = stated(Contact("1", "Ann", emails=("a@x.test",)), [fact(TIME_ZONE, "UTC", 2)])
    assert tuple(unpack(pack(said))) == said
    assert pack(()) == b""
    assert unpack(b"") == ()


NAMES = st.sampled_from(
    ("", "Maria", "Maria Garcia", "Maria Lopez", "Ann Lee", "Мария", "M. Garcia")
)
EMAILS = st.lists(st.sampled_from(("a@x.test", "A@X.test", "b@x.test", "junk", "info@x.test")))
PHONES = st.lists(st.sampled_from(("+14155550192", "415 555 0192", "+442079460000", "12", "x")))
COMPANIES = st.sampled_from(("", "Acme", "ACME Inc.", "Beta", "<b>"))
TRAITS = st.lists(
    st.builds(
        fact,
        st.sampled_from([each for each in FIELDS if each != CONSENT]),
        st.sampled_from(("Maria", "a@x.test", "+14155550192", "Acme", "UTC", "sms", "?", "CTO")),
        st.integers(0, 3),
    ),
    max_size=5,
)
SOURCES = st.lists(
    st.tuples(NAMES, EMAILS, PHONES, COMPANIES, TRAITS, st.sampled_from(("", "US"))), max_size=5
)


def made(drawn: list[tuple[str, list[str], list[str], str, list[Trait], str]]) -> list[Source]:
    return [
        source(
            number,
            *traits,
            region=region,
            name=name,
            emails=tuple(emails),
            phones=tuple(phones),
            company=company,
        )
        for number, (name, emails, phones, company, traits, region) in enumerate(drawn)
    ]


@given(SOURCES, st.randoms())
@settings(max_examples=60, deadline=None)
def test_whatever_the_order_sources_compare_alike(
    drawn: list[tuple[str, list[str], list[str], str, list[Trait], str]], rng: random.Random
) -> None:
    sources = made(drawn)
    shuffled = rng.sample(sources, len(sources))
    assert digests(*sources) == digests(*shuffled)

    def seen(given: list[Source]) -> set[tuple[object, ...]]:
        return {
            (
                field.field,
                field.differs,
                given[each.source].key,
                each.memory,
                each.text,
                each.standing,
                frozenset(given[other].key for other in each.same_as),
            )
            for field in compare(given)
            for each in field.values
        }

    assert seen(sources) == seen(shuffled)


@given(SOURCES)
@settings(max_examples=60, deadline=None)
def test_what_is_shown_and_what_is_stored_tell_of_the_same_disagreements(
    drawn: list[tuple[str, list[str], list[str], str, list[Trait], str]],
) -> None:
    sources = made(drawn)
    shown = compare(sources)
    assert {each.field for each in shown if each.differs} == digests(*sources).keys()
    for field in shown:
        differing = [each for each in field.values if each.standing is DIFFERS]
        assert bool(differing) == field.differs
        for each in field.values:
            for other in each.same_as:
                assert any(
                    each.source in back.same_as for back in field.values if back.source == other
                )


@pytest.mark.parametrize("name", FIELDS)
def test_field_of_which_nobody_says_anything_is_left_out(name: str) -> None:
    assert name not in {each.field for each in compare([source(1), source(2)])}

"""Properties of linking: the people do not depend on how their contacts came."""

import random
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from contactdesk.people.keys import PHONE
from contactdesk.people.linking import MAX_CONTACTS_TOGETHER, Judgements, Member, people_of
from contactdesk.people.names import compatible, name_words
from tests.people.stores import Pair, Store, email, foreign_id, member, phone

NAMES = st.sampled_from(
    [
        *("", "", "John Smith", "Jane Smith", "J. Smith", "Smith", "Smith, John", "Jon Smith"),
        *("Maria Lopez", "Maria Becker", "Lopez", "Ivan Petrov", "Bob Stone", "Robert Stone"),
        *("R. Stone", "Roberta Stone", "Иван Петров", "Петров", "李 明", "李明"),
    ]
)
KEYS = st.one_of(
    st.integers(1, 6).map(phone),
    st.integers(1, 6).map(email),
    st.integers(1, 3).map(foreign_id),
    st.integers(7, 8).map(lambda number: email(number, is_shared=True)),
)
CONTACTS = st.lists(st.tuples(NAMES, st.lists(KEYS, max_size=3)), min_size=1, max_size=25)
SEEDS = st.integers(0, 2**32)


def members_of(contacts: list[tuple[str, list[int]]]) -> list[Member]:
    return [member(f"{at:02}", name, *keys) for at, (name, keys) in enumerate(contacts)]


def store_of(
    members: list[Member],
    seed: int = 0,
    judged: list[Pair] = (),
    most_together: int = MAX_CONTACTS_TOGETHER,
) -> Store:
    """A store that got the contacts in some order, in pages of some size."""
    chance = random.Random(seed)
    store, waiting = Store(most_together), [*members]
    if seed:
        chance.shuffle(waiting)
    if chance.random() < 0.5:
        store.judge(judged, False)
    while waiting:
        size = chance.randint(1, 8)
        store.write(waiting[:size])
        waiting = waiting[size:]
    store.judge(judged, False)
    return store


def pairs_of(members: list[Member], seed: int, count: int) -> list[Pair]:
    pairs = [*combinations([each.key for each in members], 2)]
    return random.Random(seed).sample(pairs, min(count, len(pairs)))


def state(store: Store) -> tuple[object, ...]:
    return store.partition(), store.representatives(), store.maybe_pairs()


@given(CONTACTS, SEEDS)
@settings(max_examples=120, deadline=None)
def test_any_order_of_arrival_and_page_size_gives_the_same_people(contacts, seed):
    members = members_of(contacts)
    assert state(store_of(members, seed)) == state(store_of(members))


@given(CONTACTS, SEEDS)
@settings(max_examples=80, deadline=None)
def test_any_order_gives_the_same_people_with_pairs_marked_apart(contacts, seed):
    members = members_of(contacts)
    apart = pairs_of(members, seed, 5)
    assert state(store_of(members, seed, apart)) == state(store_of(members, 0, apart))


@given(CONTACTS, SEEDS)
@settings(max_examples=80, deadline=None)
def test_contacts_removed_and_fetched_again_give_the_same_people(contacts, seed):
    members = members_of(contacts)
    store = store_of(members)
    before = state(store)
    chance = random.Random(seed)
    gone = chance.sample(members, chance.randint(1, len(members)))
    store.remove(each.key for each in gone)
    kept = [each for each in members if each not in gone]
    assert state(store) == state(store_of(kept))
    store.write(gone)
    assert state(store) == before


@given(CONTACTS, CONTACTS, SEEDS)
@settings(max_examples=80, deadline=None)
def test_changed_contacts_give_the_same_people_as_if_they_had_come_so(contacts, changed, seed):
    members, others = members_of(contacts), members_of(changed)
    store = store_of(members, seed)
    store.write(others)
    final = {each.key: each for each in (*members, *others)}
    assert state(store) == state(store_of([*final.values()]))


@given(CONTACTS, SEEDS)
@settings(max_examples=80, deadline=None)
def test_unlinked_and_linked_again_returns_to_the_same_state(contacts, seed):
    members = members_of(contacts)
    store = store_of(members)
    before = state(store)
    pairs = pairs_of(members, seed, 6)
    store.judge(pairs, False)
    store.judge(reversed(pairs), None)
    assert state(store) == before
    store.judge(pairs, True)
    store.judge(pairs, None)
    assert state(store) == before


@given(CONTACTS, SEEDS)
@settings(max_examples=100, deadline=None)
def test_no_pair_marked_apart_is_ever_together(contacts, seed):
    members = members_of(contacts)
    apart, linked = pairs_of(members, seed, 8), pairs_of(members, seed + 1, 4)
    store = store_of(members, seed)
    store.judge([pair for pair in linked if pair not in apart], True)
    store.judge(apart, False)
    for one, other in apart:
        assert store.person[store.row(one)] != store.person[store.row(other)]


@given(CONTACTS, CONTACTS, SEEDS, st.integers(1, 6))
@settings(max_examples=300, deadline=None)
def test_crowds_are_the_same_whatever_came_changed_and_went(contacts, changed, seed, most):
    members, others = members_of(contacts), members_of(changed)
    chance = random.Random(seed)
    pairs = pairs_of(members, seed, 6)
    linked, apart = pairs[:3], pairs[3:]
    store = store_of(members, seed, apart, most)
    store.judge(linked, True)
    for some in (others[::2], others[1::2]):
        store.write(some)
    final = {each.key: each for each in (*members, *others)}
    gone = chance.sample(sorted(final), chance.randint(0, len(final) // 2))
    for each in gone:
        store.remove([each])
        del final[each]
    store.judge(linked[:1], None)
    at_once = Store(most)
    at_once.judge(apart, False)
    at_once.judge(linked[1:], True)
    at_once.write(final.values())
    at_once.judge(apart, False)
    at_once.judge(linked[1:], True)
    assert state(store) == state(at_once)
    crowded = [{each.members[row].key for row in each.crowded} for each in (store, at_once)]
    assert crowded[0] == crowded[1]


@given(CONTACTS)
@settings(max_examples=100, deadline=None)
def test_nobody_is_with_a_contradicting_name_but_by_an_address_or_an_id(contacts):
    """So no chain goes through a shared number: it would join names that contradict each other."""
    members = [
        member(each.key[1], " ".join(each.name), *(k for k in each.keys if k & 3 == PHONE))
        for each in members_of(contacts)
    ]
    for people in store_of(members).partition():
        names = [each.name for each in members if each.key[1] in people]
        for one, other in combinations(names, 2):
            assert compatible(one, other) is not False


@given(CONTACTS)
@settings(max_examples=60, deadline=None)
def test_every_link_is_a_key_of_both_and_holds_its_person_together(contacts):
    store = store_of(members_of(contacts))
    found = people_of([*store.members], store._load_members, store._load_groups, Judgements())
    size = {person: len(all) for person, all in found.people().items()}
    links = dict.fromkeys(size, 0)
    for link in found.links:
        assert link.key in store.members[link.one].keys
        assert link.key in store.members[link.other].keys
        links[found.person[link.one]] += 1
    assert links == {person: contacts - 1 for person, contacts in size.items()}


WORDS = st.sampled_from(
    [
        *("john", "jon", "j", "jonh", "smith", "smyth", "smithe", "jane", "s", "robert", "bob"),
        *(
            "rob",
            "roberta",
            "maximilian",
            "maximillian",
            "maxi",
            "иван",
            "петров",
            "и",
            "李",
            "李明",
        ),
        *("anne", "annemarie", "marie", "jr", "sr", "alex", "alexandra", "alexander", "andrea"),
    ]
)
ANY_NAME = st.lists(WORDS, max_size=4).map(" ".join) | st.text(max_size=12)


@given(ANY_NAME, ANY_NAME)
@settings(max_examples=400, deadline=None)
def test_names_compare_alike_from_both_sides(one, other):
    first, second = name_words(one), name_words(other)
    assert compatible(first, second) is compatible(second, first)
    assert compatible(first, first) is (True if first else None)

"""Which contacts a key links, and which it does not."""

from contactdesk.people.keys import EMAIL, ID, PHONE
from contactdesk.people.linking import (
    MAX_CONTACTS_PER_KEY,
    MAX_CONTACTS_TOGETHER,
    classes_of,
    people_of,
)
from contactdesk.people.names import name_words
from tests.people.stores import Store, email, foreign_id, key, member, phone


def people(*members):
    """The ids of the contacts of each person who has several."""
    store = Store()
    store.write(members)
    return sorted(sorted(each) for each in store.partition() if len(each) > 1)


def test_one_number_and_one_name_is_one_person():
    assert people(
        member("1", "John Smith", phone(1)),
        member("2", "Smith, J.", phone(1)),
        member("3", "", phone(1)),
    ) == [["1", "2", "3"]]


def test_a_shared_number_links_within_a_name_and_nobody_without_one():
    assert people(
        member("1", "John Smith", phone(1)),
        member("2", "Jane Smith", phone(1)),
        member("3", "John Smith", phone(1)),
        member("4", "", phone(1)),
        member("5", "Smith", phone(1)),
    ) == [["1", "3"]]


def test_who_may_be_two_of_a_family_is_neither_whatever_the_names():
    for family in ("Stone", "Berg", "Lee", "Okafor", "Weber", "Lopez", "Novak", "Rossi"):
        names = (f"John {family}", f"Jane {family}", f"J. {family}", family, f"Jane {family}")
        contacts = [member(str(at), name, phone(1)) for at, name in enumerate(names)]
        assert people(*contacts) == [["1", "4"]]


def test_equal_names_alone_link_nobody():
    assert people(member("1", "John Smith", phone(1)), member("2", "John Smith", email(1))) == []


def test_a_role_address_links_names_but_never_the_nameless():
    role = email(1, is_shared=True)
    assert people(member("1", "", role), member("2", "", role)) == []
    assert people(member("1", "Ann Lee", role), member("2", "", role)) == []
    assert people(member("1", "Ann Lee", role), member("2", "Ann Lee", role)) == [["1", "2"]]


def test_nameless_contacts_of_one_address_are_one_person():
    assert people(member("1", "", email(1)), member("2", "", email(1))) == [["1", "2"]]


def test_a_key_of_too_many_contacts_links_nobody_until_some_go():
    store = Store()
    every = [member(f"{at:03}", "Ann Lee", phone(1)) for at in range(MAX_CONTACTS_PER_KEY)]
    store.write(every)
    assert len(store.partition()) == 1
    found = store.write([member("last", "Ann Lee", phone(1))])
    assert len(store.partition()) == MAX_CONTACTS_PER_KEY + 1
    assert found.too_common == {phone(1)}
    store.remove([("a", "last")])
    assert len(store.partition()) == 1


class CountingStore(Store):
    """Counts the contacts that are looked at."""

    loaded = 0

    def _load_members(self, rows):
        self.loaded += len(rows)
        return super()._load_members(rows)


def chain(length):
    """Callers without a name who share a number each with the next."""
    return [member(f"{at:05}", "", phone(at), phone(at + 1)) for at in range(1, length + 1)]


def test_a_page_looks_at_a_part_of_a_long_chain_of_callers_only():
    callers = chain(6 * MAX_CONTACTS_TOGETHER)
    store = CountingStore()
    for start in range(0, len(callers) - 100, 100):
        store.write(callers[start : start + 100])
    store.loaded = 0
    store.write(callers[-100:])
    assert store.loaded < 2 * MAX_CONTACTS_TOGETHER
    assert len(store.partition()) == len(callers)


def test_callers_are_linked_once_what_joins_two_chains_to_a_crowd_is_gone():
    store = Store()
    callers = chain(MAX_CONTACTS_TOGETHER + 1)
    store.write(callers[:-1])
    assert len(store.partition()) == 1
    store.write(callers[-1:])
    assert len(store.partition()) == len(callers)
    store.judge([(callers[0].key, callers[7].key)], True)
    assert len(store.partition()) == len(callers) - 1
    store.remove([callers[300].key])
    assert len(store.partition()) == 2


def test_another_script_is_linked_by_an_address_but_may_be_by_a_number():
    one, other = ("1", "Ivan Petrov"), ("2", "Иван Петров")
    assert people(member(*one, email(1)), member(*other, email(1))) == [["1", "2"]]
    store = Store()
    store.write([member(*one, phone(1)), member(*other, phone(1))])
    assert len(store.partition()) == 2
    assert store.maybe_pairs() == {frozenset("12")}


def test_a_name_before_and_after_a_marriage_is_linked_by_an_address_of_its_own():
    before, after = ("1", "Maria Lopez"), ("2", "Maria Becker")
    assert people(member(*before, email(1)), member(*after, email(1))) == [["1", "2"]]
    assert people(member(*before, phone(1)), member(*after, phone(1))) == []
    family = member("3", "Juan Lopez", email(1))
    assert people(member(*before, email(1)), member(*after, email(1)), family) == []


def test_the_number_of_someone_known_by_two_names_links_either():
    before, after = member("1", "Maria Lopez", email(1)), member("2", "Maria Becker", email(1))
    third = member("3", "Maria Becker", phone(1))
    both = member("2", "Maria Becker", email(1), phone(1))
    assert people(before, both, third) == [["1", "2", "3"]]
    assert people(before, after, third) == [["1", "2"]]


def test_an_id_links_whatever_the_names():
    one, other = member("1", "Ann Lee", foreign_id(1)), member("2", "Bob Stone", foreign_id(1))
    assert people(one, other) == [["1", "2"]]


def test_the_stronger_link_wins_and_the_refused_one_may_be():
    store = Store()
    store.write(
        [
            member("1", "John Smith", email(1)),
            member("2", "", email(1), phone(1)),
            member("3", "Jane Smith", phone(1)),
        ]
    )
    assert store.partition() == {frozenset("12"), frozenset("3")}
    assert store.maybe_pairs() == {frozenset("13")}


def test_the_person_is_the_best_contact_by_content():
    store = Store()
    store.write([member("9", "John Smith", phone(1)), member("1", "", phone(1))])
    assert store.representatives() == {"9"}
    store.write([member("5", "J. Smith", phone(1))])
    assert store.representatives() == {"5"}


def test_the_user_links_what_names_contradict_and_parts_what_keys_link():
    store = Store()
    store.write([member("1", "Ann Lee", phone(1)), member("2", "Ann Lee", phone(1))])
    pair = ("a", "1"), ("a", "2")
    store.judge([pair], False)
    assert store.partition() == {frozenset("1"), frozenset("2")}
    assert store.maybe_pairs() == frozenset()
    store.write([member("3", "Bob Stone")])
    store.judge([(("a", "1"), ("a", "3"))], True)
    assert store.partition() == {frozenset("13"), frozenset("2")}


def test_marked_apart_cuts_only_that_pair_from_a_person_of_three():
    store = Store()
    store.write(
        [
            member("1", "Ann Lee", email(1), phone(1)),
            member("2", "Ann Lee", email(1)),
            member("3", "Ann Lee", phone(1)),
        ]
    )
    store.judge([(("a", "2"), ("a", "3"))], False)
    assert store.partition() == {frozenset("12"), frozenset("3")}


def test_keys_of_nobody_link_nobody():
    members = {1: member("1", "Ann Lee", phone(1)), 2: member("2", "Ann Lee", phone(1))}

    def groups(keys, limit):
        return {each: [1, 2][:limit] for each in keys}

    def load(rows):
        return {row: members[row] for row in rows}

    assert people_of([1], load, groups).person == {1: 1, 2: 1}
    assert people_of([1], load, groups, nobodys={phone(1)}).person == {1: 1}


def test_who_called_a_family_may_be_any_of_it_but_nobody_of_a_firm():
    family = [member("1", "John Smith", phone(1)), member("2", "Jane Smith", phone(1))]
    store = Store()
    store.write([*family, member("3", "", phone(1))])
    assert store.maybe_pairs() == {frozenset("13"), frozenset("23")}
    firm = [member(str(at), f"{name} Berg", phone(2)) for at, name in enumerate("ABCDEFGHIJKLM")]
    store = Store()
    store.write([*firm, member("99", "", phone(2))])
    assert store.maybe_pairs() == frozenset()


def test_at_a_firm_a_first_name_alone_is_nobody_and_at_home_it_is_somebody():
    def staff(names):
        return [member(str(at), name, phone(1)) for at, name in enumerate(names)]

    home = ["Ann Lee", "Bob Lee", "Ann"]
    assert people(*staff(home)) == [["0", "2"]]
    firm = [*home, "Eve Stone", "Max Berg", "Ann Lee"]
    assert people(*staff(firm)) == [["0", "5"]]


def test_a_misspelled_name_is_linked_by_an_address_of_its_own():
    assert people(member("1", "Ana Salazar", email(1)), member("2", "Ans Salazar", email(1))) == [
        ["1", "2"]
    ]
    assert people(member("1", "Ana Salazar", phone(1)), member("2", "Ans Salazar", phone(1))) == []


def test_classes_have_two_contacts_and_say_whether_the_key_is_shared():
    names = {1: name_words("Ann Lee"), 2: name_words("Lee, Ann"), 3: name_words("Bob Stone")}
    assert classes_of(key(PHONE, 1), names) == ([[1, 2]], True)
    assert classes_of(key(ID, 1), names) == ([[1, 2, 3]], False)
    assert classes_of(key(EMAIL, 1), {1: (), 2: names[1]}) == ([[1, 2]], False)

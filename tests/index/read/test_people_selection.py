"""People in every order, and searches over a person's contacts, against a plain scan.

This is contactdesk.index.read.people_selection with people_map, contactdesk.index.read.person_terms,
contactdesk.index.read.person_columns, contactdesk.index.read.person_order,
contactdesk.index.read.best_contacts and contactdesk.index.read.derived.
"""

import json
import random
from contextlib import suppress

import pytest

from contactdesk.index import Index, Order, Scope
from contactdesk.index.read import account_order, best_contacts, people_map, person_order
from contactdesk.index.read.reader import CancelToken, SupersededError
from contactdesk.model import CONTACT_COLUMNS, MEMORY_COLUMNS, PERSON_COLUMNS, Column, Kind
from contactdesk.people.traits import FIELDS
from contactdesk.search.query import parse
from tests.index.linked_by_hand import link_by_hand
from tests.index.people import KEY, page, vendor
from tests.index.remembering import BLAND, reply

ACCOUNTS = ("bland", "close", "quo")
PEOPLE = Scope(people=True)
SCORE = Column("Score", "$.custom.score", Kind.NUMBER)
PLAN = Column("Plan", "$.custom.plan")
PATHS = (*CONTACT_COLUMNS, "memory.open_items", "memory.last_talk")
QUERIES = (
    "anna",
    "a",
    "acme",
    "anna acme",
    "anna -acme",
    "-anna",
    "berg OR bolt",
    "company:acme email:home",
    "-company:acme -email:home",
    "phone:555",
    "cme.io",
    "ome.i -acme",
    "-cme.io",
    "has:email -has:company",
    "priority:high",
    "open:>0 acme",
    "vendor:close anna",
    "created:2025 bolt",
    "c-3",
    "zzz",
    "in:bland",
    "in:bland -in:close",
    "in:close in:quo anna",
    "in:nobody",
    "in:>1",
    "in:1",
    "in:2..3 -anna",
    "linked:yes",
    "linked:no",
    "linked:2..3",
    "linked:>2 -anna",
    "maybe:yes",
    "maybe:no anna",
    "differs:email",
    "differs:role",
    "differs:yes",
    "differs:no -anna",
    "behind:yes",
    "behind:no",
    "behind:>30d",
    "behind:<=10d",
    "behind:10d..40d",
    "behind:10d.. anna",
)


def is_about_people(query):
    fields = ("in:", "linked:", "maybe:", "differs:", "behind:")
    return all(each.strip("-").startswith(fields) for each in query.split())


def bland(pick, number):
    memories = [
        {
            "persona_id": "sales",
            "summary": pick.choice(("", "asked for a berg")),
            "open_items": [
                {"description": "call", "priority": pick.choice(("high", "low"))}
                for _ in range(pick.randrange(3))
            ],
            "recent_messages": [
                {"role": "user", "content": "hi", "timestamp": f"2026-0{pick.randrange(1, 9)}-01"}
            ],
        }
        for _ in range(pick.randrange(3))
    ]
    return {
        "id": f"b-{number}",
        "name": pick.choice(("", "Anna Berg", "Ben")),
        "created_at": f"2025-0{pick.randrange(1, 9)}-01T00:00:00Z",
        "memories": memories,
    }


def other(pick, account, number):
    def some(*texts):
        return pick.choice(("", *texts))

    emails = [{"value": f"{number}@{pick.choice(('acme.io', 'home.io'))}"}]
    raw = {
        "id": f"{account[0]}-{number}",
        "name": some("Anna Berg", "Anna", "Zoë", "ben"),
        "emails": emails if pick.random() < 0.5 else [],
        "phones": [{"value": f"+1415555{number:04}"}] if pick.random() < 0.4 else [],
        "company": some("Acme", "Bolt", "acme"),
        "title": some("CTO"),
        "created_at": some("2025-03-04T00:00:00Z", "2024-01-01T00:00:00Z"),
        "updated_at": some("2026-03-04T00:00:00Z"),
    }
    custom = {"score": pick.randrange(20), "plan": some("gold", "free")}
    return {**raw, "custom": custom} if pick.random() < 0.4 else raw


async def fill(index, pick, size):
    """Account id -> the row ids of its contacts."""
    found = {}
    for account in ACCOUNTS:
        listing = await index.listing(account)
        provider = BLAND if account == "bland" else vendor()
        for start in range(0, size, 40):
            numbers = range(start, min(size, start + 40))
            if account == "bland":
                body = reply([bland(pick, number) for number in numbers])
            else:
                body = page([other(pick, account, number) for number in numbers])
            written = await index.write_page(listing, provider, body)
            listing = written.listing
            found.setdefault(account, []).extend(written.new)
    names = {each: (each.title(), each, each.upper()) for each in ACCOUNTS}
    index.name_accounts(names)
    return found


class Model:
    """The contacts and who belongs together, worked out without the people's tables."""

    def __init__(self, index, loop, pick, accounts):
        self.index, self.loop = index, loop
        self.account = {row_id: account for account, ids in accounts.items() for row_id in ids}
        self.contacts = sorted(self.account)
        columns = [CONTACT_COLUMNS["name"]]
        self.name = {row[0]: row[2] for row in index.rows(self.contacts, columns)}
        self.key = dict(zip(self.contacts, index.keys(self.contacts), strict=True))
        left = self.contacts[:]
        pick.shuffle(left)
        self.groups = []
        while left:
            size = pick.choice((1, 1, 1, 2, 2, 3, 5))
            self.groups.append(sorted(left[:size], key=self.place))
            del left[:size]
        self.person = {each: group[0] for group in self.groups for each in group}
        self.group = {group[0]: group for group in self.groups}
        several = [group[0] for group in self.groups if len(group) > 1]
        # Some as far as others.
        self.behind = {
            each: pick.randrange(12) * 5 * DAY + 3_600 for each in several if pick.random() < 0.3
        }
        self.differences = {
            each: {
                kind: pick.randrange(5) for kind in ("email", "role", "name") if pick.random() < 0.3
            }
            for each in several
        }
        self.dismissed = {("email", 1), ("email", 2), ("role", 0)}
        self.maybes = [tuple(pick.sample(self.contacts, 2)) for _ in range(15)]

    def place(self, contact):
        return not self.name[contact], self.key[contact]

    def link(self):
        async def write():
            await link_by_hand(self.index, self.groups)
            await self.index.file.write(self._write_rest)

        self.loop.run_until_complete(write())

    def _write_rest(self):
        connection = self.index.file.writer.connection
        with connection:
            for person, seconds in self.behind.items():
                connection.execute("UPDATE person SET behind = ? WHERE id = ?", (seconds, person))
            for person, kinds in self.differences.items():
                for kind, digest in kinds.items():
                    connection.execute(
                        "INSERT INTO difference (kind, person, digest) VALUES (?, ?, ?)",
                        (kind, person, digest),
                    )
            for kind, digest in self.dismissed:
                connection.execute("INSERT INTO dismissed VALUES (?, ?)", (kind, digest))
            for one, other in self.maybes:
                for pair in ((one, other), (other, one)):
                    connection.execute(
                        "INSERT OR IGNORE INTO maybe (contact, other) VALUES (?, ?)", pair
                    )

    def touch(self):
        """Write something, so that nothing stays cached."""

        def write():
            # What stays as it is would not be written.
            for change in (1, -1):
                with self.index.file.writer.connection as connection:
                    connection.execute("UPDATE account SET alone = alone + ?", (change,))

        self.loop.run_until_complete(self.index.file.write(write))

    def column(self, path, person):
        """The value by which people are sorted."""
        return {
            "person.contacts": len(self.group[person]),
            "person.vendors": self.vendors(person),
            "person.behind": self.behind.get(person),
            "person.differs": len(self.differing(person)) or None,
        }[path]

    def ids(self, order=None, query="", scope=None):
        return list(
            self.loop.run_until_complete(
                self.index.ids(scope or Scope(), order or Order(), parse(query))
            )
        )

    def open_differences(self, person):
        own = self.differences.get(person, {})
        return {kind for kind, digest in own.items() if (kind, digest) not in self.dismissed}

    # What should be found

    def people(self, typed, within):
        """The people of some contacts whom a search finds, from what each of its terms alone finds
        of contacts."""
        found = {self.person[each] for each in within}
        for clause in clauses(typed):
            found &= set().union(*map(self._with, clause))
        return found | {self.person[each] for each in within if self.key[each][1] == typed}

    def contacts_of(self, typed):
        """The contacts that a search of terms about people only finds among contacts."""
        people = self.people(typed, self.contacts)
        return [each for each in self.contacts if self.person[each] in people]

    def _with(self, word):
        field, _, value = word.strip("-").partition(":")
        if field in MEETS:
            found = {each for each in self.group if MEETS[field](self, each, value)}
        else:
            found = {self.person[each] for each in self.ids(query=word.strip("-"))}
        return self.group.keys() - found if word.startswith("-") else found

    def vendors(self, person):
        return sorted({self.account[each] for each in self.group[person]})

    def differing(self, person):
        own = self.differences.get(person, {})
        return {kind for kind, digest in own.items() if (kind, digest) not in self.dismissed}

    def is_maybe(self, person):
        return any(self.person[each] == person for pair in self.maybes for each in pair)

    def source(self, person, value):
        """The contact of a person whose value counts."""
        group = self.group[person]
        return next((each for each in group if value[each] not in (None, "")), person)

    def sorted_by(self, people, path, *, descending=False):
        """People in an order, worked out from the order of their contacts by the same column."""
        column = Column("", path)
        contacts = self.ids(Order(column, descending))
        value = {row[0]: row[2] for row in self.index.rows(self.contacts, [column])}
        own = path in ("name", "created_at", "updated_at")
        source = {each: each if own else self.source(each, value) for each in people}
        place = {contact: at for at, contact in enumerate(contacts)}
        with_value = [each for each in people if value[source[each]] not in (None, "")]
        found = sorted(with_value, key=lambda each: place[source[each]])
        without = set(people) - set(with_value)
        return found + sorted(without, key=lambda each: place[each])


def clauses(typed):
    found, joins = [], False
    for word in typed.split():
        if word == "OR":
            joins = True
        elif joins:
            found[-1].append(word)
            joins = False
        else:
            found.append([word])
    return found


def is_told(value, told):
    return {"yes": told, "no": not told}[value]


DAY = 86_400
BEHIND = {
    "yes": lambda seconds: True,
    ">30d": lambda seconds: seconds > 30 * DAY,
    "<=10d": lambda seconds: seconds <= 10 * DAY,
    "10d..40d": lambda seconds: 10 * DAY <= seconds <= 40 * DAY,
    "10d..": lambda seconds: seconds >= 10 * DAY,
}
SO_MANY_VENDORS = {
    ">1": lambda count: count > 1,
    "1": lambda count: count == 1,
    "2..3": lambda count: 2 <= count <= 3,
}
LINKED = {
    "yes": lambda count: count > 1,
    "no": lambda count: count == 1,
    "2..3": lambda count: 2 <= count <= 3,
    ">2": lambda count: count > 2,
}


def is_at(model, person, value):
    vendors = model.vendors(person)
    return (
        SO_MANY_VENDORS[value](len(set(vendors))) if value in SO_MANY_VENDORS else value in vendors
    )


def is_behind(model, person, value):
    seconds = model.behind.get(person)
    return seconds is None if value == "no" else seconds is not None and BEHIND[value](seconds)


def does_differ(model, person, value):
    kinds = model.differing(person)
    return is_told(value, bool(kinds)) if value in ("yes", "no") else value in kinds


MEETS = {
    "in": is_at,
    "linked": lambda model, person, value: LINKED[value](len(model.group[person])),
    "maybe": lambda model, person, value: is_told(value, model.is_maybe(person)),
    "differs": does_differ,
    "behind": is_behind,
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory, loop):
    """(an index, its contacts by account)"""
    path = tmp_path_factory.mktemp("people") / "index.db"
    index = loop.run_until_complete(Index.open(path, KEY))
    accounts = loop.run_until_complete(fill(index, random.Random(5), 90))
    yield index, accounts
    loop.run_until_complete(index.close())


@pytest.fixture(params=["few", "many", "many in no order"])
def model(filled, loop, request, monkeypatch):
    """As few contacts are read, and as many are: whole tables, which takes less than looking them up.
    "In no order" are contacts of whom hardly two of an account follow each other."""
    if request.param != "few":
        for module in (people_map, best_contacts, person_order):
            monkeypatch.setattr(module, "MAX_LOOKED_UP", 0)
        monkeypatch.setattr(person_order, "MAX_PLACES", 4)
    if request.param == "many in no order":
        monkeypatch.setattr(account_order, "MIN_RUNS", 1)
        monkeypatch.setattr(account_order, "CONTACTS_PER_RUN", 10**9)
    pick = random.Random(7)
    found = Model(filled[0], loop, pick, filled[1])
    found.link()
    return found


def everyone(model):
    return sorted(model.group)


def test_people_are_one_row_each_in_loading_order(model):
    assert model.ids(scope=PEOPLE) == everyone(model)
    assert model.ids(Order(descending=True), scope=PEOPLE) == everyone(model)[::-1]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("path", [*PATHS, SCORE.path, PLAN.path])
def test_people_are_sorted_by_the_best_of_their_contacts(model, path, descending):
    order = Order(Column("", path), descending)
    expected = model.sorted_by(everyone(model), path, descending=descending)
    assert model.ids(order, scope=PEOPLE) == expected


@pytest.mark.parametrize("query", QUERIES)
def test_each_term_may_match_another_contact_of_a_person(model, query):
    assert model.ids(query=query, scope=PEOPLE) == sorted(model.people(query, model.contacts))


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("path", [*PATHS, PLAN.path])
@pytest.mark.parametrize("query", ["", "acme", "-anna"])
def test_first_people_are_the_beginning_of_all(model, loop, path, descending, query):
    order = Order(Column("", path), descending)
    for count in (1, 7, 500):
        # As it is read when nothing is cached.
        model.touch()
        found = loop.run_until_complete(model.index.first(PEOPLE, order, parse(query), count))
        assert list(found) == model.ids(order, query, PEOPLE)[:count]


def test_first_people_in_loading_order_are_the_beginning_of_all(model, loop):
    for descending in (False, True):
        order = Order(descending=descending)
        found = loop.run_until_complete(model.index.first(PEOPLE, order, parse(""), 9))
        assert list(found) == model.ids(order, scope=PEOPLE)[:9]


@pytest.mark.parametrize("path", ["", "name", "email", "memory.open_items"])
@pytest.mark.parametrize("query", ["", "anna", "acme -in:quo"])
def test_people_of_an_account_are_those_with_a_contact_there(model, path, query):
    scope = Scope("close", people=True)
    within = [each for each in model.contacts if model.account[each] == "close"]
    people = {model.person[each] for each in within} & model.people(query, model.contacts)
    order = Order(Column("", path)) if path else Order()
    expected = model.sorted_by(people, path) if path else sorted(people)
    assert model.ids(order, query, scope) == expected


def test_people_of_a_listing_come_in_the_order_of_its_contacts(model, loop):
    async def fill():
        listing = await model.index.listing("close", {"source": "web"})
        raws = [other(random.Random(number), "close", number) for number in (70, 3, 41, 3, 12)]
        await model.index.write_page(listing, vendor(), page(raws))

    loop.run_until_complete(fill())
    model.link()
    scope = Scope("close", {"source": "web"}, people=True)
    contacts = model.ids(scope=Scope("close", {"source": "web"}))
    expected = list(dict.fromkeys(model.person[each] for each in contacts))
    assert model.ids(scope=scope) == expected
    assert model.ids(Order(descending=True), scope=scope) == expected[::-1]


@pytest.mark.parametrize("query", [each for each in QUERIES if is_about_people(each)])
def test_term_about_people_finds_all_their_contacts_among_contacts(model, query):
    assert model.ids(query=query) == model.contacts_of(query)


def test_search_among_contacts_stays_one_of_single_contacts(model):
    assert set(model.ids(query="anna acme")) < set(model.ids(query="anna"))
    assert len(model.ids(query="anna acme", scope=PEOPLE)) > len(model.ids(query="anna acme"))


@pytest.mark.parametrize("column", PERSON_COLUMNS)
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("scope", [PEOPLE, Scope(), Scope("quo")])
@pytest.mark.parametrize("query", ["", "acme", "c-3 OR q-3"])
def test_columns_about_people_are_sorted_like_their_values(model, column, descending, scope, query):
    ids = model.ids(query=query, scope=scope)
    by_account = sorted(ids, key=lambda each: (ACCOUNTS.index(model.account[each]), each))
    keys = {each: model.column(column.path, model.person[each]) for each in ids}
    has_key = [each for each in by_account if keys[each] is not None]
    without = [each for each in by_account if keys[each] is None]

    def place(contact):
        # The contacts of a person stay together.
        own = model.person[contact]
        of_person = keys[contact], ACCOUNTS.index(model.account[own]), own
        return *of_person, contact != own, contact

    has_key.sort(key=place)
    expected = has_key[::-1] + without if descending else has_key + without
    assert model.ids(Order(column, descending), query, scope) == expected
    first = model.loop.run_until_complete(
        model.index.first(scope, Order(column, descending), parse(query), 8)
    )
    assert list(first) == expected[:8]


@pytest.mark.parametrize("column", PERSON_COLUMNS)
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("scope", [PEOPLE, Scope(), Scope("quo", people=True)])
@pytest.mark.parametrize("most_scanned", [10**6, 40])
def test_first_by_a_column_about_people_are_the_beginning_of_all(
    model, monkeypatch, column, descending, scope, most_scanned
):
    monkeypatch.setattr(person_order, "MAX_SCANNED_FOR_FIRST", most_scanned)
    order = Order(column, descending)
    for count in (1, 7, 60, 500):
        # As it is read when nothing is cached.
        model.touch()
        found = model.loop.run_until_complete(model.index.first(scope, order, parse(""), count))
        assert list(found) == model.ids(order, scope=scope)[:count]


def test_columns_about_people_are_shown_of_each_contact(model):
    rows = model.index.rows(model.contacts, PERSON_COLUMNS)
    for row_id, _account, contacts, vendors, behind, differs in rows:
        person = model.person[row_id]
        assert contacts == len(model.group[person])
        assert json.loads(vendors) == model.vendors(person)
        assert behind == (model.behind[person] // DAY if person in model.behind else None)
        kinds = [kind for kind in FIELDS if kind in model.differing(person)]
        assert json.loads(differs or "[]") == kinds


def test_row_of_a_person_has_the_best_of_each_column(model):
    columns = (*CONTACT_COLUMNS.values(), *MEMORY_COLUMNS, SCORE, PLAN)
    own = {row[0]: row for row in model.index.rows(model.contacts, columns)}
    people = everyone(model)
    rows = model.index.rows(people, columns, people=True)
    assert [row[0] for row in rows] == people
    for row in rows:
        for place, column in enumerate(columns, 2):
            value = {each: own[each][place] for each in model.group[row[0]]}
            is_own = column.path in ("created_at", "updated_at")
            source = row[0] if is_own else model.source(row[0], value)
            assert row[place] == value[source], column


def test_person_row_names_the_source_of_what_the_table_shows(model):
    people = everyone(model)
    shown = model.index.rows(people, tuple(CONTACT_COLUMNS.values()), people=True)
    for row, person in zip(shown, model.index.people.rows(people), strict=True):
        assert person.contacts == len(model.group[person.id])
        assert list(person.vendors) == model.vendors(person.id)
        texts = dict(zip(CONTACT_COLUMNS, row[2:], strict=True))
        assert {field: text for field, (text, _source) in person.best.items()} == {
            field: text for field, text in texts.items() if text
        }
        for field, (text, source) in person.best.items():
            ((_id, _account, own),) = model.index.rows([source], [CONTACT_COLUMNS[field]])
            assert model.person[source] == person.id
            assert own == text


def test_counts_of_saved_searches_know_people(model, loop):
    count = loop.run_until_complete(model.index.search_counts.count(PEOPLE, parse("anna acme")))
    assert count == len(model.ids(query="anna acme", scope=PEOPLE)) > 0


def test_people_change_with_the_links(model, loop):
    # Cached for the links before.
    assert model.ids(query="anna acme", scope=PEOPLE)
    loop.run_until_complete(link_by_hand(model.index, []))
    assert model.ids(scope=PEOPLE) == model.contacts
    assert model.ids(query="anna acme", scope=PEOPLE) == model.ids(query="anna acme")


class CanceledTurn(CancelToken):
    """Canceled at its n-th check."""

    def __init__(self, checks):
        super().__init__()
        self._checks = checks

    def check(self):
        self._checks -= 1
        self.cancelled = self._checks <= 0
        super().check()


def test_people_of_one_account_are_not_those_of_another_after_a_canceled_search(model, loop):
    one, other = (Scope(account_id=each, people=True) for each in ("bland", "quo"))
    expected = model.ids(scope=other)
    asked = Order(), parse("")
    for checks in range(1, 30):
        assert model.ids(scope=one) != expected
        with suppress(SupersededError):
            model.index.file.reader.ids(other, *asked, CanceledTurn(checks))
        assert model.ids(scope=other) == expected

"""What people disagree on is found before it is searched, sorted by or counted."""

import pytest

from contactdesk.index import Order, Scope
from contactdesk.model import PERSON_COLUMNS
from contactdesk.search.query import parse
from tests.index.people import page, vendor

DIFFERS = next(each for each in PERSON_COLUMNS if each.path == "person.differs")
DIFFERENT = parse("differs:company")


@pytest.fixture
def person(index, loop, monkeypatch):
    """The row ids of the contacts of one person, who has not been compared yet, and of another."""
    # As if there were no time.
    monkeypatch.setattr(
        "contactdesk.index.write.maintenance.Maintenance.start_steps", lambda _: None
    )

    async def fill():
        found = []
        for account, company in (("a", "Acme Ltd"), ("b", "Bolt")):
            raws = [
                {
                    "id": "1",
                    "name": "Maria Ruiz",
                    "company": company,
                    "emails": [{"value": "maria@ruiz.io"}],
                }
            ]
            written = await index.write_changes(await index.listing(account), vendor(), page(raws))
            found += written.new
        raws = [{"id": "2", "name": "Ben"}]
        written = await index.write_changes(await index.listing("a"), vendor(), page(raws))
        return found, written.new[0]

    found = loop.run_until_complete(fill())
    rows = index.file.rows.connection.execute("SELECT count(*) FROM uncompared").fetchone()
    assert rows == (1,)
    return found


async def test_search_for_differences_finds_what_nobody_compared_yet(index, person):
    (one, other), _ben = person
    assert sorted(await index.ids(Scope(), Order(), DIFFERENT)) == sorted([one, other])
    assert len(await index.ids(Scope(people=True), Order(), DIFFERENT)) == 1


async def test_first_people_with_differences_are_found_before_anybody_compared(index, person):
    assert len(await index.first(Scope(people=True), Order(), DIFFERENT, 5)) == 1


async def test_people_are_sorted_by_differences_that_nobody_compared_yet(index, person):
    (one, other), ben = person
    (first, second) = await index.ids(Scope(people=True), Order(DIFFERS), parse(""))
    assert first in (one, other)
    assert second == ben


async def test_count_of_differences_knows_what_nobody_compared_yet(index, person):
    assert await index.search_counts.count(Scope(people=True), DIFFERENT) == 1
    assert len(await index.search_counts.first(Scope(), DIFFERENT, 5)) == 2

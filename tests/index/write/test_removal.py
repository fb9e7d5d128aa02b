from functools import partial

from contactdesk.index import Index, Order, Scope
from contactdesk.index.schema import FTS_TABLES
from contactdesk.index.write import removal
from contactdesk.index.write.links import LinkWriter
from contactdesk.search.query import parse
from tests.index.linked import VENDOR, people
from tests.index.people import CURSOR, KEY, load, page, person
from tests.qa.campaigns.link_checks import WRONG, link_errors

CANARY = "zanzibarcanary"
BODY = page([person(number, note=f"{CANARY} {number}", name=CANARY) for number in range(40)])


def blocks(index):
    """Everything the full-text tables hold, decrypted."""
    connection = index.file.rows.connection
    return b"".join(
        bytes(row[0])
        for table in FTS_TABLES
        for row in connection.execute(f"SELECT block FROM {table}_data")
    )


def count(index, table):
    return index.file.rows.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


async def filled(index):
    await load(index, "keep", range(30))
    await index.write_page(await index.listing("go"), CURSOR, BODY)
    await index.write_page(await index.listing("go", {"source": "web"}), CURSOR, BODY)


async def test_forgetting_an_account_leaves_no_trace(index, path):
    await filled(index)
    assert CANARY.encode() in blocks(index)
    (path.parent / "index.bad-20260101-000000").write_bytes(b"old")
    await index.forget("go")
    assert index.counts() == {"keep": 30}
    for table in (
        "contact",
        "record",
        "substring_text",
        *(f"{each}_docsize" for each in FTS_TABLES),
    ):
        assert count(index, table) == 30
    assert count(index, "position") == 0
    assert count(index, "listing") == count(index, "account") == 1
    assert CANARY.encode() not in blocks(index)
    assert CANARY[:3].encode() not in blocks(index)
    assert list(await index.ids(Scope(), Order(), parse(CANARY))) == []
    assert list(await index.ids(Scope("go"), Order(), parse(""))) == []
    assert path.with_name("index.db-wal").stat().st_size == 0
    assert not list(path.parent.glob("*.bad-*"))


async def test_forgotten_account_can_be_added_again(index):
    await filled(index)
    await index.forget("go")
    await index.forget("go")
    await index.forget("never there")
    await index.write_page(await index.listing("go"), CURSOR, BODY)
    assert index.counts() == {"keep": 30, "go": 40}
    assert len(await index.ids(Scope("go"), Order(), parse(CANARY))) == 40


async def test_forgotten_account_is_hidden_at_once_and_removed_later(index, path):
    await filled(index)
    one = index.row_id("go", "c-1")
    listing = await index.listing("go")
    await index.file.write(lambda: removal.hide_account(index.file.writer.connection, "go"))
    assert index.counts() == {"keep": 30}
    assert index.stored(one) is None
    assert index.rows([one], ()) == []
    assert index.row_id("go", "c-1") is None
    assert len(await index.ids(Scope(), Order(), parse(""))) == 30
    for typed in ("", CANARY, "person"):
        for column in (None, CURSOR.columns[0], CURSOR.columns[-1]):
            found = await index.ids(Scope(), Order(column), parse(typed))
            assert len(found) == (0 if typed else 30)
    fresh = await index.listing("go")
    assert fresh.id != listing.id
    await index.write_page(fresh, CURSOR, page([person(1)]))
    await index.close()
    again = await Index.open(path, KEY)
    try:
        assert again.counts() == {"keep": 30, "go": 1}
        assert count(again, "contact") == 71
        await again.tidy()
        assert again.counts() == {"keep": 30, "go": 1}
        assert count(again, "contact") == 31
        assert CANARY.encode() not in blocks(again)
    finally:
        await again.close()


MAIL = [{"value": f"{CANARY}@home.example"}]
PEOPLE_TABLES = (
    *("linkable", "link_key", "link_fresh", "common_key", "link", "person", "maybe", "difference"),
    *("uncompared", "judgement", "judged", "relinking", "crowded"),
)


async def linked(index):
    """Marcus has contacts in all three accounts, of which "go" has the only one with an address that
    the others share with it; Anna's number is shared with a firm in it."""
    for account, more in (
        ("keep", {"phones": [{"value": "+14155550192"}]}),
        ("go", {"phones": [{"value": "+14155550192"}], "emails": MAIL}),
        ("other", {"emails": MAIL}),
    ):
        raws = [{"id": "c-1", "name": "Marcus Okafor", "company": account, **more}]
        listing = await index.listing(account)
        await index.write_changes(listing, VENDOR, page(raws))
    await index.people.set_judgements({(("go", "c-1"), ("nowhere", "c-1")): False})
    await index.people.compare()


async def test_people_linked_by_a_forgotten_account_part(index):
    await linked(index)
    assert [len(each) for each in people(index)] == [3]
    await index.forget("go")
    assert people(index) == set()
    assert link_errors(index.file.writer.connection) == []
    left = {each: count(index, each) for each in PEOPLE_TABLES}
    assert left == dict.fromkeys(PEOPLE_TABLES, 0) | {"linkable": 2, "link_fresh": 2}


async def test_nobody_is_hidden_together_with_a_forgotten_account(index, path):
    await linked(index)
    connection = index.file.writer.connection
    await index.people.set_judgements({(("keep", "c-1"), ("other", "c-1")): True})
    (own,) = (row[0] for row in connection.execute("SELECT id FROM person"))
    forgotten = index.keys([own])[0][0]
    await index.file.write(lambda: removal.hide_account(connection, forgotten))
    assert count(index, "link") == count(index, "person") == count(index, "difference") == 0
    assert len([each for each in (1, 2, 3) if index.people.members_at_once(each)]) == 2
    counts = await index.people.vendor_counts()
    assert counts.people == 2
    await index.close()
    again = await Index.open(path, KEY)
    try:
        await again.tidy()
        assert len(people(again)) == 1
        assert link_errors(again.file.writer.connection) == []
    finally:
        await again.close()


async def test_links_of_a_forgotten_account_go_before_its_words(index, monkeypatch):
    await linked(index)
    links = index.file.writer.links
    await index.file.write(lambda: removal.hide_account(index.file.writer.connection, "go"))
    assert await index.file.write(links.unlink_forgotten)
    assert not await index.file.write(links.unlink_forgotten)
    assert (count(index, "linkable"), count(index, "contact")) == (2, 3)


async def test_removal_that_goes_on_after_a_restart_looks_for_links_once(index):
    await index.write_page(await index.listing("a"), CURSOR, page([person(n) for n in range(300)]))
    connection = index.file.writer.connection
    await index.file.write(lambda: removal.hide_account(connection, "a"))
    while await index.file.write(index.file.writer.links.unlink_forgotten):
        pass
    restarted, steps = LinkWriter(connection), []

    def tick():
        steps.append(1)
        return False

    connection.set_progress_handler(tick, 1)
    try:
        assert not await index.file.write(restarted.unlink_forgotten)
        once = len(steps)
        assert not await index.file.write(restarted.unlink_forgotten)
    finally:
        connection.set_progress_handler(None)
    assert len(steps) - once < 100 < once


async def test_people_part_step_by_step_and_a_killed_removal_goes_on(index, path, monkeypatch):
    monkeypatch.setattr(removal, "LINKED_PER_TRANSACTION", 2)
    raws = [
        {"id": f"c-{number}", "name": "", "phones": [{"value": f"+1415555{number:04}"}]}
        for number in range(5)
    ]
    for account in ("keep", "go", "other"):
        await index.write_changes(await index.listing(account), VENDOR, page(raws))
    connection, after, shown = index.file.writer.connection, 0, []
    while after is not None:
        part = partial(removal.part_batch, connection, "go", after)
        after = await index.file.write(part)
        wrong = [what for what, sql in WRONG.items() if connection.execute(sql).fetchone()]
        shown.append((len(people(index)), (await index.people.vendor_counts()).people, wrong))
    assert shown == [(3, 9, []), (1, 13, []), (0, 15, []), (0, 15, [])]
    assert index.counts() == {"keep": 5, "go": 5, "other": 5}
    await index.close()
    again = await Index.open(path, KEY)
    try:
        await again.forget("go")
        assert sorted(len(each) for each in people(again)) == [2] * 5
        assert link_errors(again.file.writer.connection) == []
    finally:
        await again.close()


async def test_forgetting_parts_people_in_small_transactions(index, monkeypatch):
    await linked(index)
    parted, part_batch = [], removal.part_batch

    def part(*of):
        parted.append(part_batch(*of))
        return parted[-1]

    monkeypatch.setattr(removal, "part_batch", part)
    await index.forget("go")
    assert parted == [2, None]

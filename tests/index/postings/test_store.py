import asyncio
import random

import pytest

from contactdesk.index import Index, Order, Scope
from contactdesk.index.postings import build, containers, store
from contactdesk.index.postings.bitmap import BitmapReader, to_ids
from contactdesk.index.postings.lookup import PostingReader
from contactdesk.index.postings.prefixes import prefix_token
from contactdesk.index.postings.store import chunk_count
from contactdesk.index.postings.trigrams import contact_trigrams
from contactdesk.index.write import maintenance, removal
from contactdesk.search.query import parse
from contactdesk.text.normalize import normalize
from contactdesk.text.tokenize import tokens
from tests.index.people import CURSOR, page, person
from tests.qa.bench import KEY

ALL = Scope(), Order()


def never():
    pass


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """So that a few contacts fill many chunks."""
    monkeypatch.setattr(containers, "CHUNK_SIZE", 64)
    monkeypatch.setattr(containers, "BITMAP_BYTES", 8)
    monkeypatch.setattr(build, "MIN_CONTACTS_OF_LONGEST_PREFIX", 8)


class People:
    """Contacts as they are now, each with a name, an address and a number."""

    def __init__(self, index):
        self.index, self.now, self.pick = index, {}, random.Random(9)

    def record(self, number):
        pick = self.pick
        name = " ".join(pick.choice(NAMES) for _ in range(2))
        digits = "".join(pick.choice("0123") for _ in range(9))
        extra = "".join(pick.choice("0123") for _ in range(3))
        email = f"{pick.choice(NAMES).lower()}{extra}@example{pick.choice('019')}.org"
        return person(number, name=name, emails=[{"value": email}], phones=[{"value": digits}])

    async def write(self, account, numbers, size=20):
        listing, numbers = await self.index.listing(account), list(numbers)
        for start in range(0, len(numbers), size):
            raws = [self.record(number) for number in numbers[start : start + size]]
            await self.index.write_changes(listing, CURSOR, page(raws))
            self.now |= {(account, raw["id"]): raw for raw in raws}

    def expected(self, typed):
        return {who for who, raw in self.now.items() if is_hit(raw, typed)}

    async def check(self):
        for typed in TYPED:
            found = {
                (stored.account_id, stored.vendor_id)
                for stored in map(self.index.stored, await self.index.ids(*ALL, parse(typed)))
            }
            assert found == self.expected(typed), typed


NAMES = ["Marcus", "Maria", "Müller", "Okafor", "O", "Al", "田中", "Æsir"]
TYPED = ["m", "ma", "mar", "marc", "ü", "mü", "o", "oka", "kaf", "al", "田", "田中", "æ", "z"]
TYPED += [
    "ller",
    "@example",
    "le0",
    "0",
    "012",
    "0123",
    "231",
    "2310",
    "0231",
    "0012",
    "name:kaf",
    "email:ia1",
]
TYPED += ["email:012", "phone:012", "-mar", "m -012", "mar or 33"]


def is_hit(raw, typed):
    """By hand, for what is in TYPED."""
    if typed == "-mar":
        return not is_hit(raw, "mar")
    if typed == "m -012":
        return is_hit(raw, "m") and not is_hit(raw, "012")
    if typed == "mar or 33":
        return is_hit(raw, "mar") or is_hit(raw, "33")
    field, _, text = normalize(typed).rpartition(":")
    texts = {"name": raw["name"], "email": raw["emails"][0]["value"]}
    texts |= {"phone": raw["phones"][0]["value"], "id": raw["id"]}
    own = {field: texts[field]} if field else texts
    begins = any(
        each.startswith(tokens(text)[-1]) for t in own.values() for each in tokens(normalize(t))
    )
    number = texts["phone"].removeprefix("00").removeprefix("0")
    bare = text.removeprefix("00").removeprefix("0")
    lines = [normalize(own[each]) for each in ("name", "email") if each in own]
    in_lines = len(text) > 2 and any(text in line for line in lines)
    has_number = "phone" in own and bare.isdecimal() and len(bare) > 2 and bare in number
    whole = "phone" in own and not field and len(text) > 2 and text in number
    return begins or in_lines or has_number or whole


@pytest.fixture
def people(index):
    return People(index)


def chunks(index):
    return chunk_count(index.file.rows.connection)


def in_delta(index):
    rows = index.file.rows.connection.execute("SELECT id FROM delta ORDER BY id")
    return [row[0] for row in rows]


def tokens_of(index):
    """Token -> row ids, out of the sets alone."""
    found = {}
    rows = index.file.rows.connection.execute(
        "SELECT chunk, token, container FROM posting WHERE token <> ''"
    )
    for chunk, each, places in rows:
        ids = found.setdefault(each, set())
        own = to_ids(containers.decode(places), never)
        ids.update(chunk * containers.CHUNK_SIZE + place for place in own)
    return found


async def test_full_chunks_are_merged_and_the_rest_is_in_the_delta(index, people):
    await people.write("a", range(500))
    # A chunk is brought in with the page after it is full.
    assert chunks(index) == 7
    assert in_delta(index) == list(range(7 * 64, 501))
    await people.check()


async def test_changed_contacts_are_found_by_their_new_text(index, people, monkeypatch):
    monkeypatch.setattr(store, "REPAIR_ABOVE_CHANGED", 40)
    await people.write("a", range(300))
    end = chunks(index) * 64
    for _ in range(4):
        await people.write("a", people.pick.sample(range(300), 35))
        await people.check()
    await people.write("b", range(30))
    await people.check()
    changed = [row_id for row_id in in_delta(index) if row_id < end]
    assert 0 < len(changed) < 40


async def test_posting_lists_match_the_substring_text(index, people):
    await people.write("a", range(300))
    await people.write("a", range(0, 300, 7))
    while await index.file.write(lambda: store.repair(index.file.writer.connection)):
        pass
    end = chunks(index) * 64
    assert in_delta(index) == list(range(end, 301))
    expected = {}
    rows = index.file.rows.connection.execute(
        "SELECT id, text FROM substring_text WHERE id < ?", (end,)
    )
    for row_id, text in rows:
        for trigram in contact_trigrams(text):
            expected.setdefault(trigram, set()).add(row_id)
    found = tokens_of(index)
    assert {each: ids for each, ids in found.items() if len(each) == 3} == expected
    assert len(found[prefix_token("mar")]) == len(found[prefix_token("mar")] & found["ma"]) >= 8
    assert not any(len(ids) < 8 for each, ids in found.items() if each.endswith("^"))


async def test_idle_index_repairs_changed_chunks(index, people, monkeypatch):
    monkeypatch.setattr(maintenance, "REPAIR_AFTER_IDLE_S", 0)
    monkeypatch.setattr(maintenance, "PAUSE_BETWEEN_REPAIRS_S", 0)
    monkeypatch.setattr(store, "REPAIR_ABOVE_CHANGED_WHEN_IDLE", 5)
    await people.write("a", range(300))
    end = chunks(index) * 64

    def changed():
        return [row_id for row_id in in_delta(index) if row_id < end]

    await people.write("a", range(0, 250, 4))
    async with asyncio.timeout(20):
        while len(changed()) >= 5:
            await people.check()
    await people.check()
    # Those of before a start, too.
    monkeypatch.setattr(maintenance, "REPAIR_AFTER_IDLE_S", 1_000)
    await people.write("a", range(0, 250, 5))
    assert len(changed()) >= 50
    monkeypatch.setattr(maintenance, "REPAIR_AFTER_IDLE_S", 0)
    await index.tidy()
    async with asyncio.timeout(20):
        while len(changed()) >= 5:
            await people.check()
    await people.check()


async def test_rare_prefix_has_no_posting_list(index, people, monkeypatch):
    await people.write("a", range(200))
    await people.check()
    reader = PostingReader(BitmapReader(index.file.rows.connection, never))
    assert reader.with_prefix("mar") is not None
    monkeypatch.setattr(build, "MIN_CONTACTS_OF_LONGEST_PREFIX", 65)
    await people.write("b", range(100))
    await people.check()
    reader = PostingReader(BitmapReader(index.file.rows.connection, never))
    assert reader.with_prefix("mar") is None
    assert reader.with_prefix("ma") is not None


@pytest.mark.parametrize("goes", ["a", "b"], ids=["the first", "the last"])
async def test_removed_contacts_leave_posting_lists_and_delta(index, people, monkeypatch, goes):
    monkeypatch.setattr(store, "REPAIR_ABOVE_CHANGED", 100)
    for part in range(10):
        await people.write("a", range(part * 20, part * 20 + 20))
        await people.write("b", range(1000 + part * 20, 1000 + part * 20 + 20))
    # The last chunk too, so that the highest ids are of contacts that go, and in it.
    await people.write(goes, range(5000, 5047))
    assert chunks(index) == 7
    await index.file.write(lambda: removal.hide_account(index.file.writer.connection, goes))
    writer = index.file.writer
    while await index.file.write(writer.links.unlink_forgotten):
        pass
    await index.file.write(lambda: removal.remove_batch(writer.connection, writer.links))
    people.now = {who: raw for who, raw in people.now.items() if who[0] != goes}
    await people.check()
    gone = {row_id for row_id in in_delta(index) if row_id < chunks(index) * 64}
    assert len(gone) > 100
    await index.tidy()
    await people.check()
    left = set(await index.ids(*ALL, parse("")))
    assert set().union(*tokens_of(index).values()) <= left
    assert set(in_delta(index)) <= left


async def test_ids_within_a_chunk_are_not_reused(index, people, path):
    await people.write("a", range(100))
    await people.write("b", range(40))
    last = max(await index.ids(*ALL, parse("")))
    await index.forget("a")
    await index.forget("b")
    await index.close()
    again = await Index.open(path, KEY)
    try:
        other = People(again)
        await other.write("c", range(30))
        assert min(await again.ids(*ALL, parse(""))) >= chunks(again) * 64
        assert chunks(again) * 64 <= last
        await other.check()
    finally:
        await again.close()


async def test_cancelled_request_raises(index, people):
    await people.write("a", range(200))

    def called_off():
        raise TimeoutError

    reader = BitmapReader(index.file.rows.connection, never)
    read = PostingReader(reader)
    assert len(to_ids(read.with_prefix("m"), never)) > 0
    reader.check = called_off
    with pytest.raises(TimeoutError):
        read.with_prefix("m")

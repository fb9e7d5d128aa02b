from contactdesk.index import Order, Scope
from contactdesk.search.query import parse
from tests.index.people import COLUMN, CURSOR, OFFSET, page, person

NONE = parse("")


async def walk(index, listing, numbers, size=10, overlap=0, provider=CURSOR):
    """One pass over these contacts, to the end; the last listing and how many went."""
    removed = 0
    pages = [numbers[at : at + size] for at in range(0, len(numbers), size)] or [[]]
    for at, part in enumerate(pages):
        follows = None if at == len(pages) - 1 else f"p{at}"
        body = page([person(number) for number in part], follows)
        written = await index.write_page(listing, provider, body, overlap=overlap)
        listing, removed = written.listing, removed + written.removed
    return listing, removed


def kept(index):
    return {row[0] for row in index.file.rows.connection.execute("SELECT vendor_id FROM contact")}


async def test_same_filters_give_the_same_listing(index):
    plain = await index.listing("a")
    one = await index.listing("a", {"source": "web", "tags": ["x"]})
    assert one == await index.listing("a", {"tags": ["x"], "source": "web", "none": ""})
    assert len({plain.id, one.id, (await index.listing("b")).id}) == 3
    assert one.filters == {"source": "web", "tags": ["x"]}


async def test_restart_begins_a_new_pass_and_keeps_contacts(index):
    listing = await index.listing("a")
    assert (await index.restart(listing)).state == "not-loaded"
    listing, _ = await walk(index, await index.listing("a"), range(15))
    again = await index.restart(listing)
    assert (again.pass_number, again.next_cursor, again.pages, again.walked) == (3, None, 0, 0)
    assert again.state == "partial"
    assert len(kept(index)) == 15


async def test_contacts_missed_by_two_complete_passes_are_removed(index):
    listing, removed = await walk(index, await index.listing("a"), range(30))
    listing, removed = await walk(index, await index.restart(listing), range(25))
    assert (removed, len(kept(index))) == (0, 30)
    listing, removed = await walk(index, await index.restart(listing), range(20))
    assert removed == 5
    assert kept(index) == {f"c-{number}" for number in range(25)}
    assert index.counts() == {"a": 25}
    assert len(await index.ids(Scope(), Order(), parse("person"))) == 25
    listing, removed = await walk(index, await index.restart(listing), range(20))
    assert removed == 5


async def test_contact_seen_in_between_is_kept(index):
    listing, _ = await walk(index, await index.listing("a"), range(3))
    for numbers in (range(2), range(3), range(2)):
        listing, removed = await walk(index, await index.restart(listing), numbers)
        assert removed == 0
    assert len(kept(index)) == 3


async def test_incomplete_passes_remove_nothing(index):
    listing, _ = await walk(index, await index.listing("a"), range(3))
    for _ in range(4):
        listing = await index.restart(listing)
        body = page([person(0)], "more")
        listing = (await index.write_page(listing, CURSOR, body)).listing
    listing, removed = await walk(index, await index.restart(listing), range(1))
    assert (removed, len(kept(index))) == (0, 3)
    listing, removed = await walk(index, await index.restart(listing), range(1))
    assert (removed, kept(index)) == (2, {"c-0"})


async def test_other_accounts_keep_their_contacts(index):
    await walk(index, await index.listing("b"), range(5))
    listing, _ = await walk(index, await index.listing("a"), range(5))
    for _ in range(2):
        listing, _ = await walk(index, await index.restart(listing), [])
    assert index.counts() == {"a": 0, "b": 5}


async def by_offset(index, listing, pages, overlap):
    """One pass in which the vendor answers with these contacts, page by page."""
    removed = 0
    for at, numbers in enumerate(pages):
        body = page([person(each) for each in numbers], more=at < len(pages) - 1)
        written = await index.write_page(listing, OFFSET, body, overlap=overlap)
        listing, removed = written.listing, removed + written.removed
    return listing, removed


async def test_next_offset_is_the_page_size_minus_the_overlap(index):
    listing = await index.listing("a")
    body = page([person(each) for each in range(10)], more=True)
    listing = (await index.write_page(listing, OFFSET, body, overlap=2)).listing
    assert (listing.next_cursor, listing.walked) == (8, 10)
    body = page([person(each) for each in range(8, 18)], more=True)
    listing = (await index.write_page(listing, OFFSET, body, overlap=2)).listing
    assert (listing.next_cursor, listing.walked, listing.shifted) == (16, 18, False)


async def test_pass_without_overlap_is_shifted_and_removes_nothing(index):
    sound = [range(10), range(8, 18), range(16, 20)]
    gap = [range(10), range(11, 20)]
    listing, _ = await by_offset(index, await index.listing("a"), sound, 2)
    assert not listing.shifted
    for _ in range(3):
        listing, removed = await by_offset(index, await index.restart(listing), gap, 2)
        assert (listing.shifted, listing.complete, removed) == (True, True, 0)
    assert len(kept(index)) == 20
    listing, removed = await by_offset(index, await index.restart(listing), [range(5)], 2)
    assert (listing.shifted, removed) == (False, 0)
    _, removed = await by_offset(index, await index.restart(listing), [range(5)], 2)
    assert removed == 15


async def test_empty_page_after_the_first_marks_the_pass_shifted(index):
    listing, _ = await by_offset(index, await index.listing("a"), [range(10), ()], 2)
    assert listing.shifted


async def test_offset_pass_without_overlap_removes_nothing(index):
    listing = await index.listing("a")
    whole, short = [range(10), range(10, 15)], [range(9), range(10, 14)]
    for pages in (whole, short, short, short):
        listing, removed = await by_offset(index, listing, pages, 0)
        assert (removed, listing.shifted) == (0, False)
        listing = await index.restart(listing)
    assert len(kept(index)) == 15


async def test_filtered_listing_has_its_own_order_and_members(index):
    await walk(index, await index.listing("a"), range(6))
    filters = {"source": "web"}
    scope = Scope("a", filters)
    listing = await index.listing("a", filters)
    body = page([person(4), person(9), person(1)], "p2")
    written = await index.write_page(listing, CURSOR, body)
    assert [index.stored(each).vendor_id for each in written.new] == ["c-4", "c-9", "c-1"]
    assert list(await index.ids(scope, Order(), NONE)) == list(written.new)
    assert index.counts() == {"a": 7}
    later = await index.write_page(written.listing, CURSOR, page([person(1), person(0)]))
    assert [index.stored(each).vendor_id for each in later.new] == ["c-0"]
    assert later.listing.walked == 4
    assert len(await index.ids(scope, Order(), NONE)) == 4
    assert (
        len(await index.ids(Scope("a"), Order(), NONE))
        == len(await index.ids(Scope(), Order(), NONE))
        == 7
    )
    by_name = await index.ids(scope, Order(COLUMN["name"]), NONE)
    assert [index.stored(each).vendor_id for each in by_name] == ["c-0", "c-1", "c-4", "c-9"]


async def test_complete_filtered_pass_drops_contacts_that_left_it(index):
    filters = {"source": "web"}
    scope = Scope("a", filters)
    listing, _ = await walk(index, await index.listing("a", filters), range(5))
    before = list(await index.ids(scope, Order(), NONE))
    listing = await index.restart(listing)
    assert list(await index.ids(scope, Order(), NONE)) == before
    await walk(index, listing, [7, 3, 0])
    shown = [index.stored(each).vendor_id for each in await index.ids(scope, Order(), NONE)]
    assert shown == ["c-0", "c-3", "c-7"]
    assert len(kept(index)) == 6


async def test_filtered_page_does_not_count_for_the_unfiltered_pass(index):
    filters = {"source": "web"}
    listing, _ = await walk(index, await index.listing("a"), range(4))
    for _ in range(3):
        listing = await index.restart(listing)
        # What the filtered listing shows exists, though the unfiltered pass may have missed it.
        await walk(index, await index.restart(await index.listing("a", filters)), [2, 3])
        listing = (await index.write_page(listing, CURSOR, page([person(0), person(3)]))).listing
        assert listing.walked == 2
    assert kept(index) == {"c-0", "c-2", "c-3"}


async def test_removed_contacts_leave_filtered_listings(index):
    filters = {"source": "web"}
    await walk(index, await index.listing("a", filters), [1, 2])
    listing = await index.listing("a")
    for _ in range(3):
        listing, _ = await walk(index, listing, [2])
        listing = await index.restart(listing)
    assert kept(index) == {"c-2"}
    assert len(await index.ids(Scope("a", filters), Order(), NONE)) == 1

"""contactdesk.sync.loop_guard: every listing ends, with any replies."""

import random

import msgspec
import pytest

from contactdesk.errors import ContactDeskError, UnexpectedReplyError
from contactdesk.jsonpath import steps
from contactdesk.providers import all_providers
from contactdesk.records.parse import read_page
from contactdesk.sync.loop_guard import MAX_EMPTY_PAGES, MAX_STALE_PAGES, LoopGuard


def stopped(pages, guard=None):
    """(kind of error, after how many pages) for pages of (cursor, count, new)."""
    guard = guard or LoopGuard()
    asked = None
    for number, (cursor, count, new) in enumerate(pages, 1):
        try:
            guard.check(asked, cursor, count, new)
        except UnexpectedReplyError as error:
            return error.kind, number
        asked = cursor
    return "", 0


@pytest.mark.parametrize("period", [1, 2, 7, 50, 1000])
def test_repeated_cursor_is_detected_at_any_period(period):
    pages = [(f"c{number % period}", 10, 10) for number in range(3 * period)]
    assert stopped(pages) == ("cursor-loop", period + 1)


def test_empty_pages_that_promise_more_are_stopped():
    pages = [(f"c{number}", 0, 0) for number in range(10)]
    assert stopped(pages) == ("empty-pages", MAX_EMPTY_PAGES)


def test_empty_page_between_full_ones_is_accepted():
    pages = [(f"c{number}", 10 * (number % 3), 10 * (number % 3)) for number in range(30)]
    assert stopped(pages) == ("", 0)


def test_same_contacts_under_new_cursors_are_stopped():
    pages = [("c0", 10, 10)] + [(f"c{number}", 10, 0) for number in range(1, 10)]
    assert stopped(pages) == ("same-page", 1 + MAX_STALE_PAGES)
    assert stopped(pages, LoopGuard(max_stale_pages=100)) == ("", 0)


def test_empty_last_page_is_accepted():
    assert stopped([("a", 5, 5), (None, 0, 0)]) == ("", 0)


def anything(chance):
    """A random value of any type."""
    records = [{"id": chance.choice([None, "a", 1, [], {}])} for _ in range(chance.randrange(4))]
    plain = [None, True, False, 0, -1, "", "x", [], {}, 10**18, 1.5, records, records]
    return chance.choice([*plain, f"c{chance.randrange(50)}"])


def garbage(provider, chance):
    """A page of random values."""
    page = {name: anything(chance) for name in ("has_more", "pagination", "next", "next_cursor")}
    page |= {"nextPageToken": anything(chance), steps(provider.items)[0]: anything(chance)}
    if chance.random() < 0.8:
        page[steps(provider.items)[0]] = [{"id": f"{chance.randrange(10**6)}"}]
    if chance.random() < 0.5:
        page["pagination"] = {"has_more": anything(chance)}
    return msgspec.json.encode(page)


@pytest.mark.parametrize("provider_id", sorted(all_providers()))
def test_walk_ends_for_any_reply(provider_id, long_form):
    provider = all_providers()[provider_id]
    ends = set()
    for seed in range(5_000 if long_form else 300):
        chance = random.Random(seed)
        guard, cursor, seen = LoopGuard(), None, set()
        for _page in range(1_000):
            try:
                page = read_page(provider, garbage(provider, chance), cursor, 0)
                ids = {record.contact.id for record in page.records}
                if page.problem:
                    raise UnexpectedReplyError(page.problem)
                guard.check(cursor, page.next_cursor, len(page.records), len(ids - seen))
            except ContactDeskError as error:
                ends.add(error.kind)
                break
            seen |= ids
            if page.next_cursor is None:
                ends.add("")
                break
            cursor = page.next_cursor
        else:
            pytest.fail(f"seed {seed} does not end")
    assert "" in ends
    assert len(ends) >= 2

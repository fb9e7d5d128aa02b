"""contactdesk.walk: what ends a walk that runs in a circle, and what is asked of a vendor."""

import pytest

from contactdesk.errors import UnexpectedReplyError
from contactdesk.providers import all_providers
from contactdesk.walk import EMPTY_PAGES, STALE_PAGES, Guard, request_params


def stopped(pages, guard=None):
    """(kind of fault, after how many pages) of a guard shown (cursor, count, fresh)."""
    guard = guard or Guard()
    asked = None
    for number, (cursor, count, fresh) in enumerate(pages, 1):
        guard.seen.add(asked)
        try:
            guard.check(cursor, count, fresh)
        except UnexpectedReplyError as error:
            return error.kind, number
        asked = cursor
    return "", 0


@pytest.mark.parametrize("period", [1, 2, 7, 50, 1000])
def test_a_cursor_that_comes_again_is_noticed_whatever_the_period(period):
    pages = [(f"c{number % period}", 10, 10) for number in range(3 * period)]
    assert stopped(pages) == ("cursor-loop", period + 1)


def test_empty_pages_that_promise_more():
    pages = [(f"c{number}", 0, 0) for number in range(10)]
    assert stopped(pages) == ("empty-pages", EMPTY_PAGES)


def test_an_empty_page_between_full_ones_is_nothing():
    pages = [(f"c{number}", 10 * (number % 3), 10 * (number % 3)) for number in range(30)]
    assert stopped(pages) == ("", 0)


def test_the_same_contacts_under_new_cursors():
    pages = [("c0", 10, 10)] + [(f"c{number}", 10, 0) for number in range(1, 10)]
    assert stopped(pages) == ("same-page", 1 + STALE_PAGES)
    assert stopped(pages, Guard(stale_pages=100)) == ("", 0)


def test_the_end_is_the_end():
    assert stopped([("a", 5, 5), (None, 0, 0)]) == ("", 0)


@pytest.mark.parametrize("provider_id", ["bland", "close", "quo", "askelephant"])
def test_a_smaller_page_may_be_asked_for(provider_id):
    provider = all_providers()[provider_id]
    params = dict(request_params(provider, {}, None, 7))
    assert params[provider.paging.size_param] == "7"
    params = dict(request_params(provider, {}, None))
    assert params[provider.paging.size_param] == str(provider.paging.size)


def test_without_a_size_to_set_none_is_sent():
    assert request_params(all_providers()["opencx"], {}, "x", 7) == [("cursor", "x")]

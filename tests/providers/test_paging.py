"""What asks for a page, and what the reply says of the next one."""

import pytest

from contactdesk.providers.paging import by_cursor, by_offset

TOKEN = by_cursor("after", "$.page.next", "$.page.more", "size", 50)
OFFSET = by_offset("skip", "$.more", "take", 100)


def test_cursor_is_sent_with_the_page_size():
    assert TOKEN.params(None) == {"size": 50}
    assert TOKEN.params("x") == {"size": 50, "after": "x"}
    assert TOKEN.params("") == {"size": 50, "after": ""}
    assert by_cursor("cursor", "$.next").params(None) == {}
    assert (TOKEN.by_offset, TOKEN.size_param, TOKEN.size) == (False, "size", 50)


def test_parameters_are_not_shared_between_requests():
    TOKEN.params(None)["after"] = "spoilt"
    assert TOKEN.params(None) == {"size": 50}


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ({"next": "n", "more": True}, "n"),
        ({"next": "n"}, "n"),
        ({"next": 7, "more": True}, "7"),
        ({"next": "n", "more": None}, "n"),
        ({"next": "n", "more": False}, None),
        ({"next": None, "more": True}, None),
        ({"next": "", "more": True}, None),
        ({"next": ["n"], "more": True}, None),
        (None, None),
    ],
)
def test_the_next_cursor(page, found):
    assert TOKEN.next_cursor({"page": page}, 0, "before", 0) == found


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ({"next": "n", "more": True}, ""),
        ({"next": "n", "more": "yes"}, ""),
        ({"next": None, "more": False}, ""),
        ({"next": ["n"], "more": False}, ""),
        ({"next": None}, ""),
        ({"more": "yes"}, ""),
        ({"more": True}, "no-cursor"),
        ({"next": "", "more": True}, "no-cursor"),
        ({"next": True}, "bad-cursor"),
        ({"next": ["n"]}, "bad-cursor"),
        ({"next": 1.5, "more": True}, "bad-cursor"),
        ({"next": "n" * 9000, "more": True}, "bad-cursor"),
    ],
)
def test_reply_without_usable_cursor_is_a_problem(page, kind):
    assert TOKEN.problem({"page": page}, 50) == kind
    if kind:
        assert TOKEN.next_cursor({"page": page}, 50, None, 0) is None


def test_empty_page_that_promises_more_is_a_problem():
    assert OFFSET.problem({"more": True}, 0) == "empty-pages"
    assert OFFSET.problem({"more": True}, 1) == OFFSET.problem({}, 0) == ""


def test_offset_starts_at_zero():
    assert OFFSET.params(None) == {"take": 100, "skip": 0}
    assert OFFSET.params(250) == {"take": 100, "skip": 250}
    assert OFFSET.params("250") == {"take": 100, "skip": 250}
    assert (OFFSET.by_offset, OFFSET.size_param, OFFSET.size) == (True, "take", 100)


@pytest.mark.parametrize(
    ("more", "count", "cursor", "overlap", "found"),
    [
        (True, 100, None, 0, 100),
        (True, 37, 100, 0, 137),
        (True, 100, 100, 10, 190),
        (True, 5, 100, 10, 101),
        (True, 0, 100, 0, None),
        (False, 100, None, 0, None),
        (None, 100, None, 0, 100),
        ("true", 100, None, 0, 100),
        ("true", 0, 100, 0, None),
    ],
)
def test_the_next_offset(more, count, cursor, overlap, found):
    assert OFFSET.next_cursor({"more": more}, count, cursor, overlap) == found

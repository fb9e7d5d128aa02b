"""contactdesk.ui.worklist.words: what is said is so, with its scope."""

import pytest

from contactdesk.ui.kit.wording import Extent
from contactdesk.ui.worklist.words import Found, emptiness, scope_of_count, status_words

WHOLE = Extent(230, 230, True, 0)
PART = Extent(200, 230, False, 1)
UNKNOWN = Extent(200, None, False, None)
NOTHING = Extent(0, None, False, None)


def found(shown=0, still_open=0, every=0, *, is_narrow=False, shows_hidden=False):
    return Found(shown, still_open, every, is_narrow, shows_hidden)


@pytest.mark.parametrize(
    ("extent", "words"),
    [
        (WHOLE, "5 open items of 230 contacts"),
        (PART, "5 open items of the contacts loaded so far (200 of 230)"),
        (UNKNOWN, "5 open items of the contacts loaded so far (200)"),
        (NOTHING, "Nothing loaded yet"),
    ],
)
def test_status_says_of_which_contacts(qapp, extent, words):
    said = status_words(found(5, 5, 5), extent)
    assert said.replace("item(s)", "items").replace("contact(s)", "contacts") == words


def test_status_says_what_is_out_of_sight(qapp):
    assert "2 done or snoozed" in status_words(found(5, 5, 7), WHOLE)
    assert "done or snoozed" not in status_words(found(7, 5, 7, shows_hidden=True), WHOLE)
    assert "matching" in status_words(found(1, 5, 5, is_narrow=True), WHOLE)


@pytest.mark.parametrize(
    ("counts", "extent", "title", "does"),
    [
        (found(), NOTHING, "No contacts loaded yet", "load"),
        (found(), PART, "No open items in the 200", "load"),
        (found(), WHOLE, "No open items in 230", "load"),
        (found(0, 0, 4), WHOLE, "Everything is done or snoozed", "show"),
        (found(0, 4, 4, is_narrow=True), PART, "No open items match", "clear"),
    ],
)
def test_empty_list_says_why(qapp, counts, extent, title, does):
    empty = emptiness(counts, extent)
    assert empty.title.startswith(title)
    assert empty.does == does
    if extent.complete and does == "load":
        assert empty.action == ""


def test_nothing_is_said_to_be_all_while_contacts_are_missing(qapp):
    for counts in (found(0, 0, 4), found(0, 4, 4, is_narrow=True)):
        assert "200 of 230" in emptiness(counts, PART).hint
    assert scope_of_count(PART) == "in 200 of 230 contacts"

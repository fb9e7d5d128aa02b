"""contactdesk.ui.people.words: how many people, in which contacts."""

import pytest
from PySide6.QtCore import QLocale

from contactdesk.model import Column
from contactdesk.ui.kit.wording import Extent
from contactdesk.ui.people.words import scope_words, status_words

COMPLETE = Extent(3_410, 3_410, True, 0)
PARTIAL = Extent(3_410, 4_310, False, 9)
UNKNOWN = Extent(3_410, None, False, None)
NOTHING = Extent(0, None, False, None)
NAME = Column("Name", "name")


@pytest.fixture(autouse=True)
def american(qapp):
    """Numbers as in the United States."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


def test_status_says_in_how_many_contacts_people_are():
    assert status_words(COMPLETE, 1_204, False) == "1,204 people in 3,410 contacts"
    assert status_words(UNKNOWN, 1, False) == "1 person in 3,410 contacts loaded so far"
    words = "1,204 people in 3,410 of 4,310 contacts loaded so far"
    assert status_words(PARTIAL, 1_204, False) == words
    assert scope_words(COMPLETE) == "in 3,410 contacts"
    assert scope_words(PARTIAL) == "in 3,410 of 4,310 contacts"
    assert scope_words(UNKNOWN) == "in 3,410 loaded contacts"


def test_search_that_finds_nobody_names_what_was_searched():
    words = "0 matching people in 3,410 of 4,310 contacts loaded so far"
    assert status_words(PARTIAL, 0, True) == words
    assert status_words(COMPLETE, 1, True) == "1 matching person in 3,410 contacts"


def test_count_that_goes_on_is_no_total():
    assert status_words(COMPLETE, 100, True, counting=True).startswith("100+ matching people in ")
    assert status_words(COMPLETE, 0, True, counting=True) == "Searching 3,410 contacts"


def test_order_is_named_while_contacts_are_missing():
    assert status_words(PARTIAL, 9, False, NAME).endswith("sorted by Name (loaded contacts only)")
    assert status_words(COMPLETE, 9, False, NAME) == "9 people in 3,410 contacts"
    assert "sorted" not in status_words(PARTIAL, 9, True, NAME)


def test_nothing_loaded_is_not_nobody():
    assert status_words(NOTHING, 0, False) == "Nothing loaded yet"
    assert scope_words(NOTHING) == "nothing loaded yet"

"""contactdesk.ui.browser.presenter: what an empty table says, and what it offers."""

import pytest
from PySide6.QtCore import QLocale

from contactdesk.search.query import parse
from contactdesk.ui.browser.empty_page import Emptiness
from contactdesk.ui.browser.presenter import emptiness
from contactdesk.ui.kit.wording import Extent


@pytest.fixture(autouse=True)
def english(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


def empty(extent, typed="", walks=(), opened=True):
    return emptiness(walks, extent, opened=opened, query=parse(typed), vendor="Quo")


@pytest.mark.parametrize(
    ("extent", "title", "action"),
    [
        (Extent(1, 1, True, None), "No matches in 1 contact", ""),
        (Extent(2_400, 2_400, True, None), "No matches in 2,400 contacts", ""),
        (
            Extent(84, 84, True, None, filtered=True),
            "No matches in 84 filtered contacts",
            "Clear filters",
        ),
        (
            Extent(600, None, False, None),
            "No matches in the 600 contacts loaded so far",
            "Load the rest",
        ),
    ],
)
def test_a_search_without_matches_says_what_was_searched(extent, title, action):
    found = empty(extent, "anna")
    assert (found.title, found.action) == (title, action)


@pytest.mark.parametrize(
    ("extent", "why", "title", "action"),
    [
        (
            Extent(0, 0, True, None, filtered=True),
            Emptiness.NO_CONTACTS,
            "No contacts match these filters",
            "Clear filters",
        ),
        (Extent(0, 0, True, None), Emptiness.NO_CONTACTS, "No contacts", ""),
        (
            Extent(0, None, False, None),
            Emptiness.NOT_LOADED,
            "No contacts loaded yet",
            "Load contacts",
        ),
    ],
)
def test_an_empty_scope_says_why(extent, why, title, action):
    found = empty(extent)
    assert (found.why, found.title, found.action) == (why, title, action)


def test_an_unopened_scope_is_loading():
    assert empty(Extent(0, None, False, None), opened=False).why is Emptiness.LOADING

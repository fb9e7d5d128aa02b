"""contactdesk.ui.browser.kept_days: how long changes are kept."""

import pytest

from contactdesk.ui.browser.kept_days import DAYS, keep_days, kept_days
from contactdesk.ui.kit.settings import Settings


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.ini")


def test_changes_are_kept_for_ninety_days_unless_chosen_otherwise(settings):
    assert kept_days(settings) == 90
    for days in DAYS:
        keep_days(settings, days)
        assert kept_days(settings) == days


def test_days_of_another_version_are_not_taken_for_forever(settings):
    settings.keep("changes/days", "7")
    assert kept_days(settings) == 90

"""contactdesk.ui.browser.cell_places: the search field that leads to a column's value."""

import pytest

from contactdesk.model import CONTACT_FIELDS, Column
from contactdesk.providers import all_providers
from contactdesk.ui.browser.cell_places import place_of


@pytest.mark.parametrize(
    ("vendor", "path", "place"),
    [
        *(("quo", field, field) for field in CONTACT_FIELDS),
        ("quo", "account", "account"),
        ("quo", "matched", ""),
        ("quo", "$.source", ""),
        ("bland", "$.memories[0].summary", "memory"),
        ("bland", "$.metadata.source", "custom.source"),
        ("bland", "memory.summary", "memory"),
        ("bland", "memory.open_items", ""),
        ("bland", "fact.Time Zone", "fact.time_zone"),
        ("close", "custom.plan", "custom.plan"),
    ],
)
def test_place_of_a_column(vendor, path, place):
    assert place_of(all_providers()[vendor], Column("Title", path)) == place

import pytest

from contactdesk.records.formatting import PLAIN_PHRASES, plain_distance
from contactdesk.ui.kit.value_words import distance, phrases


def test_every_phrase_has_its_words_in_the_window():
    assert phrases() == PLAIN_PHRASES


@pytest.mark.parametrize("unit", ["minute", "hour", "day", "week", "month", "year"])
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("is_past", [True, False])
def test_distances_read_as_the_plain_ones(qapp, unit, count, is_past):
    assert distance(count, unit, is_past=is_past) == plain_distance(count, unit, is_past=is_past)

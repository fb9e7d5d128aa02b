"""The short form of the comparison with a world whose people are known; the long form is
`python -m tests.qa.linking`."""

import pytest

from tests.qa.linking.measuring import measure
from tests.qa.linking.world import LEVELS

PEOPLE, SEED = 2_500, 2026
BARS = {"quarter": (99.9, 98.0), "half": (99.7, 96.0), "full": (99.5, 94.0)}


@pytest.mark.parametrize("level", LEVELS)
def test_contacts_of_one_person_are_found_and_of_two_are_not(level):
    found = measure(PEOPLE, LEVELS[level], SEED)
    precision, recall = BARS[level]
    assert found.precision >= precision
    assert found.recall >= recall

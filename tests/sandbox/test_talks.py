"""Made-up texts: every placeholder is known, every language has both tables' shape."""

import string

import pytest

from contactdesk.sandbox.draw import draw
from contactdesk.sandbox.memories import _words
from contactdesk.sandbox.names import COUNTRIES
from contactdesk.sandbox.people import person
from contactdesk.sandbox.talks import NATIVE_SUMMARY, ORDER, VISIT
from contactdesk.sandbox.texts import TOPICS

WORDS = set(_words(draw(7, 1, 1), person(1), 1_700_000_000))


def texts():
    for talks in (ORDER, VISIT):
        for turns in talks.values():
            yield from turns
    yield from NATIVE_SUMMARY.values()
    for topic in TOPICS:
        yield from (*topic.turns, topic.summary, topic.task[1], topic.notes)


def test_placeholders_are_known():
    for text in texts():
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert names <= WORDS, text


def test_every_language_spoken_has_a_talk_and_a_summary():
    spoken = {country.language for country in COUNTRIES} - {"en"}
    assert spoken == set(ORDER) == set(NATIVE_SUMMARY)
    assert set(VISIT) <= spoken


@pytest.mark.parametrize("language", ORDER)
def test_talks_end_with_either_side_but_start_with_the_person(language):
    assert 4 <= len(ORDER[language]) <= 6
    assert len(set(ORDER[language])) == len(ORDER[language])

"""Conversations: known placeholders, and every language covered."""

import string

import pytest

from contactdesk.sandbox import make_person
from contactdesk.sandbox.people.conversations import (
    APPOINTMENT_TURNS,
    ORDER_TURNS,
    SUMMARIES,
    TOPICS,
)
from contactdesk.sandbox.people.countries import COUNTRIES
from contactdesk.sandbox.random_stream import stream
from contactdesk.sandbox.vendors.bland_memories import make_placeholders

PLACEHOLDERS = set(make_placeholders(stream(7, 1, 1), make_person(1), 1_700_000_000))


def texts():
    for conversations in (ORDER_TURNS, APPOINTMENT_TURNS):
        for turns in conversations.values():
            yield from turns
    yield from SUMMARIES.values()
    for topic in TOPICS:
        yield from (*topic.turns, topic.summary, topic.open_item.description, topic.notes)


def test_placeholders_are_known():
    for text in texts():
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert names <= PLACEHOLDERS, text


def test_every_language_has_a_conversation_and_a_summary():
    spoken = {country.language for country in COUNTRIES.values()} - {"en"}
    assert spoken == set(ORDER_TURNS) == set(SUMMARIES)
    assert set(APPOINTMENT_TURNS) <= spoken


@pytest.mark.parametrize("language", ORDER_TURNS)
def test_conversations_have_four_to_six_distinct_turns(language):
    assert 4 <= len(ORDER_TURNS[language]) <= 6
    assert len(set(ORDER_TURNS[language])) == len(ORDER_TURNS[language])

"""Properties of the overview: it holds every value once, whatever the order."""

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from contactdesk.memories.evidence import evidence
from contactdesk.memories.overview import Overview
from contactdesk.memories.reading import Message
from contactdesk.memories.values import same_value
from contactdesk.text.normalize import normalize
from tests.memories.samples import read

WORDS = st.sampled_from(["", "Team plan", "team  plan", "Café", "SSO", "10482", "x" * 200])
AGENTS = st.sampled_from([None, "sales", "support", "+14155550100"])
TIMES = st.sampled_from(
    ["", "soon", "2026-03-01", "2026-03-01T10:00:00Z", "2026-03-01T11:00+01:00"]
    + [f"2026-0{month}-07T09:30:00.000Z" for month in range(1, 10)]
)
VALUES = st.recursive(
    WORDS | st.integers(-5, 20_000) | st.booleans() | st.none() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from(["plan", "Plan", "timeZone", "time_zone", "time zone", "vip", "phone"])
FACTS = st.dictionaries(KEYS, VALUES, max_size=5)
MESSAGE = st.fixed_dictionaries(
    {
        "role": st.sampled_from(["user", "assistant"]),
        "content": WORDS,
        "channel": st.sampled_from(["sms", "web", ""]),
        "timestamp": TIMES,
    }
)
ABOUT = st.fixed_dictionaries(
    {"entity_type": st.sampled_from(["order", "Order", ""]), "entity_id": st.sampled_from("12 ")}
)
ITEM = st.fixed_dictionaries(
    {
        "type": WORDS,
        "description": WORDS,
        "created_at": TIMES,
        "priority": st.sampled_from(["high", "Urgent", "low", "", "p1"]),
        "related_to": st.none() | ABOUT,
    }
)
ENTITY = st.fixed_dictionaries(
    {
        "entity_type": st.sampled_from(["order", "Order", ""]),
        "entity_id": st.sampled_from(["1", "2", ""]),
        "status": st.sampled_from([None, "sent", "returned"]),
        "notes": st.none() | WORDS,
        "facts": FACTS,
        "last_discussed_at": TIMES,
    }
)
MEMORY = st.fixed_dictionaries(
    {
        "persona_id": AGENTS,
        "agent_number": AGENTS,
        "summary": WORDS,
        "facts": FACTS,
        "recent_messages": st.lists(MESSAGE, max_size=6),
        "open_items": st.lists(ITEM, max_size=3),
        "entities": st.lists(ENTITY, max_size=3),
    }
)
MEMORIES = st.lists(MEMORY, max_size=5)


def kept_in_rows(rows):
    return [
        kept.fact.path
        for row in rows
        for values in row.cells.values()
        for value in values
        for kept in value.kept
    ]


@settings(max_examples=60, deadline=None)
@given(MEMORIES)
def test_every_value_of_every_memory_is_in_the_overview_once(raw):
    memories = read(*raw)
    overview = Overview.of(memories)

    def paths(part):
        return Counter(each.path for memory in memories for each in getattr(memory, part))

    assert Counter(kept_in_rows(overview.facts)) == paths("facts")
    assert Counter(each.item.path for each in overview.open_items) == paths("open_items")
    entities = [kept.entity for merged in overview.entities for kept in merged.kept]
    assert Counter(each.path for each in entities) == paths("entities")
    in_entities = [path for each in overview.entities for path in kept_in_rows(each.facts)]
    assert Counter(in_entities) == Counter(f.path for each in entities for f in each.facts)
    messages = [kept.message.path for turn in overview.messages for kept in turn.kept]
    assert Counter(messages) == paths("messages")
    assert {each.path for each in overview.summaries} == {
        memory.path for memory in memories if memory.summary.strip()
    }
    assert sorted(m.path for each in overview.agents for m in each.memories) == sorted(
        memory.path for memory in memories
    )


@settings(max_examples=60, deadline=None)
@given(MEMORIES)
def test_what_is_shown_of_merged_values_is_what_each_of_them_says(raw):
    overview = Overview.of(read(*raw))
    for row in overview.facts:
        for agent, values in row.cells.items():
            assert len({value.form for value in values}) == len(values)
            for value in values:
                for kept in value.kept:
                    assert kept.memory.agent == agent
                    assert same_value(kept.fact.value, kept.fact.key) == value.form
                    assert kept.fact.key in row.spellings
    for turn in overview.messages:
        assert {kept.message.text for kept in turn.kept} == {turn.text}
        assert {kept.message.role for kept in turn.kept} == {turn.role}
        assert {kept.memory.agent for kept in turn.kept} == set(turn.agents)
        assert {kept.message.channel for kept in turn.kept} - {""} == set(turn.channels)
    times = [turn.at for turn in overview.messages if turn.at]
    assert times == sorted(times)


def said(overview):
    """What an overview shows, without the places in the vendor's record."""
    return {
        "agents": [(each.agent, each.last_talk, len(each.memories)) for each in overview.agents],
        "items": [
            (each.item.priority, each.item.text, each.item.created_at, each.memory.agent)
            for each in overview.open_items
        ],
        "facts": [rows_said(overview.facts)],
        "places": [(each.key, each.last_discussed_at) for each in overview.entities],
        "entities": Counter(
            (
                *(each.key, each.last_discussed_at, tuple(sorted(each.agents))),
                *(str(rows_said(each.facts)), tuple(sorted(k.entity.notes for k in each.notes))),
            )
            for each in overview.entities
        ),
        "messages": [
            (turn.at, turn.role, turn.text, sorted(turn.agents), sorted(turn.channels))
            for turn in overview.messages
        ],
        "counts": overview.counts,
    }


def rows_said(rows):
    return [
        (
            row.key,
            row.agreement,
            row.spellings,
            sorted(
                (agent, sorted(str(value.form) for value in values))
                for agent, values in row.cells.items()
            ),
        )
        for row in rows
    ]


@settings(max_examples=60, deadline=None)
@given(MEMORIES, st.randoms(use_true_random=False))
def test_merging_does_not_depend_on_the_order_of_memories(raw, chance):
    numbered = [{**each, "summary": f"{n} {each['summary']}"} for n, each in enumerate(raw)]
    shuffled = chance.sample(numbered, len(numbered))
    assert said(Overview.of(read(*numbered))) == said(Overview.of(read(*shuffled)))


def timed(messages):
    """The same messages, each at a time of its own."""
    return [
        {**each, "timestamp": f"2026-03-01T10:00:{second:02}.000Z"}
        for second, each in enumerate(messages)
    ]


@settings(max_examples=60, deadline=None)
@given(MEMORIES, st.randoms(use_true_random=False))
def test_merging_does_not_depend_on_the_order_in_a_memory(raw, chance):
    numbered = [
        {**each, "summary": str(n), "recent_messages": timed(each["recent_messages"])}
        for n, each in enumerate(raw)
    ]
    shuffled = [
        {
            key: chance.sample(value, len(value)) if isinstance(value, list) else value
            for key, value in each.items()
        }
        for each in numbered
    ]
    assert said(Overview.of(read(*numbered))) == said(Overview.of(read(*shuffled)))


PIECES = st.sampled_from(
    [
        *("Team", " ", "plan", "  ", "Café", "cafe\u0301", "SSO", "10482", ",", ".", "true", "\n"),
        *("4155550100", "+1 (415) 555-0100", "31.01.2027", "2027-01-31", "ß", "ﬁ", "東京", "İ"),
        *("\x00", "-"),
    ]
)
TEXTS = st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=20)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.lists(TEXTS, max_size=5))
def test_evidence_never_quotes_what_is_not_there(value, texts):
    messages = [Message("", text=text) for text in texts]
    for quote in evidence(value, messages):
        assert quote.spans
        for start, end in quote.spans:
            marked = quote.message.text[start:end]
            assert marked
            assert says_the_same(marked, value)
        starts = [start for start, _end in quote.spans]
        assert starts == sorted(starts)
        assert all(
            one[1] < other[0] for one, other in zip(quote.spans, quote.spans[1:], strict=False)
        )


def says_the_same(marked, value):
    """Whether a marked text is the value, or several of it side by side."""

    def plain(text):
        return "".join(each for each in normalize(text) if each.isalnum())

    def digits(text):
        return "".join(each for each in normalize(text) if each.isdigit())

    def repeats(whole, part):
        return part and whole.replace(part, "") == ""

    return (
        repeats(plain(marked), plain(value))
        or same_value(marked) == same_value(value)
        or (len(digits(marked)) >= 8 and digits(value).endswith(digits(marked)[-8:]))
    )


@settings(max_examples=50, deadline=None)
@given(TEXTS, st.lists(TEXTS, max_size=6), st.integers())
def test_evidence_does_not_depend_on_the_order_of_messages(value, texts, seed):
    messages = [Message("", text=text) for text in texts]
    shuffled = random.Random(seed).sample(messages, len(messages))
    assert Counter(evidence(value, messages)) == Counter(evidence(value, shuffled))

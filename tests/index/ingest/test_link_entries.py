"""contactdesk.index.ingest.link_entries: what links a contact, read from its record."""

import pytest

from contactdesk.index.ingest.link_entries import link_entry, mark_of, seconds
from contactdesk.index.ingest.memory_entries import contact_memories
from contactdesk.index.people_rows import unpacked_keys
from contactdesk.model import Contact
from contactdesk.people.compare import unpack
from contactdesk.people.keys import keys_of_number, link_keys
from contactdesk.providers import all_providers
from contactdesk.records.parse import read_record, replace_lone_surrogates
from tests.index.linked import VENDOR
from tests.index.remembering import HOSTILE, deep, hostile, remembered

BLAND = all_providers()["bland"]


def entry(raw, region="", provider=VENDOR):
    contact = provider.contact(raw)
    viewed = provider.view(raw)
    return link_entry(provider, contact, viewed, region, contact_memories(provider, viewed, region))


def test_entry_has_the_keys_and_the_words_of_the_name():
    raw = {
        "id": "c-1",
        "name": "Dr. Zoë Müller",
        "emails": [{"value": "Z@Home.example"}],
        "phones": [{"value": "+1 415 555 0192"}],
    }
    found = entry(raw)
    assert found.name == "zoe muller"
    assert unpacked_keys(found.keys) == link_keys(VENDOR.contact(raw), VENDOR.ids, "")
    assert len(unpacked_keys(found.keys)) == 2
    assert found.mark == mark_of("c-1") != mark_of("c-2")


def test_national_number_is_a_key_only_with_a_region():
    raw = {"id": "c-1", "phones": [{"value": "(415) 555-0192"}]}
    assert entry(raw).keys == b""
    assert unpacked_keys(entry(raw, "US").keys) == (keys_of_number("+14155550192", ""),)


def test_entry_has_the_newest_talk_and_trace():
    talk = {"role": "user", "content": "Hi", "timestamp": "2026-03-01T10:00:00.500Z"}
    raw = {"id": "c-1", "updated_at": "2026-02-01", "memories": [{"recent_messages": [talk]}]}
    found = entry(raw)
    assert (found.last_talk, found.trace) == (seconds("2026-03-01T10:00:00Z"), 0)
    found = entry({"id": "c-1", "updated_at": "2026-02-01"})
    assert (found.last_talk, found.trace) == (0, seconds("2026-02-01T00:00:00Z"))


def test_facts_that_are_compared_are_traits():
    found = entry({"id": "c-1", "memories": [{"facts": {"company": "Acme", "mood": "good"}}]})
    assert len(unpack(found.traits)) == 1
    assert entry({"id": "c-1"}).traits == b""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-01-02", 86_400),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1969-12-31T23:59:59Z", 0),
        ("0001-01-01T00:00:00+14:00", 0),
        ("soon", 0),
        ("", 0),
    ],
)
def test_seconds_since_1970(text, expected):
    assert seconds(text) == expected


@pytest.mark.parametrize("raw", [*map(hostile, range(len(HOSTILE))), deep(150), b"[]", b"{"])
def test_hostile_record_has_an_entry(raw):
    record = read_record(BLAND.contact, replace_lone_surrogates(raw))
    viewed = BLAND.view(record.contact.raw) if record.contact.raw else {}
    found = link_entry(BLAND, record.contact, viewed, "US", None)
    assert (found.name, found.keys) == ("", b"")


def test_sandbox_people_have_entries():
    for number in range(50):
        found = entry(remembered(number), "", BLAND)
        assert isinstance(found.trace, int)


def test_contact_with_many_addresses_has_a_bounded_number_of_keys():
    many = tuple(f"p{number}@home.example" for number in range(10_000))
    found = link_entry(VENDOR, Contact("c-1", "\ud800 Zoë\x00", emails=many), {}, "", None)
    assert 0 < len(unpacked_keys(found.keys)) < 100
    assert found.name.encode()

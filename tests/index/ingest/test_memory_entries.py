"""contactdesk.index.ingest.memory_entries: what is kept of a memory, bounded and storable."""

from contactdesk.index.ingest import memory_entries as module
from contactdesk.index.ingest.memory_entries import contact_memories
from tests.index.people import CURSOR
from tests.index.remembering import BLAND


def kept(*memories):
    return contact_memories(BLAND, {"memories": list(memories)})


def test_latest_summary_is_of_the_newest_talk_that_has_one():
    old, new = ({"created_at": f"2026-01-0{day}T00:00:00Z"} for day in (1, 2))
    assert (
        kept(
            {"summary": "old", "open_items": [old]}, {"summary": "new", "open_items": [new]}
        ).summary
        == "new"
    )
    assert (
        kept(
            {"summary": "new", "open_items": [new]}, {"summary": "old", "open_items": [old]}
        ).summary
        == "new"
    )
    assert kept({"summary": " only\n"}, {"summary": "  ", "open_items": [new]}).summary == "only"
    assert kept({"summary": "first"}, {"summary": "second"}).summary == "first"
    assert kept({"summary": None}, {}).summary == ""


def test_vendor_without_agents_and_contact_without_memories_have_none():
    assert contact_memories(CURSOR, {"memories": [{"summary": "x"}]}) is None
    assert kept() is None
    assert contact_memories(BLAND, {}) is None


def test_items_beyond_the_most_a_contact_can_have_are_left_out(monkeypatch):
    monkeypatch.setattr(module, "MAX_ITEMS", 5)
    found = kept(*({"open_items": [{"type": str(at)}] * 3} for at in range(4)))
    assert [len(memory.open_items) for memory in found.memories] == [3, 2, 0, 0]


def test_texts_are_cut_and_storable():
    item = {
        "description": "a\0" * 9_000,
        "type": "t" * 300,
        "created_at": "2026-11-19T20:00:00+02:00",
    }
    (memory,) = kept({"persona_id": "p\0" * 200, "open_items": [item]}).memories
    (entry,) = memory.open_items
    assert entry.text == "a\ufffd" * 5_000 + "…"
    assert entry.type == "t" * 200
    assert memory.agent == "p\ufffd" * 100
    assert entry.created_at == "2026-11-19T18:00:00.000Z"


def test_texts_are_normalized_unless_all_are_ascii():
    plain, accented = {"description": "Call BACK"}, {"description": "Straße"}
    (memory,) = kept({"open_items": [plain, accented]}).memories
    assert [each.normalized for each in memory.open_items] == [None, "strasse\n\n\n"]

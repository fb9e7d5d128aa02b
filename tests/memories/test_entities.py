"""contactdesk.memories.entities: one thing that several agents know."""

from contactdesk.memories.fact_grid import Agreement
from contactdesk.memories.overview import Overview
from tests.memories.samples import item, read


def entity(entity_id, status=None, at=None, notes=None, kind="order", **found):
    return {
        "entity_type": kind,
        "entity_id": entity_id,
        "status": status,
        "last_discussed_at": at,
        "notes": notes,
        "facts": found,
    }


def test_entities_are_merged_by_type_and_id_with_the_newest_status():
    overview = Overview.of(
        read(
            {
                "persona_id": "a",
                "entities": [entity("o-1", "sent", "2026-03-01", "Late", price=5), entity("")],
                "open_items": [item("Refund", about="o-1"), item("Other", about="o-2")],
            },
            {
                "persona_id": "b",
                "entities": [
                    entity("o-1", "returned", "2026-03-05", "Broken", "Order", price=6),
                    entity("o-1", None, "2026-03-06"),
                    entity(""),
                ],
            },
        )
    )
    merged = overview.entities[0]
    assert (merged.id, merged.status, merged.last_discussed_at) == ("o-1", "returned", "2026-03-06")
    assert [(each.memory.agent, each.entity.notes) for each in merged.notes] == [
        ("b", "Broken"),
        ("a", "Late"),
    ]
    assert [row.agreement for row in merged.facts] == [Agreement.DIFFERS]
    assert [each.item.text for each in overview.items_about(merged)] == ["Refund"]
    assert overview.entity_of(overview.items_about(merged)[0].item) is merged
    assert len(overview.entities) == 3  # two have no id: nothing says that they are one
    assert overview.items_about(overview.entities[1]) == ()


def test_entities_of_one_time_come_by_type_and_id():
    entities = [entity("o-2"), entity("o-1"), entity("c-9", kind="case")]
    for order in (entities, entities[::-1]):
        overview = Overview.of(read({"entities": order}))
        assert [each.id for each in overview.entities] == ["c-9", "o-1", "o-2"]

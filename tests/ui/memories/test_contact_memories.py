"""contactdesk.ui.memories.contact_memories: what the views of memories share."""

import json

from contactdesk.providers import all_providers
from contactdesk.ui.memories.contact_memories import ContactMemories

RECORD = {
    "id": "c1",
    "name": "Ada",
    "memories": [
        {"persona_id": "sales", "facts": {"zone": "Europe/London"}},
        {"agent_number": "+14155550100"},
    ],
}


def test_memories_are_read_with_names_and_regions():
    raw = json.dumps(RECORD).encode()
    shown = ContactMemories.of(
        all_providers()["bland"], RECORD, raw, contact_name="Ada", nicknames={"sales": "Anna"}
    )
    assert [each.agent for each in shown.memories] == ["sales", "+14155550100"]
    assert shown.names == {"sales": "Anna", "+14155550100": "…0100"}
    assert shown.region_of("$.memories[0].facts.zone").startswith("fact")
